"""Renewals and revenue over HTTP: what comes up, whose each number is, by hand, one's own book."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from python_calamine import CalamineWorkbook

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from desirepath.server.books.models import Named, Seat
from desirepath.server.intake.way_in import close_way_in
from desirepath.server.jobs.worker import Worker
from desirepath.server.maps.making import make_map
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from tests.success.test_renewals import term
from tests.success.world import did, on

MAP = """\
format: desirepath/1
id: care
title: Care
travels: account
stages:
  - id: begin
    name: Begin
    steps:
      - {id: sign, name: Signs, when: [{activity: subscription.started}], within: 10d, moment_of_truth: true}
      - {id: use, name: Uses it, when: [{activity: used}], moment_of_truth: true}
"""
FACTS: list[Interaction | Traits] = [
    term("acme", 0, "started", 1000),
    term("acme", 100, "renewed", 1500),
    term("birch", 0, "started", 500),
    term("birch", 100, "cancelled"),
    term("=cmd()", 100, "started", 300),
    did("acme", 50, "used"),
    did("=cmd()", 150, "nothing"),
    did("birch", 20, "ticket.opened"),
    did("=cmd()", 101, "ticket.opened"),
    Traits("account", "acme", on(0), {"plan": "team", "name": "Acme Ltd"}, "crm", "t1"),
    Traits("account", "birch", on(0), {"plan": "solo"}, "crm", "t2"),
]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    settings.IS_DEMO = True  # time stands still where the log ends
    with create_log(tmp_path) as log:
        log.append(FACTS)
    yield tmp_path
    close_way_in()


@pytest.fixture
def owner(db: None, folder: Path) -> Person:
    person = Person.objects.create_user("owner@example.com", role=Role.OWNER)
    make_map(MAP, person)
    return person


@pytest.fixture
def ana(owner: Person, client: Client) -> Client:
    client.force_login(Person.objects.create_user("ana@example.com", name="Ana", role=Role.EDITOR))
    return client


@pytest.fixture
def worker(db: None) -> Worker:
    return Worker()


def asked(client: Client, path: str, worker: Worker) -> Any:
    assert client.get(path).status_code == 202
    assert worker.run_one()
    found = client.get(path)
    assert found.status_code == 200, found.content
    return found.json()["answer"]


def test_what_comes_up_and_the_files_of_it(ana: Client, worker: Worker) -> None:
    assert ana.get("/api/v1/renewals/terms.csv").json()["problems"][0]["code"] == "DP-REN-001"
    worker.run_one()
    found = ana.get("/api/v1/renewals").json()["answer"]
    assert [(one["month"], one["forecast"]["terms"]) for one in found["months"]] == [("2026-07", 2)]
    named = {one["subject"]: one["name"] for one in found["months"][0]["renewals"]}
    assert named == {"acme": "Acme Ltd", "=cmd()": None}
    assert ana.get("/api/v1/renewals?quarter=2026-Q5").status_code == 422
    third = asked(ana, "/api/v1/renewals?quarter=2026-Q3", worker)
    assert [one["month"] for one in third["months"]] == ["2026-07"]
    assert third["since"].startswith("2026-07-01")
    text = ana.get("/api/v1/renewals/terms.csv?month=2026-07").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["account"], row["state"], row["currency"]) for row in rows] == [
        ("'=cmd()", "open", "EUR"),
        ("acme", "open", "EUR"),
    ]
    book = CalamineWorkbook.from_filelike(io.BytesIO(ana.get("/api/v1/renewals/terms.xlsx").content))
    sheet = book.get_sheet_by_index(0).to_python()
    assert sheet[1][0] == "=cmd()"
    assert sheet[1][7] == pytest.approx(float(rows[0]["MRR"]))
    of_none = ana.get("/api/v1/renewals/terms.csv?call=lost").content.decode("utf-8-sig")
    assert of_none.count("\r\n") == 1
    assert ana.get("/api/v1/renewals/terms.pdf").status_code in (404, 422, 400)


def test_revenue_and_whose_every_number_is(ana: Client, worker: Worker) -> None:
    path = "/api/v1/revenue?by=quarter&split=plan&since=2026-01-01&until=2026-07-01"
    found = asked(ana, path, worker)
    assert "accounts" not in found
    assert found["traits"] == ["plan"]
    churn = found["total"]["measures"]["mrr_churn"]["value"]
    query = path.partition("?")[2]
    whose = ana.get(f"/api/v1/revenue/accounts?{query}&number=mrr_churn").json()
    assert [one["subject"] for one in whose["items"]] == ["birch"]
    assert whose["cents"] == round(churn * 100)
    of_plan = ana.get(f"/api/v1/revenue/accounts?{query}&number=mrr_end&kind=segment&label=team").json()
    assert [(one["subject"], one["name"]) for one in of_plan["items"]] == [("acme", "Acme Ltd")]
    text = ana.get(f"/api/v1/revenue/accounts.csv?{query}&number=mrr_end").content.decode("utf-8-sig")
    assert [row["account"] for row in csv.DictReader(io.StringIO(text))] == ["acme", "'=cmd()"]
    refused = ana.get(f"/api/v1/revenue/accounts?{query}&number=mrr_nothing")
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (422, "DP-MSR-011")
    backwards = ana.get("/api/v1/revenue?since=2026-07-01&until=2026-01-01")
    assert (backwards.status_code, backwards.json()["problems"][0]["code"]) == (400, "DP-SRV-004")


def test_a_subscription_written_by_hand_comes_up(ana: Client, worker: Worker) -> None:
    path = "/api/v1/renewals/account/acme"
    body = {
        "id": "sub-00001",
        "what": "renewed",
        "amount": "1200",
        "currency": "EUR",
        "ends_on": "2026-08-15",
    }
    written = ana.post(path, body | {"on": "2026-05-20"}, content_type="application/json")
    assert written.json() == {"id": "sub-00001", "is_new": True, "is_seen": True}
    found = asked(ana, "/api/v1/renewals", worker)
    dues = {term["subject"]: term["due"][:10] for one in found["months"] for term in one["renewals"]}
    assert dues["acme"] == "2026-08-15"
    taken = ana.delete("/api/v1/accounts/account/acme/entries/sub-00001")
    assert taken.status_code == 200
    again = asked(ana, "/api/v1/renewals", worker)
    dues = {term["subject"]: term["due"][:10] for one in again["months"] for term in one["renewals"]}
    assert dues["acme"] == "2026-07-20"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"amount": None}, "the amount or its currency is missing"),
        ({"currency": None}, "the amount or its currency is missing"),
        ({"interval": None}, "how long the term is is missing"),
        ({"ends_on": "2027-01-01"}, "both an interval and a last day are given"),
        ({"interval": None, "ends_on": "2025-01-01"}, "the term ends before it begins"),
        ({"on": "2027-01-01"}, "2027-01-01 has not come yet"),
        ({"what": "cancelled"}, "a cancellation has no amount and no interval"),
    ],
)
def test_a_term_that_is_none_is_refused(ana: Client, change: dict[str, Any], says: str) -> None:
    body = {"id": "sub-00001", "what": "renewed", "amount": "12.50", "currency": "EUR", "interval": "month"}
    path = "/api/v1/renewals/account/acme"
    refused = ana.post(path, body | change, content_type="application/json")
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["code"] == "DP-REN-002"
    assert says in refused.json()["problems"][0]["message"]


def test_the_first_days_and_support_of_a_map(ana: Client, worker: Worker) -> None:
    found = asked(ana, "/api/v1/maps/care/first-days", worker)
    assert [(one["name"], one["basis"]) for one in found["milestones"]] == [
        ("Signs", "map"),
        ("Uses it", "map"),
    ]
    (new,) = found["newcomers"]
    assert (new["subject"], new["missed"]) == ("=cmd()", 1)
    assert [one["state"] for one in new["milestones"]] == ["reached", "missed"]
    told = asked(ana, "/api/v1/maps/care/support", worker)
    assert (told["tickets"], told["names"]["sign"]) == (2, "Signs")
    assert ana.get("/api/v1/maps/nothing/support").status_code == 404


def test_one_sees_ones_own_book_only(ana: Client, owner: Person, worker: Worker, client: Client) -> None:
    everybody = asked(ana, "/api/v1/revenue", worker)
    ben = Person.objects.create_user("ben@example.com", name="Ben", role=Role.EDITOR)
    Seat.objects.create(person=ben, roles=["csm"], own_book_only=True, territory='traits.plan == "solo"')
    Named.objects.create(of="account", account="birch", role="csm", person=ben)
    mine = Client()
    mine.force_login(ben)
    found = asked(mine, "/api/v1/revenue", worker)
    assert found["total"]["accounts"] == 1 < everybody["total"]["accounts"]
    whose = mine.get("/api/v1/revenue/accounts?number=mrr_start").json()
    assert {one["subject"] for one in whose["items"]} <= {"birch"}
    renewals = asked(mine, "/api/v1/renewals", worker)
    assert not [term for one in renewals["months"] for term in one["renewals"] if term["subject"] != "birch"]
    told = asked(mine, "/api/v1/maps/care/support", worker)
    assert told["tickets"] == 1
    assert asked(mine, "/api/v1/maps/care/first-days", worker)["newcomers"] == []
    body = {"id": "sub-00001", "what": "cancelled"}
    refused = mine.post("/api/v1/renewals/account/acme", body, content_type="application/json")
    assert refused.status_code == 404
    # The book cannot be asked for as somebody else.
    for path in ("renewals", "revenue", "maps/care/support"):
        assert (
            mine.get(f"/api/v1/{path}?book={owner.pk}&seal=").json()["asked"]
            == mine.get(f"/api/v1/{path}").json()["asked"]
        )
