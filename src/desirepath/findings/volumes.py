"""Has a source stopped sending, or sent too much? Each day beside the same days of the weeks before.

Counts of a day are compared on the scale of Anscombe (1948), ``2 * sqrt(n + 3/8)``, on which counts that
only chance moves have a spread of 1 however many they are; where a source moves more than that, its own
spread (of all weekdays together) counts. A day is marked where a day like those before it would be as far off
once in a thousand days: a prediction interval by Student's t. Marked days are no example for those after
them, until four of one weekday in a row were: then that is how it is now.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from desirepath.measures.statistics.student import student_t

FEWEST, MOST = 4, 8
"""How many of the same weekdays before a day it is compared with, at least and at most."""
CHANCE = 0.001
"""How often a day as usual is marked, on either side."""
_WEEKS_LOOKED_AT = 26
Mark = Literal["gap", "low", "spike"]


@dataclass(frozen=True, slots=True)
class DayVolume:
    """One day of a source: how many interactions, how many were to be expected (``low`` to ``high``; None:
    too little is known before it), and whether that is unusual. A ``gap`` is a day without any."""

    on: date
    count: int
    low: float | None = None
    high: float | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class SourceVolume:
    """One source, day by day without a hole, from its first day to the last one looked at.

    ``silent_days`` is how many days in a row at the end had nothing, where that is unusual; 0 elsewhere.
    """

    source: str
    days: tuple[DayVolume, ...]
    silent_days: int = 0

    @property
    def total(self) -> int:
        """All its interactions."""
        return sum(day.count for day in self.days)

    @property
    def last_on(self) -> date:
        """The last day on which it sent something."""
        return max(day.on for day in self.days if day.count)

    @property
    def marked(self) -> tuple[DayVolume, ...]:
        """The unusual days."""
        return tuple(day for day in self.days if day.mark is not None)


class _Known:
    """The latest usual days before the one looked at, on Anscombe's scale, weekday by weekday."""

    def __init__(self) -> None:
        self._days: list[list[tuple[date, float]]] = [[] for _ in range(7)]
        self._odd: list[list[tuple[date, float]]] = [[] for _ in range(7)]
        self._why: list[Mark | None] = [None] * 7

    def learn(self, day: DayVolume) -> None:
        """A day; an unusual one counts once it is the fourth of its weekday that is so (nothing never is)."""
        weekday, one = day.on.weekday(), (day.on, _level(day.count))
        if day.mark is None:
            self._odd[weekday] = []
            self._days[weekday] = [*self._days[weekday], one][-MOST:]
        elif day.mark != "gap":
            so_far = self._odd[weekday] if self._why[weekday] == day.mark else []
            self._odd[weekday], self._why[weekday] = [*so_far, one], day.mark
            if len(self._odd[weekday]) >= FEWEST:
                self._days[weekday], self._odd[weekday] = self._odd[weekday], []

    def like(self, on: date) -> list[float]:
        """The levels of its weekday."""
        return self._of(on.weekday(), on)

    def spread(self, on: date) -> tuple[float, int]:
        """How far days lie from the mean of their weekday, over all weekdays, and its degrees of freedom."""
        squares, degrees = 0.0, 0
        for weekday in range(7):
            levels = self._of(weekday, on)
            if len(levels) > 1:
                mean = sum(levels) / len(levels)
                squares += sum((level - mean) ** 2 for level in levels)
                degrees += len(levels) - 1
        return math.sqrt(squares / degrees) if degrees else 0.0, degrees

    def _of(self, weekday: int, on: date) -> list[float]:
        first = on - timedelta(weeks=_WEEKS_LOOKED_AT)
        return [level for day, level in self._days[weekday] if day >= first]


def judge_volumes(counts: Mapping[str, Mapping[date, int]], *, until: date) -> tuple[SourceVolume, ...]:
    """The sources with their unusual days, the largest first.

    ``counts`` has the days on which something occurred; a day that is not in it, between a source's first and
    the day before ``until`` (not included: it is not over), had nothing.

    >>> from datetime import date, timedelta
    >>> monday = date(2026, 1, 5)
    >>> counts = {monday + timedelta(days=n): 50 for n in range(70) if n != 60}
    >>> (source,) = judge_volumes({"app": counts}, until=monday + timedelta(days=70))
    >>> [(str(day.on), day.mark) for day in source.marked]
    [('2026-03-06', 'gap')]
    """
    judged = [_judge(source, days, until) for source, days in counts.items() if any(days.values())]
    return tuple(sorted(judged, key=lambda one: (-one.total, one.source)))


def _judge(source: str, counts: Mapping[date, int], until: date) -> SourceVolume:
    first = min(day for day, count in counts.items() if count)
    end = max(until, max(counts) + timedelta(days=1))
    known = _Known()
    days: list[DayVolume] = []
    on = first
    while on < end:
        count = counts.get(on, 0)
        day = _beside(on, count, known) if on < until else DayVolume(on, count)
        days.append(day)
        known.learn(day)
        on += timedelta(days=1)
    return SourceVolume(source, tuple(days), _silent(days, until))


def _beside(on: date, count: int, known: _Known) -> DayVolume:
    like = known.like(on)
    spread, degrees = known.spread(on)
    if len(like) < FEWEST or not degrees:
        return DayVolume(on, count)
    mean = sum(like) / len(like)
    reach = student_t(degrees, 1 - 2 * CHANCE) * max(1.0, spread) * math.sqrt(1 + 1 / len(like))
    mark: Mark | None = None
    if _level(count) < mean - reach:
        mark = "gap" if count == 0 else "low"
    elif _level(count) > mean + reach:
        mark = "spike"
    return DayVolume(on, count, _count(mean - reach), _count(mean + reach), mark)


def _level(count: int) -> float:
    return 2 * math.sqrt(count + 0.375)


def _count(level: float) -> float:
    """The count that has this level; 0 where even none would be above it."""
    return max(0.0, (level / 2) ** 2 - 0.375) if level > 0 else 0.0


def _silent(days: Sequence[DayVolume], until: date) -> int:
    """How many days at the end had nothing, where at least one of them is marked for it."""
    silent = 0
    is_unusual = False
    for day in reversed(days):
        if day.on >= until and not day.count:
            continue
        if day.count:
            break
        silent += 1
        is_unusual = is_unusual or day.mark == "gap"
    return silent if is_unusual else 0
