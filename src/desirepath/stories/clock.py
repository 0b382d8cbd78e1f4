"""Time in the stories: whole seconds since 1970 (UTC), and the hours at which people are up.

Zones are fixed offsets: the stories know no daylight saving, so that they need no table that changes.
"""

from __future__ import annotations

from datetime import UTC, datetime

from desirepath.stories.chance import Chance, Dial

HOUR = 3600
DAY = 86400

_WORKDAYS = Dial([(0, 19), (1, 23), (2, 22), (3, 20), (4, 14), (5, 1), (6, 1)])
_OFFICE_HOURS = Dial(
    [
        (7, 2),
        (8, 8),
        (9, 13),
        (10, 15),
        (11, 12),
        (12, 5),
        (13, 9),
        (14, 13),
        (15, 11),
        (16, 8),
        (17, 3),
        (19, 1),
    ]
)
_LEISURE_HOURS = Dial(
    [
        (7, 2),
        (8, 3),
        (10, 3),
        (12, 6),
        (13, 4),
        (16, 4),
        (18, 7),
        (19, 11),
        (20, 16),
        (21, 18),
        (22, 10),
        (23, 3),
    ]
)


def seconds(year: int, month: int, day: int, hour: int = 0) -> int:
    """An instant in UTC as seconds since 1970.

    >>> seconds(1970, 1, 2)
    86400
    """
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


def weekday(at: int, zone: int = 0) -> int:
    """The day of the week, 0 for Monday, where the clock is ``zone`` hours ahead.

    >>> weekday(seconds(2026, 9, 30))
    2
    """
    return ((at + zone * HOUR) // DAY + 3) % 7


def at_work(chance: Chance, at: float, zone: int) -> int:
    """The next moment in office hours from ``at`` on: that working day where time is left, else the next."""
    day = (int(at) + zone * HOUR) // DAY
    while True:
        of_week = (day + 3) % 7
        if of_week >= 5:
            day += 7 - of_week
        found = day * DAY - zone * HOUR + _OFFICE_HOURS.turn(chance) * HOUR + int(chance.unit() * HOUR)
        if found >= at:
            return found
        day += 1


def in_week(chance: Chance, monday: int, zone: int) -> int:
    """A moment in the local working week whose Monday began at ``monday`` on the local clock."""
    return (
        monday
        + _WORKDAYS.turn(chance) * DAY
        + _OFFICE_HOURS.turn(chance) * HOUR
        + int(chance.unit() * HOUR)
        - zone * HOUR
    )


def at_leisure(chance: Chance, at: float, zone: int) -> int:
    """A moment of the same local day when people shop, or ``at`` and some minutes where that has passed."""
    day = (int(at) + zone * HOUR) // DAY
    found = day * DAY - zone * HOUR + _LEISURE_HOURS.turn(chance) * HOUR + int(chance.unit() * HOUR)
    return found if found >= at else int(at) + chance.whole(60, 3 * HOUR)


def local_hour(at: int, zone: int) -> int:
    """The hour of the day where the clock is ``zone`` hours ahead."""
    return (at + zone * HOUR) // HOUR % 24


def on_day(at: float) -> str:
    """The day of an instant, as text: ``2026-09-30``."""
    return datetime.fromtimestamp(int(at), UTC).date().isoformat()
