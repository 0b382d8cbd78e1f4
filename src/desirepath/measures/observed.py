"""What a measure reads: the counts of a replay, and its passages and visits as columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desirepath.measures.statistics.aalen_johansen import IncidenceCurve, aalen_johansen
from desirepath.model.journey_map import JourneyMap, Step
from desirepath.replay.tables import PassageTable, VisitTable
from desirepath.replay.tally import MOVED_ON, OPEN, SUCCEEDED, Tally

Array = NDArray[Any]
NOBODY_STAYS = "the journey ends here: nobody stays"


@dataclass(frozen=True)
class Observed:
    """A replay as the measures see it. Times are microseconds, steps are indexes in the tally's order.

    What several measures need is worked out once, when first asked for.
    """

    journey: JourneyMap
    steps: tuple[Step, ...]
    tally: Tally
    passages: PassageTable
    visits: VisitTable
    as_of_us: int

    @classmethod
    def of(
        cls,
        journey: JourneyMap,
        tally: Tally,
        passages: PassageTable,
        visits: VisitTable,
        as_of_us: int,
    ) -> Observed:
        """What was observed of ``journey``."""
        steps = tuple(journey.step(name) for name in tally.steps)
        return cls(journey, steps, tally, passages, visits, as_of_us)

    @property
    def started(self) -> int:
        """Passages that started."""
        return int(self.tally.outcomes.sum())

    @cached_property
    def is_open(self) -> Array:
        """(P,) passages still under way."""
        return np.asarray(self.passages.outcome == OPEN)

    @cached_property
    def length_us(self) -> Array:
        """(P,) how long each passage lasted, or has lasted so far."""
        ended = np.where(self.is_open, self.as_of_us, self.passages.ended_us)
        return np.asarray(np.maximum(ended - self.passages.started_us, 0))

    @cached_property
    def by_length(self) -> Array:
        """(P,) the rows of the passages from the shortest to the longest."""
        return np.argsort(self.length_us)

    @property
    def _row_type(self) -> type[np.signedinteger[Any]]:
        # Half the memory, unless there are so many visits.
        return np.int32 if len(self.visits) < 2**31 else np.int64

    @cached_property
    def first_visit(self) -> Array:
        """(S, P) the row of a passage's first visit to a step; the number of rows where there was none."""
        return self._row_per_passage(missing=len(self.visits), backwards=True)

    @cached_property
    def last_visit(self) -> Array:
        """(S, P) the row of a passage's last visit to a step; -1 where there was none."""
        return self._row_per_passage(missing=-1, backwards=False)

    def _row_per_passage(self, *, missing: int, backwards: bool) -> Array:
        rows = np.arange(len(self.visits), dtype=self._row_type)
        cells = self.visits.step.astype(np.int64) * len(self.is_open) + self.visits.passage
        found = np.full(len(self.steps) * len(self.is_open), missing, self._row_type)
        # Of several rows for one cell, the one assigned last stays.
        found[cells[::-1] if backwards else cells] = rows[::-1] if backwards else rows
        return found.reshape(len(self.steps), len(self.is_open))

    def has_reached(self, step: int) -> Array:
        """(P,) passages that visited the step."""
        return np.asarray(self.first_visit[step] < len(self.visits))

    @cached_property
    def first_beyond(self) -> Array:
        """(S, P) the row of a passage's first visit to any later step; the number of rows for none."""
        beyond = np.full_like(self.first_visit, len(self.visits))
        for index in range(len(self.steps) - 2, -1, -1):
            np.minimum(beyond[index + 1], self.first_visit[index + 1], out=beyond[index])
        return beyond

    @cached_property
    def in_order(self) -> Array:
        """(S, P) passages that visited a step after every earlier one that must be visited, in order.

        An optional step is visited in order before the next one that counts, or not at all.
        """
        found = np.zeros((len(self.steps), len(self.is_open)), bool)
        reached_at = np.full(len(self.is_open), -1)
        stretch: list[tuple[int, Array]] = []
        for index, step in enumerate(self.steps):
            stretch.append((index, self._first_visit_after(index, reached_at)))
            if step.when and not step.optional:
                reached_at = stretch[-1][1]
                self._mark_stretch(stretch, found)
                stretch = []
        self._mark_stretch(stretch, found)
        return found

    def _first_visit_after(self, step: int, row: Array) -> Array:
        passage, here = self.visits.passage, self.rows_of(step)
        after = here[here > row[passage[here]]][::-1]
        found = np.full(len(self.is_open), len(self.visits))
        found[passage[after]] = after
        return found

    def _mark_stretch(self, stretch: list[tuple[int, Array]], found: Array) -> None:
        """Some optional steps and the one after them that must be visited: in order until a later one was."""
        later = np.full(len(self.is_open), len(self.visits))
        for index, first in reversed(stretch):
            found[index] = first < later
            later = np.minimum(later, first)

    def incidence_of(self, step: int | None) -> IncidenceCurve:
        """How the passages that come to a step for the first time come to it (None: that succeed): who ended
        without will not come any more, who is under way still may."""
        if step not in self._incidences:
            self._incidences[step] = self._incidence(step)
        return self._incidences[step]

    @cached_property
    def _incidences(self) -> dict[int | None, IncidenceCurve]:
        return {}

    def _incidence(self, step: int | None) -> IncidenceCurve:
        came = self.has_come_to(step)
        times = self._came_after_us(step)
        # From the shortest to the longest, so that sorting them again costs little.
        others = self.by_length[~came[self.by_length]]
        is_open = self.is_open[others]
        left, under_way = (self.length_us[others[mask]] for mask in (~is_open, is_open))
        return aalen_johansen(times, left, under_way)

    def _came_after_us(self, step: int | None) -> Array:
        came = self.has_come_to(step)
        if step is None:
            return np.asarray(self.length_us[came])
        first = self.visits.entered_us[self.first_visit[step][came]]
        return np.asarray(np.maximum(first - self.passages.started_us[came], 0))

    def followed_to(self, step: int | None, age_us: int) -> int:
        """How many passages were seen to be ``age_us`` old before they came to the step or ended."""
        came = self.has_come_to(step)
        older = np.count_nonzero(self.length_us[~came] >= age_us)
        return int(older + np.count_nonzero(self._came_after_us(step) >= age_us))

    def has_come_to(self, step: int | None) -> Array:
        """(P,) passages that visited the step (None: that succeeded)."""
        return np.asarray(self.passages.outcome == SUCCEEDED) if step is None else self.has_reached(step)

    def may_still_come_to(self, step: int | None) -> int:
        """How many passages are under way that have not come to the step (None: have not succeeded)."""
        return int(np.count_nonzero(self.is_open & ~self.has_come_to(step)))

    def rows_of(self, step: int) -> Array:
        """The rows of the visits to the step, in order."""
        order, starts = self._by_step
        return np.asarray(order[starts[step] : starts[step + 1]])

    @cached_property
    def _by_step(self) -> tuple[Array, Array]:
        order = np.argsort(self.visits.step.astype(np.int16), kind="stable")
        starts = np.searchsorted(self.visits.step[order], np.arange(len(self.steps) + 1))
        return order, starts

    @cached_property
    def has_returned(self) -> Array:
        """(S, P) passages that moved back to a step from a later one at least once."""
        passage, step = self.visits.passage, self.visits.step
        found = np.zeros((len(self.steps), len(self.is_open)), bool)
        back = np.flatnonzero((passage[1:] == passage[:-1]) & (step[1:] < step[:-1])) + 1
        found[step[back], passage[back]] = True
        return found

    def nobody_stays(self, step: int) -> bool:
        """Whether every visit to the step ended the journey at the very instant it began; not where there was
        none."""
        rows, visits = self.rows_of(step), self.visits
        is_over = (visits.how_ended[rows] != OPEN) & (visits.how_ended[rows] != MOVED_ON)
        return bool(len(rows) and (is_over & (visits.left_us[rows] <= visits.entered_us[rows])).all())

    def step_before(self, step: int) -> int | None:
        """The nearest earlier step that is measured and not optional."""
        for index in range(step - 1, -1, -1):
            if self.steps[index].when and not self.steps[index].optional:
                return index
        return None
