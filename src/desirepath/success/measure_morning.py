"""The one door to the morning: a log and the maps of one kind of travellers in; who stands where, what is
wrong with whom, and what each pays, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from desirepath.base.spans import Period, from_microseconds
from desirepath.log.store import Log
from desirepath.measures.book.records import Records
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.recall import recall
from desirepath.success.alerts import Condition
from desirepath.success.board import JourneyBoard, lay_out_board
from desirepath.success.conditions import RENEWAL_AHEAD, Rerated, all_conditions, stuck
from desirepath.success.health import work_out
from desirepath.success.measure_board import values_of
from desirepath.success.milestones import read_milestones
from desirepath.success.overrides import read_overrides
from desirepath.success.renewal_history import learn_history
from desirepath.success.renewals import Known, find_renewals
from desirepath.success.scorecard import Scorecard
from desirepath.success.signals import SignalReader, read_signals
from desirepath.success.usual import keep_risk, keep_stays, kept_risk

WEEK: Final = timedelta(days=7)
OVERDUE_FOR: Final = timedelta(days=30)
"""Terms that ended longer ago and were neither renewed nor cancelled are a question to the data."""


@dataclass(frozen=True)
class Earlier:
    """The version of a scorecard that was in force until ``changed_at``."""

    card: Scorecard
    changed_at: datetime


@dataclass(frozen=True)
class OnMap:
    """One map in the morning: its board, and who is stuck on it."""

    journey: JourneyMap
    board: JourneyBoard
    stuck: tuple[Condition, ...]


@dataclass(frozen=True)
class Morning:
    """What the log says at its last instant, ``as_of``: of customers only, where it knows who is one.

    ``conditions`` are about no map; ``cents`` is what each pays a month, where that is known; ``customers``
    who is a customer (None: the log does not say).
    """

    as_of: datetime
    maps: tuple[OnMap, ...]
    conditions: tuple[Condition, ...]
    cents: Mapping[str, int]
    customers: frozenset[str] | None = None


def measure_morning(
    log: Log,
    journeys: Sequence[JourneyMap],
    *,
    of: str,
    card: Scorecard | None = None,
    earlier: Earlier | None = None,
) -> Morning:
    """The morning of the travellers of type ``of``, on all their maps.

    Health is that of now and of a week ago, by a scorecard for the same travellers; its places are those on
    the first map. ``earlier`` is the version before, where the scorecard changed lately: whom the change
    alone rates worse has not fallen. Renewals are looked at where there is health, which says which are at
    risk. Raises DP-MSR-005 where the log knows nobody of that type.
    """
    records = Records.read(log, of=of)
    index, now = records.index, from_microseconds(records.last_us)
    customers = _customers(records)
    health = renewals = rerated = None
    if card is not None and card.of == of:
        first = journeys[0] if journeys else None
        reader = read_signals(card, index, first, zone=log.settings.time_zone)
        overrides = read_overrides(index, card)
        health = tuple(work_out(reader, at, overrides, records=records) for at in (now, now - WEEK))
        if earlier is not None and earlier.card.of == of:
            at = min(earlier.changed_at, now)
            old = read_signals(earlier.card, index, first, zone=log.settings.time_zone)
            by_new = health[0] if at == now else work_out(reader, at, overrides, records=records)
            by_old = work_out(old, at, read_overrides(index, earlier.card), records=records)
            rerated = Rerated(earlier.changed_at, by_new, by_old)
        if records.has_subscriptions:
            period = Period(now - OVERDUE_FOR, now + RENEWAL_AHEAD)
            risk = _risk(reader, records)
            known = Known(health[0], {}, risk or frozenset())
            found_terms = find_renewals(records, period, known)
            # Where health tells nothing of who renews, only what is overdue needs somebody.
            renewals = [one for one in found_terms if risk is not None or one.state == "overdue"]
    found = all_conditions(
        index,
        now,
        health=None if health is None else (health[0], health[1]),
        rerated=rerated,
        renewals=renewals or (),
        only=customers,
        zone=records.zone,
    )
    on_maps = []
    for journey in journeys:
        told = recall(journey, index)
        board = lay_out_board(told, read_milestones(index, journey.id))
        keep_stays(told, board.expected)
        names = {step.id: step.name for step in journey.steps()}
        wrong = tuple(one for one in stuck(board, names) if customers is None or one.subject in customers)
        on_maps.append(OnMap(journey, board, wrong))
    values = values_of(records) if records.has_subscriptions else {}
    cents = {subject: value.cents for subject, value in values.items() if value.cents is not None}
    return Morning(now, tuple(on_maps), found, cents, customers)


def _risk(reader: SignalReader, records: Records) -> frozenset[str] | None:
    """Which levels of health are at risk, as history was last found to say; found now where it never was."""
    kept = kept_risk(reader.card, records.index)
    if kept is None:
        risk = learn_history(reader, records).risk
        keep_risk(reader.card, records.index, risk)
        return risk
    return None if kept["risk"] is None else frozenset(kept["risk"])


def _customers(records: Records) -> frozenset[str] | None:
    """Who is a customer at the end of the log; None: it does not say, so everybody may be."""
    if not records.has_subscriptions:
        return None
    subject, began_us, ended_us = records.spells
    here = subject[(began_us <= records.last_us) & (ended_us > records.last_us)]
    return frozenset(records.subjects[one] for one in here.tolist())
