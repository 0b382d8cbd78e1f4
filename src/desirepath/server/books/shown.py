"""How books are shown: seats with their accounts, roles, what an account's traits say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from desirepath.server.books.api_shapes import (
    AbsenceOut,
    NamingTraitOut,
    OwnerOut,
    RoleOut,
    SeatOut,
)
from desirepath.server.books.belonging import everybody, traits_now
from desirepath.server.books.counting import counting, loads, nobodys
from desirepath.server.books.models import Absence, Named, Seat
from desirepath.server.books.owning import owners_of
from desirepath.server.books.roster import ACCOUNT, make_roster, roster_state
from desirepath.server.log_state import current_log
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.state import current_nodes, journey_of
from desirepath.server.people.access import visible_maps
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import PersonRef
from desirepath.success.unowned import step_roles

_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MOST_STRANGERS: Final = 5


def person_ref(person: Person) -> PersonRef:
    """Somebody in short."""
    return PersonRef(id=person.pk, name=person.name or person.email)


def show_seats(people: Iterable[Person], now: datetime) -> list[SeatOut]:
    """What people play, with how many accounts come to them at an instant (of those that count then)."""
    listed = list(people)
    seats = Seat.objects.in_bulk([one.pk for one in listed], field_name="person_id")
    away: dict[int, list[AbsenceOut]] = {}
    coming = Absence.objects.filter(until__gt=now).select_related("substitute").order_by("since", "pk")
    for one in coming:
        away.setdefault(one.person_id, []).append(show_absence(one, now))
    counts = loads(now)
    return [
        SeatOut(
            person=one.pk,
            roles=seat.roles,
            territory=seat.territory,
            capacity=seat.capacity,
            own_book_only=seat.own_book_only,
            accounts=counts[one.pk],
            absences=away.get(one.pk, []),
        )
        for one in listed
        for seat in (seats.get(one.pk) or Seat(person=one),)
    ]


def show_absence(one: Absence, now: datetime) -> AbsenceOut:
    """One absence."""
    return AbsenceOut(
        id=one.pk,
        since=one.since,
        until=one.until,
        substitute=person_ref(one.substitute) if one.substitute else None,
        is_now=one.since <= now < one.until,
    )


def show_roles(person: Person, now: datetime) -> list[RoleOut]:
    """The roles that own steps of the maps a person may see, and those that somebody plays; by name."""
    visible = visible_maps(person)
    records = MapRecord.objects.filter(archived_at=None)
    steps: Counter[str] = Counter()
    of_accounts: set[str] = set()
    for record in records if visible is None else records.filter(visible):
        journey = journey_of(current_nodes(record))
        owners = [role for role in step_roles(journey).values() if role]
        steps.update(owners)
        of_accounts |= set(owners) if journey.travels == ACCOUNT else set()
    players = Counter(role for seat in Seat.objects.filter(person__is_active=True) for role in seat.roles)
    unowned, everyone = nobodys(now), counting(now)
    played = make_roster(roster_state(now)).roles
    return [
        RoleOut(
            role=role,
            steps=steps[role],
            people=players[role],
            unowned=(unowned[role] if role in played else len(everyone)) if role in of_accounts else 0,
        )
        for role in sorted({*steps, *players, *unowned}, key=lambda one: (one.casefold(), one))
    ]


def show_owners(of: str, account: str, roles: Iterable[str], now: datetime) -> list[OwnerOut]:
    """Whose an account is at an instant, in these roles and in those that somebody plays."""
    found = owners_of(of, now).get(account, {})
    named = set(Named.objects.filter(of=of, account=account).values_list("role", flat=True))
    people = Person.objects.in_bulk([int(one.person) for one in found.values() if one.person is not None])
    return [
        OwnerOut(
            role=role,
            person=person_ref(people[int(owned.person)])
            if owned is not None and owned.person is not None
            else None,
            reason=owned.reason if owned is not None else f"nobody has the role {role}",
            is_named=role in named,
        )
        for role in sorted({*found, *roles}, key=lambda one: (one.casefold(), one))
        for owned in (found.get(role),)
    ]


def find_naming_traits(people: Sequence[Person]) -> list[NamingTraitOut]:
    """The traits of accounts that hold e-mail addresses, those that most accounts have first."""
    generation, here = current_log().generation, {one.email for one in people}
    addresses: dict[str, Counter[str]] = {}
    for account in everybody(generation, ACCOUNT):
        for trait, value in traits_now(generation, ACCOUNT, account).items():
            if isinstance(value, str) and _ADDRESS.fullmatch(value.strip()):
                addresses.setdefault(trait, Counter())[value.strip().lower()] += 1
    return [
        NamingTraitOut(
            trait=trait,
            accounts=found.total(),
            known=sum(count for address, count in found.items() if address in here),
            strangers=[address for address, _ in found.most_common() if address not in here][
                :_MOST_STRANGERS
            ],
        )
        for trait, found in sorted(addresses.items(), key=lambda one: (-one[1].total(), one[0]))
    ]
