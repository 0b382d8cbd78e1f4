"""What is shown of tasks, alerts and handoffs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ninja import Schema

from desirepath.server.clock import WorkspaceTime
from desirepath.server.desk.handoffs import may_receive, nobodys_side, passing_of
from desirepath.server.desk.models import Alert, Handoff, Task
from desirepath.server.lived.names import names_of
from desirepath.server.lived.reading import read_journey
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import PersonRef
from desirepath.server.talk.notifications import person_ref


class StepPlace(Schema):
    """A step of a map; without a name where the map has it no more."""

    map: str
    map_title: str | None
    step: str | None
    step_name: str | None


class Snooze(Schema):
    """Until when something is put off, why, and by whom."""

    until: datetime
    because: str
    by: PersonRef | None


class About(Schema):
    """Of whom: the type and id of an account (null: of nobody), what it is called (null: nobody has said);
    where; what they pay a month, in whole cents; whose it is, and how that came about."""

    of: str | None
    account: str | None
    account_name: str | None
    place: StepPlace | None
    cents: int | None
    owner: PersonRef | None
    owned_because: str
    given_by: PersonRef | None


class TaskOut(About):
    """A task. ``came``: by hand, or from an alert, a handoff, a playbook. Late after the day ``due_on``."""

    id: int
    title: str
    words: str
    severity: str
    due_on: date | None
    came: str
    map_version: int | None
    alert: int | None
    handoff: int | None
    made_by: PersonRef | None
    made_at: datetime
    snoozed: Snooze | None
    done_at: datetime | None
    done_by: PersonRef | None
    undone_at: datetime | None
    undone_by: PersonRef | None


class AlertOut(About):
    """An alert. ``state``: open, closed by somebody while it lasts, or over (it resolved itself).

    ``arrival`` is the interaction that shows it.
    """

    id: int
    state: str
    rule: str
    reason: str
    says: str
    severity: str
    since: datetime
    arrival: int | None
    opened_at: datetime
    updated_at: datetime
    woken_at: datetime | None
    snoozed: Snooze | None
    closed_at: datetime | None
    closed_by: PersonRef | None
    closed_because: str
    ended_at: datetime | None


class HandoffOut(About):
    """A handoff. ``giver`` and ``receiver`` are the map's roles, ``giving`` and ``receiving`` who they are.

    ``state``: waiting, sent back, accepted, overtaken (the account has gone on). ``missing`` is what must
    still be told; ``troubles``: late, incomplete, sent back. ``owner`` is whose turn it is, and
    ``may_accept`` whether that you may say that you know enough. ``nobodys`` is the side that nobody has, and
    that you can take: the giver's or the receiver's (null: neither).
    """

    id: int
    giver: str | None
    receiver: str | None
    giving: PersonRef | None
    receiving: PersonRef | None
    carries: list[str]
    told: dict[str, str]
    missing: list[str]
    state: str
    troubles: list[str]
    said: str
    said_by: PersonRef | None
    opened_at: datetime
    due_at: datetime | None
    changed_at: datetime
    closed_at: datetime | None
    closed_by: PersonRef | None
    may_accept: bool
    nobodys: str | None
    snoozed: Snooze | None


PEOPLE = ("owner", "given_by")
OF_TASK = (*PEOPLE, "made_by", "done_by", "undone_by", "snoozed_by")
OF_ALERT = (*PEOPLE, "closed_by", "snoozed_by")
OF_HANDOFF = (*PEOPLE, "giving", "receiving", "said_by", "closed_by", "snoozed_by")


class MapNames:
    """What maps and their steps are called now; each map is looked up once, for one answer."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Mapping[str, str]] | None] = {}

    def place(self, map_id: str, step_id: str) -> StepPlace | None:
        """A place on a map with the names that it has now; None where no map is named."""
        if not map_id:
            return None
        if map_id not in self._known:
            self._known[map_id] = _names_on(map_id)
        title, steps = self._known[map_id] or (None, {})
        return StepPlace(map=map_id, map_title=title, step=step_id or None, step_name=steps.get(step_id))


def _names_on(map_id: str) -> tuple[str, Mapping[str, str]] | None:
    record = MapRecord.objects.filter(id=map_id).only("id", "era", "revision").first()
    if record is None:
        return None
    journey = read_journey(record)
    return journey.title, {step.id: step.name for step in journey.steps()}


def task_out(task: Task, maps: MapNames | None = None) -> TaskOut:
    """What is shown of a task."""
    return TaskOut(
        **about(task, maps).model_dump(),
        id=task.pk,
        title=task.title,
        words=task.words,
        severity=task.severity,
        due_on=task.due_on,
        came=task.came,
        map_version=task.map_version,
        alert=task.alert_id,
        handoff=task.handoff_id,
        made_by=person_ref(task.made_by),
        made_at=task.made_at,
        snoozed=snooze_of(task),
        done_at=task.done_at,
        done_by=person_ref(task.done_by),
        undone_at=task.undone_at,
        undone_by=person_ref(task.undone_by),
    )


def alert_out(alert: Alert, maps: MapNames | None = None) -> AlertOut:
    """What is shown of an alert."""
    return AlertOut(
        **about(alert, maps).model_dump(),
        id=alert.pk,
        state="over" if alert.ended_at else "closed" if alert.closed_at else "open",
        rule=alert.rule,
        reason=alert.reason,
        says=alert.says,
        severity=alert.severity,
        since=alert.since,
        arrival=alert.arrival,
        opened_at=alert.opened_at,
        updated_at=alert.updated_at,
        woken_at=alert.woken_at,
        snoozed=snooze_of(alert),
        closed_at=alert.closed_at,
        closed_by=person_ref(alert.closed_by),
        closed_because=alert.closed_because,
        ended_at=alert.ended_at,
    )


def handoff_out(
    row: Handoff, person: Person, time: WorkspaceTime, maps: MapNames | None = None
) -> HandoffOut:
    """What is shown of a handoff to a person."""
    passing = passing_of(row)
    return HandoffOut(
        **about(row, maps).model_dump(),
        id=row.pk,
        giver=passing.giver,
        receiver=passing.receiver,
        giving=person_ref(row.giving),
        receiving=person_ref(row.receiving),
        carries=list(passing.carries),
        told=dict(passing.told),
        missing=list(passing.missing),
        state=passing.state,
        troubles=list(passing.troubles(time.began)),
        said=passing.said,
        said_by=person_ref(row.said_by),
        opened_at=passing.opened_at,
        due_at=passing.due,
        changed_at=row.changed_at,
        closed_at=passing.closed_at,
        closed_by=person_ref(row.closed_by),
        may_accept=passing.is_open and may_receive(row, person),
        nobodys=nobodys_side(row),
        snoozed=snooze_of(row),
    )


def about(row: Task | Alert | Handoff, maps: MapNames | None = None) -> About:
    """What all rows of the desk say of an account. ``maps``: the names that an answer has found so far."""
    return About(
        of=row.of or None,
        account=row.account or None,
        account_name=names_of(row.of).get(row.account) if row.account else None,
        place=(maps or MapNames()).place(row.map, row.step),
        cents=row.cents,
        owner=person_ref(row.owner),
        owned_because=row.owned_because,
        given_by=person_ref(row.given_by),
    )


def snooze_of(row: Task | Alert | Handoff) -> Snooze | None:
    """Until when it is put off; None: it is not."""
    if row.snoozed_until is None:
        return None
    return Snooze(until=row.snoozed_until, because=row.snoozed_because, by=person_ref(row.snoozed_by))
