"""The usual ways of writing a time or a number, read compiled. Whatever is unusual is left to ``cells.py``.

What is read here is what ``cells.py`` would read, and a test says so: a row is either sure, or not read.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from desirepath.base.spans import to_microseconds
from desirepath.log.instants import EARLIEST, LATEST
from desirepath.log.keys import text_buffers
from desirepath.log.schema import AMOUNT, INSTANT
from desirepath.sources.mapping import Value
from desirepath.sources.splitting import Bytes, Places, compiled

Sure = NDArray[np.bool_]
_DAY = 86_400_000_000
_PROGRAM = {"Y": 4, "m": 1, "d": 1, "H": 1, "M": 1, "S": 1, "f": 0}
_EARLIEST, _LATEST = to_microseconds(EARLIEST), to_microseconds(LATEST)


def fast_instants(cells: pa.Array, value: Value) -> tuple[pa.Array, Sure]:
    """Times as ``value`` declares them, and which cells were read surely."""
    data, offsets = text_buffers(cells)
    micros = np.zeros(len(cells), np.int64)
    is_local = np.zeros(len(cells), np.bool_)
    sure = np.zeros(len(cells), np.bool_)
    if value.format in ("unix", "unix_ms"):
        _read_since_1970(data, offsets, 1_000 if value.format == "unix_ms" else 1_000_000, micros, sure)
    elif value.format is None:
        _read_iso(data, offsets, micros, is_local, sure)
    elif (program := _program(value.format)) is not None:
        _read_pattern(data, offsets, program, micros, sure)
        is_local = sure.copy()
    if is_local.any():
        if value.zone is None:
            sure &= ~is_local
        else:
            _place(micros, is_local, sure, value.zone)
    sure &= (micros >= _EARLIEST) & (micros < _LATEST)
    micros[~sure] = 0
    return pa.array(micros).cast(INSTANT), sure


def checked_instants(instants: pa.Array) -> tuple[pa.Array, Sure]:
    """Instants to the microsecond, and which of them lie in a year that people live in; null stays null."""
    column = pc.cast(instants, pa.timestamp("us", instants.type.tz), safe=False)
    micros = pc.fill_null(column.cast(pa.int64()), 0).to_numpy()
    return column.cast(INSTANT), (micros >= _EARLIEST) & (micros < _LATEST)


def _place(micros: Places, is_local: Sure, sure: Sure, zone: ZoneInfo) -> None:
    """Local times on days without a clock change into UTC; the others are not sure."""
    days = micros // _DAY
    local_days = np.unique(days[is_local & sure])
    offsets = [_offset_of(zone, int(day)) for day in local_days]
    known = np.array([offset is not None for offset in offsets], np.bool_)
    shift = np.array([offset or 0 for offset in offsets], np.int64)
    if not len(local_days):
        return
    at = np.searchsorted(local_days, days).clip(0, len(local_days) - 1)
    sure &= ~is_local | known[at]
    micros -= np.where(is_local, shift[at], 0)


@lru_cache(maxsize=1 << 16)
def _offset_of(zone: ZoneInfo, day: int) -> int | None:
    """The offset of a day from UTC, in microseconds, where it has one offset from beginning to end."""
    try:
        begins = (datetime(1970, 1, 1) + timedelta(days=day)).replace(tzinfo=zone)  # noqa: DTZ001 -- below
        offset, later = begins.utcoffset(), (begins + timedelta(days=1)).utcoffset()
    except OverflowError:
        return None
    middle = (begins + timedelta(hours=12)).utcoffset()
    if offset is None or not offset == middle == later or begins.replace(fold=1).utcoffset() != offset:
        return None
    return offset // timedelta(microseconds=1)


def _program(pattern: str) -> Places | None:
    """A strptime pattern as steps: a letter's code, or minus the byte that must stand there."""
    steps: list[int] = []
    at, was_number, letters = 0, False, ""
    while at < len(pattern):
        letter = pattern[at]
        if letter != "%":
            if not letter.isascii() or letter.isdigit() or (letter.isspace() and letter != " "):
                return None
            if letter == " " and steps and steps[-1] == -32:
                return None
            steps.append(-ord(letter))
            at, was_number = at + 1, False
            continue
        code = pattern[at + 1 : at + 2]
        if code not in _PROGRAM or code in letters or not code or was_number:
            return None
        letters += code
        steps.append(ord(code))
        at, was_number = at + 2, True
    return np.array(steps, np.int64) if {"Y", "m", "d"} <= set(letters) else None


@compiled
def _days_from_civil(year: int, month: int, day: int) -> int:
    """Days since 1970. Source: Howard Hinnant, chrono-Compatible Low-Level Date Algorithms."""
    year -= 1 if month <= 2 else 0
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


