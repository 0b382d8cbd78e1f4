"""Tasks: made by hand or by a playbook, changed, put off, done, and done no more."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from desirepath.server.clock import workspace_time
from desirepath.server.desk.kinds import NO_SUCH_COLLEAGUE
from desirepath.server.desk.models import Alert, Came, Handoff, Severity, Task
from desirepath.server.desk.telling import tell_desks
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role


def create(
    title: str,
    *,
    by: Person | None,
    owner: Person | None = None,
    of: str = "",
    account: str = "",
    words: str = "",
    due_on: date | None = None,
    severity: Severity = Severity.ACT,
    came: Came = Came.HAND,
    key: str = "",
    map_id: str = "",
    map_version: int | None = None,
    step: str = "",
    alert: Alert | None = None,
    handoff: Handoff | None = None,
    owned_because: str = "",
) -> Task:
    """A task; where one with this ``key`` (not empty) is there already, that one: a playbook that is run
    again after a crash makes it once. Tells the desk of whoever it belongs to when it is committed.

    ``cents`` is taken from what else is known of the account. Raises DP-DSK-002 for an owner who may not
    do it.
    """
    if owner is not None:
        must_be_colleague(owner)
    fields: dict[str, Any] = {
        "title": title,
        "words": words,
        "of": of,
        "account": account,
        "owner": owner,
        "owned_because": owned_because,
        "due_on": due_on,
        "severity": severity,
        "came": came,
        "map": map_id,
        "map_version": map_version,
        "step": step,
        "alert": alert,
        "handoff": handoff,
        "made_by": by,
        "made_at": workspace_time().now,
        "cents": _cents_of(of, account),
    }
    with transaction.atomic():
        if key:
            task, _ = Task.objects.get_or_create(key=key, defaults=fields)
        else:
            task = Task.objects.create(**fields)
        tell_desks()
    return task


def change(task: Task, changes: dict[str, Any], by: Person) -> Task:
    """With other words, another owner, day or severity. Raises DP-DSK-002."""
    if changes.get("owner") is not None:
        must_be_colleague(changes["owner"])
        changes |= {"owned_because": "", "given_by": by}
    return _set(task, **changes)


def do(task: Task, by: Person) -> Task:
    """Done, by somebody; what is done stays as it is."""
    return task if task.done_at else _set(task, done_at=workspace_time().now, done_by=by)


def undo(task: Task, by: Person) -> Task:
    """Done no more."""
    if task.done_at is None:
        return task
    return _set(task, done_at=None, done_by=None, undone_at=workspace_time().now, undone_by=by)


def snooze(task: Task, until: datetime | None, because: str, by: Person) -> Task:
    """Put off until then; None: no more."""
    return _set(task, **put_off(until, because, by))


def put_off(until: datetime | None, because: str, by: Person) -> dict[str, Any]:
    """What is written where something is put off."""
    return {
        "snoozed_until": until,
        "snoozed_because": because if until else "",
        "snoozed_by": by if until else None,
    }


def must_be_colleague(person: Person) -> None:
    """Raise DP-DSK-002 for somebody who could not do what is asked of them."""
    if not person.is_active or person.role < Role.EDITOR:
        raise NO_SUCH_COLLEAGUE.error("owner", says=f"{person.name or person.email} could not see or do it")


def _set(task: Task, **changes: Any) -> Task:
    for name, value in changes.items():
        setattr(task, name, value)
    task.save(update_fields=list(changes))
    tell_desks()
    return task


def _cents_of(of: str, account: str) -> int | None:
    if not account:
        return None
    for model in (Alert, Handoff, Task):
        known = model.objects.filter(of=of, account=account).exclude(cents=None).order_by("-pk").first()
        if known is not None:
            return known.cents
    return None
