"""The map as values, made once for each revision."""

from __future__ import annotations

from functools import lru_cache

from desirepath.model.journey_map import JourneyMap
from desirepath.server.maps.found import find_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.state import journey_of, nodes_at


def read_journey(record: MapRecord) -> JourneyMap:
    """The map of a record, at its revision."""
    return _read(record.id, record.era, record.revision)


@lru_cache(maxsize=64)
def _read(map_id: str, era: str, revision: int) -> JourneyMap:
    return journey_of(nodes_at(find_map(map_id), revision))
