"""The range of a matrix of calendar periods: what was asked for, or the last periods of the data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from desirepath.base.spans import Period, from_microseconds
from desirepath.replay.calendar_periods import Unit, lay_out_periods
from desirepath.replay.index import Index

PERIODS: Final = {"hour": 24, "day": 14, "week": 12, "month": 12}
"""How many periods to look at where nobody says since when."""


def range_of(
    index: Index, period: Period, unit: Unit, *, zone: str, week_start: str, as_of: datetime | None
) -> tuple[datetime, datetime]:
    """Since when and until when to look: bounds that are not given are the end of the data, and so many
    periods before it.

    Raises DP-RPL-024 where the periods cannot be laid out, DP-RPL-025 for an unknown zone.
    """
    end = as_of or from_microseconds(index.last_us or 0)
    until = period.until or end + timedelta(microseconds=1)
    if period.since is not None:
        return period.since, until
    last = until - timedelta(microseconds=1)
    periods = lay_out_periods(unit, last, until, zone=zone, week_start=week_start, before=PERIODS[unit] - 1)
    return periods.starts[0], until


def label_of(start: datetime, unit: Unit) -> str:
    """What people call the period that starts then: its month, its first day, or its hour.

    >>> from datetime import UTC
    >>> monday = datetime(2026, 3, 2, tzinfo=UTC)
    >>> label_of(monday, "month"), label_of(monday, "week")
    ('2026-03', '2026-03-02')
    """
    return start.strftime({"hour": "%Y-%m-%d %H:%M", "month": "%Y-%m"}.get(unit, "%Y-%m-%d"))
