"""Months: as a length of time, and on the calendar of the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, Literal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.replay.columns import Array

By = Literal["month", "quarter"]

YEAR_US: Final = 365 * 86_400 * 1_000_000
MONTH_US: Final = YEAR_US // 12
"""A twelfth of a year of 365 days: so that a year's amount is twelve months' amounts."""

DAY_US: Final = 86_400 * 1_000_000


def count_months(days: float) -> float:
    """How many months a term of so many days is: a whole number where it is one within 2 %.

    So 30 and 31 days are a month, 91 a quarter, 365 and 366 a year; four weeks are not quite a month.

    >>> count_months(30), count_months(182), count_months(366), round(count_months(28), 3)
    (1.0, 6.0, 12.0, 0.921)
    """
    months = days * DAY_US / MONTH_US
    whole = round(months)
    return float(whole) if whole and abs(months - whole) <= 0.02 * whole else months


@dataclass(frozen=True, slots=True)
class Stretch:
    """A calendar month or quarter: from ``since_us`` to before ``until_us``, called ``label``."""

    label: str
    since_us: int
    until_us: int


def stretches(since_us: int, until_us: int, by: By, zone: ZoneInfo) -> Iterator[Stretch]:
    """The whole calendar months or quarters, in ``zone``, between two instants.

    >>> from datetime import UTC
    >>> first, last = (to_microseconds(datetime(2026, month, 2, tzinfo=UTC)) for month in (1, 8))
    >>> [stretch.label for stretch in stretches(first, last, "quarter", ZoneInfo("UTC"))]
    ['2026 Q2']
    """
    step = 3 if by == "quarter" else 1
    at = from_microseconds(since_us).astimezone(zone)
    month = at.year * 12 + (at.month - 1) // step * step
    while True:
        begins, ends = (to_microseconds(_first_of(number, zone)) for number in (month, month + step))
        if ends > until_us:
            return
        if begins >= since_us:
            yield Stretch(_label(month, by), begins, ends)
        month += step


def begin_of_day(us: int, zone: ZoneInfo, *, days_later: int = 0) -> int:
    """The midnight that began the day of an instant in ``zone``, or that of a later day."""
    day = from_microseconds(us).astimezone(zone).date() + timedelta(days=days_later)
    return to_microseconds(datetime(day.year, day.month, day.day, tzinfo=zone))


def next_month(us: int, zone: ZoneInfo) -> int:
    """When the month after that of an instant begins, in ``zone``."""
    at = from_microseconds(us).astimezone(zone)
    return to_microseconds(_first_of(at.year * 12 + at.month, zone))


def year_before(us: int, zone: ZoneInfo) -> int:
    """The same day a year earlier, in ``zone`` (of a 29 February: the 1 March)."""
    at = from_microseconds(us).astimezone(zone)
    if (at.month, at.day) == (2, 29):
        at = at + timedelta(days=1)
    return to_microseconds(at.replace(year=at.year - 1))


def add_months(us: int, months: int, zone: tzinfo = UTC) -> int:
    """The same day of the month so many months later, at the same time of day in ``zone``; or the last day
    there is.

    >>> january = to_microseconds(datetime.fromisoformat("2026-01-31T00:00:00+00:00"))
    >>> from_microseconds(add_months(january, 1)).date().isoformat()
    '2026-02-28'
    """
    at = from_microseconds(us).astimezone(zone)
    number = at.year * 12 + at.month - 1 + months
    year, month = divmod(number, 12)
    first = at.replace(year=year, month=month + 1, day=1)
    after = first.replace(year=year + month // 11, month=(month + 1) % 12 + 1)
    return to_microseconds(first.replace(day=min(at.day, (after - first).days)))


def _first_of(number: int, zone: ZoneInfo) -> datetime:
    year, month = divmod(number, 12)
    return datetime(year, month + 1, 1, tzinfo=zone)


def _label(number: int, by: By) -> str:
    year, month = divmod(number, 12)
    return f"{year} Q{month // 3 + 1}" if by == "quarter" else f"{year}-{month + 1:02}"


def days_of(at_us: Array, zone: str) -> Array:
    """The day on which each instant lies where ``zone`` is, as days since 1970.

    >>> midnight_in_berlin = np.array([1_767_222_000_000_000])
    >>> int(days_of(midnight_in_berlin, "Europe/Berlin")[0] - days_of(midnight_in_berlin, "UTC")[0])
    1
    """
    utc = pa.array(at_us, pa.timestamp("us", tz="UTC"))
    local = pc.local_timestamp(utc.cast(pa.timestamp("us", tz=zone)))
    return np.asarray(local.cast(pa.int64()).to_numpy() // DAY_US)
