"""What may be changed about books. Each change checks, does and writes down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from desirepath.measures.book.traits import check_segment
from desirepath.model.expression_parser import parse_expression
from desirepath.server.books.belonging import everybody
from desirepath.server.books.models import Absence, Named, NamingTrait, Seat
from desirepath.server.books.seeing import whose
from desirepath.server.kinds import BAD_REQUEST, CONFLICT, NOT_ALLOWED, NOT_FOUND
from desirepath.server.log_state import current_log
from desirepath.server.people.audit import write_down
from desirepath.server.people.changes import find_person
from desirepath.server.people.closing import tell_access_changed
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

_OF_A_SEAT = ("roles", "territory", "capacity", "own_book_only")


@transaction.atomic
def change_seat(request: HttpRequest, person_id: int, values: Mapping[str, Any]) -> Seat:
    """Say what somebody plays. Raises DP-EXPR- or DP-MSR-004 for a territory that cannot be read."""
    person = find_person(person_id)
    territory = values["territory"].strip()
    if territory:
        check_segment(parse_expression(territory), territory)
    seat, _ = Seat.objects.get_or_create(person=person)
    before = {name: getattr(seat, name) for name in _OF_A_SEAT}
    for name in _OF_A_SEAT:
        setattr(seat, name, values[name])
    seat.territory = territory
    seat.roles = list(dict.fromkeys(values["roles"]))
    seat.save()
    after = {name: getattr(seat, name) for name in _OF_A_SEAT}
    if after != before:
        write_down("changed what somebody plays", request=request, target=person.email, was=before, now=after)
        tell_access_changed(person.pk)
    return seat


@transaction.atomic
def add_absence(
    request: HttpRequest,
    asker: Person,
    person_id: int,
    *,
    since: datetime,
    until: datetime,
    substitute_id: int | None,
) -> Absence:
    """Say that somebody is away: oneself, or (an owner) anybody.

    Raises DP-SRV-002 for somebody else's, DP-SRV-004 for a time that ends before it begins, or where
    somebody would stand in for themselves.
    """
    _must_be_theirs(asker, person_id)
    person = find_person(person_id)
    if until <= since:
        raise BAD_REQUEST.error("until", says="this ends before it begins")
    substitute = find_person(substitute_id) if substitute_id is not None else None
    if substitute is not None and (substitute == person or not substitute.is_active):
        says = "nobody stands in for themselves" if substitute == person else "this person is not let in"
        raise BAD_REQUEST.error("substitute", says=says, fix="name somebody else")
    made = Absence.objects.create(person=person, since=since, until=until, substitute=substitute)
    write_down(
        "said that somebody is away",
        request=request,
        target=person.email,
        since=since.isoformat(),
        until=until.isoformat(),
        substitute=substitute.email if substitute else None,
    )
    _tell(person, substitute)
    return made


@transaction.atomic
def remove_absence(request: HttpRequest, asker: Person, absence_id: int) -> None:
    """Somebody is not away after all. Raises DP-SRV-003 where there is none, DP-SRV-002 for another's."""
    found = Absence.objects.select_related("person", "substitute").filter(pk=absence_id).first()
    if found is None:
        raise NOT_FOUND.error(str(absence_id), says="there is no such absence")
    _must_be_theirs(asker, found.person_id)
    found.delete()
    write_down("said that somebody is not away", request=request, target=found.person.email)
    _tell(found.person, found.substitute)


@transaction.atomic
def name_somebody(
    request: HttpRequest, asker: Person, of: str, account: str, role: str, person_id: int | None
) -> None:
    """Name whom an account belongs to in a role; None: nobody in particular, the territories say.

    Raises DP-SRV-003 for an account that is not there, or not the asker's to see.
    """
    must_see(asker, of, account)
    person = find_person(person_id) if person_id is not None else None
    if person is not None and not person.is_active:
        raise CONFLICT.error("person", says="this person is not let in", fix="name somebody else")
    was = Named.objects.select_related("person").filter(of=of, account=account, role=role).first()
    if (was.person if was is not None else None) == person:
        return
    if was is not None:
        was.delete()
    if person is not None:
        try:
            with transaction.atomic():
                Named.objects.create(
                    of=of, account=account, role=role, person=person, by=asker, at=timezone.now()
                )
        except IntegrityError:
            raise CONFLICT.error("role", says="somebody else names an owner right now") from None
    write_down(
        "named whose an account is",
        request=request,
        target=f"{of} {account}",
        role=role,
        was=was.person.email if was is not None else None,
        now=person.email if person is not None else None,
    )
    _tell(was.person if was is not None else None, person)


@transaction.atomic
def change_naming(request: HttpRequest, rules: Sequence[tuple[str, str]]) -> None:
    """Say which trait names who plays a role, by role; a role that is not among them is named by none."""
    roles = [role for role, _ in rules]
    if len(set(roles)) < len(roles):
        raise BAD_REQUEST.error("rules", says="one role is named by two traits")
    before = dict(NamingTrait.objects.values_list("role", "trait"))
    if before == dict(rules):
        return
    NamingTrait.objects.all().delete()
    NamingTrait.objects.bulk_create([NamingTrait(role=role, trait=trait) for role, trait in rules])
    write_down("changed which traits name owners", request=request, was=before, now=dict(rules))
    _tell(*Person.objects.filter(pk__in=Seat.objects.filter(own_book_only=True).values("person")))


def must_see(asker: Person, of: str, account: str) -> None:
    """Raise DP-SRV-003 where the log has no such account, or it is not in the book of who asks."""
    seen = whose(asker, of)
    if account not in (everybody(current_log().generation, of) if seen is None else seen):
        raise NOT_FOUND.error("account", says=f"there is no {of} {account!r}")


def _must_be_theirs(asker: Person, person_id: int) -> None:
    if asker.pk != person_id and asker.role < Role.OWNER:
        raise NOT_ALLOWED.error(says="whether somebody else is away only owners say")


def _tell(*people: Person | None) -> None:
    for person in people:
        if person is not None:
            tell_access_changed(person.pk)
