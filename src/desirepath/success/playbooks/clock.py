"""Times of the day and quiet hours, in a time zone: across the days when clocks are put forward and back.

A time that a day does not have (clocks are put forward over it) is the first instant after the gap; one that
a day has twice is the first of the two. So every day has each time of the day once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from desirepath.base.spans import from_microseconds, to_microseconds

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = timedelta(days=1)


def read_clock(text: str) -> time:
    """A time of the day. Raises ValueError.

    >>> read_clock("09:30")
    datetime.time(9, 30)
    """
    if not re.fullmatch(r"[0-2]?[0-9]:[0-5][0-9]", text):
        raise ValueError(f"not a time of the day: {text!r}")
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def next_time(after_us: int, at: time | None, days: Sequence[str], zone: ZoneInfo) -> int:
    """The first instant after ``after_us`` at which the clock shows ``at``, on one of ``days`` (none: any).
    Without a time: the instant itself where its day is one of them, else the beginning of the next such day.

    >>> berlin = ZoneInfo("Europe/Berlin")
    >>> def say(text, at, *days):
    ...     us = to_microseconds(datetime.fromisoformat(text))
    ...     return from_microseconds(next_time(us, at, days, berlin)).astimezone(berlin).isoformat()
    >>> say("2026-03-28T12:00+01:00", time(2, 30))  # the next night has no 02:30
    '2026-03-29T03:30:00+02:00'
    >>> say("2026-10-25T02:30+02:00", time(2, 30))  # and that one has it twice: once is enough
    '2026-10-26T02:30:00+01:00'
    >>> say("2026-01-02T12:00+01:00", time(9), "mon")
    '2026-01-05T09:00:00+01:00'
    """
    day = from_microseconds(after_us).astimezone(zone).date()
    if at is None and (not days or WEEKDAYS[day.weekday()] in days):
        return after_us
    for ahead in range(9):
        one = day + ahead * _DAY
        if not days or WEEKDAYS[one.weekday()] in days:
            found = _instant(datetime.combine(one, at or time()), zone)
            if found > after_us:
                return found
    raise AssertionError("every week has all days")


def _instant(local: datetime, zone: ZoneInfo) -> int:
    return to_microseconds(local.replace(tzinfo=zone).astimezone(UTC))


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When no message goes out: between two times of the day (over midnight too), and on whole days."""

    begins: time | None
    ends: time | None
    days: tuple[str, ...]
    zone: ZoneInfo

    def say(self, over_us: int) -> str:
        """Until when a message waits, by the clock of its zone.

        >>> quiet = QuietHours(time(19), time(8), (), ZoneInfo("Europe/Berlin"))
        >>> quiet.say(to_microseconds(datetime.fromisoformat("2026-01-05T08:00+01:00")))
        'waits for Monday, 5 January, 08:00'
        """
        local = from_microseconds(over_us).astimezone(self.zone)
        return f"waits for {local:%A}, {local.day} {local:%B, %H:%M}"

    def over_at(self, at_us: int) -> int:
        """The instant itself where it is not quiet, else when the quiet is over.

        >>> quiet = QuietHours(time(19), time(8), ("sat", "sun"), ZoneInfo("Europe/Berlin"))
        >>> friday = to_microseconds(datetime.fromisoformat("2026-01-02T20:00+01:00"))
        >>> from_microseconds(quiet.over_at(friday)).isoformat()
        '2026-01-05T07:00:00+00:00'
        """
        for _ in range(32):
            later = self._later(at_us)
            if later == at_us:
                return at_us
            at_us = later
        return at_us

    def _later(self, at_us: int) -> int:
        local = from_microseconds(at_us).astimezone(self.zone)
        if WEEKDAYS[local.weekday()] in self.days:
            return _instant(datetime.combine(local.date() + _DAY, time()), self.zone)
        if self.begins is None or self.ends is None or self.begins == self.ends:
            return at_us
        now = local.time()
        if self.begins < self.ends:
            is_quiet, ends_on = self.begins <= now < self.ends, local.date()
        else:
            is_quiet = now >= self.begins or now < self.ends
            ends_on = local.date() + _DAY if now >= self.begins else local.date()
        return max(_instant(datetime.combine(ends_on, self.ends), self.zone), at_us) if is_quiet else at_us
