"""The team's day in numbers, and the moments that nobody owns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from desirepath.server.books.counting import loads
from desirepath.server.books.models import Absence, Seat
from desirepath.server.books.seeing import whose
from desirepath.server.clock import WorkspaceTime
from desirepath.server.desk.day import OnLine, day_of, lines_of
from desirepath.server.desk.handoffs import open_handoffs
from desirepath.server.desk.models import Handoff, Look
from desirepath.server.desk.seeing import may_see
from desirepath.server.desk.shown import OF_HANDOFF, MapNames, StepPlace
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role

SOME = 20
"""So many of the accounts whose moment nobody owns are named."""


@dataclass(frozen=True, slots=True)
class Mate:
    """One of the team, in numbers."""

    person: Person
    roles: tuple[str, ...]
    tasks: int
    alerts: int
    handoffs: int
    urgent: int
    late: int
    accounts: int
    capacity: int
    away_until: datetime | None
    substitute: Person | None


@dataclass(frozen=True, slots=True)
class Team:
    """The team: who has most of what is late or urgent first, what is wrong by rule (with two of a rule and
    fewer left to whose they are), the late handoffs, how much nobody has."""

    mates: Sequence[Mate]
    rules: Sequence[OnLine]
    overdue: Sequence[Handoff]
    unowned_items: int


@dataclass(frozen=True, slots=True)
class Unowned:
    """Accounts that stand at a step whose moments are nobody's, and why."""

    place: StepPlace
    of: str
    role: str | None
    reason: str
    accounts: int
    some: tuple[str, ...]


def team_of(looker: Person, time: WorkspaceTime) -> Team:
    """Everybody who has a desk, as far as the looker may see what is on it."""
    seats = {seat.person_id: seat for seat in Seat.objects.all()}
    counts = loads(time.now)
    away = _away(time.now)
    mates, everything = [], day_of(looker, None, time)
    unowned_items = len(everything)
    for person in Person.objects.filter(is_active=True, role__gte=Role.EDITOR).order_by("name", "pk"):
        seat, absence = seats.get(person.pk), away.get(person.pk)
        on_desk = day_of(looker, person, time)
        everything += on_desk
        kinds = [one.placed.todo.kind for one in on_desk]
        mates.append(
            Mate(
                person=person,
                roles=tuple(seat.roles) if seat else (),
                tasks=kinds.count("task"),
                alerts=kinds.count("alert"),
                handoffs=kinds.count("handoff"),
                urgent=sum(one.placed.todo.severity == "urgent" for one in on_desk),
                late=sum(one.placed.is_late for one in on_desk),
                accounts=counts[person.pk],
                capacity=seat.capacity if seat else 0,
                away_until=absence.until if absence else None,
                substitute=absence.substitute if absence else None,
            )
        )
    mates.sort(key=lambda one: (-one.late, -one.urgent, -(one.tasks + one.alerts + one.handoffs)))
    rules = [one for one in lines_of(everything, time) if one.is_group]
    return Team(mates, rules, list(overdue_handoffs(looker, time)), unowned_items)


def shares_of(line: OnLine) -> list[tuple[Person | None, int]]:
    """On whose desk how many of a line's things are, who has most first; nobody last."""
    owners = {one.row.owner_id: one.row.owner for one in line.rows}
    counts = Counter(one.row.owner_id for one in line.rows)
    found = [(owners[key], count) for key, count in counts.items()]
    return sorted(found, key=lambda one: (one[0] is None, -one[1], str(one[0])))


def overdue_handoffs(looker: Person, time: WorkspaceTime) -> QuerySet[Handoff]:
    """The open handoffs that were due before today, the longest late first."""
    late = open_handoffs().filter(due_at__lt=time.began).select_related(*OF_HANDOFF)
    return may_see(looker, late).order_by("due_at", "pk")


def unowned_moments(looker: Person) -> list[Unowned]:
    """The moments that nobody owns, those of most accounts first."""
    looks = Look.objects.order_by("map")
    if looker.role < Role.OWNER:
        looks = looks.exclude(
            map__in=MapRole.objects.filter(person=looker, role__lt=Role.EDITOR).values("map")
        )
    found, maps = [], MapNames()
    for look in looks:
        book = whose(looker, look.of)
        for one in look.unowned:
            accounts = [name for name in one["accounts"] if book is None or name in book]
            place = maps.place(look.map, one["step"])
            if accounts and place is not None:
                found.append(
                    Unowned(place, look.of, one["role"], one["reason"], len(accounts), tuple(accounts[:SOME]))
                )
    return sorted(found, key=lambda one: -one.accounts)


def _away(now: datetime) -> dict[int, Absence]:
    absences = Absence.objects.filter(since__lte=now, until__gt=now).select_related("substitute")
    return {one.person_id: one for one in absences.order_by("until")}
