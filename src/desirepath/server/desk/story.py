"""What happened on the desk about one account: tasks made and done, alerts opened and over, handoffs accepted
and sent back; for its story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from desirepath.server.desk.day import HANDOFF_RULE
from desirepath.server.desk.models import Alert, Handoff, Task
from desirepath.server.desk.seeing import may_see
from desirepath.server.desk.shown import OF_ALERT, OF_HANDOFF, OF_TASK
from desirepath.server.people.models import Person

Kind = Literal["task", "alert", "handoff"]
What = Literal[
    "made", "done", "undone", "opened", "worse", "closed", "over", "accepted", "sent back", "overtaken"
]
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened on the desk: about which row, what, when, in words, by whom, and why."""

    kind: Kind
    row: int
    what: What
    at: datetime
    says: str
    step: tuple[str, str] | None = None
    by: Person | None = None
    because: str = ""
    put_off_until: datetime | None = None


def story_of(person: Person, of: str, account: str) -> list[Entry]:
    """All that happened on the desk about an account, the newest first, as far as the person may see it."""
    mine = {"of": of, "account": account}
    found: list[Entry] = []
    for task in may_see(person, Task.objects.filter(**mine).select_related(*OF_TASK).order_by("-pk"))[:MOST]:
        found += _of_task(task)
    alerts = Alert.objects.filter(**mine).exclude(rule=HANDOFF_RULE).select_related(*OF_ALERT).order_by("-pk")
    for alert in may_see(person, alerts)[:MOST]:
        found += _of_alert(alert)
    for handoff in may_see(
        person, Handoff.objects.filter(**mine).select_related(*OF_HANDOFF).order_by("-pk")
    )[:MOST]:
        found += _of_handoff(handoff)
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


def _of_task(row: Task) -> Iterator[Entry]:
    because, until = (row.snoozed_because, row.snoozed_until) if row.done_at is None else ("", None)
    yield Entry(
        "task", row.pk, "made", row.made_at, row.title, by=row.made_by, because=because, put_off_until=until
    )
    if row.undone_at is not None:
        yield Entry("task", row.pk, "undone", row.undone_at, row.title, by=row.undone_by)
    if row.done_at is not None:
        yield Entry("task", row.pk, "done", row.done_at, row.title, by=row.done_by)


def _of_alert(row: Alert) -> Iterator[Entry]:
    is_open = row.ended_at is None and row.closed_at is None
    because, until = (row.snoozed_because, row.snoozed_until) if is_open else ("", None)
    yield Entry("alert", row.pk, "opened", row.opened_at, row.says, because=because, put_off_until=until)
    if row.woken_at is not None:
        yield Entry("alert", row.pk, "worse", row.woken_at, row.says)
    if row.closed_at is not None:
        closed = row.closed_at
        yield Entry("alert", row.pk, "closed", closed, row.says, by=row.closed_by, because=row.closed_because)
    if row.ended_at is not None:
        yield Entry("alert", row.pk, "over", row.ended_at, row.says)


def _of_handoff(row: Handoff) -> Iterator[Entry]:
    says, step = f"{row.giver or 'nobody'} to {row.receiver or 'nobody'}", (row.map, row.step)
    yield Entry("handoff", row.pk, "opened", row.opened_at, says, step)
    if row.state == "sent back":
        yield Entry("handoff", row.pk, "sent back", row.changed_at, says, step, row.said_by, row.said)
    if row.state == "accepted" and row.closed_at is not None:
        yield Entry("handoff", row.pk, "accepted", row.closed_at, says, step, row.closed_by)
    if row.state == "overtaken" and row.closed_at is not None:
        yield Entry("handoff", row.pk, "overtaken", row.closed_at, says, step)
