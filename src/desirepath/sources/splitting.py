"""Delimited text into records and cells, compiled: where each cell begins and ends, and nothing copied.

It reads exactly as Python's ``csv`` module does with ``strict=True``; what that module would refuse stops it,
and the module itself then says why. A test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

from desirepath.base.compiled import is_kept

Function = TypeVar("Function", bound=Callable[..., Any])
Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Offsets = NDArray[np.int32]

WORTH_LOADING, WORTH_COMPILING = 512 << 10, 4 << 20
QUOTE, LF, CR = 34, 10, 13
UNFINISHED, REFUSED, FULL = 0, 1, 2


def compiled(function: Function) -> Function:
    """Compile at the first call and keep the result beside this file; typed as the function it was."""
    return cast(Function, njit(cache=True, nogil=True)(function))


def worth_columns(size: int, function: Callable[..., Any]) -> bool:
    """Whether so many bytes are worth reading by compiled code, of which this function is the largest part:
    where that has to be compiled first, which takes seconds, there must be more of them."""
    return size >= WORTH_COMPILING or (size >= WORTH_LOADING and is_kept(function))


@compiled
def split(
    data: Bytes,
    at: int,
    is_last: bool,
    delimiter: int,
    line: int,
    starts: Offsets,
    ends: Offsets,
    begins: Places,
    lines: Places,
    widths: Places,
) -> tuple[int, int, int, int]:
    """Take the records apart that begin at ``at``; (how many, where the next one begins, its line, why it
    stopped).

    Row r of ``starts`` and ``ends`` holds the cells of record r, as many as there are columns; an end is
    ``~end`` where the cell holds doubled quotes. ``begins`` has one place more than there are records.
    """
    capacity, columns = starts.shape
    end = len(data)
    record = 0
    while at < end:
        if record == capacity:
            return record, at, line, FULL
        begin, begin_line, cell = at, line, 0
        while True:
            if at < end and data[at] == QUOTE:
                at += 1
                start, is_doubled, is_closed = at, False, False
                while at < end:
                    byte = data[at]
                    if byte == QUOTE:
                        if at + 1 < end and data[at + 1] == QUOTE:
                            is_doubled = True
                            at += 2
                            continue
                        is_closed = True
                        break
                    if byte == LF or (byte == CR and not (at + 1 < end and data[at + 1] == LF)):
                        line += 1
                    at += 1
                stop = at
                at += 1
                if not is_closed:
                    return record, begin, begin_line, REFUSED if is_last else UNFINISHED
                if at < end and data[at] != delimiter and data[at] != LF and data[at] != CR:
                    return record, begin, begin_line, REFUSED
                if cell < columns:
                    starts[record, cell] = start
                    ends[record, cell] = ~stop if is_doubled else stop
                is_blank = False
            else:
                start = at
                while at < end:
                    byte = data[at]
                    if byte == delimiter or byte == LF or byte == CR:  # noqa: SIM109 -- compiled
                        break
                    at += 1
                if cell < columns:
                    starts[record, cell] = start
                    ends[record, cell] = at
                is_blank = cell == 0 and at == start
            if at >= end and not is_last:
                return record, begin, begin_line, UNFINISHED
            cell += 1
            if at < end and data[at] == delimiter:
                at += 1
                continue
            break
        if at < end:
            if data[at] == CR:
                if at + 1 == end and not is_last:
                    return record, begin, begin_line, UNFINISHED
                at += 2 if at + 1 < end and data[at + 1] == LF else 1
            else:
                at += 1
            line += 1
        if cell == 1 and is_blank:
            continue
        begins[record] = begin
        begins[record + 1] = at
        lines[record] = begin_line
        widths[record] = cell
        for absent in range(cell, columns):
            starts[record, absent] = 0
            ends[record, absent] = 0
        record += 1
    return record, at, line, UNFINISHED


@compiled
def _space(data: Bytes, at: int, end: int) -> int:
    """The length of the white space that begins at ``at``, as ``str.strip`` sees it, else 0."""
    byte = data[at]
    if byte == 32 or 9 <= byte <= 13 or 28 <= byte <= 31:
        return 1
    if byte < 0xC2 or byte > 0xE3:
        return 0
    if byte == 0xC2:
        return 2 if at + 1 < end and (data[at + 1] == 0x85 or data[at + 1] == 0xA0) else 0
    if at + 2 >= end:
        return 0
    second, third = data[at + 1], data[at + 2]
    if byte == 0xE1:
        return 3 if second == 0x9A and third == 0x80 else 0
    if byte == 0xE2:
        if second == 0x80:
            return 3 if third <= 0x8A or third == 0xA8 or third == 0xA9 or third == 0xAF else 0
        return 3 if second == 0x81 and third == 0x9F else 0
    return 3 if byte == 0xE3 and second == 0x80 and third == 0x80 else 0


@compiled
def _is_plain(byte: int) -> bool:
    """Whether this is a letter of its own, and no white space."""
    return 32 < byte < 128


@compiled
def measure_cells(
    data: Bytes,
    starts: Offsets,
    ends: Offsets,
    is_stripped: bool,
    first: Places,
    last: Places,
    offsets: Places,
) -> None:
    """Where the text of each cell begins and ends, without white space around it where it is stripped, and
    the ``offsets`` that the texts have one after the other."""
    total = 0
    for row in range(len(starts)):
        start, end = starts[row], ends[row]
        is_doubled = end < 0
        if is_doubled:
            end = ~end
        if is_stripped and start < end and not (_is_plain(data[start]) and _is_plain(data[end - 1])):
            while start < end:
                space = _space(data, start, end)
                if space == 0:
                    break
                start += space
            while end > start:
                if _space(data, end - 1, end) == 1:
                    end -= 1
                elif end - 2 >= start and _space(data, end - 2, end) == 2:
                    end -= 2
                elif end - 3 >= start and _space(data, end - 3, end) == 3:
                    end -= 3
                else:
                    break
        length = end - start
        if is_doubled:
            at = start
            while at < end:
                if data[at] == QUOTE:
                    length -= 1
                    at += 1
                at += 1
        first[row] = start
        last[row] = ~end if is_doubled else end
        offsets[row] = total
        total += length
    offsets[len(starts)] = total


@compiled
def copy_cells(data: Bytes, first: Places, last: Places, out: Bytes) -> None:
    """The texts of the cells, one after the other."""
    to = 0
    for row in range(len(first)):
        start, end = first[row], last[row]
        if end >= 0:
            for at in range(start, end):
                out[to + at - start] = data[at]
            to += end - start
        else:
            at, end = start, ~end
            while at < end:
                out[to] = data[at]
                to += 1
                at += 2 if data[at] == QUOTE else 1
