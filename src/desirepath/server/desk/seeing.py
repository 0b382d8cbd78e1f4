"""Which rows of the desk somebody may see: of accounts in their book, on maps that they work on."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Q, QuerySet

from desirepath.server.books.seeing import has_own_book_only, whose
from desirepath.server.desk.models import Alert, Handoff, Task
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role

Row = TypeVar("Row", Task, Alert, Handoff)


def may_see(person: Person, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those of the rows that a person may see.

    What is on a map that they do not work on is not there for them, nor what is about an account outside
    their book, where they have one of their own; except what they were given themselves.
    """
    if person.role >= Role.OWNER:
        return rows
    away = MapRole.objects.filter(person=person, role__lt=Role.EDITOR).values("map")
    seen = rows.exclude(map__in=away)
    if not has_own_book_only(person):
        return seen
    mine = Q(owner=person)
    if rows.model is Task:
        mine |= Q(made_by=person, account="")
    for of in rows.exclude(account="").values_list("of", flat=True).distinct().order_by("of"):
        mine |= Q(of=of, account__in=whose(person, of) or ())
    return seen.filter(mine)


def find(person: Person, rows: QuerySet[Row], pk: int, *, called: str) -> Row:
    """One row that the person may see, to be changed in the transaction around. Raises DP-SRV-003."""
    found = may_see(person, rows).filter(pk=pk).first() if 0 < pk < 2**62 else None
    if found is None:
        raise NOT_FOUND.error(f"{called} {pk}")
    return rows.select_for_update().get(pk=found.pk)


def find_all(person: Person, rows: QuerySet[Row], keys: Collection[int], *, called: str) -> list[Row]:
    """All rows of these keys, to be changed in the transaction around. Raises DP-SRV-003 where the person may
    not see one of them: then nothing is done."""
    wanted = {pk for pk in keys if 0 < pk < 2**62}
    found = set(may_see(person, rows).filter(pk__in=wanted).values_list("pk", flat=True))
    lacking = sorted(set(keys) - found)
    if lacking:
        raise NOT_FOUND.error(f"{called} {lacking[0]}")
    return list(rows.select_for_update().filter(pk__in=found).order_by("pk"))


def may_see_account(person: Person, of: str, account: str) -> bool:
    """Whether an account is in what a person may see."""
    book = whose(person, of)
    return book is None or account in book
