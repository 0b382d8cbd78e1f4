"""Whose accounts are whose, and who may see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from desirepath.log.store import create_log
from desirepath.server.books.models import Absence, Named, NamingTrait, Seat
from desirepath.server.books.owning import owner_of
from desirepath.server.books.roster import roster
from desirepath.server.books.seeing import sight_of, whose
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from tests.server.books.conftest import ACCOUNTS, NOON, did, knows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
NORTH, SOUTH = 'traits.region == "north"', 'traits.region == "south"'


def somebody(name: str, role: Role = Role.EDITOR) -> Person:
    return Person.objects.create_user(f"{name}@example.com", role=role, name=name.title())


def seated(
    name: str, *, role: Role = Role.EDITOR, own: bool = True, territory: str = "", plays: str = "csm"
) -> Person:
    person = somebody(name, role)
    Seat.objects.create(person=person, roles=[plays] if plays else [], territory=territory, own_book_only=own)
    return person


def sees(person: Person, of: str = "account") -> set[str] | None:
    found = whose(person, of)
    return None if found is None else set(found)


def test_who_is_not_limited_and_who_owns_the_workspace_sees_everybody() -> None:
    assert sees(somebody("ana")) is None
    assert sees(seated("ben", own=False, territory=NORTH)) is None
    assert sees(seated("eva", role=Role.OWNER, territory=NORTH)) is None


def test_a_territory_is_a_book_with_all_who_belong_to_its_accounts() -> None:
    mia, joe = seated("mia", territory=NORTH), seated("joe", territory=SOUTH)
    assert sees(mia) == {"acme", "birch"}
    assert sees(mia, "customer") == {"ada@acme", "bea@birch"}
    assert sees(joe, "customer") == {"cia@cedar", "dora@dune"}
    # An order belongs to its account, or to the account of its customer.
    assert (sees(mia, "order"), sees(joe, "order")) == ({"o-7"}, {"o-8"})


def test_who_has_no_role_and_no_name_has_an_empty_book() -> None:
    nobody = seated("nan", plays="")
    assert (sees(nobody), sees(nobody, "customer"), sees(nobody, "order")) == (set(), set(), set())


def test_whom_somebody_named_has_the_account_and_the_others_have_not() -> None:
    mia, joe = seated("mia", territory=NORTH), seated("joe", territory=SOUTH)
    Named.objects.create(of="account", account="acme", role="csm", person=joe)
    assert (sees(mia), sees(joe)) == ({"birch"}, {"acme", "cedar", "dune"})
    Named.objects.all().delete()
    assert sees(mia) == {"acme", "birch"}


def test_who_stands_in_sees_the_book_as_long_as_they_do() -> None:
    mia, sam = seated("mia", territory=NORTH), seated("sam", plays="")
    now = timezone.now()
    away = Absence.objects.create(
        person=mia, since=now - timedelta(days=1), until=now + timedelta(days=1), substitute=sam
    )
    assert (sees(mia), sees(sam)) == (set(), {"acme", "birch"})
    Absence.objects.filter(pk=away.pk).update(until=now - timedelta(hours=1))
    assert (sees(mia), sees(sam)) == ({"acme", "birch"}, set())


def test_a_trait_names_somebody_by_their_address(folder: Path) -> None:
    mia, joe = seated("mia", territory=NORTH), seated("joe", plays="")
    NamingTrait.objects.create(role="csm", trait="csm_email")
    assert sees(joe) == set()
    with create_log(folder) as log:
        log.append([knows("account", "acme", csm_email="JOE@example.com")])
    assert (sees(mia), sees(joe)) == ({"birch"}, {"acme"})
    found = owner_of("account", "acme", "csm", None, timezone.now())
    assert (found.person, found.reason) == (
        str(joe.pk),
        "named as csm of this account by its trait csm_email",
    )
    joe.is_active = False
    joe.save()
    assert owner_of("account", "acme", "csm", None, timezone.now()).person is None


def test_everybody_is_somebodys_where_two_share_the_whole_world() -> None:
    mia, joe = seated("mia"), seated("joe")
    both = sees(mia), sees(joe)
    assert both[0] is not None
    assert both[1] is not None
    assert both[0] | both[1] == {"acme", "birch", "cedar", "dune"}
    assert not both[0] & both[1]
    # Who belongs to no account is looked after, and seen, by themselves.
    customers = (sees(mia, "customer") or set()) | (sees(joe, "customer") or set())
    assert "nobody" in customers


def test_what_happened_is_its_accounts_story_else_its_customers() -> None:
    sight = sight_of(seated("mia", territory=NORTH))
    assert sight is not None
    assert sight.has("acme", "somebody else")
    assert sight.has(None, "bea@birch")
    assert not sight.has("cedar", "bea@birch")
    assert not sight.has(None, "cia@cedar")
    assert not sight.has(None, None)


def test_the_roster_is_that_of_an_instant() -> None:
    mia = seated("mia")
    day = datetime(2026, 5, 1, tzinfo=UTC)
    Absence.objects.create(person=mia, since=day, until=day + timedelta(days=1))
    assert roster(day).owner("acme", "csm", {}, day).person is None
    assert roster(NOON).owner("acme", "csm", {}, NOON).person == str(mia.pk)


def test_accounts_that_come_and_traits_that_change_are_seen_at_once(folder: Path) -> None:
    mia = seated("mia", territory=NORTH)
    assert sees(mia) == {"acme", "birch"}
    with create_log(folder) as log:
        log.append([did("looked", 20, account="elm")])
    assert sees(mia) == {"acme", "birch"}
    with create_log(folder) as log:
        log.append([knows("account", "elm", region="north", plan="x"), did("looked", 21, account="fir")])
    assert sees(mia) == {"acme", "birch", "elm"}
    ben = seated("ben", plays="guide")
    assert sees(ben) == {*ACCOUNTS, "elm", "fir"}
