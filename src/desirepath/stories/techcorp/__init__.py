"""TechCorp: a software company's customers after the sale. Few reach one feature; those who do, stay."""

from __future__ import annotations

from desirepath.stories.techcorp.causes import CAUSES
from desirepath.stories.techcorp.generate import MAP_PATH, write_world

__all__ = ["CAUSES", "MAP_PATH", "RATES", "write_world"]

RATES = {"USD": 0.91, "GBP": 1.16, "JPY": 0.00625}
"""What one unit of each other currency in the log is worth in euros: a workspace's ``[rates]``."""
