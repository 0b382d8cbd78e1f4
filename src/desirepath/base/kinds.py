"""The problems the ground floor knows."""

from __future__ import annotations

from desirepath.base.problem import Kind

LIBRARY_MISSING = Kind(
    "DP-BASE-001",
    "error",
    "an optional library is not installed",
    "Some results need a library that not everybody wants on their machine.",
    "install the extra that the message names",
)
KINDS = (LIBRARY_MISSING,)
