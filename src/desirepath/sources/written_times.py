"""How the times in a column are written, as far as its cells prove it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

from desirepath.sources.cells import instant_reader
from desirepath.sources.mapping import Value

_UTC = ZoneInfo("UTC")
_DATE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")
_ISO = re.compile(r"\s*\d{4}-\d\d-\d\d")
_UNIX = ((re.compile(r"\d{10}(\.\d+)?"), "unix"), (re.compile(r"\d{13}"), "unix_ms"))
_CLOCKS = ("", " %H:%M", " %H:%M:%S", ", %H:%M", ", %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %I:%M%p")
_CLOCK_BEGINS = re.compile(r"\s(?=%[HI])")
_TIMES_OF_DAY = (
    "%H:%M",
    "%H:%M:%S",
    "%I:%M %p",
    "%I:%M:%S %p",
    "%I:%M%p",
    "%I:%M:%S%p",
    "%H.%M",
    "%H:%M:%S.%f",
)
_DAY_OF_ISO = "%Y-%m-%d"
_MOST, _FEW, _SHARE = 500, 20, 0.9


@dataclass(frozen=True, slots=True)
class WrittenTimes:
    """``formats`` are those that a mapping may name (None: ISO 8601). More than one: nothing in the cells
    tells which is meant. ``proof`` is a cell that only the first can read, where one was needed, and
    ``proofs`` how many there are. ``without_zone`` is a cell that names no zone, None where all do."""

    formats: tuple[str | None, ...]
    proof: str | None
    without_zone: str | None
    proofs: int = 0


def written_times(cells: Iterable[str]) -> WrittenTimes | None:
    """How these cells are written as times; None where fewer than nine in ten can be times.

    >>> written_times(["04/03/2026", "25/03/2026"])
    WrittenTimes(formats=('%d/%m/%Y',), proof='25/03/2026', without_zone='04/03/2026', proofs=1)
    >>> written_times(["04/03/2026"]).formats
    ('%d/%m/%Y', '%m/%d/%Y')
    """
    some = list(islice(dict.fromkeys(cells), _MOST))
    if not some:
        return None
    for pattern, name in _UNIX:
        if all(pattern.fullmatch(cell.strip()) for cell in some):
            return WrittenTimes((name,), None, None)
    if _enough(iso := [c for c in some if _ISO.match(c) and _reads(None, c)], some):
        return WrittenTimes((None,), None, next((c for c in iso if not _reads(None, c, zone=None)), None))
    dates = [cell for cell in some if _DATE.match(cell)]
    if not _enough(dates, some):
        return None
    for sign in "/.-":
        for clock in _CLOCKS:
            for year in ("%Y", "%y"):
                first, second = f"%d{sign}%m{sign}{year}{clock}", f"%m{sign}%d{sign}{year}{clock}"
                if found := _either(first, second, some):
                    return found
            year_first = f"%Y{sign}%m{sign}%d{clock}"
            if _enough([c for c in some[:_FEW] if _reads(year_first, c)], some[:_FEW]) and _enough(
                [c for c in some if _reads(year_first, c)], some
            ):
                return WrittenTimes((year_first,), None, some[0])
    return None


def written_clocks(cells: Iterable[str]) -> str | None:
    """How these cells are written as times of day; None where fewer than nine in ten are any.

    >>> written_clocks(["9:05 AM", "2:15 PM"]), written_clocks(["14:15:00"]), written_clocks(["2026-03-04"])
    ('%I:%M %p', '%H:%M:%S', None)
    """
    some = list(islice(dict.fromkeys(cells), _MOST))
    found = (one for one in _TIMES_OF_DAY if some and _enough([c for c in some if _is_clock(one, c)], some))
    return next(found, None)


def _is_clock(pattern: str, cell: str) -> bool:
    try:
        datetime.strptime(cell.strip(), pattern)  # noqa: DTZ007 -- only whether it is one
    except ValueError:
        return False
    return True


def with_clock(day: str | None, clock: str | None) -> str | None:
    """The format of a day (None: ISO 8601) with that of a time of day beside it.

    >>> with_clock("%m/%d/%Y", "%I:%M %p"), with_clock(None, "%H:%M"), with_clock(None, None)
    ('%m/%d/%Y %I:%M %p', '%Y-%m-%d %H:%M', None)
    """
    return f"{day or _DAY_OF_ISO} {clock}" if clock else day


def without_clock(written: str) -> tuple[str | None, str | None]:
    """The two formats of which one was made.

    >>> without_clock("%m/%d/%Y %I:%M %p"), without_clock("%Y-%m-%d %H:%M"), without_clock("%d.%m.%Y")
    (('%m/%d/%Y', '%I:%M %p'), (None, '%H:%M'), ('%d.%m.%Y', None))
    """
    found = _CLOCK_BEGINS.search(written)
    if found is None:
        return written, None
    day = written[: found.start()]
    return None if day == _DAY_OF_ISO else day, written[found.end() :]


def is_day(written: str | None, cells: Sequence[str]) -> bool:
    """Whether what is written so says the day only."""
    if written is None:
        return all(len(cell.strip()) <= len("2026-03-04") for cell in cells)
    return "%d" in written and _CLOCK_BEGINS.search(written) is None


def _either(day_first: str, month_first: str, cells: Sequence[str]) -> WrittenTimes | None:
    few = cells[:_FEW]
    if not any(_reads(day_first, c) or _reads(month_first, c) for c in few):
        return None
    days = {c for c in cells if _reads(day_first, c)}
    months = {c for c in cells if _reads(month_first, c)}
    if not _enough(days | months, cells):
        return None
    for own, other, pattern in ((days, months, day_first), (months, days, month_first)):
        if other < own:
            proof = next(cell for cell in cells if cell in own - other)
            first = next(cell for cell in cells if cell in own)
            return WrittenTimes((pattern,), proof, first, len(own - other))
    return WrittenTimes((day_first, month_first), None, next(c for c in cells if c in days | months))


def _enough(found: Sequence[str] | set[str], cells: Sequence[str]) -> bool:
    return len(found) >= _SHARE * len(cells)


@cache
def _reader(pattern: str | None, zone: ZoneInfo | None) -> Callable[[str], str]:
    return instant_reader(Value(format=pattern, zone=zone))


def _reads(pattern: str | None, cell: str, *, zone: ZoneInfo | None = _UTC) -> bool:
    try:
        _reader(pattern, zone)(cell)
    except ValueError:
        return False
    return True
