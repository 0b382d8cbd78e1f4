"""What the measures count, read off the tables of passages and visits in plain NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from desirepath.model.journey_map import Step
from desirepath.replay.tables import PassageTable, VisitTable
from desirepath.replay.tally import MOVED_ON, OPEN, SUCCEEDED

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class SlowReading:
    """S steps, P passages, V visits; a row that is not there is V (first) or -1 (last)."""

    steps: Sequence[Step]
    passages: PassageTable
    visits: VisitTable
    as_of_us: int

    @cached_property
    def is_open(self) -> Array:
        return np.asarray(self.passages.outcome == OPEN)

    @cached_property
    def length_us(self) -> Array:
        """(P,) how long each passage lasted, or has lasted so far."""
        ended = np.where(self.is_open, self.as_of_us, self.passages.ended_us)
        return np.asarray(np.maximum(ended - self.passages.started_us, 0))

    @cached_property
    def first_visit(self) -> Array:
        """(S, P) the row of a passage's first visit to a step."""
        return self._row_per_passage(missing=len(self.visits), backwards=True)

    @cached_property
    def last_visit(self) -> Array:
        """(S, P) the row of a passage's last visit to a step."""
        return self._row_per_passage(missing=-1, backwards=False)

    def _row_per_passage(self, *, missing: int, backwards: bool) -> Array:
        rows = np.arange(len(self.visits))
        cells = self.visits.step.astype(np.int64) * len(self.is_open) + self.visits.passage
        found = np.full(len(self.steps) * len(self.is_open), missing)
        # Of several rows for one cell, the one assigned last stays.
        found[cells[::-1] if backwards else cells] = rows[::-1] if backwards else rows
        return found.reshape(len(self.steps), len(self.is_open))

    @cached_property
    def first_beyond(self) -> Array:
        """(S, P) the row of a passage's first visit to any later step."""
        beyond = np.full_like(self.first_visit, len(self.visits))
        for index in range(len(self.steps) - 2, -1, -1):
            beyond[index] = np.minimum(beyond[index + 1], self.first_visit[index + 1])
        return beyond

    @cached_property
    def has_reached(self) -> Array:
        """(S, P) passages that visited the step."""
        return self.first_visit < len(self.visits)

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

    @cached_property
    def has_returned(self) -> Array:
        """(S, P) passages that moved back to a step from a later one at least once."""
        passage, step = self.visits.passage, self.visits.step
        found = np.zeros((len(self.steps), len(self.is_open)), bool)
        back = np.flatnonzero((passage[1:] == passage[:-1]) & (step[1:] < step[:-1])) + 1
        found[step[back], passage[back]] = True
        return found

    def went_on(self, step: int) -> Array:
        """(P,) passages that visited the step after the one before that must be visited."""
        must = [s for s in range(step) if self.steps[s].when and not self.steps[s].optional]
        if not must:
            return np.asarray(self.has_reached[step])
        return np.asarray(self.has_reached[must[-1]] & (self.last_visit[step] > self.first_visit[must[-1]]))

    def rows_of(self, step: int) -> Array:
        return np.flatnonzero(self.visits.step == step)

    def lasts_us(self, step: int) -> tuple[list[int], list[int]]:
        """How long the stays at a step lasted that have ended, and have lasted that have not."""
        rows = self.rows_of(step)
        lasted = np.maximum(self.visits.left_us[rows] - self.visits.entered_us[rows], 0)
        is_open = self.visits.how_ended[rows] == OPEN
        return sorted(lasted[~is_open].tolist()), sorted(lasted[is_open].tolist())

    def stayed(self, step: int) -> int:
        """Visits but those at whose very instant the passage ended."""
        rows, visits = self.rows_of(step), self.visits
        is_over = (visits.how_ended[rows] != OPEN) & (visits.how_ended[rows] != MOVED_ON)
        return int((~(is_over & (visits.left_us[rows] <= visits.entered_us[rows]))).sum())

    def ends_us(self, step: int | None) -> tuple[list[int], list[int], list[int]]:
        """How long after its start each passage came to the step (None: succeeded), how long those lasted
        that ended without, and have lasted that are under way without."""
        came = self.passages.outcome == SUCCEEDED if step is None else self.has_reached[step]
        if step is None:
            times = self.length_us[came]
        else:
            entered = self.visits.entered_us[self.first_visit[step][came]]
            times = np.maximum(entered - self.passages.started_us[came], 0)
        left, under_way = (self.length_us[~came & mask] for mask in (~self.is_open, self.is_open))
        return sorted(times.tolist()), sorted(left.tolist()), sorted(under_way.tolist())
