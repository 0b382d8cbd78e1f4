"""Style Icon: a web shop whose shoppers hesitate over sizes, and a stylist who helps those who ask."""

from __future__ import annotations

from desirepath.stories.style_icon.causes import CAUSES
from desirepath.stories.style_icon.generate import MAP_PATH, write_world

__all__ = ["CAUSES", "MAP_PATH", "RATES", "write_world"]

RATES = {"GBP": 1.16, "INR": 0.0109}
"""What one unit of each other currency in the log is worth in euros: a workspace's ``[rates]``."""
