"""How well a map explains what each passage did: the cheapest explanation of its visits, and its fitness.

:mod:`~desirepath.findings.alignment_kernel` says what an explanation is and costs. A passage that succeeded
is held against the whole map: it is over, and every step was due. Any other is held against the map up to the
furthest step it visited: what it has not come to yet, it has not skipped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desirepath.base.slow import load
from desirepath.findings.alignment_kernel import AGREES as AGREES
from desirepath.findings.alignment_kernel import INSERTED as INSERTED
from desirepath.findings.alignment_kernel import REPEATS as REPEATS
from desirepath.replay.columns import Array
from desirepath.replay.discovery import find_variants
from desirepath.replay.replay import Replay
from desirepath.replay.tally import SUCCEEDED
from desirepath.replay.trails import trails_of_passages

KERNEL = "desirepath.findings.alignment_kernel"


@dataclass(frozen=True, slots=True)
class Explanations:
    """One row per passage of a replay, in its order; columns are NumPy arrays.

    ``agreed`` counts visits that are the map's next step, ``skipped`` steps left out that may not be,
    ``inserted`` visits that are not on the map there; returns to repeatable steps count nowhere. Per visit,
    in the replay's order, ``how`` says AGREES, REPEATS or INSERTED. ``skipped_at`` and ``inserted_at`` (S,)
    count skips and insertions by step.
    """

    agreed: Array
    skipped: Array
    inserted: Array
    how: Array
    skipped_at: Array
    inserted_at: Array

    def __len__(self) -> int:
        return len(self.agreed)

    @property
    def cost(self) -> Array:
        """(P,) skips and insertions together."""
        return np.asarray(self.skipped + self.inserted)

    @property
    def compared(self) -> Array:
        """(P,) whether there is anything to compare: under way and at no step yet, there is not."""
        return np.asarray(self.agreed + self.cost > 0)

    @property
    def fitness(self) -> Array:
        """(P,) agreed / (agreed + skipped + inserted): 1 where map and passage agree wholly, 0 where in
        nothing; NaN where there is nothing to compare."""
        whole = self.agreed + self.cost
        return np.asarray(np.where(whole > 0, self.agreed / np.maximum(whole, 1), np.nan))


def explain(told: Replay) -> Explanations:
    """Explain every passage of ``told`` by its map. Passages that are alike are explained once."""
    trails = trails_of_passages(told)
    (part,) = trails.parts
    steps = tuple(told.journey.steps())
    variants = find_variants(trails)
    is_over = told.passages.outcome == SUCCEEDED
    pairs, which = np.unique(variants.variant_of * 2 + is_over, return_inverse=True)
    example = variants.example[pairs // 2]
    goal = np.where(pairs % 2 == 1, len(steps), _furthest(told)[example] + 1)

    # Two pairs may share an example (some succeeded, some did not): each gets its own copy of the codes.
    lengths = part.lengths[example]
    ends = np.cumsum(lengths)
    starts = ends - lengths
    rows = np.repeat(part.starts[example] - starts, lengths) + np.arange(int(lengths.sum()))
    code = part.code[rows].astype(np.int64)
    how_alike = np.zeros(len(code), np.int8)
    skipped = np.zeros((len(pairs), len(steps)), np.bool_)
    agreed, inserted = np.zeros((2, len(pairs)), np.int64)
    load(KERNEL).explain_ways(
        starts,
        ends,
        code,
        goal.astype(np.int64),
        told.binding.may_be_passed,
        np.array([step.repeatable for step in steps], np.bool_),
        how_alike,
        skipped,
        agreed,
        inserted,
    )
    each = np.repeat(starts[which] - part.starts, part.lengths) + np.arange(len(part.code))
    how = how_alike[each]
    times = np.bincount(which, minlength=len(pairs))
    return Explanations(
        agreed=agreed[which],
        skipped=skipped.sum(axis=1)[which],
        inserted=inserted[which],
        how=how,
        skipped_at=times @ skipped,
        inserted_at=np.bincount(part.code[how == INSERTED], minlength=len(steps)),
    )


def _furthest(told: Replay) -> Array:
    return np.asarray(told.passages.furthest_step)
