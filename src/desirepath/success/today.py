"""Today: what one person has to do, what matters most first, each with the reason for its place.

What is late comes before what is not, what is urgent before what can wait; then what is worth more, and what
is due sooner. No hidden points: the order can be read off the lines. A day is the workspace's day, however
long it is: what is due on a day is late when that day is over there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from desirepath.base.words import say_date
from desirepath.success.alerts import Severity

Kind = Literal["alert", "task", "handoff", "group"]
RANK: Final[dict[Severity, int]] = {"urgent": 0, "act": 1, "watch": 2}


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do. ``cents`` is what the account pays a month (None: not known), ``due`` when it should
    be done: at an instant, or by the end of a day (None: whenever). ``rule`` and ``about`` are an alert's
    rule and its reason, None for what is no alert (but a handoff's ``about`` is "told" when it is for the
    receiver to take over). A ``group`` stands for many alerts of one rule
    (success.lines); it is of no single account."""

    id: str
    kind: Kind
    account: str
    says: str
    severity: Severity
    since: datetime
    due: datetime | date | None = None
    cents: int | None = None
    owner: str | None = None
    rule: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A thing to do at its place in the day, and why it stands there."""

    todo: ToDo
    reason: str
    is_late: bool


def in_order(them: Iterable[ToDo], now: datetime, zone: tzinfo = UTC) -> tuple[Placed, ...]:
    """What is to be done, in the order of what matters. Equal ones in the order of their ids: looking again
    does not change the morning. ``zone`` is the workspace's, in which days begin and end.

    >>> now = datetime(2026, 1, 9, 8, tzinfo=UTC)
    >>> call = ToDo("1", "task", "Acme", "call", "act", now, due=now - timedelta(hours=1))
    >>> poor = ToDo("2", "alert", "Birch", "poor answer", "urgent", now)
    >>> send = ToDo("3", "task", "Acme", "send", "act", now, due=date(2026, 1, 9))
    >>> [(one.todo.id, one.reason) for one in in_order([send, poor, call], now)]
    [('1', 'late since 9 January 2026'), ('2', 'urgent'), ('3', 'due today')]
    """
    return tuple(
        Placed(todo, _reason(todo, now, zone), _is_late(todo, now, zone))
        for todo in sorted(
            them,
            key=lambda todo: (
                not _is_late(todo, now, zone),
                RANK[todo.severity],
                -(todo.cents or 0),
                todo.due is None,
                now if todo.due is None else end_of(todo.due, zone),
                todo.id,
            ),
        )
    )


def end_of(due: datetime | date, zone: tzinfo) -> datetime:
    """The first instant at which what is due then is late: of a day its end in the zone.

    >>> from zoneinfo import ZoneInfo
    >>> spring = end_of(date(2026, 3, 29), ZoneInfo("Europe/Berlin"))
    >>> spring.astimezone(UTC).isoformat()
    '2026-03-29T22:00:00+00:00'
    """
    if isinstance(due, datetime):
        return due
    return start_of(due + timedelta(days=1), zone)


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first instant of a day in a zone."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_of(due: datetime | date, zone: tzinfo) -> date:
    """The day in the zone on which it is due."""
    return due.astimezone(zone).date() if isinstance(due, datetime) else due


def _is_late(todo: ToDo, now: datetime, zone: tzinfo) -> bool:
    if todo.due is None:
        return False
    end = end_of(todo.due, zone)
    return end < now if isinstance(todo.due, datetime) else end <= now


def _reason(todo: ToDo, now: datetime, zone: tzinfo) -> str:
    if todo.due is not None and _is_late(todo, now, zone):
        return f"late since {say_date(day_of(todo.due, zone))}"
    if todo.severity == "urgent":
        return "urgent"
    if todo.due is None:
        return "to be done" if todo.severity == "act" else "to be watched"
    day, today = day_of(todo.due, zone), now.astimezone(zone).date()
    if day == today:
        return "due today"
    return "due tomorrow" if day == today + timedelta(days=1) else f"due on {say_date(day)}"
