"""The detours: moves that the map does not draw, from one visit to the next.

A move forward is a *skip* where a step in between is measured, not optional, and not yet visited by this
passage: going on past steps one has been at is no skip. A move back is a *return*, unless the map says that
the step is repeatable.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desirepath.measures.estimates import share
from desirepath.measures.measured_map import Detour
from desirepath.measures.observed import Array, Observed


@dataclass(frozen=True, slots=True)
class Way:
    """One way that the map does not draw, by the numbers of its steps (from -1: the start); ``by`` are the
    passages that travelled it, ascending, each as often as it did."""

    from_step: int
    to_step: int
    by: Array

    @property
    def travellers(self) -> Array:
        """The passages that travelled it at least once."""
        return np.asarray(self.by[np.diff(self.by, prepend=-1) > 0])


def detours(observed: Observed) -> tuple[Detour, ...]:
    """All detours anybody travelled, the most travelled first."""
    return tuple(detour_of(observed, way) for way in ways_off_the_map(observed))


def ways_off_the_map(observed: Observed) -> tuple[Way, ...]:
    """The same, with who travelled them."""
    passage = observed.visits.passage
    to_step = observed.visits.step.astype(np.int32)
    begins = np.ones(len(passage), bool)
    begins[1:] = passage[1:] != passage[:-1]
    from_step = np.where(begins, np.int32(-1), np.roll(to_step, 1))
    repeatable = np.array([step.repeatable for step in observed.steps], bool)
    is_return = (to_step < from_step) & ~repeatable[to_step]
    rows = np.flatnonzero(_is_skip(observed, from_step, to_step) | is_return)
    ways = len(observed.steps) + 1
    # Small numbers in small types: NumPy sorts those by counting.
    codes = ((from_step[rows] + 1) * ways + to_step[rows]).astype(np.min_scalar_type(ways * ways))
    order = np.argsort(codes, kind="stable")
    # With no detour at all NumPy still splits into one (empty) part, which belongs to no way.
    travelled, first = np.unique(codes[order], return_index=True)
    found = [
        Way(int(code) // ways - 1, int(code) % ways, by)
        for code, by in zip(travelled, np.split(passage[rows[order]], first[1:]), strict=False)
    ]
    return tuple(sorted(found, key=lambda way: -len(way.by)))


def _is_skip(observed: Observed, from_step: Array, to_step: Array) -> Array:
    found = np.zeros(len(to_step), bool)
    forward = np.flatnonzero(to_step > from_step + 1)
    passage = observed.visits.passage[forward]
    for index, step in enumerate(observed.steps):
        if not step.when or step.optional:
            continue
        passes = (from_step[forward] < index) & (index < to_step[forward])
        candidates = forward[passes]
        not_visited = observed.first_visit[index][passage[passes]] > candidates
        found[candidates[not_visited]] = True
    return found


def detour_of(observed: Observed, way: Way) -> Detour:
    """The detour with its traffic."""
    from_step, to_step, travellers = way.from_step, way.to_step, way.travellers
    under_way = int(np.count_nonzero(observed.is_open))
    return Detour(
        kind="return" if to_step < from_step else "skip",
        from_step=observed.steps[from_step].id if from_step >= 0 else None,
        to_step=observed.steps[to_step].id,
        n=len(way.by),
        share=share(
            "detour",
            len(travellers),
            observed.started,
            censored=under_way - int(np.count_nonzero(observed.is_open[travellers])),
            of_none="no passage has started",
        ),
    )
