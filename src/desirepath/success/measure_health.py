"""The one door to health: a log and a scorecard in; scores, their lines, and what changed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np

from desirepath.base.spans import from_microseconds
from desirepath.log.store import Log
from desirepath.measures.book.records import Records
from desirepath.model.journey_map import JourneyMap
from desirepath.success.explaining import Change, Explained, changed, explain
from desirepath.success.health import Health, Override, work_out
from desirepath.success.overrides import read_overrides
from desirepath.success.scorecard import Scorecard
from desirepath.success.signals import SignalReader, read_signals


@dataclass(frozen=True)
class MeasuredHealth:
    """The health of all customers now, and some time before it."""

    now: Health
    before: Health
    reader: SignalReader
    records: Records

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each subject in the arrays."""
        return {subject: number for number, subject in enumerate(self.now.subjects)}

    @property
    def count_by_level(self) -> dict[str, int]:
        """How many customers are in each level, the lowest first."""
        levels = self.now.levels
        return {level.name: levels.count(level.name) for level in self.now.card.levels}

    @property
    def not_scored(self) -> int:
        """How many the scorecard is for, and yet have no score."""
        return int((self.now.is_meant & np.isnan(self.now.scores)).sum())

    def explained(self, subject: str) -> Explained:
        """One customer's score, line by line. Raises KeyError."""
        return explain(self.now, subject)

    def changed(self, subject: str) -> Change:
        """What moved that score since before, and why. Raises ValueError for somebody not known."""
        return changed(self.before, self.now, subject)

    def worst(self, most: int) -> tuple[str, ...]:
        """Those with the lowest scores, of equal ones those who fell most first."""
        scores = self.now.scores
        fell = np.nan_to_num(self.before.worked_out - self.now.worked_out)
        order = np.lexsort((-fell, scores))
        return tuple(
            self.now.subjects[place] for place in order[:most].tolist() if not np.isnan(scores[place])
        )

    def falling(self, most: int) -> tuple[str, ...]:
        """Those whose scores fell most since before."""
        fell = np.nan_to_num(self.before.worked_out - self.now.worked_out)
        order = np.argsort(-fell, kind="stable")
        return tuple(self.now.subjects[place] for place in order[:most].tolist() if fell[place] > 0)


def measure_health(
    log: Log,
    card: Scorecard,
    *,
    journey: JourneyMap | None = None,
    as_of: datetime | None = None,
    since: timedelta = timedelta(days=7),
    overrides: Sequence[Override] | None = None,
) -> MeasuredHealth:
    """Work out the health of every customer at ``as_of`` (None: the last instant of the log), and ``since``
    so long before.

    ``journey`` is the map on which position and pace are; ``overrides`` are scores set by hand (None: those
    that the log tells of). Who is no
    customer at that instant has no score. Raises DP-SUC-009 and -011 for a map that lacks or does not fit,
    DP-MSR-005 where the log knows nobody of that type.
    """
    records = Records.read(log, of=card.of)
    reader = read_signals(card, records.index, journey, zone=log.settings.time_zone)
    now = as_of or from_microseconds(records.last_us)
    by_hand = read_overrides(records.index, card) if overrides is None else overrides
    return MeasuredHealth(
        now=work_out(reader, now, by_hand, records=records),
        before=work_out(reader, now - since, by_hand, records=records),
        reader=reader,
        records=records,
    )
