"""How customers felt at a step, week by week: is it getting better?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, tzinfo
from typing import Any

import numpy as np

from desirepath.measures.definitions.feeling import BEST, WORST
from desirepath.measures.mean_level import mean_level
from desirepath.measures.statistics.ratio_of_means import Moments
from desirepath.measures.step_shape import last_mondays, weeks_of
from desirepath.replay.columns import Array
from desirepath.replay.replay import Replay


@dataclass(frozen=True, slots=True)
class FeltWeek:
    """The mean feeling (-2 to +2) of the ``n`` answers given in the week from ``monday``, with its 95 %
    interval, each subject's answers as one cluster. None: nobody answered, or one subject alone shows no
    spread."""

    monday: date
    feeling: float | None
    low: float | None
    high: float | None
    n: int

    def to_json(self) -> dict[str, Any]:
        """A plain shape."""
        return {**asdict(self), "monday": self.monday.isoformat()}


def felt_weeks(
    told: Replay, step: int, labels: Array, as_of_us: int, zone: tzinfo = UTC
) -> tuple[FeltWeek, ...]:
    """The last weeks of a step, by its place in the map's order; empty where nobody answered there in them.

    ``labels`` are those of :func:`~desirepath.replay.moments.all_labels`. Weeks begin on Mondays at
    midnight in ``zone``.
    """
    mondays = last_mondays(as_of_us, zone)
    weeks, subjects, levels = _answers(told, step, labels, mondays, zone)
    inside = (weeks >= 0) & (weeks < len(mondays))
    if not inside.any():
        return ()
    return tuple(
        _felt(monday, subjects[mine], levels[mine])
        for k, monday in enumerate(mondays)
        for mine in [inside & (weeks == k)]
    )


def _answers(
    told: Replay, step: int, labels: Array, mondays: Sequence[date], zone: tzinfo
) -> tuple[Array, Array, Array]:
    """Of each answer given at the step: the week it was given in, who gave it, and its level."""
    found: list[tuple[Array, Array, Array]] = []
    row = subject = 0
    for bucket in told.index.buckets:
        rows = len(bucket.time_us)
        here = np.flatnonzero((labels[row : row + rows] == step) & (bucket.level >= 0))
        weeks = weeks_of(mondays, bucket.time_us[here], zone)
        found.append((weeks, subject + bucket.owners(here), bucket.level[here].astype(np.int64)))
        row, subject = row + rows, subject + len(bucket.subjects)
    weeks, subjects, levels = (np.concatenate(column) for column in zip(*found, strict=True))
    return weeks, subjects, levels


def _felt(monday: date, subjects: Array, levels: Array) -> FeltWeek:
    if not len(levels):
        return FeltWeek(monday, None, None, None, 0)
    _, who = np.unique(subjects, return_inverse=True)
    n = np.bincount(who)
    s = np.zeros(len(n), np.int64)
    np.add.at(s, who, levels)
    sums = (len(n), n.sum(), s.sum(), (n * n).sum(), (n * s).sum(), (s * s).sum())
    moments = Moments(*(int(one) for one in sums))
    return FeltWeek(monday, *mean_level(moments).on(WORST, BEST), n=moments.n)
