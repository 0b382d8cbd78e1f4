"""What one account is shown, worked out from its own rows, and kept while its page is looked at."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings

from desirepath.model.journey_map import JourneyMap
from desirepath.replay.index import Index
from desirepath.server.lived.reading import read_journey
from desirepath.server.lived.scorecards import scorecard_for
from desirepath.server.log_state import current_log
from desirepath.server.maps.models import MapRecord
from desirepath.success.measure_one import MeasuredOne, measure_one
from desirepath.success.scorecard import Scorecard

_MOST_KEPT: Final = 32


@dataclass
class Kept:
    """The latest of them. One is worked out at a time: the parts of a page ask for the same at once."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: OrderedDict[tuple[str, ...], MeasuredOne | None] = field(default_factory=OrderedDict)

    def of(self, index: Index, account: str) -> MeasuredOne | None:
        """What is worked out of the log as it is now; None where the account has nothing in it. Raises
        DP-SUC-009 where the scorecard needs a map and none is there."""
        log, of = current_log(), index.travels
        card = scorecard_for(settings.CONFIGURATION.folder, of)
        journey = None if card is None else _map_for(card)
        said = "" if card is None else card.model_dump_json()
        on_map = "" if journey is None else f"{journey.id} {journey.version}"
        key = (log.generation, log.settings.time_zone, of, account, said, on_map)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = measure_one(log, index, account, card=card, journey=journey)
            self._kept.move_to_end(key)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def maps_for(of: str) -> list[JourneyMap]:
    """The maps on which such objects travel, by title."""
    journeys = (read_journey(one) for one in MapRecord.objects.filter(archived_at=None).order_by("title"))
    return [one for one in journeys if one.travels == of]


def _map_for(card: Scorecard) -> JourneyMap | None:
    """The map on which the places of a scorecard are: the first, by title, that such objects travel on."""
    return next(iter(maps_for(card.of)), None)


WORKED_OUT: Final = Kept()
"""What this process has worked out."""
