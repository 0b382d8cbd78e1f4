"""The problems that a replay knows."""

from __future__ import annotations

from desirepath.base.problem import Kind

TOO_MANY_NAMES = Kind(
    "DP-RPL-001",
    "error",
    "too many different names",
    "A name that is different for nearly every interaction (an order number, an address) says nothing about "
    "where somebody stands, and would make every table of the map as long as the log.",
    "map the changing part to a property when importing, and keep the name itself short",
)
HORIZON_NOT_POSITIVE = Kind(
    "DP-RPL-002",
    "error",
    "the horizon of the passage is not a length of time to come",
    "A passage expires when its horizon has passed since its start; one that ends before it begins holds "
    "nothing.",
    'give a length of time such as "90d", or leave the horizon out',
)
KINDS = (TOO_MANY_NAMES, HORIZON_NOT_POSITIVE)
