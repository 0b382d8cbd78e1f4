"""The detours: moves that the map does not draw, from one visit to the next.

A move forward is a *skip* where a step in between is measured, not optional, and not yet visited by this
passage: going on past steps one has been at is no skip. A move back is a *return*, unless the map says that
the step is repeatable.
"""

from __future__ import annotations

import numpy as np

from desirepath.measures.estimates import share
from desirepath.measures.measured_map import Detour
from desirepath.measures.observed import Array, Observed


def detours(observed: Observed) -> tuple[Detour, ...]:
    """All detours anybody travelled, the most travelled first."""
    passage = observed.visits.passage.astype(np.int64)
    to_step = observed.visits.step.astype(np.int64)
    begins = np.ones(len(passage), bool)
    begins[1:] = passage[1:] != passage[:-1]
    from_step = np.where(begins, -1, np.roll(to_step, 1))
    is_return = (to_step < from_step) & ~_marked(observed, "repeatable")[to_step]
    rows = np.flatnonzero(_is_skip(observed, from_step, to_step) | is_return)
    return _counted(observed, from_step[rows], to_step[rows], passage[rows])


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


def _marked(observed: Observed, mark: str) -> Array:
    return np.array([bool(getattr(step, mark)) for step in observed.steps], bool)


def _counted(observed: Observed, from_step: Array, to_step: Array, passage: Array) -> tuple[Detour, ...]:
    ways = len(observed.steps) + 1
    codes = (from_step + 1) * ways + to_step
    kinds, counts = np.unique(codes, return_counts=True)
    passages = max(len(observed.is_open), 1)
    pairs = np.unique(codes * passages + passage)
    travelled, travellers = np.unique(pairs // passages, return_counts=True)
    _, still_open = _count_open(pairs, passages, observed.is_open, travelled)
    under_way = int(np.count_nonzero(observed.is_open))
    found = []
    for code, n, by, open_by in zip(kinds, counts, travellers, still_open, strict=True):
        start, end = divmod(int(code), ways)
        found.append(
            Detour(
                kind="return" if end < start - 1 else "skip",
                from_step=observed.steps[start - 1].id if start else None,
                to_step=observed.steps[end].id,
                n=int(n),
                share=share(
                    "detour",
                    int(by),
                    observed.started,
                    censored=under_way - int(open_by),
                    of_none="no passage has started",
                ),
            )
        )
    return tuple(sorted(found, key=lambda detour: -detour.n))


def _count_open(pairs: Array, passages: int, is_open: Array, codes: Array) -> tuple[Array, Array]:
    ways = np.searchsorted(codes, pairs // passages)
    return codes, np.bincount(ways, weights=is_open[pairs % passages], minlength=len(codes)).astype(np.int64)
