"""What an index needs to grow: where subjects stand, and their rows put together. Arrays in, arrays out."""

from __future__ import annotations

from typing import Any, NamedTuple

from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]


class RowValues(NamedTuple):
    """The columns of some rows that are always there."""

    time_us: Array
    activity: Array
    channel: Array
    source: Array
    level: Array
    scale: Array
    arrival: Array


@njit(cache=True, nogil=True)
def find_sorted(
    data: Array, offsets: Array, among: Array, among_offsets: Array, places: Array, is_there: Array
) -> None:
    """For each of the texts its place among the sorted ones, or where it would have to stand.

    Text i is ``data[offsets[i] : offsets[i + 1]]``.
    """
    for text in range(len(places)):
        begin, end = offsets[text], offsets[text + 1]
        low, high = 0, len(among_offsets) - 1
        is_there[text] = False
        while low < high:
            middle = (low + high) // 2
            at, other, last = begin, among_offsets[middle], among_offsets[middle + 1]
            while at < end and other < last and data[at] == among[other]:
                at += 1
                other += 1
            if at == end and other == last:
                low = middle
                is_there[text] = True
                break
            if at == end or (other < last and data[at] < among[other]):
                high = middle
            else:
                low = middle + 1
        places[text] = low


@njit(cache=True, nogil=True)
def take_rows(take: Array, old: RowValues, fresh: RowValues, out: RowValues) -> None:
    """The old rows at ``take``; where that is negative, the fresh row ``-1 - take``."""
    for row in range(len(take)):
        place = take[row]
        if place >= 0:
            out.time_us[row] = old.time_us[place]
            out.activity[row] = old.activity[place]
            out.channel[row] = old.channel[place]
            out.source[row] = old.source[place]
            out.level[row] = old.level[place]
            out.scale[row] = old.scale[place]
            out.arrival[row] = old.arrival[place]
        else:
            place = -1 - place
            out.time_us[row] = fresh.time_us[place]
            out.activity[row] = fresh.activity[place]
            out.channel[row] = fresh.channel[place]
            out.source[row] = fresh.source[place]
            out.level[row] = fresh.level[place]
            out.scale[row] = fresh.scale[place]
            out.arrival[row] = fresh.arrival[place]
