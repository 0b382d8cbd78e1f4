"""Instants as facts carry them: ISO 8601 with a zone, in a year that people live in."""

from __future__ import annotations

from datetime import UTC, datetime

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def read_instant(text: str) -> datetime:
    """The UTC instant that ``text`` names, to the microsecond.

    Years before 1900 and from 2200 on are how databases write "never"; they are no instants of an
    interaction.

    Raises ValueError, in words, for anything else.

    >>> read_instant("2026-01-31T12:00:00+02:00").isoformat()
    '2026-01-31T10:00:00+00:00'
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f'"{text[:60]}" is not a date and time that can be read without knowing its format'
        ) from None
    if moment.tzinfo is None:
        raise ValueError(f'"{text[:60]}" has no time zone')
    return checked_instant(moment)


def checked_instant(moment: datetime) -> datetime:
    """The same aware instant in UTC. Raises ValueError outside the years 1900 to 2199."""
    try:
        instant = moment.astimezone(UTC)
    except OverflowError:
        instant = datetime.max.replace(tzinfo=UTC)
    if not EARLIEST <= instant < LATEST:
        raise ValueError(f"the year {moment.year} cannot be meant")
    return instant
