"""The endpoints of the day: one's own, somebody else's, and the team's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest
from ninja import Query, Router, Schema

from desirepath.log.workspace import read_settings
from desirepath.server.answers import REFUSALS
from desirepath.server.clock import WorkspaceTime, workspace_time
from desirepath.server.desk.day import OnDesk, OnLine, day_of, lines_of
from desirepath.server.desk.handoffs import open_handoffs
from desirepath.server.desk.models import Alert, Handoff, Look, Task
from desirepath.server.desk.seeing import may_see
from desirepath.server.desk.shown import (
    AlertOut,
    HandoffOut,
    MapNames,
    StepPlace,
    TaskOut,
    alert_out,
    handoff_out,
    task_out,
)
from desirepath.server.desk.team import Unowned, shares_of, team_of, unowned_moments
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.names import names_of_some
from desirepath.server.people.api import asker
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from desirepath.server.people.shapes import PersonRef
from desirepath.server.talk.notifications import person_ref

router = Router(tags=["today"])
MOST = 200
"""So many lines of one day are shown; nobody does more, and what matters most is among them."""
MOST_OF_A_RULE = 10
"""So many of the alerts of one rule are shown at once; the rest are counted, and one click away."""


class GroupOut(Schema):
    """Many alerts of one ``rule``, in one line.

    ``ids`` are all of them in the order of what matters: urgent ones first, then by what the account pays;
    ``first`` are shown at once. ``cents`` is what all pay a month (null: not known), ``urgent`` how many are
    urgent.
    """

    rule: str
    says: str
    severity: str
    cents: int | None
    urgent: int
    ids: list[int]
    first: list[ItemOut]


class ItemOut(Schema):
    """One thing to do: a task, an alert, a handoff, or a group of alerts (all others are null), and why it
    stands here."""

    key: str
    kind: str
    reason: str
    is_late: bool
    task: TaskOut | None = None
    alert: AlertOut | None = None
    handoff: HandoffOut | None = None
    group: GroupOut | None = None


class UnownedOut(Schema):
    """A moment that nobody owns: at a step, why, and for how many accounts (``some`` of them, and what those
    are called, where it is known)."""

    place: StepPlace
    of: str
    role: str | None
    reason: str
    accounts: int
    some: list[str]
    names: dict[str, str]


class DayOut(Schema):
    """Which day it is in the workspace, and what is known of it.

    ``data_until`` is the last instant of the log that was looked at, ``looked_at`` when (null: not yet).
    ``stands_still``: it is the demo, whose day never ends.
    """

    now: datetime
    today: date
    time_zone: str
    data_until: datetime | None
    looked_at: datetime | None
    stands_still: bool


class TodayOut(DayOut):
    """One person's day: ``items`` are its lines in the order of what matters (``lines`` of them in all).

    ``total`` counts every alert by itself, as ``late``, ``snoozed`` (put off) and ``done_today`` do.
    ``unowned_items`` (``unowned_total`` things) and ``unowned`` are what nobody has.
    """

    person: PersonRef
    currency: str
    items: list[ItemOut]
    total: int
    lines: int
    late: int
    snoozed: int
    done_today: int
    unowned_items: list[ItemOut]
    unowned_total: int
    unowned: list[UnownedOut]


class MateOut(Schema):
    """One of the team: what is on their desk, how many accounts are theirs and how many can be, and until
    when they are away (null: they are here)."""

    person: PersonRef
    roles: list[str]
    tasks: int
    alerts: int
    handoffs: int
    urgent: int
    late: int
    accounts: int
    capacity: int
    away_until: datetime | None
    substitute: PersonRef | None


class RuleShareOut(Schema):
    """How many of a rule's alerts are on whose desk (null: on nobody's)."""

    person: PersonRef | None
    alerts: int


class TeamRuleOut(Schema):
    """What is wrong by one rule on all desks, in one line, and whose it is."""

    key: str
    says: str
    severity: str
    alerts: int
    urgent: int
    cents: int | None
    shares: list[RuleShareOut]


class TeamOut(DayOut):
    """The team's day, who has most of what is late or urgent first; what is wrong on all desks, by rule; and
    the handoffs that are late."""

    people: list[MateOut]
    currency: str
    rules: list[TeamRuleOut]
    overdue: list[HandoffOut]
    unowned_items: int


@router.get("", response={200: TodayOut, **REFUSALS})
def today(
    request: HttpRequest, person: Annotated[int | None, Query(description="Whose day: yours, else.")] = None
) -> TodayOut:
    """What you have to do today (or somebody else has, as far as you may see it)."""
    looker, time = asker(request), workspace_time()
    whose = looker if person is None else _somebody(person)
    mine, nobodys = day_of(looker, whose, time), day_of(looker, None, time)
    lines, maps = lines_of(mine, time), MapNames()
    return TodayOut(
        **_day(time),
        person=PersonRef(id=whose.pk, name=str(whose)),
        currency=read_settings(settings.CONFIGURATION.folder).currency,
        items=[line_out(one, looker, time, maps) for one in lines[:MOST]],
        total=len(mine),
        lines=len(lines),
        late=sum(one.placed.is_late for one in mine),
        snoozed=_snoozed(looker, whose, time),
        done_today=_done_today(whose, time),
        unowned_items=[line_out(one, looker, time, maps) for one in lines_of(nobodys, time)[:MOST]],
        unowned_total=len(nobodys),
        unowned=[_unowned_out(one) for one in unowned_moments(looker)],
    )


@router.get("/team", response={200: TeamOut, **REFUSALS})
def team(request: HttpRequest) -> TeamOut:
    """Everybody's day in numbers: load against capacity, who is away, what is late."""
    looker, time = asker(request), workspace_time()
    found, maps = team_of(looker, time), MapNames()
    return TeamOut(
        **_day(time),
        people=[
            MateOut(
                person=PersonRef(id=one.person.pk, name=str(one.person)),
                roles=list(one.roles),
                tasks=one.tasks,
                alerts=one.alerts,
                handoffs=one.handoffs,
                urgent=one.urgent,
                late=one.late,
                accounts=one.accounts,
                capacity=one.capacity,
                away_until=one.away_until,
                substitute=person_ref(one.substitute),
            )
            for one in found.mates
        ],
        currency=read_settings(settings.CONFIGURATION.folder).currency,
        rules=[
            TeamRuleOut(
                key=one.placed.todo.id,
                says=one.placed.todo.says,
                severity=one.placed.todo.severity,
                alerts=len(one.rows),
                urgent=sum(row.placed.todo.severity == "urgent" for row in one.rows),
                cents=one.placed.todo.cents,
                shares=[
                    RuleShareOut(person=person_ref(person), alerts=count) for person, count in shares_of(one)
                ],
            )
            for one in found.rules
        ],
        overdue=[handoff_out(one, looker, time, maps) for one in found.overdue[:MOST]],
        unowned_items=found.unowned_items,
    )


