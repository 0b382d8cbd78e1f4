"""TechCorp: a software company's customers after the sale. Few reach one feature; those who do, stay."""

from __future__ import annotations

from desirepath.stories.techcorp.causes import CAUSES
from desirepath.stories.techcorp.generate import MAP_PATH, write_world

__all__ = ["CAUSES", "MAP_PATH", "write_world"]
