"""The map as values, read once for each revision."""

from __future__ import annotations

from functools import lru_cache

from desirepath.model.journey_map import JourneyMap
from desirepath.model.map_file import read_map_text
from desirepath.server.maps.models import MapRecord


def read_journey(record: MapRecord) -> JourneyMap:
    """The map of a record, at its revision."""
    return _read(record.id, record.revision, record.text)


@lru_cache(maxsize=64)
def _read(map_id: str, revision: int, text: str) -> JourneyMap:
    return read_map_text(text)
