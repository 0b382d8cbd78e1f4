"""What the walks of a funnel take and give: plain arrays, in named tuples."""

from __future__ import annotations

from typing import Final, NamedTuple

from desirepath.replay.columns import Array

ORDERED: Final = 0
STRICT: Final = 1
UNORDERED: Final = 2

SEQUENCE: Final = 0
ANY_ORDER: Final = 1
STRICTLY_LATER: Final = 2

NEVER_US: Final = -(1 << 62)
"""Stands for "has not happened": before every instant that a log can hold."""

BEGINS: Final = 1 << 61
"""In the marks of a code, beside the steps that it can be: it may begin the funnel."""


class FunnelRows(NamedTuple):
    """One bucket: the interactions of subject i are those at ``starts[i]`` to before ``ends[i]``."""

    starts: Array
    ends: Array
    time_us: Array
    match: Array


class FunnelRules(NamedTuple):
    """The question. Per match code: ``marks`` (bit k: it can be step k; BEGINS: from it the funnel may
    begin), ``bars`` (bit x: it is exclusion x), ``is_seen`` (else it is passed over). Per step
    ``is_optional`` and ``within_us`` (-1: no limit); per exclusion the steps ``after`` and ``before`` (from
    0). Times in microseconds; ``until_us`` is not in the range, the window's end is.
    """

    marks: Array
    bars: Array
    is_seen: Array
    is_optional: Array
    within_us: Array
    after: Array
    before: Array
    window_us: int
    since_us: int
    until_us: int
    as_of_us: int
    mode: int
    ties: int
    drops: bool
    from_first: bool


class Finer(NamedTuple):
    """What only the full walk asks. ``turn[k]``: the steps, as bits, that may be done in any order among
    themselves where step k is one of them. ``most_starts``: of so many first steps of one subject each is
    followed, of more about so many, evenly spread, the first and the last among them.
    """

    turn: Array
    most_starts: int


class Beside(NamedTuple):
    """What only the full walk gives, one per row of :class:`Chains`.

    ``arrived_us[:, k]`` is when step k was reached from the first of the starts that lead furthest (or that
    were asked for), NEVER_US where it was not; no columns where nobody asks. ``is_thinned``: not every start
    was followed.
    """

    arrived_us: Array
    is_thinned: Array


class Chains(NamedTuple):
    """What each subject (or, of totals, each attempt) came to, one per row.

    ``reached``: bit k where step k was reached, from the starts that lead furthest; ``first``: the same from
    the very first start alone; 0 where an exclusion dropped it. ``is_open`` and ``first_is_open``: not
    complete, and its window not over when the data end. ``entered_us`` is its first start. ``took_us[:, k]``
    is the time from the step before to step k, in whole microseconds, averaged over the chains that lead
    furthest; -1 where step k was not reached.
    """

    subject: Array
    reached: Array
    first: Array
    is_open: Array
    first_is_open: Array
    entered_us: Array
    took_us: Array
