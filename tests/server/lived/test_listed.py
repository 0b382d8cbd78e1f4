"""The accounts on a map as a list: money, health, renewal and owner, each sortable, from the kept board."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from desirepath.server.books.models import Seat
from desirepath.server.jobs.worker import Worker
from desirepath.server.lived.api_customers import CustomerOut
from desirepath.server.lived.listed import Row
from desirepath.server.maps.making import make_map
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Function, Role
from tests.success.test_renewals import term
from tests.success.world import did, on

LIST = "/api/v1/maps/care/customers"
MAP = """\
format: desirepath/1
id: care
title: Care
travels: account
stages:
  - id: begin
    name: Begin
    steps:
      - {id: sign, name: Signs, when: [{activity: subscription.started}], owner: csm}
      - {id: use, name: Uses it, when: [{activity: used}], owner: csm}
"""
CARD = """\
format: desirepath/1
id: use
name: Use
of: account
levels: [{name: poor}, {name: good, at_least: 50}]
signals:
  - id: uses
    name: Uses
    takes: count
    of: [{activity: used}]
    scores: [{less_than: 1, points: 0}, {at_least: 1, points: 100}]
"""
FACTS: list[Interaction | Traits] = [
    term("acme", 0, "started", 1000),
    did("acme", 50, "used"),
    term("birch", 10, "started", 5000),
    term("cobalt", 20, "started"),
    term("dune", 30, "started", 300),
    did("dune", 60, "used"),
    *(
        Traits("account", who, on(0), {"name": name, "region": region}, "crm", who)
        for who, name, region in (
            ("acme", "Zacme", "north"),
            ("birch", "Birch", "south"),
            ("cobalt", "Cobalt", "north"),
            ("dune", "Dune", "south"),
        )
    ),
]


@pytest.fixture
def ana(db: None, tmp_path: Path, settings: Settings, client: Client) -> Client:
    """A success manager who looks after the north; the south is nobody's."""
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    settings.IS_DEMO = True
    with create_log(tmp_path) as log:
        log.append(FACTS)
    (tmp_path / "scorecards").mkdir()
    (tmp_path / "scorecards" / "use.scorecard.yaml").write_text(CARD, "utf-8")
    make_map(MAP, Person.objects.create_user("owner@example.com", role=Role.OWNER))
    person = Person.objects.create_user(
        "ana@example.com", name="Ana", role=Role.EDITOR, function=Function.CUSTOMER_SUCCESS
    )
    Seat.objects.create(person=person, roles=["csm"], territory='traits.region == "north"')
    client.force_login(person)
    return client


def listed(client: Client, **asked: Any) -> Any:
    found = client.get(LIST, asked).json()
    return [one["subject"] for one in found["items"]]


def test_money_first_and_everything_sortable_with_the_unknown_last(ana: Client) -> None:
    before = ana.get(LIST).json()
    assert (before["facts"], before["sort"], before["items"][0]["cents"]) == ("coming", "moved", None)
    assert Worker().run_one()
    found = ana.get(LIST).json()
    assert (found["facts"], found["sort"], found["descending"]) == ("known", "money", True)
    assert (found["currency"], found["has_health"]) == ("EUR", True)
    assert [one["subject"] for one in found["items"]] == ["birch", "acme", "dune", "cobalt"]
    birch, acme, _, cobalt = found["items"]
    assert (birch["owner"], acme["owner"]) == (None, "Ana")
    assert (birch["level"], acme["level"], acme["step"]) == ("poor", "good", "use")
    assert (cobalt["cents"], cobalt["gap"]) == (None, "without an amount")
    assert acme["renewal"] == on(100).date().isoformat()
    # Everybody else sees who moved last; the next page goes on in the same order.
    assert listed(ana, sort="money", descending=False) == ["dune", "acme", "birch", "cobalt"]
    assert listed(ana, sort="name") == ["birch", "cobalt", "dune", "acme"]
    assert listed(ana, sort="days") == ["birch", "cobalt", "acme", "dune"]
    assert listed(ana, sort="owner")[:2] == ["acme", "cobalt"]
    assert listed(ana, sort="renewal")[0] == "acme"
    assert listed(ana, sort="health")[:2] == ["cobalt", "birch"]
    assert listed(ana, sort="step")[:2] == ["cobalt", "birch"]
    assert listed(ana, sort="money", limit=2) + listed(ana, sort="money", limit=2, cursor="2") == [
        *("birch", "acme", "dune", "cobalt")
    ]
    assert listed(ana, mine=True) == ["acme", "cobalt"]
    assert ana.get(LIST, {"sort": "colour"}).status_code == 422


def test_a_search_by_name_says_whose_they_are_and_what_is_known_already(ana: Client) -> None:
    def found() -> Any:
        (one,) = ana.get("/api/v1/log/customers", {"search": "zacme"}).json()
        return one["id"], one["owner"], one["cents"], one["currency"], one["level"]

    assert found() == ("acme", "Ana", None, None, None)
    assert not Worker().run_one(), "who searches by name asks for no board"
    assert ana.get(LIST).json()["facts"] == "coming"
    assert Worker().run_one()
    (first, *_) = ana.get(LIST, {"search": "zacme"}).json()["items"]
    assert found() == ("acme", "Ana", first["cents"], "EUR", "good")


def test_who_is_no_success_manager_sees_who_moved_last(ana: Client, client: Client) -> None:
    assert ana.get(LIST).status_code == 200
    assert Worker().run_one()
    client.force_login(Person.objects.create_user("ben@example.com", role=Role.EDITOR))
    assert client.get(LIST).json()["sort"] == "moved"
    assert listed(client)[0] == "dune"
    Seat.objects.create(
        person=Person.objects.get(email="ben@example.com"),
        roles=["csm"],
        own_book_only=True,
        territory='traits.region == "south"',
    )
    assert sorted(listed(client, sort="money")) == ["birch", "dune"]


def test_a_row_is_sent_whole() -> None:
    """What the page is sent is named once more for the API: what is new in a row must be sent, too."""
    assert [one.name for one in fields(Row)] == list(CustomerOut.model_fields)
