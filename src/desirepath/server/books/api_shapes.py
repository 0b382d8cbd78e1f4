"""What the endpoints of books are sent and say."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field, StringConstraints

from desirepath.server.books.models import USUAL_CAPACITY
from desirepath.server.people.shapes import Body, PersonRef

RoleWord = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""A role as the owners of maps' steps name it."""


class AbsenceOut(Schema):
    """Somebody is away, up to before ``until``. ``substitute`` null: nobody in particular stands in."""

    id: int
    since: datetime
    until: datetime
    substitute: PersonRef | None
    is_now: bool


class AbsenceIn(Body):
    """When somebody is away, up to before ``until``, and who stands in."""

    person: int
    since: AwareDatetime
    until: AwareDatetime
    substitute: int | None = None


class SeatIn(Body):
    """What somebody plays: ``roles``; ``territory``, an expression over an account's traits (empty: any);
    ``capacity``, how many accounts they can look after; whether they see their own book only."""

    roles: Annotated[list[RoleWord], Field(max_length=50)] = []  # noqa: RUF012 - pydantic copies it
    territory: Annotated[str, Field(max_length=4000)] = ""
    capacity: Annotated[int, Field(ge=1, le=1_000_000)] = USUAL_CAPACITY
    own_book_only: bool = False


class SeatOut(Schema):
    """What somebody plays, and how many ``accounts`` come to them now. Absences that are over are not shown.

    Other people's ``territory`` is empty for who sees their own book only.
    """

    person: int
    roles: list[str]
    territory: str
    capacity: int
    own_book_only: bool
    accounts: int
    absences: list[AbsenceOut]


class RoleOut(Schema):
    """A role: how many steps of the maps you may see it owns, how many people play it, and, where one of the
    maps is about accounts, for how many of them it comes to nobody."""

    role: str
    steps: int
    people: int
    unowned: int


class NamingRule(Body):
    """The ``trait`` of an account that names, by e-mail address, who plays the ``role`` for it."""

    role: RoleWord
    trait: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class NamingIn(Body):
    """All such rules."""

    rules: Annotated[list[NamingRule], Field(max_length=50)]


class NamingTraitOut(Schema):
    """A trait with e-mail addresses: of how many ``accounts``; ``known`` of the addresses are people here,
    ``strangers`` are some of those that are not."""

    trait: str
    accounts: int
    known: int
    strangers: list[str]


class NamingOut(Schema):
    """The rules, and the ``traits`` of accounts that hold e-mail addresses."""

    rules: list[NamingRule]
    traits: list[NamingTraitOut]


class NamedIn(Body):
    """Whom an account belongs to."""

    person: int


class OwnerOut(Schema):
    """Whose an account is in a role: ``person`` (null: nobody) with the ``reason``. ``is_named``: somebody
    named them by hand."""

    role: str
    person: PersonRef | None
    reason: str
    is_named: bool


class AccountOut(Schema):
    """Whose one account is, in each role that somebody plays."""

    of: str
    account: str
    owners: list[OwnerOut]
