"""The health of everybody by the scorecards in force, kept in memory for who looks at one after another."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

import orjson

from desirepath.model.journey_map import JourneyMap
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.card_questions import asks_for_places
from desirepath.server.lived.measured_part import fingerprint, measured_part
from desirepath.server.lived.reading import read_journey
from desirepath.server.log_state import current_log
from desirepath.server.maps.models import MapRecord
from desirepath.success.measure_health import MeasuredHealth, measure_health
from desirepath.success.scorecard import Scorecard

_MOST_KEPT: Final = 4


def map_of(card: Scorecard) -> MapRecord | None:
    """The map on which a scorecard's places are; None where it asks for none. Raises DP-SRV-003."""
    if card.map is None or not asks_for_places(card):
        return None
    record = MapRecord.objects.filter(id=card.map).first()
    if record is None:
        raise NOT_FOUND.error("map", says=f"the scorecard names the map {card.map!r}, and there is none")
    return record


@dataclass
class Healths:
    """The latest ones. One is worked out at a time: two at once would take as long, and twice the memory."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: OrderedDict[str, tuple[str, MeasuredHealth]] = field(default_factory=OrderedDict)

    def of(self, card: Scorecard) -> MeasuredHealth:
        """Everybody's health by a scorecard at the end of the log, and a week before."""
        log, record = current_log(), map_of(card)
        journey: JourneyMap | None = None if record is None else measured_part(read_journey(record))
        said = orjson.dumps(card.model_dump(mode="json")).decode()
        key = said if journey is None else said + fingerprint(journey)
        with self._lock:
            known = self._kept.pop(key, None)
            if known is None or known[0] != log.generation:
                known = log.generation, measure_health(log, card, journey=journey)
            self._kept[key] = known
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return known[1]


HEALTHS: Final = Healths()
"""The healths of this process."""