def line_out(line: OnLine, looker: Person, time: WorkspaceTime, maps: MapNames) -> ItemOut:
    """One line of a day, as it is shown."""
    if not line.is_group:
        return item_out(line.rows[0], looker, time, maps)
    todo = line.placed.todo
    return ItemOut(
        key=todo.id,
        kind=todo.kind,
        reason=line.placed.reason,
        is_late=line.placed.is_late,
        group=GroupOut(
            rule=todo.rule or "",
            says=todo.says,
            severity=todo.severity,
            cents=todo.cents,
            urgent=sum(one.placed.todo.severity == "urgent" for one in line.rows),
            ids=[one.row.pk for one in line.rows],
            first=[item_out(one, looker, time, maps) for one in line.rows[:MOST_OF_A_RULE]],
        ),
    )


def item_out(one: OnDesk, looker: Person, time: WorkspaceTime, maps: MapNames) -> ItemOut:
    """One thing to do, as it is shown."""
    item = ItemOut(
        key=one.placed.todo.id,
        kind=one.placed.todo.kind,
        reason=one.placed.reason,
        is_late=one.placed.is_late,
    )
    if isinstance(one.row, Task):
        item.task = task_out(one.row, maps)
    elif isinstance(one.row, Alert):
        item.alert = alert_out(one.row, maps)
    else:
        item.handoff = handoff_out(one.row, looker, time, maps)
    return item


def _day(time: WorkspaceTime) -> dict[str, Any]:
    looks = Look.objects.aggregate(until=Max("as_of"), at=Max("decided_at"))
    return {
        "now": time.now,
        "today": time.today,
        "time_zone": time.zone.key,
        "data_until": looks["until"],
        "looked_at": looks["at"],
        "stands_still": settings.IS_DEMO,
    }


def _somebody(person_id: int) -> Person:
    found = Person.objects.filter(pk=person_id, role__gte=Role.EDITOR) if 0 < person_id < 2**62 else None
    if not found:
        raise NOT_FOUND.error("person", says=f"nobody of the number {person_id} has a desk")
    return found.get()


def _snoozed(looker: Person, whose: Person, time: WorkspaceTime) -> int:
    tasks = may_see(looker, Task.objects.filter(owner=whose, done_at=None, snoozed_until__gt=time.now))
    alerts = may_see(
        looker, Alert.objects.filter(owner=whose, ended_at=None, closed_at=None, snoozed_until__gt=time.now)
    )
    handoffs = may_see(looker, open_handoffs().filter(owner=whose, snoozed_until__gt=time.now))
    return tasks.count() + alerts.count() + handoffs.count()


def _done_today(whose: Person, time: WorkspaceTime) -> int:
    began = time.began
    tasks = Task.objects.filter(done_by=whose, done_at__gte=began)
    alerts = Alert.objects.filter(closed_by=whose, closed_at__gte=began)
    handoffs = Handoff.objects.filter(closed_by=whose, closed_at__gte=began)
    return tasks.count() + alerts.count() + handoffs.count()


def _unowned_out(one: Unowned) -> UnownedOut:
    return UnownedOut(
        place=one.place,
        of=one.of,
        role=one.role,
        reason=one.reason,
        accounts=one.accounts,
        some=list(one.some),
        names=names_of_some(one.of, one.some),
    )
