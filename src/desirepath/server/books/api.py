"""The endpoints of books: what people play, who is away, whose an account is."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from desirepath.server.answers import REFUSALS
from desirepath.server.books.api_shapes import (
    AbsenceIn,
    AbsenceOut,
    AccountOut,
    NamedIn,
    NamingIn,
    NamingOut,
    NamingRule,
    RoleOut,
    RoleWord,
    SeatIn,
    SeatOut,
)
from desirepath.server.books.changes import (
    add_absence,
    change_naming,
    change_seat,
    must_see,
    name_somebody,
    remove_absence,
)
from desirepath.server.books.models import NamingTrait
from desirepath.server.books.roster import ACCOUNT
from desirepath.server.books.seeing import has_own_book_only
from desirepath.server.books.shown import (
    find_naming_traits,
    show_absence,
    show_owners,
    show_roles,
    show_seats,
)
from desirepath.server.clock import workspace_time
from desirepath.server.people.api import asker
from desirepath.server.people.changes import find_person
from desirepath.server.people.models import Person

router = Router(tags=["books"])
Of = Annotated[str, Path(max_length=100)]
Account = Annotated[str, Path(max_length=500)]


@router.get("/seats", response={200: list[SeatOut], **REFUSALS})
def list_seats(request: HttpRequest) -> list[SeatOut]:
    """What everybody who is let in plays, and how many accounts come to them."""
    person = asker(request)
    seats = show_seats(Person.objects.filter(is_active=True).order_by("pk"), workspace_time().now)
    if not has_own_book_only(person):
        return seats
    return [one if one.person == person.pk else one.model_copy(update={"territory": ""}) for one in seats]


@router.put("/seats/{int:person_id}", response={200: SeatOut, **REFUSALS})
def set_seat(request: HttpRequest, person_id: int, body: SeatIn) -> SeatOut:
    """Say what somebody plays. What they have open asks at the door again."""
    change_seat(request, person_id, body.model_dump())
    return show_seats([find_person(person_id)], workspace_time().now)[0]


@router.get("/roles", response={200: list[RoleOut], **REFUSALS})
def list_roles(request: HttpRequest) -> list[RoleOut]:
    """The roles that own steps of the maps you may see, and those that somebody plays."""
    return show_roles(asker(request), workspace_time().now)


@router.get("/naming", response={200: NamingOut, **REFUSALS})
def naming_traits(request: HttpRequest) -> NamingOut:
    """Which traits of accounts name who plays a role for them, and which could."""
    return NamingOut(
        rules=[NamingRule(role=one.role, trait=one.trait) for one in NamingTrait.objects.order_by("role")],
        traits=find_naming_traits(list(Person.objects.filter(is_active=True))),
    )


@router.put("/naming", response={200: NamingOut, **REFUSALS})
def set_naming_traits(request: HttpRequest, body: NamingIn) -> NamingOut:
    """Let traits name who plays a role: what a CRM says about its accounts' owners counts here too."""
    change_naming(request, [(one.role, one.trait) for one in body.rules])
    return naming_traits(request)


@router.post("/absences", response={201: AbsenceOut, **REFUSALS})
def say_away(request: HttpRequest, body: AbsenceIn) -> Status[AbsenceOut]:
    """Say that you (owners: that anybody) will be away, and who stands in."""
    made = add_absence(
        request,
        asker(request),
        body.person,
        since=body.since,
        until=body.until,
        substitute_id=body.substitute,
    )
    return Status(201, show_absence(made, workspace_time().now))


@router.delete("/absences/{int:absence_id}", response={204: None, **REFUSALS})
def say_here(request: HttpRequest, absence_id: int) -> Status[None]:
    """Not away after all."""
    remove_absence(request, asker(request), absence_id)
    return Status(204, None)


@router.get("/owners", response={200: AccountOut, **REFUSALS})
def whose_account(
    request: HttpRequest,
    account: Annotated[str, Query(min_length=1, max_length=500)],
    of: Annotated[str, Query(max_length=100)] = ACCOUNT,
) -> AccountOut:
    """Whose an account is, in each role, and why."""
    must_see(asker(request), of, account)
    roles = [one.role for one in show_roles(asker(request), workspace_time().now)]
    return AccountOut(of=of, account=account, owners=show_owners(of, account, roles, workspace_time().now))


@router.put("/{of}/{path:account}/{role}", response={200: AccountOut, **REFUSALS})
def name_owner(
    request: HttpRequest, of: Of, account: Account, role: Annotated[RoleWord, Path()], body: NamedIn
) -> AccountOut:
    """Name whose an account is in a role. That comes before every trait and territory."""
    name_somebody(request, asker(request), of, account, role, body.person)
    return _account(of, account, role)


@router.delete("/{of}/{path:account}/{role}", response={200: AccountOut, **REFUSALS})
def unname_owner(
    request: HttpRequest, of: Of, account: Account, role: Annotated[RoleWord, Path()]
) -> AccountOut:
    """Name nobody in particular: traits and territories say whose the account is."""
    name_somebody(request, asker(request), of, account, role, None)
    return _account(of, account, role)


def _account(of: str, account: str, role: str) -> AccountOut:
    return AccountOut(of=of, account=account, owners=show_owners(of, account, [role], workspace_time().now))
