"""What one account is shown of and all are asked for: worked out once for each state of the log, and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings

from desirepath.base.spans import Period
from desirepath.measures.book.records import Records
from desirepath.model.journey_map import JourneyMap
from desirepath.server.lived.reading import read_journey
from desirepath.server.lived.scorecards import scorecard_for
from desirepath.server.log_state import current_log
from desirepath.server.maps.models import MapRecord
from desirepath.success.measure_health import MeasuredHealth, measure_health
from desirepath.success.renewals import Renewal, find_renewals
from desirepath.success.scorecard import Scorecard

_MOST_KEPT: Final = 2


@dataclass(frozen=True)
class WorkedOut:
    """The records of a type of object, its health (None: there is no scorecard for it), and its renewals."""

    records: Records
    health: MeasuredHealth | None
    renewals: dict[str, tuple[Renewal, ...]]


@dataclass
class Kept:
    """The latest of them. One is worked out at a time: two at once would take as long."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: OrderedDict[tuple[str, str, str], WorkedOut] = field(default_factory=OrderedDict)

    def of(self, of: str) -> WorkedOut:
        """What is worked out of the log as it is now. Raises DP-MSR-005 where nobody in it is of the type,
        DP-SUC-009 where the scorecard needs a map and none is there."""
        log = current_log()
        card = scorecard_for(settings.CONFIGURATION.folder, of)
        journey = None if card is None else _map_for(card)
        said = "" if card is None else card.model_dump_json()
        key = log.generation, of, said + ("" if journey is None else f"{journey.id} {journey.version}")
        with self._lock:
            known = self._kept.pop(key, None) or _work_out(of, card, journey)
            self._kept[key] = known
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return known


def _work_out(of: str, card: Scorecard | None, journey: JourneyMap | None) -> WorkedOut:
    log = current_log()
    health = None if card is None else measure_health(log, card, journey=journey)
    records = Records.read(log, of=of) if health is None else health.records
    renewals: dict[str, list[Renewal]] = {}
    if records.has_subscriptions:
        for one in find_renewals(records, Period(), now=None if health is None else health.now):
            renewals.setdefault(one.subject, []).append(one)
    return WorkedOut(records, health, {subject: tuple(them) for subject, them in renewals.items()})


def maps_for(of: str) -> list[JourneyMap]:
    """The maps on which such objects travel, by title."""
    journeys = (read_journey(one) for one in MapRecord.objects.filter(archived_at=None).order_by("title"))
    return [one for one in journeys if one.travels == of]


def _map_for(card: Scorecard) -> JourneyMap | None:
    """The map on which the places of a scorecard are: the first, by title, that such objects travel on."""
    return next(iter(maps_for(card.of)), None)


WORKED_OUT: Final = Kept()
"""What this process has worked out."""
