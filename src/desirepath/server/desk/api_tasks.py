"""The endpoints of tasks."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, Final, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.clock import workspace_time
from desirepath.server.desk import tasks
from desirepath.server.desk.kinds import NO_SUCH_COLLEAGUE, PAST_DAY
from desirepath.server.desk.models import Alert, Came, Handoff, Severity, Task
from desirepath.server.desk.seeing import find, may_see, may_see_account
from desirepath.server.desk.shown import OF_TASK, MapNames, TaskOut, task_out
from desirepath.server.kinds import BAD_REQUEST, NOT_FOUND
from desirepath.server.people.api import asker
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Body, Page, PageSize, newest_first
from desirepath.success.today import start_of

router = Router(tags=["today"])

Title = Annotated[str, Field(min_length=1, max_length=300)]
Words = Annotated[str, Field(max_length=10_000)]
Because = Annotated[str, Field(max_length=300)]
Of = Annotated[str, Field(max_length=100)]
Account = Annotated[str, Field(max_length=500)]
LAST_DAY: Final = date(2999, 12, 31)
"""Nobody plans beyond; and every day up to here has one that follows it."""
Day = Annotated[date, Field(le=LAST_DAY)]


class TaskIn(Body):
    """A task to be made. Without ``owner`` it is yours; ``of`` and ``account`` go together, or it is about
    nobody. ``alert`` or ``handoff``: from which it comes.
    """

    title: Title
    words: Words = ""
    of: Of | None = None
    account: Account | None = None
    owner: int | None = None
    due_on: Day | None = None
    severity: Severity = Severity.ACT
    alert: int | None = None
    handoff: int | None = None


class TaskChange(Body):
    """What of a task is to be otherwise; what is left out stays. ``due_on`` null: whenever."""

    title: Title | None = None
    words: Words | None = None
    owner: int | None = None
    due_on: Day | None = None
    severity: Severity | None = None


class SnoozeIn(Body):
    """Until when to put it off, and why: until a moment, or until a day ``on`` begins in the workspace.

    It comes back then, or sooner where it gets worse.
    """

    until: datetime | None = None
    on: Day | None = None
    because: Because = ""


@router.get("", response={200: Page[TaskOut], **REFUSALS})
def list_tasks(
    request: HttpRequest,
    of: Of | None = None,
    account: Account | None = None,
    owner: int | None = None,
    state: Literal["open", "done", "all"] = "open",
    cursor: str = "",
    limit: PageSize = 50,
) -> Page[TaskOut]:
    """The tasks you may see, the newest first: of an account, of a person."""
    rows = may_see(asker(request), Task.objects.select_related(*OF_TASK))
    if state != "all":
        rows = rows.filter(done_at__isnull=state == "open")
    rows = rows.filter(**{name: value for name, value in _asked(of, account, owner) if value is not None})
    items, following = newest_first(rows, partial(task_out, maps=MapNames()), cursor=cursor, limit=limit)
    return Page[TaskOut](items=list(items), next=following)


@router.post("", response={201: TaskOut, **REFUSALS})
def make_task(request: HttpRequest, body: TaskIn) -> Status[TaskOut]:
    """Make a task."""
    person = asker(request)
    if (body.of is None) != (body.account is None):
        raise BAD_REQUEST.error("account", says="a type and an account go together")
    if body.account is not None and not may_see_account(person, body.of or "", body.account):
        raise NOT_FOUND.error("account", says=f"there is no {body.of} {body.account!r} in your book")
    alert = None if body.alert is None else find_row(person, Alert, body.alert)
    handoff = None if body.handoff is None else find_row(person, Handoff, body.handoff)
    source = alert or handoff
    task = tasks.create(
        body.title,
        by=person,
        owner=person if body.owner is None else colleague(body.owner),
        of=body.of or (source.of if source else ""),
        account=body.account or (source.account if source else ""),
        words=body.words,
        due_on=body.due_on,
        severity=body.severity,
        came=Came.ALERT if alert else Came.HANDOFF if handoff else Came.HAND,
        map_id=source.map if source else "",
        step=source.step if source else "",
        alert=alert,
        handoff=handoff,
    )
    return Status(201, task_out(task))


@router.get("/{int:task_id}", response={200: TaskOut, **REFUSALS})
def one_task(request: HttpRequest, task_id: int) -> TaskOut:
    """One task."""
    return task_out(find_row(asker(request), Task, task_id))


@router.patch("/{int:task_id}", response={200: TaskOut, **REFUSALS})
def change_task(request: HttpRequest, task_id: int, body: TaskChange) -> TaskOut:
    """Change a task: its words, whose it is, until when."""
    changes: dict[str, Any] = body.model_dump(exclude_unset=True)
    for name in ("title", "words", "severity", "owner"):
        if name in changes and changes[name] is None:
            raise BAD_REQUEST.error(name, says=f"{name} cannot be nothing", fix="leave it out")
    if "owner" in changes:
        changes["owner"] = colleague(changes["owner"])
    with transaction.atomic():
        return task_out(tasks.change(_find(request, task_id), changes, asker(request)))


@router.post("/{int:task_id}/done", response={200: TaskOut, **REFUSALS})
def do_task(request: HttpRequest, task_id: int) -> TaskOut:
    """It is done."""
    with transaction.atomic():
        return task_out(tasks.do(_find(request, task_id), asker(request)))


@router.post("/{int:task_id}/undone", response={200: TaskOut, **REFUSALS})
def undo_task(request: HttpRequest, task_id: int) -> TaskOut:
    """It is not done after all."""
    with transaction.atomic():
        return task_out(tasks.undo(_find(request, task_id), asker(request)))


@router.post("/{int:task_id}/snooze", response={200: TaskOut, **REFUSALS})
def snooze_task(request: HttpRequest, task_id: int, body: SnoozeIn) -> TaskOut:
    """Put it off."""
    until = moment_of(body)
    with transaction.atomic():
        return task_out(tasks.snooze(_find(request, task_id), until, body.because, asker(request)))


@router.post("/{int:task_id}/wake", response={200: TaskOut, **REFUSALS})
def wake_task(request: HttpRequest, task_id: int) -> TaskOut:
    """Put it off no more."""
    with transaction.atomic():
        return task_out(tasks.snooze(_find(request, task_id), None, "", asker(request)))


def moment_of(body: SnoozeIn) -> datetime:
    """When it comes back. Raises DP-DSK-003 for a moment that is over, DP-SRV-004 for none."""
    time = workspace_time()
    if (body.until is None) == (body.on is None):
        raise BAD_REQUEST.error("until", says="say until when, or on which day", fix='{"on": "2026-01-31"}')
    if body.until is not None and body.until.tzinfo is None:
        raise BAD_REQUEST.error("until", says="a moment needs a zone", fix="2026-01-31T09:00:00+01:00")
    until = body.until or start_of(body.on or time.today, time.zone)
    if until.date() > LAST_DAY:
        raise BAD_REQUEST.error("until", says=f"{until.date()} is too far away")
    if until <= time.now:
        raise PAST_DAY.error("until" if body.until else "on")
    return until


def colleague(person_id: int) -> Person:
    """Somebody who can own something. Raises DP-DSK-002."""
    found = Person.objects.filter(pk=person_id).first() if 0 < person_id < 2**62 else None
    if found is None:
        raise NO_SUCH_COLLEAGUE.error("owner", says=f"there is nobody of the number {person_id}")
    tasks.must_be_colleague(found)
    return found


def find_row(person: Person, model: Any, pk: int) -> Any:
    """A row that the person may see. Raises DP-SRV-003."""
    with transaction.atomic():
        return find(person, model.objects.all(), pk, called=model._meta.verbose_name)


def _find(request: HttpRequest, task_id: int) -> Task:
    return find(asker(request), Task.objects.all(), task_id, called="task")


def _asked(of: str | None, account: str | None, owner: int | None) -> list[tuple[str, Any]]:
    if owner is not None and not 0 < owner < 2**62:
        raise BAD_REQUEST.error("owner", says="there is nobody of this number")
    return [("of", of), ("account", account), ("owner", owner)]
