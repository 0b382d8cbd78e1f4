"""Lines of JSON into fields, compiled: where the value of each known field lies, and nothing copied.

It knows the plain ways of writing an object. A line that is written in any other way, or that may be wrong in
any way at all, is left to the slow reader, which says why. A test holds the two together.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desirepath.sources.splitting import Bytes, Offsets, Places, compiled

ABSENT, NULL, TEXT, ESCAPED, WHOLE, DECIMAL, TRUE, FALSE, FLAT, NESTED = range(10)
"""What a value is: a text (without anything escaped in it, or with), a whole number, a decimal number as
``orjson`` writes it, an object of plain values, any other object."""

BLANK, SURE, DOUBTFUL = range(3)
"""What a line is."""

_NO, _QUOTE, _ESCAPE = -1, 34, 92
_COLON, _COMMA, _OPEN, _CLOSE = 58, 44, 123, 125
_MOST_DIGITS: Final = 15
_DEEPEST: Final = 40
_MOST_MEMBERS: Final = 64
Kinds = NDArray[np.uint8]


@compiled
def _after_space(data: Bytes, at: int, end: int) -> int:
    while at < end and (data[at] == 32 or data[at] == 9 or data[at] == 13):
        at += 1
    return at


@compiled
def _after_text(data: Bytes, at: int, end: int) -> tuple[int, bool]:
    """Where the text that begins at ``at`` ends (its closing quotation mark; -1: nowhere), and whether
    something is escaped in it."""
    is_escaped = False
    while at < end:
        byte = data[at]
        if byte == _QUOTE:
            return at, is_escaped
        if byte < 32:
            return _NO, False
        if byte == _ESCAPE:
            is_escaped = True
            at += 1
        at += 1
    return _NO, False


@compiled
def _after_number(data: Bytes, at: int, end: int) -> tuple[int, int]:
    """Where the number that begins at ``at`` ends, and what it is; -1 where it is written in an unusual
    way."""
    begin = at
    if data[at] == 45:
        at += 1
    first = at
    while at < end and 48 <= data[at] <= 57:
        at += 1
    whole = at - first
    if whole == 0 or (whole > 1 and data[first] == 48):
        return _NO, 0
    if at == end or data[at] != 46:
        is_minus_zero = first > begin and data[first] == 48
        is_other = at < end and (data[at] == 101 or data[at] == 69)
        return (_NO, 0) if whole > 18 or is_minus_zero or is_other else (at, WHOLE)
    at += 1
    point = at
    zeros = 0
    while at < end and 48 <= data[at] <= 57:
        if zeros == at - point and data[at] == 48:
            zeros += 1
        at += 1
    decimals = at - point
    is_other = at < end and (data[at] == 101 or data[at] == 69)
    if decimals == 0 or is_other or whole + decimals > _MOST_DIGITS:
        return _NO, 0
    if data[at - 1] == 48 and decimals > 1:
        return _NO, 0
    if data[first] == 48 and (zeros > 3 or (zeros == decimals and first > begin)):
        return _NO, 0
    return at, DECIMAL


@compiled
def _after_plain(data: Bytes, at: int, end: int) -> tuple[int, int]:
    """Where the plain value that begins at ``at`` ends, and what it is; -1 where it is none."""
    byte = data[at]
    if byte == _QUOTE:
        stop, is_escaped = _after_text(data, at + 1, end)
        return (_NO, 0) if stop == _NO else (stop + 1, ESCAPED if is_escaped else TEXT)
    if byte == 45 or 48 <= byte <= 57:
        return _after_number(data, at, end)
    if at + 4 <= end:
        if byte == 110 and data[at + 1] == 117 and data[at + 2] == 108 and data[at + 3] == 108:
            return at + 4, NULL
        if byte == 116 and data[at + 1] == 114 and data[at + 2] == 117 and data[at + 3] == 101:
            return at + 4, TRUE
    if at + 5 > end or byte != 102 or data[at + 1] != 97 or data[at + 2] != 108:
        return _NO, 0
    return (at + 5, FALSE) if data[at + 3] == 115 and data[at + 4] == 101 else (_NO, 0)


@compiled
def _after_nested(data: Bytes, at: int, end: int) -> int:
    """Where the object that begins at ``at`` ends, whatever is in it; -1 where it does not, or is deep."""
    depth = 0
    while at < end:
        byte = data[at]
        if byte == 10:
            return _NO
        if byte == _QUOTE:
            at, _ = _after_text(data, at + 1, end)
            if at == _NO:
                return _NO
        elif byte == _OPEN or byte == 91:
            depth += 1
            if depth > _DEEPEST:
                return _NO
        elif byte == _CLOSE or byte == 93:
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return _NO


@compiled
def _after_flat(data: Bytes, at: int, end: int) -> int:
    """Where the object of plain values that begins at ``at`` ends; -1 where it is no such object."""
    at = _after_space(data, at + 1, end)
    if at < end and data[at] == _CLOSE:
        return at + 1
    for _ in range(_MOST_MEMBERS):
        if at >= end or data[at] != _QUOTE:
            return _NO
        stop, is_escaped = _after_text(data, at + 1, end)
        if stop == _NO or is_escaped:
            return _NO
        at = _after_space(data, stop + 1, end)
        if at >= end or data[at] != _COLON:
            return _NO
        at = _after_space(data, at + 1, end)
        if at >= end:
            return _NO
        at, kind = _after_plain(data, at, end)
        if at == _NO or kind == ESCAPED:
            return _NO
        at = _after_space(data, at, end)
        if at >= end:
            return _NO
        if data[at] == _CLOSE:
            return at + 1
        if data[at] != _COMMA:
            return _NO
        at = _after_space(data, at + 1, end)
    return _NO


@compiled
def _is_name(data: Bytes, at: int, end: int, names: Bytes, edges: Places, field: int) -> bool:
    """Whether a field's name stands there, up to its closing quotation mark."""
    begin, length = edges[field], edges[field + 1] - edges[field]
    if at + length >= end or data[at + length] != _QUOTE:
        return False
    for place in range(length):  # noqa: SIM110 -- compiled
        if names[begin + place] != data[at + place]:
            return False
    return True


