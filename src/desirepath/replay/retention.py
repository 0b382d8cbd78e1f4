"""Retention: of those who began together, how many come back, period by period?

A cohort are the subjects whose start lies in one period. Column 0 is the cohort itself; in column j are those
of it that came back in the j-th period after. ``docs/guide/funnels.md`` tells each rule with an example.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import numpy as np

from desirepath.base.slow import load
from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.model.expression import And, Expression
from desirepath.replay.calendar_periods import CalendarPeriods, Unit, lay_out_periods
from desirepath.replay.columns import Array
from desirepath.replay.funnel_kinds import BAD_PERIODS
from desirepath.replay.index import Index
from desirepath.replay.matching_times import MatchingTimes, find_times

Cohorts = Literal["first_ever", "first_in_range", "recurring"]
Windows = Literal["calendar", "rolling"]
Returns = Literal["exact", "unbounded", "bracket"]

KERNEL: Final = "desirepath.replay.retention_kernel"
HOUR_US: Final = 3_600_000_000
DAY_US: Final = 24 * HOUR_US
LENGTHS_US: Final = {"hour": HOUR_US, "day": DAY_US, "week": 7 * DAY_US, "month": 30 * DAY_US}
_FOREVER_US: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class RetentionQuestion:
    """Who begins, who comes back, and when it counts.

    ``start`` begins a cohort, ``back`` (None: the same) is coming back. ``cohorts``: a subject belongs to the
    period of its first start in its whole life (``first_ever``; if that lies in the range), of its first in
    the range (``first_in_range``), or to every period in which it starts (``recurring``). ``windows``:
    periods of the calendar (in ``zone``; weeks begin on ``week_start``), or of so many times 24 hours since
    the subject's own start (``rolling``; a week is 7 days, a month 30). ``returns``: in that period
    (``exact``), in it or later (``unbounded``), or in one of the ``brackets``: (1, 3) is from period 1
    through 3. The range is from ``since`` to before ``until``, widened to whole periods; ``columns`` is how
    many periods to look at, the cohort's own included (None: as many as the range has). ``segment``: only
    subjects for whose start it holds; a trait has the value it had then.
    """

    start: Expression
    since: datetime
    until: datetime
    back: Expression | None = None
    unit: Unit = "week"
    cohorts: Cohorts = "first_ever"
    windows: Windows = "calendar"
    returns: Returns = "exact"
    brackets: tuple[tuple[int, int], ...] = ()
    zone: str = "UTC"
    week_start: str = "monday"
    columns: int | None = None
    segment: Expression | None = None

    def __post_init__(self) -> None:
        if (self.returns == "bracket") != bool(self.brackets):
            raise BAD_PERIODS.error("brackets", says="brackets go with returns by bracket, and only there")
        for number, (first, last) in enumerate(self.brackets):
            if not 1 <= first <= last:
                says = f"{first} to {last} is no bracket: periods count from 1, after the cohort's own"
                raise BAD_PERIODS.error(f"brackets[{number}]", says=says, fix="write (first, last)")
        if self.columns is not None and not 1 <= self.columns <= 1_000:
            raise BAD_PERIODS.error("columns", says=f"{self.columns} columns")


@dataclass(frozen=True)
class Retention:
    """The matrix, one row per cohort. Whole numbers: matrices over disjoint subjects add up.

    ``cohort_starts`` are the beginnings of the periods; ``brackets`` says of each column which periods after
    the cohort's own it holds (last None: all that follow). ``size`` are the subjects of each cohort.
    ``returned[i, j]`` came back so far. ``known[i, j]`` are those of whom it is certain, as their whole
    window is over at ``as_of``; ``returned_known`` are those of them who came back. Where ``known`` is less
    than ``size`` the cell is unfinished; where nothing of it has begun it is 0, and ``begun`` says so.

    ``together[j]`` has the six sums of :class:`~desirepath.measures.statistics.ratio_of_means.Moments` over
    subjects, of all cohorts together: of how many of a subject's starts column j is certain, and after how
    many of those it came back.
    """

    question: RetentionQuestion
    as_of: datetime
    cohort_starts: tuple[datetime, ...]
    brackets: tuple[tuple[int, int | None], ...]
    size: Array
    returned: Array
    known: Array
    returned_known: Array
    begun: Array
    together: Array

    @property
    def unfinished(self) -> Array:
        """Cells of which more may come: somebody's window is not over."""
        return np.asarray(self.known < self.size[:, None])


@dataclass(frozen=True, slots=True)
class _Members:
    """Who belongs to which cohort, and from which instant on."""

    subject: Array
    cohort: Array
    start_us: Array


