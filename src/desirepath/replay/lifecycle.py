"""Lifecycle: who is new, who goes on, who comes back, who falls silent, period by period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.model.expression import Expression
from desirepath.replay.calendar_periods import Unit, lay_out_periods
from desirepath.replay.columns import Array
from desirepath.replay.index import Index
from desirepath.replay.matching_times import find_times, first_times


@dataclass(frozen=True)
class Lifecycle:
    """Counts of subjects per period of the calendar. Whole numbers: they add up over disjoint subjects.

    Active is who did it in the period. Of the active, ``new`` are those whose very first interaction of any
    kind lies in it, ``returning`` those that were active in the period before, ``resurrecting`` the others;
    ``dormant`` were active in the period before and are not now. ``unfinished`` marks periods that are not
    over at ``as_of``: there, active may still grow and dormant shrink.
    """

    as_of: datetime
    starts: tuple[datetime, ...]
    new: Array
    returning: Array
    resurrecting: Array
    dormant: Array
    unfinished: Array


def compute_lifecycle(
    index: Index,
    active: Expression,
    since: datetime,
    until: datetime,
    *,
    unit: Unit = "week",
    zone: str = "UTC",
    week_start: str = "monday",
    as_of: datetime | None = None,
) -> Lifecycle:
    """The lifecycle from ``since`` to before ``until``, widened to whole periods.

    The period before is looked at too, so that the first one has a before. Interactions after ``as_of``
    (None: the last of the log) are not seen. Raises DP-RPL-024 where the periods cannot be laid out,
    DP-RPL-025 for an unknown zone.
    """
    as_of_us = to_microseconds(as_of) if as_of else index.last_us or 0
    periods = lay_out_periods(unit, since, until, zone=zone, week_start=week_start, before=1)
    edges = np.array(periods.edges_us, np.int64)
    (times,) = find_times(index, (active,), as_of_us)
    period = np.searchsorted(edges, times.time_us, side="right") - 1
    # Two columns are added in which nobody is active: so that every neighbour is there to be asked for.
    width = len(periods) + 2
    in_range = (period >= 0) & (period < len(periods))
    was_active = np.unique(times.subject[in_range] * width + period[in_range] + 1)
    began = np.searchsorted(edges, first_times(index)[was_active // width], side="right")
    is_new = began == was_active % width
    went_on = np.isin(was_active - 1, was_active, assume_unique=True)
    goes_on = np.isin(was_active + 1, was_active, assume_unique=True)

    def count(which: Array, shift: int = 0) -> Array:
        counts: Array = np.bincount(was_active[which] % width + shift, minlength=width + 1)[2:-2]
        return counts

    return Lifecycle(
        as_of=from_microseconds(as_of_us),
        starts=periods.starts[1:-1],
        new=count(is_new),
        returning=count(~is_new & went_on),
        resurrecting=count(~is_new & ~went_on),
        dormant=count(~goes_on, shift=1),
        unfinished=edges[2:] - 1 > as_of_us,
    )