@compiled
def _month_days(year: int, month: int) -> int:
    if month == 2:
        return 29 if (year % 4 == 0 and year % 100 != 0) or year % 400 == 0 else 28
    return 30 if month == 4 or month == 6 or month == 9 or month == 11 else 31


@compiled
def _digits(data: Bytes, at: int, count: int) -> int:
    """The number that ``count`` digits write; -1 where one is no digit."""
    number = 0
    for place in range(at, at + count):
        digit = int(data[place]) - 48
        if digit < 0 or digit > 9:
            return -1
        number = number * 10 + digit
    return number


@compiled
def _moment(year: int, month: int, day: int, hour: int, minute: int, second: int) -> int:
    """Microseconds since 1970; -1 << 62 where there is no such moment."""
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= _month_days(year, month):
        return -(1 << 62)
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        return -(1 << 62)
    seconds = _days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second
    return seconds * 1_000_000


@compiled
def _read_iso(data: Bytes, offsets: Places, micros: Places, is_local: Sure, sure: Sure) -> None:
    for row in range(len(micros)):
        at, end = offsets[row], offsets[row + 1]
        if end - at != 10 and end - at < 19:
            continue
        if data[at + 4] != 45 or data[at + 7] != 45:
            continue
        year, month, day = _digits(data, at, 4), _digits(data, at + 5, 2), _digits(data, at + 8, 2)
        hour = minute = second = 0
        fraction, zone = 0, 0
        is_zoned = False
        at += 10
        if at < end:
            if (data[at] != 84 and data[at] != 32) or data[at + 3] != 58 or data[at + 6] != 58:
                continue
            hour, minute, second = (
                _digits(data, at + 1, 2),
                _digits(data, at + 4, 2),
                _digits(data, at + 7, 2),
            )
            at += 9
            if at < end and data[at] == 46:
                places = 0
                at += 1
                while at < end and 48 <= data[at] <= 57 and places < 7:
                    fraction = fraction * 10 + int(data[at]) - 48
                    places += 1
                    at += 1
                if places == 3:
                    fraction *= 1000
                elif places != 6:
                    continue
            if at < end:
                is_zoned = True
                if data[at] == 90 and at + 1 == end:
                    zone = 0
                elif (data[at] == 43 or data[at] == 45) and at + 6 == end and data[at + 3] == 58:
                    hours, minutes = _digits(data, at + 1, 2), _digits(data, at + 4, 2)
                    if hours < 0 or minutes < 0 or hours > 23 or minutes > 59:
                        continue
                    zone = (hours * 60 + minutes) * 60_000_000
                    if data[at] == 45:
                        zone = -zone
                else:
                    continue
        moment = _moment(year, month, day, hour, minute, second)
        if moment == -(1 << 62):
            continue
        micros[row] = moment + fraction - zone
        is_local[row] = not is_zoned
        sure[row] = True


@compiled
def _read_pattern(data: Bytes, offsets: Places, program: Places, micros: Places, sure: Sure) -> None:
    for row in range(len(micros)):
        at, end = offsets[row], offsets[row + 1]
        year = month = day = -1
        hour = minute = second = fraction = 0
        is_good = True
        for step in program:
            if step < 0:
                if at >= end or data[at] != -step:
                    is_good = False
                    break
                at += 1
                continue
            most = 4 if step == 89 else 6 if step == 102 else 2
            number, places = 0, 0
            while places < most and at < end and 48 <= data[at] <= 57:
                number = number * 10 + int(data[at]) - 48
                places += 1
                at += 1
            if places == 0 or (step == 89 and places != 4):
                is_good = False
                break
            if step == 89:
                year = number
            elif step == 109:
                month = number
            elif step == 100:
                day = number
            elif step == 72:
                hour = number
            elif step == 77:
                minute = number
            elif step == 83:
                second = number
            else:
                for _ in range(6 - places):
                    number *= 10
                fraction = number
        if not is_good or at != end:
            continue
        moment = _moment(year, month, day, hour, minute, second)
        if moment != -(1 << 62):
            micros[row] = moment + fraction
            sure[row] = True


@compiled
def _read_since_1970(data: Bytes, offsets: Places, unit: int, micros: Places, sure: Sure) -> None:
    for row in range(len(micros)):
        at, end = offsets[row], offsets[row + 1]
        if 0 < end - at <= 13:
            number = _digits(data, at, end - at)
            if number >= 0 and number < (1 << 62) // unit:
                micros[row] = number * unit
                sure[row] = True


