"""Replays that somebody looks into subject by subject, kept in memory for a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np

from desirepath.base.spans import Period
from desirepath.measures.observed import Observed
from desirepath.model.expression_parser import parse_expression
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.index import open_index
from desirepath.replay.moments import all_labels
from desirepath.replay.one_subject import index_of_one
from desirepath.replay.recall import recall
from desirepath.replay.replay import EVER, Replay, replay
from desirepath.replay.tables import Standing
from desirepath.replay.tally import EXPIRED, FAILED, OPEN, OUTCOMES
from desirepath.server.lived.measured_part import fingerprint, measured_part
from desirepath.server.log_state import current_log

LEFT: Final = (FAILED, EXPIRED)
"""The ends of a passage that are no success: what drop-off counts."""
_MOST_KEPT: Final = 3
"""A replay of a large log is large."""


@dataclass(frozen=True)
class Followed:
    """A replay of a map over the log, with what was asked of it before."""

    told: Replay
    generation: str

    @cached_property
    def standing(self) -> dict[str | None, list[Standing]]:
        """Who is under way, by the step where they stand (None: before the first), the longest first."""
        by_step: dict[str | None, list[Standing]] = {}
        for one in sorted(self.told.standings(), key=lambda one: (one.since, one.subject)):
            if one.outcome == OUTCOMES[OPEN]:
                by_step.setdefault(one.step, []).append(one)
        return by_step

    @cached_property
    def left(self) -> dict[str | None, list[Standing]]:
        """Every passage that failed or ran out of time, by the step where it stood then, the latest first."""
        by_step: dict[str | None, list[Standing]] = {}
        gone = self.told.standings_of(np.flatnonzero(np.isin(self.told.passages.outcome, LEFT)))
        for one in sorted(gone, key=lambda one: (one.ended_at, one.subject), reverse=True):
            by_step.setdefault(one.step, []).append(one)
        return by_step

    @cached_property
    def observed(self) -> Observed:
        """The same as the measures see it."""
        return Observed.of_replay(self.told)

    @cached_property
    def everybody(self) -> tuple[Standing, ...]:
        """Where everybody stands, or how their latest passage ended: whoever moved last first."""
        return tuple(sorted(self.told.standings(), key=lambda one: (one.since, one.subject), reverse=True))

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each subject in the replay's tables, by its id."""
        return {subject: place for place, subject in enumerate(self.told.subject_ids)}

    @cached_property
    def labels(self) -> Any:
        """At which step each interaction happened."""
        return all_labels(self.told)


@dataclass
class Replays:
    """The latest replays. One is made at a time: two at once would take as long, and twice the memory."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: OrderedDict[str, Followed] = field(default_factory=OrderedDict)

    def of_one(self, journey: JourneyMap, subject: str) -> Followed | None:
        """The replay of one subject alone over the log as it is now, at the price of its own rows; None where
        it has nothing in the log."""
        part, log = measured_part(journey), current_log()
        alone = index_of_one(open_index(log, part.travels), subject)
        return None if alone is None else Followed(replay(part, alone), log.generation)

    def of(self, journey: JourneyMap, segment: str | None = None, period: Period = EVER) -> Followed:
        """The replay of a map over the log as it is now; of a segment (an expression), of passages that
        started in a period."""
        part, log = measured_part(journey), current_log()
        parsed = None if segment is None else parse_expression(segment)
        key = f"{fingerprint(part)} {period} {segment}"
        with self._lock:
            known = self._kept.pop(key, None)
            if known is None or known.generation != log.generation:
                index = open_index(log, part.travels)
                known = Followed(recall(part, index, segment=parsed, period=period), log.generation)
            self._kept[key] = known
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return known


REPLAYS: Final = Replays()
"""The replays of this process."""