@compiled
def _field_of(data: Bytes, at: int, end: int, names: Bytes, edges: Places, guess: int) -> int:
    """Which field's name stands there; ``guess`` is looked at first; -1: no field's."""
    if _is_name(data, at, end, names, edges, guess):
        return guess
    for field in range(len(edges) - 1):
        if _is_name(data, at, end, names, edges, field):
            return field
    return _NO


@compiled
def _line(
    data: Bytes,
    at: int,
    end: int,
    names: Bytes,
    edges: Places,
    guesses: Places,
    row: int,
    starts: Offsets,
    ends: Offsets,
    kinds: Kinds,
) -> int:
    """Find the fields of one line; where it ends; -1 where it is not sure that they are what it says."""
    if data[at] != _OPEN:
        return _NO
    at = _after_space(data, at + 1, end)
    member = 0
    while True:
        if at >= end or data[at] != _QUOTE:
            return _NO
        field = _field_of(data, at + 1, end, names, edges, guesses[member])
        if field == _NO or kinds[field, row] != ABSENT:
            return _NO
        guesses[member] = field
        member += 1
        at = _after_space(data, at + 2 + edges[field + 1] - edges[field], end)
        if at >= end or data[at] != _COLON:
            return _NO
        at = _after_space(data, at + 1, end)
        if at >= end:
            return _NO
        begin = at
        if data[at] == _OPEN:
            at, kind = _after_flat(data, begin, end), FLAT
            if at == _NO:
                at, kind = _after_nested(data, begin, end), NESTED
        else:
            at, kind = _after_plain(data, begin, end)
        if at == _NO:
            return _NO
        is_text = kind in (TEXT, ESCAPED)
        starts[field, row] = begin + 1 if is_text else begin
        ends[field, row] = at - 1 if is_text else at
        kinds[field, row] = kind
        at = _after_space(data, at, end)
        if at >= end:
            return _NO
        if data[at] == _CLOSE:
            at = _after_space(data, at + 1, end)
            return at if at == end or data[at] == 10 else _NO
        if data[at] != _COMMA:
            return _NO
        at = _after_space(data, at + 1, end)


