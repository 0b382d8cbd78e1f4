"""What can be wrong with asking for a world."""

from __future__ import annotations

from desirepath.base.problem import Kind

EMPTY_WORLD = Kind(
    "DP-STO-001",
    "error",
    "a world needs somebody in it",
    "A world is made of so many accounts or shoppers; none of them leaves nothing to tell.",
    "ask for a size of 1 or more",
)
KINDS = (EMPTY_WORLD,)
