"""Hours, days, weeks and months as a calendar in some time zone has them: half-open intervals of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from desirepath.base.spans import to_microseconds
from desirepath.replay.funnel_kinds import BAD_PERIODS, UNKNOWN_ZONE

Unit = Literal["hour", "day", "week", "month"]
UNITS: Final = ("hour", "day", "week", "month")
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_PERIODS: Final = 1_000
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CalendarPeriods:
    """Periods one after the other; ``starts`` has one more than there are: the end of the last.

    Days, weeks and months begin at midnight in ``zone``, so that a day may have 23 or 25 hours.
    """

    unit: Unit
    zone: str
    starts: tuple[datetime, ...]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def edges_us(self) -> tuple[int, ...]:
        """The same edges in microseconds since 1970 (UTC)."""
        return tuple(to_microseconds(start) for start in self.starts)


def lay_out_periods(
    unit: Unit,
    since: datetime,
    until: datetime,
    *,
    zone: str = "UTC",
    week_start: str = "monday",
    before: int = 0,
) -> CalendarPeriods:
    """The periods that hold the time from ``since`` to before ``until``, and so many ``before`` them.

    Raises DP-RPL-024 where there are none, or more than 1,000, and DP-RPL-025 for an unknown zone.

    >>> from datetime import UTC
    >>> march = datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC)
    >>> edges = lay_out_periods("day", *march, zone="Europe/Paris").edges_us
    >>> [(after - edge) // 3_600_000_000 for edge, after in zip(edges, edges[1:])]
    [24, 23, 24]
    """
    if unit not in UNITS:
        raise BAD_PERIODS.error(
            "unit", says=f'"{unit}" is not a period', fix=f"use one of {', '.join(UNITS)}"
        )
    if week_start not in WEEKDAYS:
        fix = f"use one of {', '.join(WEEKDAYS)}"
        raise BAD_PERIODS.error("week_start", says=f'no week begins on "{week_start}"', fix=fix)
    if since.tzinfo is None or until.tzinfo is None:
        raise BAD_PERIODS.error("since", says="a period without a zone: nobody can know when it begins")
    if since >= until:
        raise BAD_PERIODS.error("until", says="the time to look at ends before it begins")
    first = _floor(unit, since.astimezone(_read_zone(zone)), WEEKDAYS.index(week_start))
    for _ in range(before):
        first = _step(unit, first, -1)
    starts = [first]
    for edge in _edges_after(unit, first):
        starts.append(edge)
        if edge >= until:
            break
        if len(starts) > MOST_PERIODS:
            raise BAD_PERIODS.error("unit", says=f"more than {MOST_PERIODS:,} periods of one {unit}")
    return CalendarPeriods(unit, zone, tuple(starts))


def _read_zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise UNKNOWN_ZONE.error("zone", says=f'there is no time zone "{zone}"') from error


def _floor(unit: Unit, moment: datetime, first_weekday: int) -> datetime:
    if unit == "hour":
        return moment - timedelta(
            minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
        )
    day = moment.date()
    if unit == "week":
        day -= timedelta(days=(day.weekday() - first_weekday) % 7)
    if unit == "month":
        day = day.replace(day=1)
    return _midnight(day, moment)


def _midnight(day: date, like: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=like.tzinfo)


def _edges_after(unit: Unit, start: datetime) -> Iterator[datetime]:
    while True:
        start = _step(unit, start, 1)
        yield start


def _step(unit: Unit, start: datetime, way: int) -> datetime:
    """The edge one period later (1) or earlier (-1)."""
    if unit == "hour":
        # An hour is 60 minutes, also where the clocks are put forward: so it is added to the instant.
        return datetime.fromtimestamp(start.timestamp() + way * HOUR.total_seconds(), start.tzinfo)
    day = start.date()
    if unit == "month":
        months = day.year * 12 + day.month - 1 + way
        return _midnight(date(months // 12, months % 12 + 1, 1), start)
    return _midnight(day + timedelta(days=way * (7 if unit == "week" else 1)), start)
