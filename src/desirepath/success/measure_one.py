"""The one door to one account's numbers: what it pays, how it is, when its terms end, by its own rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from desirepath.base.spans import Period, from_microseconds
from desirepath.log.store import Log
from desirepath.measures.book.records import Records
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.index import Index
from desirepath.replay.one_subject import index_of_one
from desirepath.success.health import work_out
from desirepath.success.measure_health import MeasuredHealth
from desirepath.success.overrides import read_overrides
from desirepath.success.renewals import Renewal, find_renewals, known_of
from desirepath.success.scorecard import Scorecard
from desirepath.success.signals import read_signals_of_one

WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class MeasuredOne:
    """The records of one subject, its health (None: there is no scorecard), and its renewals by when they are
    due."""

    records: Records
    health: MeasuredHealth | None
    renewals: tuple[Renewal, ...]


def measure_one(
    log: Log,
    index: Index,
    subject: str,
    *,
    card: Scorecard | None = None,
    journey: JourneyMap | None = None,
) -> MeasuredOne | None:
    """What is said of one subject of the index; None where it has nothing in the log.

    Its health is the same that :func:`~desirepath.success.measure_health.measure_health` has for it, now and
    a week ago: only what is usual at the steps of ``journey`` is as it was when everybody was last looked at.
    Raises DP-SUC-009 and -011 for a map that lacks or does not fit.
    """
    alone = index_of_one(index, subject)
    if alone is None:
        return None
    records = Records.of_one(log, index, alone)
    health = None
    if card is not None:
        reader = read_signals_of_one(card, index, alone, journey, zone=log.settings.time_zone)
        now, by_hand = from_microseconds(records.last_us), read_overrides(alone, card)
        health = MeasuredHealth(
            now=work_out(reader, now, by_hand, records=records),
            before=work_out(reader, now - WEEK, by_hand, records=records),
            reader=reader,
            records=records,
        )
    renewals: tuple[Renewal, ...] = ()
    if records.has_subscriptions:
        renewals = find_renewals(records, Period(), known_of(None if health is None else health.now))
    return MeasuredOne(records, health, renewals)
