"""What a measure reads: the counts of a replay, and the exact lengths of time."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from desirepath.base.slow import load
from desirepath.base.spans import to_microseconds
from desirepath.measures.statistics.aalen_johansen import IncidenceCurve, aalen_johansen
from desirepath.measures.statistics.kaplan_meier import KERNEL, SurvivalCurve, kaplan_meier
from desirepath.model.journey_map import JourneyMap, Step
from desirepath.replay.lived import Lived, moves_off_the_map, put_in_order, read_lived, ways_of
from desirepath.replay.replay import Replay
from desirepath.replay.shapes import Travelled, Visits, WaysOfMap
from desirepath.replay.spread import Spread
from desirepath.replay.tables import PassageTable, VisitTable
from desirepath.replay.tally import OPEN, Tally

Array = NDArray[Any]
NOBODY_STAYS = "the journey ends here: nobody stays"


class Told(Protocol):
    """Where it comes from: subject by subject for who asks for it, and put together."""

    @property
    def passages(self) -> PassageTable:
        """One row per passage."""

    @property
    def visits(self) -> VisitTable:
        """One row per stay at a step."""

    @property
    def lived(self) -> Lived:
        """What the tally does not hold."""

    @property
    def spread(self) -> Spread | None:
        """How that is spread over subjects; None where it is not known."""


@dataclass(frozen=True)
class Observed:
    """A replay as the measures see it. Times are microseconds, steps are indexes in the tally's order.

    ``tally`` and ``lived`` hold all that the house's measures need. ``passages`` and ``visits`` are the same
    subject by subject, for what cannot be told from counts: they are only made when they are asked for.
    """

    journey: JourneyMap
    steps: tuple[Step, ...]
    tally: Tally
    as_of_us: int
    _told: Told = field(repr=False)

    @classmethod
    def of(
        cls,
        journey: JourneyMap,
        tally: Tally,
        passages: PassageTable,
        visits: VisitTable,
        as_of_us: int,
    ) -> Observed:
        """What was observed of ``journey`` in these passages."""
        steps = tuple(journey.step(name) for name in tally.steps)
        return cls(journey, steps, tally, as_of_us, _Tables(passages, visits, ways_drawn(steps)))

    @classmethod
    def of_replay(cls, told: Replay) -> Observed:
        """What a replay observed."""
        steps = tuple(told.journey.step(name) for name in told.tally.steps)
        return cls(told.journey, steps, told.tally, to_microseconds(told.as_of), told)

    @property
    def passages(self) -> PassageTable:
        """One row per passage."""
        return self._told.passages

    @property
    def visits(self) -> VisitTable:
        """One row per stay at a step, by passage and in order."""
        return self._told.visits

    @property
    def lived(self) -> Lived:
        """Exact lengths of time, who may still come, ways off the map."""
        return self._told.lived

    @property
    def spread(self) -> Spread | None:
        """How unevenly visits, channels, tickets and answers are spread over subjects; None: not known."""
        return self._told.spread

    @property
    def started(self) -> int:
        """Passages that started."""
        return int(self.tally.outcomes.sum())

    @property
    def under_way(self) -> int:
        """Passages that are still under way."""
        return int(self.tally.outcomes[OPEN])

    def may_still_come_to(self, step: int | None) -> int:
        """How many passages are under way that have not come to the step (None: have not succeeded)."""
        return self.under_way - (0 if step is None else int(self.lived.open_reach[step]))

    def ended_without_us(self, step: int | None) -> Array:
        """How long the passages lasted that ended without coming to the step (None: without success),
        shortest first."""
        return _without(self.lived.over_after_us(), self.lived.over_after_coming_us(step))

    def under_way_without_us(self, step: int | None) -> Array:
        """How long those have been under way that have not come to the step (None: have not succeeded),
        shortest first."""
        since = _without(self.lived.under_way_since_us(), self.lived.under_way_and_came_us(step))
        return np.asarray(np.maximum(self.as_of_us - since[::-1], 0))

    def incidence_of(self, step: int | None) -> IncidenceCurve:
        """How the passages that come to a step for the first time come to it (None: that succeed): who ended
        without will not come any more, who is under way still may."""
        # One curve is kept for each thread, and not that of every step: it may be long.
        latest = self._latest
        if getattr(latest, "step", ...) != step:
            latest.step = latest.curve = ...
            latest.curve = aalen_johansen(
                self.lived.came_after_us(step), self.ended_without_us(step), self.under_way_without_us(step)
            )
            latest.step = step
        curve: IncidenceCurve = latest.curve
        return curve

    @cached_property
    def _latest(self) -> threading.local:
        return threading.local()

    def followed_to(self, step: int | None, age_us: int) -> int:
        """How many passages were seen to be ``age_us`` old before they came to the step or ended."""
        lived = self.lived
        older = _at_least(lived.over_after_us(), age_us) + _at_least(lived.came_after_us(step), age_us)
        older -= _at_least(lived.over_after_coming_us(step), age_us)
        since, came = lived.under_way_since_us(), lived.under_way_and_came_us(step)
        latest_us = self.as_of_us - age_us
        return older + int(
            np.searchsorted(since, latest_us, side="right") - np.searchsorted(came, latest_us, side="right")
        )

    def stays_at(self, step: int) -> SurvivalCurve:
        """How long stays at the step last: whatever ends one ends it, and some have not ended."""
        lasts_us = self.as_of_us - self.lived.standing_since_us(step)[::-1]
        return kaplan_meier(self.lived.stays_us(step), np.maximum(lasts_us, 0))

    def nobody_stays(self, step: int) -> bool:
        """Whether every visit to the step ended the journey at the very instant it began; not where there was
        none."""
        return bool(self.tally.visits[step]) and not self.lived.stayed[step]

    def step_before(self, step: int) -> int | None:
        """The nearest earlier step that is measured and not optional."""
        before = int(self._ways.before[step])
        return None if before < 0 else before

    @cached_property
    def _ways(self) -> WaysOfMap:
        return ways_drawn(self.steps)

    # From here on subject by subject.

    @cached_property
    def is_open(self) -> Array:
        """(P,) passages still under way."""
        return np.asarray(self.passages.outcome == OPEN)

    @cached_property
    def _has_reached(self) -> Array:
        found = np.zeros((len(self.steps), len(self.passages)), np.bool_)
        found[self.visits.step, self.visits.passage] = True
        return found

    def has_reached(self, step: int) -> Array:
        """(P,) passages that visited the step."""
        return np.asarray(self._has_reached[step])

    @cached_property
    def leaves_map(self) -> Array:
        """(V,) visits to which a move led that the map does not draw."""
        tables = _Tables(self.passages, self.visits, self._ways)
        return moves_off_the_map(*tables.columns)

    def rows_of(self, step: int) -> Array:
        """The rows of the visits to the step, in order."""
        order, starts = self._by_step
        return np.asarray(order[starts[step] : starts[step + 1]])

    @cached_property
    def _by_step(self) -> tuple[Array, Array]:
        order = np.argsort(self.visits.step.astype(np.int16), kind="stable")
        starts = np.searchsorted(self.visits.step[order], np.arange(len(self.steps) + 1))
        return order, starts


@dataclass(frozen=True)
class _Tables:
    """Some passages with their visits, however they were chosen."""

    passages: PassageTable
    visits: VisitTable
    ways: WaysOfMap

    @property
    def columns(self) -> tuple[Travelled, Visits, WaysOfMap]:
        passages, visits = self.passages, self.visits
        return (
            Travelled(passages.started_us, passages.ended_us, passages.outcome),
            Visits(visits.passage, visits.step, visits.entered_us, visits.left_us, visits.how_ended),
            self.ways,
        )

    @property
    def spread(self) -> Spread | None:
        return None

    @cached_property
    def lived(self) -> Lived:
        return put_in_order(read_lived(*self.columns), lambda work, groups: [*map(work, groups)])


def ways_drawn(steps: tuple[Step, ...]) -> WaysOfMap:
    """The map as it is drawn."""
    return ways_of(
        may_be_passed=np.array([step.optional or not step.when for step in steps], np.bool_),
        repeatable=np.array([step.repeatable for step in steps], np.bool_),
    )


def _without(values: Array, gone: Array) -> Array:
    """The values without those that go, which are among them; all in ascending order."""
    kept = np.empty(len(values) - len(gone), np.int64)
    load(KERNEL).without(values, gone, kept)
    return kept


def _at_least(values: Array, least: int) -> int:
    return int(len(values) - np.searchsorted(values, least))