@compiled
def split_lines(
    data: Bytes,
    at: int,
    names: Bytes,
    edges: Places,
    guesses: Places,
    starts: Offsets,
    ends: Offsets,
    kinds: Kinds,
    begins: Places,
    states: Kinds,
) -> tuple[int, int]:
    """Take the lines apart that begin at ``at``; (how many, where the next one begins: behind the end of
    ``data`` where there is none).

    ``starts``, ``ends`` and ``kinds`` (all ABSENT) have a row for each field and a place for each line; a
    text lies between them without its quotation marks. ``begins`` has one place more than there are lines:
    a line ends before the byte in front of the next one.
    """
    line, size = 0, len(data)
    while at <= size and line < len(states):
        begins[line] = begin = at
        while at < size and data[at] != 10 and (data[at] == 32 or 9 <= data[at] <= 13):
            at += 1
        states[line] = BLANK
        if at < size and data[at] != 10:
            begin = _after_space(data, begin, size)
            at = _line(data, begin, size, names, edges, guesses, line, starts, ends, kinds)
            states[line] = SURE
            if at == _NO:
                states[line] = DOUBTFUL
                at = begin
                while at < size and data[at] != 10:
                    at += 1
        at += 1
        line += 1
        begins[line] = at
    return line, at


@compiled
def _is_before(data: Bytes, start: int, end: int, other: int, other_end: int) -> int:
    """-1, 0 or 1: how one name lies to another."""
    while start < end and other < other_end:
        if data[start] != data[other]:
            return -1 if data[start] < data[other] else 1
        start += 1
        other += 1
    if start == end and other == other_end:
        return 0
    return -1 if start == end else 1


@compiled
def write_flat(
    data: Bytes, starts: Offsets, ends: Offsets, kinds: Kinds, out: Bytes, offsets: Offsets, sure: Any
) -> int:
    """FLAT objects as ``orjson`` writes them with sorted names, one after the other; the length of all.

    An object that says a name twice is not ``sure``. ``out`` has room for what they take up as they stand.
    """
    to = 0
    spots = np.empty((4, _MOST_MEMBERS), np.int64)
    names, stops, values, lasts = spots[0], spots[1], spots[2], spots[3]
    for row in range(len(starts)):
        offsets[row] = to
        if kinds[row] != FLAT:
            continue
        at, end = starts[row] + 1, ends[row]
        members = 0
        while True:
            at = _after_space(data, at, end)
            if data[at] == _CLOSE:
                break
            if data[at] == _COMMA:
                at = _after_space(data, at + 1, end)
            name = at + 1
            stop, _ = _after_text(data, name, end)
            at = _after_space(data, stop + 1, end)
            value = _after_space(data, at + 1, end)
            at, _ = _after_plain(data, value, end)
            place = members
            while place:
                order = _is_before(data, name, stop, names[place - 1], stops[place - 1])
                if order == 0:
                    sure[row] = False
                if order >= 0:
                    break
                names[place], stops[place] = names[place - 1], stops[place - 1]
                values[place], lasts[place] = values[place - 1], lasts[place - 1]
                place -= 1
            names[place], stops[place], values[place], lasts[place] = name, stop, value, at
            members += 1
        out[to] = _OPEN
        to += 1
        for member in range(members):
            if member:
                out[to] = _COMMA
                to += 1
            for source in range(names[member] - 1, stops[member] + 1):
                out[to] = data[source]
                to += 1
            out[to] = _COLON
            to += 1
            for source in range(values[member], lasts[member]):
                out[to] = data[source]
                to += 1
        out[to] = _CLOSE
        to += 1
    offsets[len(starts)] = to
    return to
