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
    lived = observed.lived
    origins, targets = np.nonzero(lived.off_map)
    travelled = lived.off_map[origins, targets]
    order = np.argsort(-travelled, kind="stable")
    return tuple(
        _detour(
            observed,
            int(origin) - 1,
            int(target),
            n=int(lived.off_map[origin, target]),
            travellers=int(lived.off_map_passages[origin, target]),
            under_way=int(lived.off_map_open[origin, target]),
        )
        for origin, target in zip(origins[order], targets[order], strict=True)
    )


def ways_off_the_map(observed: Observed) -> tuple[Way, ...]:
    """The same, with who travelled them."""
    passage, to_step = observed.visits.passage, observed.visits.step.astype(np.int32)
    begins = np.ones(len(passage), bool)
    begins[1:] = passage[1:] != passage[:-1]
    from_step = np.where(begins, np.int32(-1), np.roll(to_step, 1))
    rows = np.flatnonzero(observed.leaves_map)
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


def detour_of(observed: Observed, way: Way) -> Detour:
    """The detour with its traffic."""
    travellers = way.travellers
    return _detour(
        observed,
        way.from_step,
        way.to_step,
        n=len(way.by),
        travellers=len(travellers),
        under_way=int(np.count_nonzero(observed.is_open[travellers])),
    )


def _detour(
    observed: Observed, from_step: int, to_step: int, *, n: int, travellers: int, under_way: int
) -> Detour:
    """The detour that was travelled ``n`` times, by ``travellers`` of whom some are ``under_way``."""
    return Detour(
        kind="return" if to_step < from_step else "skip",
        from_step=observed.steps[from_step].id if from_step >= 0 else None,
        to_step=observed.steps[to_step].id,
        n=n,
        share=share(
            "detour",
            travellers,
            observed.started,
            censored=observed.under_way - under_way,
            of_none="no passage has started",
        ),
    )
