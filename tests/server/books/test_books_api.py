"""What people play, said and read over HTTP; and by whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from desirepath.log.store import create_log
from desirepath.server.books.models import Named, Seat
from desirepath.server.maps.making import make_map
from desirepath.server.people.models import AuditEntry, Person
from desirepath.server.people.roles import Role
from tests.server.books.conftest import knows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
MAP = """\
format: desirepath/1
id: after-sale
title: After the sale
travels: account
stages:
  - id: start
    name: Start
    owner: csm
    steps:
      - {id: look, name: Looks around, when: [{activity: looked}]}
      - {id: train, name: Trains, owner: coach, when: [{activity: trained}]}
"""
JSON = "application/json"


def somebody(name: str, role: Role = Role.EDITOR) -> tuple[Person, Client]:
    person = Person.objects.create_user(f"{name}@example.com", role=role, name=name.title())
    client = Client()
    client.force_login(person)
    return person, client


def put_seat(client: Client, person: Person, **seat: Any) -> Any:
    return client.put(f"/api/v1/books/seats/{person.pk}", seat, content_type=JSON)


def owners(client: Client, account: str) -> dict[str, tuple[str | None, str]]:
    answer = client.get("/api/v1/books/owners", {"account": account})
    assert answer.status_code == 200, answer.content
    return {
        one["role"]: ((one["person"] or {}).get("name"), one["reason"]) for one in answer.json()["owners"]
    }


def test_an_owner_says_what_somebody_plays_and_everybody_reads_it() -> None:
    eva, owner = somebody("eva", Role.OWNER)
    mia, hers = somebody("mia", Role.VIEWER)
    make_map(MAP, eva)
    assert put_seat(hers, mia, roles=["csm"]).status_code == 403
    answer = put_seat(owner, mia, roles=["csm", "csm"], territory=' traits.region == "north" ', capacity=20)
    assert answer.json() == {
        "person": mia.pk,
        "roles": ["csm"],
        "territory": 'traits.region == "north"',
        "capacity": 20,
        "own_book_only": False,
        "accounts": 2,
        "absences": [],
    }
    assert [one["accounts"] for one in hers.get("/api/v1/books/seats").json()] == [0, 2]
    assert hers.get("/api/v1/books/roles").json() == [
        {"role": "coach", "steps": 1, "people": 0, "unowned": 4},
        {"role": "csm", "steps": 1, "people": 1, "unowned": 2},
    ]
    assert AuditEntry.objects.filter(action="changed what somebody plays", target=mia.email).count() == 1


def test_a_territory_that_cannot_be_read_is_refused_whole() -> None:
    _, owner = somebody("eva", Role.OWNER)
    mia, _ = somebody("mia")
    for territory, code in (("traits.region ==", "DP-EXPR"), ('activity == "x"', "DP-MSR-004")):
        answer = put_seat(owner, mia, roles=["csm"], territory=territory)
        assert answer.status_code == 422
        assert answer.json()["problems"][0]["code"].startswith(code)
    assert not Seat.objects.exists()


def test_who_is_named_comes_first_and_nobody_in_particular_again() -> None:
    _, owner = somebody("eva", Role.OWNER)
    mia, hers = somebody("mia")
    joe, _ = somebody("joe")
    put_seat(owner, mia, roles=["csm"])
    assert owners(hers, "acme") == {"csm": ("Mia", "the only csm for this account")}
    named = "/api/v1/books/account/acme/csm"
    answer = hers.put(named, {"person": joe.pk}, content_type=JSON)
    assert answer.json()["owners"] == [
        {
            "role": "csm",
            "person": {"id": joe.pk, "name": "Joe"},
            "reason": "named as csm of this account",
            "is_named": True,
        }
    ]
    assert (
        hers.put(named, {"person": mia.pk}, content_type=JSON).json()["owners"][0]["person"]["id"] == mia.pk
    )
    assert hers.delete(named).json()["owners"][0]["is_named"] is False
    assert not Named.objects.exists()
    assert AuditEntry.objects.filter(action="named whose an account is").count() == 3


def test_an_account_outside_the_book_is_not_there() -> None:
    _, owner = somebody("eva", Role.OWNER)
    mia, hers = somebody("mia")
    put_seat(owner, mia, roles=["csm"], territory='traits.region == "north"', own_book_only=True)
    for account in ("cedar", "no such account"):
        path = f"/api/v1/books/account/{account}/csm"
        answers = (
            hers.get("/api/v1/books/owners", {"account": account}),
            hers.put(path, {"person": mia.pk}, content_type=JSON),
            hers.delete(path),
        )
        assert {one.status_code for one in answers} == {404}
    assert (
        hers.put("/api/v1/books/account/acme/csm", {"person": mia.pk}, content_type=JSON).status_code == 200
    )


def test_an_id_with_a_slash_is_an_id_like_any_other(folder: Path) -> None:
    with create_log(folder) as log:
        log.append([knows("account", "eu/acme", region="east")])
    mia, hers = somebody("mia")
    answer = hers.put("/api/v1/books/account/eu%2Facme/csm", {"person": mia.pk}, content_type=JSON)
    assert answer.json()["account"] == "eu/acme"
    assert owners(hers, "eu/acme")["csm"][0] == "Mia"


def test_one_says_oneself_when_one_is_away_and_owners_of_anybody() -> None:
    eva, owner = somebody("eva", Role.OWNER)
    mia, hers = somebody("mia")
    joe, his = somebody("joe")
    put_seat(owner, mia, roles=["csm"])
    away = {
        "person": mia.pk,
        "since": "2020-01-01T00:00:00Z",
        "until": "2999-01-01T00:00:00Z",
        "substitute": joe.pk,
    }

    def say(client: Client, **more: Any) -> Any:
        return client.post("/api/v1/books/absences", {**away, **more}, content_type=JSON)

    assert say(his).status_code == 403
    assert say(hers, until="2020-01-01T00:00:00Z").status_code == 400
    assert say(hers, substitute=mia.pk).status_code == 400
    assert say(hers, since="2020-01-01").status_code == 422
    made = say(hers)
    assert made.status_code == 201
    assert made.json()["is_now"] is True
    assert owners(hers, "acme") == {"csm": ("Joe", "stands in for Mia, csm for this account")}
    assert his.delete(f"/api/v1/books/absences/{made.json()['id']}").status_code == 403
    assert owner.delete(f"/api/v1/books/absences/{made.json()['id']}").status_code == 204
    assert say(owner).status_code == 201
    assert eva.role == Role.OWNER


def test_what_a_crm_says_about_owners_counts_here(folder: Path) -> None:
    _, owner = somebody("eva", Role.OWNER)
    _, hers = somebody("mia")
    with create_log(folder) as log:
        log.append(
            [
                knows("account", "acme", csm_email="mia@example.com"),
                knows("account", "birch", csm_email="Gone@example.com"),
            ]
        )
    assert hers.get("/api/v1/books/naming").status_code == 403
    before = owner.get("/api/v1/books/naming").json()
    assert before == {
        "rules": [],
        "traits": [{"trait": "csm_email", "accounts": 2, "known": 1, "strangers": ["gone@example.com"]}],
    }
    rules = [{"role": "csm", "trait": "csm_email"}]
    answer = owner.put("/api/v1/books/naming", {"rules": rules}, content_type=JSON)
    assert answer.json()["rules"] == rules
    assert owners(hers, "acme")["csm"] == ("Mia", "named as csm of this account by its trait csm_email")
    assert owners(hers, "birch")["csm"] == (
        None,
        "its trait csm_email names Gone@example.com, who is not here",
    )
    twice = owner.put("/api/v1/books/naming", {"rules": [*rules, *rules]}, content_type=JSON)
    assert twice.status_code == 400
