"""One person's day: what is on their desk, in the order of what matters; and what nobody has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import cast

from django.db.models import Q

from desirepath.server.clock import WorkspaceTime
from desirepath.server.desk.alerts import open_alerts
from desirepath.server.desk.handoffs import open_handoffs
from desirepath.server.desk.models import Alert, Handoff, Task
from desirepath.server.desk.seeing import may_see
from desirepath.server.desk.shown import OF_ALERT, OF_HANDOFF, OF_TASK
from desirepath.server.people.models import Person
from desirepath.success.alerts import Severity
from desirepath.success.lines import in_lines
from desirepath.success.today import Kind, Placed, ToDo, in_order
from desirepath.success.today import day_of as due_day

Row = Task | Alert | Handoff
HANDOFF_RULE = "handoff"
"""Alerts of this rule are about a handoff, which is on the desk itself."""


@dataclass(frozen=True, slots=True)
class OnDesk:
    """One row at its place in the day."""

    placed: Placed
    row: Row


@dataclass(frozen=True, slots=True)
class OnLine:
    """One line of a day at its place, and what is in it: one thing, or many alerts of one rule."""

    placed: Placed
    rows: tuple[OnDesk, ...]

    @property
    def is_group(self) -> bool:
        """Whether it stands for many."""
        return self.placed.todo.kind == "group"


def day_of(looker: Person, owner: Person | None, time: WorkspaceTime) -> list[OnDesk]:
    """What ``owner`` has to do (None: what nobody has), as far as ``looker`` may see it, what matters first.

    What is put off is not among it.
    """
    rows: list[Row] = []
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=time.now)
    tasks = Task.objects.filter(awake, done_at=None, owner=owner)
    rows += may_see(looker, tasks.select_related(*OF_TASK))
    alerts = open_alerts().filter(awake, owner=owner).exclude(rule=HANDOFF_RULE)
    rows += may_see(looker, alerts.select_related(*OF_ALERT))
    rows += may_see(looker, open_handoffs().select_related(*OF_HANDOFF).filter(awake, owner=owner))
    return put_in_order(rows, time)


def lines_of(day: Iterable[OnDesk], time: WorkspaceTime) -> list[OnLine]:
    """A day in lines: alerts of one rule are one. Nothing of the day is left out."""
    by_id = {one.placed.todo.id: one for one in day}
    return [
        OnLine(line.placed, tuple(by_id[one.todo.id] for one in line.members or (line.placed,)))
        for line in in_lines((one.placed for one in by_id.values()), time.now, time.zone)
    ]


def put_in_order(rows: Iterable[Row], time: WorkspaceTime) -> list[OnDesk]:
    """Rows in the order of what matters."""
    by_id: Mapping[str, Row] = {f"{_kind(row)}:{row.pk}": row for row in rows}
    placed = in_order((to_do(row, time.zone) for row in by_id.values()), time.now, time.zone)
    return [OnDesk(one, by_id[one.todo.id]) for one in placed]


def to_do(row: Row, zone: tzinfo) -> ToDo:
    """A row as the order of the day knows it. A handoff is due on a day of the workspace, at any hour."""
    due: date | None
    if isinstance(row, Task):
        says, severity, since, due = row.title, row.severity, row.made_at, row.due_on
    elif isinstance(row, Alert):
        says, severity, since, due = row.says, row.severity, row.since, None
    else:
        says, severity, since = row.step, "act", row.opened_at
        due = None if row.due_at is None else due_day(row.due_at, zone)
    kind = _kind(row)
    owner = None if row.owner_id is None else str(row.owner_id)
    return ToDo(
        f"{kind}:{row.pk}",
        kind,
        row.account,
        says,
        cast("Severity", severity),
        since,
        due=due,
        cents=row.cents,
        owner=owner,
        rule=row.rule if isinstance(row, Alert) else None,
        about=_about(row),
    )


def _about(row: Row) -> str | None:
    if isinstance(row, Alert):
        return row.reason
    if isinstance(row, Task) or row.owner_id in (None, row.giving_id):
        return None
    return "told" if row.owner_id == row.receiving_id else None


def _kind(row: Row) -> Kind:
    return "task" if isinstance(row, Task) else "alert" if isinstance(row, Alert) else "handoff"
