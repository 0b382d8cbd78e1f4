"""Today: what one person has to do, what matters most first, each with the reason for its place.

What is late comes before what is not, what is urgent before what can wait; then what is worth more, and what
is due sooner. No hidden points: the order can be read off the lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from desirepath.base.words import say_date
from desirepath.success.alerts import Severity

Kind = Literal["alert", "task", "handoff", "unowned"]
SOON: Final = timedelta(days=1)
_RANK: Final[dict[Severity, int]] = {"urgent": 0, "act": 1, "watch": 2}


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do. ``cents`` is what the account pays a month (None: not known), ``due`` when it should
    be done (None: whenever)."""

    id: str
    kind: Kind
    account: str
    says: str
    severity: Severity
    since: datetime
    due: datetime | None = None
    cents: int | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A thing to do at its place in the day, and why it stands there."""

    todo: ToDo
    reason: str
    is_late: bool


def in_order(them: Iterable[ToDo], now: datetime) -> tuple[Placed, ...]:
    """What is to be done, in the order of what matters. Equal ones in the order of their ids: looking again
    does not change the morning.

    >>> from datetime import UTC
    >>> now = datetime(2026, 1, 9, 8, tzinfo=UTC)
    >>> call = ToDo("1", "task", "Acme", "call", "act", now, due=now - timedelta(hours=1))
    >>> poor = ToDo("2", "alert", "Birch", "poor answer", "urgent", now)
    >>> [(one.todo.id, one.reason) for one in in_order([poor, call], now)]
    [('1', 'late since 9 January 2026'), ('2', 'urgent')]
    """
    return tuple(
        Placed(todo, _reason(todo, now), _is_late(todo, now))
        for todo in sorted(
            them,
            key=lambda todo: (
                not _is_late(todo, now),
                _RANK[todo.severity],
                -(todo.cents or 0),
                todo.due is None,
                todo.due or now,
                todo.id,
            ),
        )
    )


def _is_late(todo: ToDo, now: datetime) -> bool:
    return todo.due is not None and todo.due < now


def _reason(todo: ToDo, now: datetime) -> str:
    if todo.due is not None and _is_late(todo, now):
        return f"late since {say_date(todo.due.date())}"
    if todo.severity == "urgent":
        return "urgent"
    if todo.due is not None and todo.due <= now + SOON:
        return "due today"
    if todo.due is not None:
        return f"due on {say_date(todo.due.date())}"
    return "to be done" if todo.severity == "act" else "to be watched"
