"""Ranges that follow one another: every value is in exactly one of them, its edges included."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desirepath.base.problem import Problem
from desirepath.success.kinds import RANGE_EMPTY, RANGE_TWO_EDGES, RANGES_LEAVE_GAP, RANGES_OVERLAP
from desirepath.success.scorecard import Range


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A place between values: just before ``value``, or just after it."""

    value: float
    is_after: bool

    def say(self) -> str:
        """The first value behind it, in words."""
        return f"{'above ' if self.is_after else ''}{self.value:g}"


FIRST = Edge(-math.inf, False)
LAST = Edge(math.inf, True)


def begin_of(one: Range) -> Edge:
    """Where a range begins.

    >>> begin_of(Range(more_than=5.0, points=1.0)).say(), begin_of(Range(points=1.0)) == FIRST
    ('above 5', True)
    """
    if one.at_least is not None:
        return Edge(one.at_least, False)
    return FIRST if one.more_than is None else Edge(one.more_than, True)


def end_of(one: Range) -> Edge:
    """Where a range ends."""
    if one.at_most is not None:
        return Edge(one.at_most, True)
    return LAST if one.less_than is None else Edge(one.less_than, False)


def check_ranges(ranges: Sequence[Range], address: str) -> Iterator[Problem]:
    """What is wrong with ranges at ``address``: gaps, overlaps, impossible edges. Their order is free.

    >>> low, high = Range(at_most=50.0, points=0.0), Range(at_least=51.0, points=1.0)
    >>> [problem.says for problem in check_ranges([low, high], "scores")]
    ['nothing is said of values above 50 and below 51']
    >>> high = Range(at_least=50.0, points=1.0)
    >>> [problem.says for problem in check_ranges([low, high], "scores")]
    ['the value 50 is in two ranges']
    """
    whole = []
    for number, one in enumerate(ranges):
        where = f"{address}[{number}]"
        if one.at_least is not None and one.more_than is not None:
            yield RANGE_TWO_EDGES.at(where, says="at_least and more_than both say where it begins")
        elif one.at_most is not None and one.less_than is not None:
            yield RANGE_TWO_EDGES.at(where, says="at_most and less_than both say where it ends")
        elif begin_of(one) >= end_of(one):
            yield RANGE_EMPTY.at(where)
        else:
            whole.append((begin_of(one), end_of(one), where))
    if len(whole) < len(ranges):
        return
    reached = FIRST
    for begin, end, where in sorted(whole):
        if begin > reached:
            yield RANGES_LEAVE_GAP.at(where, says=_say_gap(reached, begin))
        elif begin < reached:
            yield RANGES_OVERLAP.at(where, says=_say_overlap(begin, min(end, reached)))
        reached = max(reached, end)
    if reached < LAST:
        yield RANGES_LEAVE_GAP.at(address, says=_say_gap(reached, LAST))


def points_of(ranges: Sequence[Range], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each value is worth; NaN stays NaN. The ranges have passed :func:`check_ranges`.

    >>> ranges = [Range(less_than=3.0, points=0.0), Range(at_least=3.0, points=100.0)]
    >>> points_of(ranges, np.array([2.9, 3.0, np.nan])).tolist()
    [0.0, 100.0, nan]
    """
    found = np.full(values.shape, np.nan)
    for one in ranges:
        found[is_in(one, values)] = one.points
    return found


def is_in(one: Range, values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the values are in the range; NaN never is."""
    holds = ~np.isnan(values)
    if one.at_least is not None:
        holds &= values >= one.at_least
    if one.more_than is not None:
        holds &= values > one.more_than
    if one.at_most is not None:
        holds &= values <= one.at_most
    if one.less_than is not None:
        holds &= values < one.less_than
    return holds


def say_range(one: Range) -> str:
    """A range in words.

    >>> say_range(Range(at_least=3.0, less_than=9.0, points=1.0)), say_range(Range(more_than=9.0, points=1.0))
    ('3 to below 9', 'more than 9')
    """
    low = one.at_least if one.at_least is not None else one.more_than
    high = one.at_most if one.at_most is not None else one.less_than
    if low is None and high is None:
        return "any value"
    if high is None:
        return f"more than {low:g}" if one.more_than is not None else f"{low:g} or more"
    below = f"below {high:g}" if one.less_than is not None else f"{high:g}"
    if low is None:
        return below if one.less_than is not None else f"{below} or less"
    return f"{'above ' if one.more_than is not None else ''}{low:g} to {below}"


def _say_gap(reached: Edge, begin: Edge) -> str:
    if reached == FIRST:
        return f"nothing is said of values {'up to' if begin.is_after else 'below'} {begin.value:g}"
    above = f"{'above' if reached.is_after else 'from'} {reached.value:g}"
    if begin == LAST:
        return f"nothing is said of values {above} on"
    if reached.value == begin.value:
        return f"nothing is said of the value {begin.value:g}"
    return f"nothing is said of values {above} and {'up to' if begin.is_after else 'below'} {begin.value:g}"


def _say_overlap(begin: Edge, end: Edge) -> str:
    if begin.value == end.value:
        return f"the value {begin.value:g} is in two ranges"
    if begin == FIRST and end == LAST:
        return "every value is in two ranges"
    if begin == FIRST:
        return f"values below {end.value:g} are in two ranges"
    if end == LAST:
        return f"values from {begin.value:g} on are in two ranges"
    return f"values from {begin.value:g} to {end.value:g} are in two ranges"
