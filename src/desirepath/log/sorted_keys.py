"""Sorted hashes against sorted hashes, compiled: both are gone through once, from beginning to end."""

from __future__ import annotations

from numba import njit
from numpy import bool_, uint64
from numpy.typing import NDArray

Halves = NDArray[uint64]


@njit(cache=True, nogil=True)
def strike_known(
    high: Halves, low: Halves, known_high: Halves, known_low: Halves, is_new: NDArray[bool_]
) -> None:
    """Take those of the hashes off ``is_new`` that are among the known ones. Both are sorted."""
    at, end = 0, len(known_high)
    for row in range(len(high)):
        step = 1
        while at + step < end and known_high[at + step] < high[row]:  # in leaps: what is known may be much
            at += step
            step *= 2
        while step:
            if at + step < end and known_high[at + step] < high[row]:
                at += step
            step //= 2
        while at < end and (
            known_high[at] < high[row] or (known_high[at] == high[row] and known_low[at] < low[row])
        ):
            at += 1
        if at < end and known_high[at] == high[row] and known_low[at] == low[row]:
            is_new[row] = False


@njit(cache=True, nogil=True)
def merge(
    high: Halves, low: Halves, other_high: Halves, other_low: Halves, out_high: Halves, out_low: Halves
) -> None:
    """Two sorted lists as one."""
    mine, theirs = 0, 0
    for at in range(len(out_high)):
        if theirs == len(other_high):
            is_mine = True
        elif mine == len(high):
            is_mine = False
        elif high[mine] != other_high[theirs]:
            is_mine = high[mine] < other_high[theirs]
        else:
            is_mine = low[mine] <= other_low[theirs]
        if is_mine:
            out_high[at], out_low[at] = high[mine], low[mine]
            mine += 1
        else:
            out_high[at], out_low[at] = other_high[theirs], other_low[theirs]
            theirs += 1