def compute_retention(
    index: Index, question: RetentionQuestion, *, as_of: datetime | None = None
) -> Retention:
    """The retention matrix. Interactions after ``as_of`` (None: the last of the log) are not seen.

    Raises DP-RPL-024 where the periods cannot be laid out, DP-RPL-025 for an unknown zone.
    """
    as_of_us = to_microseconds(as_of) if as_of else index.last_us or 0
    periods = lay_out_periods(
        question.unit, question.since, question.until, zone=question.zone, week_start=question.week_start
    )
    brackets = _brackets(question, len(periods))
    asked: tuple[Expression, ...] = (question.start, question.back or question.start)
    if question.segment is not None:
        asked = (*asked, And((question.start, question.segment)))
    starts, back, *inside = find_times(index, asked, as_of_us)
    members = _members(question, periods, starts)
    for started in inside:
        members = _those_who_did(members, started)
    size = np.bincount(members.cohort, minlength=len(periods))
    shape = (len(periods), len(brackets))
    returned, known, returned_known = (np.zeros(shape, np.int64) for _ in range(3))
    begun = np.zeros(shape, np.bool_)
    together = np.zeros((len(brackets), 6), np.int64)
    edges = _further_edges(question, periods, brackets)
    low, high = back.starts[members.subject], back.starts[members.subject + 1]
    for column, (first, last) in enumerate(brackets):
        from_us, to_us = _window(question, edges, members, first, last)
        came = np.ones(len(low), np.bool_)
        if first:
            load(KERNEL).comes_back(back.time_us, low, high, from_us, to_us, came)
        is_over = to_us - 1 <= as_of_us if first else np.ones(len(low), np.bool_)
        for counts, mask in ((returned, came), (known, is_over), (returned_known, came & is_over)):
            counts[:, column] = np.bincount(members.cohort[mask], minlength=len(periods))
        begun[:, column] = edges[np.arange(len(periods)) + first] <= as_of_us
        together[column] = _moments(members.subject, is_over, came & is_over)
    return Retention(
        question=question,
        as_of=from_microseconds(as_of_us),
        cohort_starts=periods.starts[:-1],
        brackets=brackets,
        size=size,
        returned=returned,
        known=known,
        returned_known=returned_known,
        begun=begun,
        together=together,
    )


def _brackets(question: RetentionQuestion, periods: int) -> tuple[tuple[int, int | None], ...]:
    columns = range(1, question.columns or periods)
    match question.returns:
        case "exact":
            return ((0, 0), *((column, column) for column in columns))
        case "unbounded":
            return ((0, 0), *((column, None) for column in columns))
        case "bracket":
            return ((0, 0), *question.brackets)


def _members(question: RetentionQuestion, periods: CalendarPeriods, starts: MatchingTimes) -> _Members:
    edges = np.array(periods.edges_us, np.int64)
    cohort = np.searchsorted(edges, starts.time_us, side="right") - 1
    in_range = (cohort >= 0) & (cohort < len(periods))
    is_first = np.diff(starts.subject, prepend=-1) != 0
    if question.cohorts == "first_ever":
        chosen = in_range & is_first
        return _Members(starts.subject[chosen], cohort[chosen], starts.time_us[chosen])
    subject, cohort, start_us = (column[in_range] for column in (starts.subject, cohort, starts.time_us))
    chosen = np.diff(subject, prepend=-1) != 0
    if question.cohorts == "recurring":
        chosen |= np.diff(cohort, prepend=-1) != 0
    return _Members(subject[chosen], cohort[chosen], start_us[chosen])


def _those_who_did(members: _Members, times: MatchingTimes) -> _Members:
    """Those at whose start one of ``times`` lies."""
    low, high = times.starts[members.subject], times.starts[members.subject + 1]
    did = np.zeros(len(low), np.bool_)
    load(KERNEL).comes_back(times.time_us, low, high, members.start_us, members.start_us + 1, did)
    return _Members(members.subject[did], members.cohort[did], members.start_us[did])


def _moments(subject: Array, counts: Array, came: Array) -> list[int]:
    n, s = (np.bincount(subject, weights=mask).astype(np.int64) for mask in (counts, came))
    pairs = ((n, n), (n, s), (s, s))
    return [
        int(np.count_nonzero(n)),
        int(n.sum()),
        int(s.sum()),
        *(int((one * other).sum()) for one, other in pairs),
    ]


def _further_edges(
    question: RetentionQuestion, periods: CalendarPeriods, brackets: tuple[tuple[int, int | None], ...]
) -> Array:
    """The edges of the periods, as far ahead as the last column looks from the last cohort."""
    ahead = max(last if last is not None else first for first, last in brackets)
    more = [periods]
    while sum(map(len, more)) < len(periods) + ahead:
        end = more[-1].starts[-1]
        width = LENGTHS_US[question.unit] * ahead
        until = from_microseconds(to_microseconds(end) + width)
        more.append(
            lay_out_periods(question.unit, end, until, zone=question.zone, week_start=question.week_start)
        )
    edges = [periods.edges_us[0], *(edge for part in more for edge in part.edges_us[1:])]
    return np.array(edges, np.int64)


def _window(
    question: RetentionQuestion, edges: Array, members: _Members, first: int, last: int | None
) -> tuple[Array, Array]:
    """From when to before when each member has to come back."""
    if question.windows == "rolling":
        length_us = LENGTHS_US[question.unit]
        from_us = members.start_us + first * length_us
        to_us = from_us + length_us * (last - first + 1) if last is not None else None
    else:
        from_us = edges[members.cohort + first]
        to_us = edges[members.cohort + last + 1] if last is not None else None
    return from_us, np.full(len(from_us), _FOREVER_US, np.int64) if to_us is None else to_us
