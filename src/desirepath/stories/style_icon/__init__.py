"""Style Icon: a web shop whose shoppers hesitate over sizes, and a stylist who helps those who ask."""

from __future__ import annotations

from desirepath.stories.style_icon.causes import CAUSES
from desirepath.stories.style_icon.generate import MAP_PATH, write_world

__all__ = ["CAUSES", "MAP_PATH", "write_world"]
