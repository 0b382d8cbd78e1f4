"""The endpoints about people."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from desirepath.server.answers import REFUSALS
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

router = Router(tags=["people"])


class PersonOut(Schema):
    """A person, as everybody in the workspace sees them."""

    id: int
    name: str
    email: str
    function: str
    role: str


def person_out(person: Person) -> PersonOut:
    """What is shown of a person."""
    return PersonOut(
        id=person.pk,
        name=person.name,
        email=person.email,
        function=person.function,
        role=Role(person.role).label,
    )


@router.get("/me", response={200: PersonOut, **REFUSALS})
def me(request: HttpRequest) -> PersonOut:
    """Who you are here."""
    return person_out(asker(request))


def asker(request: HttpRequest) -> Person:
    """The person the door let in."""
    person = getattr(request, "auth", None)
    assert isinstance(person, Person)
    return person