def fast_amounts(cells: pa.Array, decimal: str, thousands: str) -> tuple[pa.Array, Sure]:
    """Amounts of money to nine decimals, and which cells were read surely."""
    units, sure = _fixed(cells, decimal, thousands, 9)
    wide = np.empty((len(units), 2), np.int64)
    wide[:, 0] = units
    wide[:, 1] = units >> 63
    return pa.Array.from_buffers(AMOUNT, len(units), [None, pa.py_buffer(wide)]), sure


def fast_scores(cells: pa.Array, decimal: str, thousands: str) -> tuple[pa.Array, Sure]:
    """Scores of up to four decimals, and which cells were read surely."""
    units, sure = _fixed(cells, decimal, thousands, 4)
    sure &= np.abs(units) < 1 << 53
    return pa.array(units / 10_000.0), sure


def fast_whole_numbers(cells: pa.Array, thousands: str) -> tuple[pa.Array, Sure]:
    """Whole numbers, and which cells were read surely."""
    units, sure = _fixed(cells, "", thousands, 0)
    return pa.array(units), sure


def _fixed(cells: pa.Array, decimal: str, thousands: str, places: int) -> tuple[Places, Sure]:
    data, offsets = text_buffers(cells)
    units = np.zeros(len(cells), np.int64)
    sure = np.zeros(len(cells), np.bool_)
    if len(thousands) <= 1 and thousands.isascii():
        signs = [ord(sign) if sign else -1 for sign in (decimal, thousands)]
        _read_fixed(data, offsets, signs[0], signs[1], places, units, sure)
    return units, sure


@compiled
def _read_fixed(
    data: Bytes, offsets: Places, decimal: int, thousands: int, places: int, units: Places, sure: Sure
) -> None:
    for row in range(len(units)):
        at, end = offsets[row], offsets[row + 1]
        is_negative = at < end and data[at] == 45
        if is_negative:
            at += 1
        number, whole, decimals = 0, 0, -1
        is_good = True
        while at < end:
            byte = data[at]
            at += 1
            if byte == thousands:
                continue
            if byte == decimal and decimals < 0 and whole > 0:
                decimals = 0
                continue
            if byte < 48 or byte > 57:
                is_good = False
                break
            number = number * 10 + int(byte) - 48
            if decimals >= 0:
                decimals += 1
            else:
                whole += 1
            if whole > (9 if places else 17) or decimals > places:
                is_good = False
                break
        if not is_good or whole == 0 or decimals == 0 or (is_negative and number == 0):
            continue
        for _ in range(places - max(decimals, 0)):
            number *= 10
        units[row] = -number if is_negative else number
        sure[row] = True


@compiled
def write_instants(micros: Places, out: Bytes) -> None:
    """ISO 8601 in UTC to the microsecond, 27 bytes each: ``2026-01-31T12:00:00.000000Z``."""
    for row in range(len(micros)):
        moment = micros[row]
        days = moment // _DAY
        rest = moment - days * _DAY
        shifted = days + 719468
        era = shifted // 146097
        of_era = shifted - era * 146097
        of_year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
        year = of_year + era * 400
        day_of = of_era - (365 * of_year + of_year // 4 - of_year // 100)
        month = (5 * day_of + 2) // 153
        day = day_of - (153 * month + 2) // 5 + 1
        month += 3 if month < 10 else -9
        year += 1 if month <= 2 else 0
        at = row * 27
        _write(out, at, year, 4)
        out[at + 4] = 45
        _write(out, at + 5, month, 2)
        out[at + 7] = 45
        _write(out, at + 8, day, 2)
        out[at + 10] = 84
        _write(out, at + 11, rest // 3_600_000_000, 2)
        out[at + 13] = 58
        _write(out, at + 14, rest // 60_000_000 % 60, 2)
        out[at + 16] = 58
        _write(out, at + 17, rest // 1_000_000 % 60, 2)
        out[at + 19] = 46
        _write(out, at + 20, rest % 1_000_000, 6)
        out[at + 26] = 90


@compiled
def _write(out: Bytes, at: int, number: int, places: int) -> None:
    for place in range(at + places - 1, at - 1, -1):
        out[place] = 48 + number % 10
        number //= 10


def instant_texts(instants: pa.Array) -> pa.Array:
    """Instants as the rows of a mapping write them.

    >>> instant_texts(pa.array([1_767_225_600_000_001]).cast(INSTANT))[0].as_py()
    '2026-01-01T00:00:00.000001Z'
    """
    micros = instants.cast(pa.int64()).to_numpy(zero_copy_only=False)
    out = np.empty(27 * len(micros), np.uint8)
    write_instants(micros, out)
    offsets = np.arange(0, 27 * len(micros) + 1, 27, dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(micros), [None, pa.py_buffer(offsets), pa.py_buffer(out)])
