"""The team's day in numbers, and the moments that nobody owns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from desirepath.server.books.models import Absence, Seat
from desirepath.server.books.seeing import whose
from desirepath.server.desk.clock import DeskTime
from desirepath.server.desk.day import day_of
from desirepath.server.desk.handoffs import open_handoffs
from desirepath.server.desk.models import Handoff, Look
from desirepath.server.desk.seeing import may_see
from desirepath.server.desk.shown import OF_HANDOFF, StepPlace, place_of
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
    """The team: who has most of what is late or urgent first, the late handoffs, how much nobody has."""

    mates: Sequence[Mate]
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


def team_of(looker: Person, time: DeskTime) -> Team:
    """Everybody who has a desk, as far as the looker may see what is on it."""
    seats = {seat.person_id: seat for seat in Seat.objects.all()}
    loads = _loads()
    away = _away(time.now)
    mates = []
    for person in Person.objects.filter(is_active=True, role__gte=Role.EDITOR).order_by("name", "pk"):
        seat, absence = seats.get(person.pk), away.get(person.pk)
        on_desk = day_of(looker, person, time)
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
                accounts=loads.get(str(person.pk), 0),
                capacity=seat.capacity if seat else 0,
                away_until=absence.until if absence else None,
                substitute=absence.substitute if absence else None,
            )
        )
    mates.sort(key=lambda one: (-one.late, -one.urgent, -(one.tasks + one.alerts + one.handoffs)))
    return Team(mates, list(overdue_handoffs(looker, time)), len(day_of(looker, None, time)))


def overdue_handoffs(looker: Person, time: DeskTime) -> QuerySet[Handoff]:
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
    found = []
    for look in looks:
        book = whose(looker, look.of)
        for one in look.unowned:
            accounts = [name for name in one["accounts"] if book is None or name in book]
            place = place_of(look.map, one["step"])
            if accounts and place is not None:
                found.append(
                    Unowned(place, look.of, one["role"], one["reason"], len(accounts), tuple(accounts[:SOME]))
                )
    return sorted(found, key=lambda one: -one.accounts)


def _loads() -> dict[str, int]:
    """How many accounts each person has, on the map on which they have most."""
    found: dict[str, int] = {}
    for look in Look.objects.all():
        for person, count in look.loads.items():
            found[person] = max(found.get(person, 0), count)
    return found


def _away(now: datetime) -> dict[int, Absence]:
    absences = Absence.objects.filter(since__lte=now, until__gt=now).select_related("substitute")
    return {one.person_id: one for one in absences.order_by("until")}
