"""Who may see a map: whom one can mention there, and whom one may tell about it."""

from __future__ import annotations

import re

from django.db.models import Exists, OuterRef, Q, QuerySet

from desirepath.server.maps.company import company_of
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role


def readers_of(map_id: str) -> QuerySet[Person]:
    """The people who may see a map, by name: what ``people.access.role_on`` says of each, in one question."""
    own = MapRole.objects.filter(person=OuterRef("pk"), map=map_id)
    return Person.objects.filter(
        Q(role__gte=Role.OWNER)
        | Exists(own.filter(role__gte=Role.VIEWER))
        | Q(role__gte=Role.VIEWER) & ~Exists(own),
        is_active=True,
    ).order_by("name", "pk")


def readers_for(person: Person, map_id: str) -> QuerySet[Person]:
    """Those of them whom somebody may name there: a guest of the map those who work on it with her."""
    company = company_of(person, map_id)
    readers = readers_of(map_id)
    return readers if company is None else readers.filter(pk__in=company)


def called(search: str) -> Q:
    """People whose public name has this in it; of an address only what stands before the @ is public."""
    return Q(name__icontains=search) | Q(name="", email__iregex=rf"^[^@]*{re.escape(search)}[^@]*@")
