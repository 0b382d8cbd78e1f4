"""The journey board with what a customer success manager asks of each card: pace, health, value, renewal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from desirepath.base.spans import Period
from desirepath.log.store import Log
from desirepath.measures.book.records import Records
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.replay import Replay
from desirepath.success.board import Card, JourneyBoard, lay_out_board
from desirepath.success.health import Health, work_out
from desirepath.success.milestones import read_milestones
from desirepath.success.overrides import read_overrides
from desirepath.success.renewals import find_renewals
from desirepath.success.scorecard import Scorecard
from desirepath.success.signals import read_signals
from desirepath.success.usual import keep_stays

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Value:
    """What somebody pays a month, in whole cents; None, with ``gap``, where that cannot be said."""

    cents: int | None
    gap: str | None = None


@dataclass(frozen=True)
class MeasuredBoard:
    """A board, and by subject: health (None: no scorecard), what it pays, and when its next term ends, in the
    log's zone."""

    board: JourneyBoard
    journey: JourneyMap
    currency: str | None
    values: dict[str, Value]
    renewals: dict[str, datetime]
    health: Health | None

    def to_json(self) -> Json:
        """The published JSON shape (desirepath-board/1)."""
        names = {step.id: step.name for stage in self.journey.stages for step in stage.steps}
        columns: list[Json] = []
        for column in self.board.columns:
            expected = column.expected
            columns.append(
                {
                    "step": column.step,
                    "name": None if column.step is None else names[column.step],
                    "behind_seconds": None
                    if expected is None or expected.behind_us is None
                    else expected.behind_us / 1e6,
                    "stuck_seconds": None
                    if expected is None or expected.stuck_us is None
                    else expected.stuck_us / 1e6,
                    "basis": None if expected is None else expected.basis,
                    "cards": [self._card(card) for card in column.cards],
                }
            )
        return {
            "format": "desirepath-board/1",
            "as_of": self.board.as_of.isoformat(),
            "travels": self.journey.travels,
            "currency": self.currency,
            "scorecard": None if self.health is None else self.health.card.name,
            "levels": [] if self.health is None else [level.name for level in self.health.card.levels],
            "columns": columns,
            "ended": dict(self.board.ended),
            "can_arrive": bool(self.journey.passage.succeeds),
        }

    def others(self) -> dict[str, Json]:
        """By subject the same of whoever stands in no column any more: health, what it pays, its renewal."""
        here = {card.subject for card in self.board.cards()}
        scored = {who for who, score in self._scores.items() if not np.isnan(score)}
        return {
            subject: self._known(subject)
            for subject in sorted({*self.values, *self.renewals, *scored} - here)
        }

    def _card(self, card: Card) -> Json:
        return {
            "subject": card.subject,
            "since": card.since.isoformat(),
            "stayed_seconds": card.stayed_us / 1e6,
            "pace": card.pace,
            **self._known(card.subject),
            "moved": None
            if card.moved is None
            else {
                "by": card.moved.by,
                "name": card.moved.name,
                "reason": card.moved.reason,
                "key": card.moved.key,
                "told": None
                if card.told is None
                else {
                    "step": card.told.step,
                    "stayed_seconds": card.told.stayed_us / 1e6,
                    "pace": card.told.pace,
                },
            },
        }

    def _known(self, subject: str) -> Json:
        score = self._scores.get(subject, float("nan"))
        due, value = self.renewals.get(subject), self.values.get(subject)
        return {
            "score": None if np.isnan(score) else score,
            "level": self._levels.get(subject),
            "cents": None if value is None else value.cents,
            "gap": None if value is None else value.gap,
            "renewal": None if due is None else due.date().isoformat(),
        }

    @cached_property
    def _scores(self) -> dict[str, float]:
        if self.health is None:
            return {}
        return dict(zip(self.health.subjects, self.health.scores.tolist(), strict=True))

    @cached_property
    def _levels(self) -> dict[str, str | None]:
        return {} if self.health is None else dict(zip(self.health.subjects, self.health.levels, strict=True))


def measure_board(log: Log, told: Replay, *, card: Scorecard | None = None) -> MeasuredBoard:
    """The board at the instant of a replay of the log, with health by a scorecard for the same travellers.

    Who was moved by hand stands where the log has it that somebody put them. In a log without subscriptions
    nobody has a value or a renewal.
    """
    journey = told.journey
    board = lay_out_board(told, read_milestones(told.index, journey.id))
    keep_stays(told, board.expected)
    records = Records.read(log, of=journey.travels)
    values: dict[str, Value] = {}
    renewals: dict[str, datetime] = {}
    zone = ZoneInfo(log.settings.time_zone)
    if records.has_subscriptions:
        values = values_of(records)
        for one in find_renewals(records, Period(since=told.as_of)):
            if one.state == "open":
                renewals.setdefault(one.subject, one.due.astimezone(zone))
    health = None
    if card is not None and card.of == journey.travels:
        reader = read_signals(card, records.index, journey, zone=log.settings.time_zone)
        by_hand = read_overrides(records.index, card)
        health = work_out(reader, told.as_of, by_hand, records=records)
    currency = log.settings.currency if values else None
    return MeasuredBoard(board, journey, currency, values, renewals, health)


def values_of(records: Records) -> dict[str, Value]:
    """What each pays a month at the end of the log."""
    found = {}
    for subject, history in records.histories.items():
        moments = [moment for moment in history.moments if moment.at_us <= records.last_us]
        if moments and moments[-1].running:
            last = moments[-1]
            gap = last.gaps[0] if last.gaps else None
            found[records.subjects[subject]] = Value(None if gap else last.cents, gap)
    return found
