"""Lengths of time as people write them (``7d``, ``12 months``) and half-open intervals of time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

_UNITS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "m": 60,
    "min": 60,
    "minute": 60,
    "h": 3600,
    "hour": 3600,
    "d": 86400,
    "day": 86400,
    "w": 7 * 86400,
    "week": 7 * 86400,
    "month": 30 * 86400,
    "y": 365 * 86400,
    "year": 365 * 86400,
}
SPAN_PATTERN = (
    r"^ *-?[0-9]{1,6}(\.[0-9]{1,6})? *"
    r"(s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?|w|weeks?|months?|y|years?) *$"
)
_SPAN = re.compile(SPAN_PATTERN)


def parse_span(text: str) -> timedelta:
    """Read a length of time: a number and a unit from seconds to years; a minus means before.

    A month is 30 days and a year 365, as in the retention tools the field uses; days are 24 hours, so that
    daylight saving moves nothing.

    Raises ValueError for anything else.

    >>> parse_span("7d"), parse_span("12 months").days, parse_span("-2d").days, parse_span("90 min")
    (datetime.timedelta(days=7), 360, -2, datetime.timedelta(seconds=5400))
    """
    if not _SPAN.fullmatch(text):
        raise ValueError(f"not a length of time: {text!r}")
    number, unit = re.findall(r"-?\d+(?:\.\d+)?|[a-z]+", text)
    factor = _UNITS.get(unit) or _UNITS[unit.rstrip("s")]
    return timedelta(seconds=float(number) * factor)


def say_span(seconds: float) -> str:
    """A length of time in the unit a reader would pick, two significant steps at most.

    >>> say_span(45), say_span(5400), say_span(86400 * 6.53), say_span(86400 * 400)
    ('45 s', '1.5 h', '6.5 d', '400 d')
    """
    for unit, factor in (("d", 86400), ("h", 3600), ("min", 60)):
        if abs(seconds) >= factor:
            return f"{_short(seconds / factor)} {unit}"
    return f"{_short(seconds)} s"


def _short(number: float) -> str:
    return f"{number:.0f}" if abs(number) >= 99.5 else f"{number:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open interval of time: ``since`` is included, ``until`` is not; None means unbounded.

    >>> from datetime import datetime, UTC
    >>> datetime(2026, 2, 1, tzinfo=UTC) in Period(until=datetime(2026, 2, 1, tzinfo=UTC))
    False
    """

    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        for bound in (self.since, self.until):
            if bound is not None and bound.tzinfo is None:
                raise ValueError("a period is bounded by aware instants")
        if self.since and self.until and self.since > self.until:
            raise ValueError("a period ends before it begins")

    def __contains__(self, instant: datetime) -> bool:
        return (self.since is None or self.since <= instant) and (self.until is None or instant < self.until)

    def in_zone(self, zone: tzinfo) -> Period:
        """The same period, its bounds told by the clock of a zone: what says its days says those of the zone.

        >>> from zoneinfo import ZoneInfo
        >>> Period(parse_instant("2025-12-31T23:00:00Z")).in_zone(ZoneInfo("Europe/Berlin")).since.isoformat()
        '2026-01-01T00:00:00+01:00'
        """
        since, until = self.since, self.until
        return Period(since and since.astimezone(zone), until and until.astimezone(zone))


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_microseconds(instant: datetime) -> int:
    """Microseconds since 1970 (UTC) of an aware instant, exactly."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def from_microseconds(microseconds: int) -> datetime:
    """The aware UTC instant so many microseconds after 1970."""
    return EPOCH + timedelta(microseconds=microseconds)


def parse_instant(text: str, zone: tzinfo = UTC) -> datetime:
    """Read an ISO 8601 date (midnight in ``zone``) or an instant with its own zone.

    Raises ValueError where a time of day comes without a zone: nobody can know which instant that is.

    >>> parse_instant("2026-01-31"), parse_instant("2026-01-31T12:00:00+02:00").isoformat()
    (datetime.datetime(2026, 1, 31, 0, 0, tzinfo=datetime.timezone.utc), '2026-01-31T10:00:00+00:00')
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        if len(text.strip()) > len("2026-01-31"):
            raise ValueError(f"{text!r} has a time of day but no zone")
        return moment.replace(tzinfo=zone).astimezone(UTC)
    return moment.astimezone(UTC)
