"""A task for one of us, made in the transaction that marks its row as done: exactly once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from desirepath.base.spans import from_microseconds, parse_span
from desirepath.server.books.belonging import traits_now
from desirepath.server.books.roster import roster
from desirepath.server.desk import tasks
from desirepath.server.desk.models import Came, Severity
from desirepath.server.log_state import current_log
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from desirepath.server.playbooks.models import OutboxRow, Outcome
from desirepath.server.playbooks.performing.rows import claim
from desirepath.success.playbooks.playbook import Move, Playbook
from desirepath.success.playbooks.wording import fill_line, fill_prose

USUAL_ROLE: Final = "customer-success"


def make_task(row: OutboxRow, playbook: Playbook, move: Move, now: datetime) -> None:
    """Make it, for whoever owns the account in its role."""
    task = move.task
    assert task is not None
    log = current_log()
    traits = traits_now(log.generation, row.of, row.subject)
    owned = roster(now, row.of).owner(row.subject, task.role or USUAL_ROLE, traits, now)
    owner = None if owned.person is None else Person.objects.filter(pk=_pk(owned.person)).first()
    if owner is not None and (not owner.is_active or owner.role < Role.EDITOR):
        owner = None
    within = parse_span(task.due or "1d")
    due = from_microseconds(row.at_us) + within
    with transaction.atomic():
        if not claim(row, Outcome.DONE):
            return
        tasks.create(
            fill_line(task.title, row.values)[:300],
            by=None,
            owner=owner,
            of=row.of,
            account=row.subject,
            words=fill_prose(task.note or "", row.values),
            due_on=due.astimezone(ZoneInfo(log.settings.time_zone)).date(),
            severity=Severity.URGENT if within <= timedelta(days=1) else Severity.ACT,
            came=Came.PLAYBOOK,
            key=key_of(row.key),
            map_id=playbook.map or "",
            owned_because=owned.reason[:300],
        )


def key_of(row: str) -> str:
    """The key of the task that a row of the outbox makes, by the row's."""
    return f"playbook:{row}"


def _pk(person: str) -> int:
    return int(person) if person.isdecimal() else 0
