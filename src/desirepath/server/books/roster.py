"""The roster: everybody with what they play and who is away, as decisions about owners take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db.models import Count, Max

from desirepath.model.expression_parser import parse_expression
from desirepath.server.books.models import USUAL_CAPACITY, Absence, Named, NamingTrait, Seat
from desirepath.server.people.models import Person
from desirepath.success.owners import Absence as Away
from desirepath.success.owners import Colleague, Roster

ACCOUNT: Final = "account"


@dataclass(frozen=True, slots=True)
class RosterState:
    """All that a roster is made of, at an instant: two that are equal make the same roster.

    ``people`` are id, address and name; ``seats`` roles, territory and capacity by person; ``away`` since,
    until and substitute by person; ``named_by`` traits by role. ``named`` stands for the rows of those named
    by hand: how many there are, and the newest.
    """

    of: str
    people: tuple[tuple[int, str, str], ...]
    seats: tuple[tuple[int, tuple[str, ...], str, int], ...]
    away: tuple[tuple[int, datetime, datetime, int | None], ...]
    named_by: tuple[tuple[str, str], ...]
    named: tuple[int, int]


def roster(now: datetime, of: str = ACCOUNT) -> Roster:
    """Everybody who is let in, what they play, and who is away at an instant.

    ``of`` is the type of the accounts that people are named for. People are called by the texts of their
    ids. Who stands in for somebody is right at ``now``; for another instant ask again. Loads are nought:
    a book is shared out by capacity, and does not move with what somebody happens to have to do.
    """
    return make_roster(roster_state(now, of))


def roster_state(now: datetime, of: str = ACCOUNT) -> RosterState:
    """What the roster is made of: a few small questions to the database."""
    people = Person.objects.filter(is_active=True).order_by("pk").values_list("pk", "email", "name")
    seats = Seat.objects.order_by("pk").values_list("person", "roles", "territory", "capacity")
    away = Absence.objects.filter(since__lte=now, until__gt=now).order_by("until", "pk")
    named = Named.objects.filter(of=of).aggregate(count=Count("pk"), newest=Max("pk"))
    return RosterState(
        of,
        tuple(people),
        tuple((person, tuple(roles), territory, size) for person, roles, territory, size in seats),
        tuple(away.values_list("person", "since", "until", "substitute")),
        tuple(NamingTrait.objects.order_by("role").values_list("role", "trait")),
        (named["count"], named["newest"] or 0),
    )


@lru_cache(maxsize=8)
def make_roster(state: RosterState) -> Roster:
    """The roster of a state."""
    seats = {seat[0]: seat for seat in state.seats}
    away: dict[int, list[tuple[datetime, datetime, int | None]]] = {}
    for person, since, until, substitute in state.away:
        away.setdefault(person, []).append((since, until, substitute))
    colleagues = []
    for person, email, name in state.people:
        _, roles, territory, capacity = seats.get(person, (person, (), "", USUAL_CAPACITY))
        absences = away.get(person, [])
        substitutes = [substitute for _, _, substitute in absences if substitute is not None]
        colleagues.append(
            Colleague(
                str(person),
                frozenset(roles),
                territory=parse_expression(territory) if territory else None,
                capacity=capacity,
                absences=tuple(Away(since, until) for since, until, _ in absences),
                substitute=str(substitutes[-1]) if substitutes else None,
                email=email,
                name=name or email,
            )
        )
    rows = Named.objects.filter(of=state.of).values_list("account", "role", "person")
    named = {(account, role): str(person) for account, role, person in rows}
    return Roster(colleagues, named, dict(state.named_by))
