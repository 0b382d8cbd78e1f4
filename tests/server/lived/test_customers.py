"""Customers found, maps as cards, a map drafted from the log: in the little shop."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from desirepath.log.interaction import Traits
from desirepath.log.store import create_log
from desirepath.server.jobs.worker import Worker
from desirepath.server.maps.making import make_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person
from tests.server.lived.conftest import NOON, did

MAP = "/api/v1/maps/shop"
pytestmark = pytest.mark.usefixtures("shop")


@pytest.fixture
def named(folder: Path) -> None:
    with create_log(folder) as log:
        log.append([Traits("customer", "c2", NOON, {"name": "Bea Über"}, source="crm", key="n2")])


def _who(answer: dict[str, list[dict[str, object]]]) -> list[object]:
    return [one["subject"] for one in answer["items"]]


def test_everybody_the_latest_to_move_first_page_by_page(ana: Client) -> None:
    first = ana.get(f"{MAP}/customers", {"limit": "3"}).json()
    assert _who(first) == ["c2", "c1", "c4"]
    assert (first["total"], first["next"]) == (4, "3")
    rest = ana.get(f"{MAP}/customers", {"cursor": first["next"]}).json()
    assert (_who(rest), rest["next"]) == (["c3"], None)


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ({"step": "look"}, ["c4", "c3"]),
        ({"step": "-"}, []),
        ({"outcome": "succeeded"}, ["c2", "c1"]),
        ({"segment": 'traits.plan == "pro"'}, ["c1", "c3"]),
        ({"segment": 'traits.plan == "pro"', "outcome": "open"}, ["c3"]),
        ({"search": "C3"}, ["c3"]),
        ({"search": "bea ü"}, ["c2"]),
        ({"search": "nobody"}, []),
    ],
)
def test_filters(ana: Client, named: None, asked: dict[str, str], who: list[str]) -> None:
    found = ana.get(f"{MAP}/customers", asked).json()
    assert sorted(map(str, _who(found))) == sorted(who)
    assert found["total"] == len(who)


def test_whom_a_rule_matches_now_is_whom_the_segment_counts(ana: Client, folder: Path) -> None:
    """c1 was on pro when it set out and is on team now: the map counts it, who matches now is without it."""
    with create_log(folder) as log:
        log.append([Traits("customer", "c2", NOON, {"plan": "pro"}, source="crm", key="t2")])
        late = NOON + timedelta(hours=8)
        log.append([Traits("customer", "c1", late, {"plan": "team"}, source="crm", key="late1")])
    rule = 'traits.plan == "pro"'
    now = ana.get(f"{MAP}/customers", {"matching": rule}).json()
    size = ana.get("/api/v1/log/segment", {"rule": rule, "subject": "customer"}).json()
    assert sorted(map(str, _who(now))) == ["c2", "c3"]
    assert now["total"] == size["matching"] == 2
    set_out = ana.get(f"{MAP}/customers", {"segment": rule}).json()
    assert sorted(map(str, _who(set_out))) == ["c1", "c2", "c3"]
    assert ana.get(f"{MAP}/customers", {"matching": "traits.plan =="}).status_code == 422


@pytest.mark.parametrize("path", ["customers?step=nowhere", "visits?subject=nobody"])
def test_what_is_not_there(ana: Client, path: str) -> None:
    assert ana.get(f"{MAP}/{path}").status_code == 404


def test_one_customers_stays(ana: Client, named: None) -> None:
    one = ana.get(f"{MAP}/visits", {"subject": "c2"}).json()
    assert one["name"] == "Bea Über"
    assert [(it["step"], it["is_forward"], it["left_at"] is None) for it in one["visits"]] == [
        ("look", True, False),
        ("pay", True, False),
    ]
    standing = ana.get(f"{MAP}/visits", {"subject": "c3"}).json()
    assert [it["left_at"] for it in standing["visits"]] == [None]
    assert standing["traits"] == {"plan": "pro"}


def test_what_leaves_the_map_is_what_its_measures_count(
    ana: Client, folder: Path, shop: MapRecord, worker: Worker
) -> None:
    """One step has no rule and one is optional: going past them is no detour."""
    with create_log(folder) as log:
        log.append(
            [did("c3", "bought", 8), did("c3", "asked", 9), did("c3", "looked", 10), did("c4", "asked", 9)]
        )
    steps = """\
  - id: come
    name: Come
    steps:
      - {id: look, name: Looks around, when: [{activity: looked}]}
      - {id: dream, name: Dreams of it}
      - {id: try, name: Tries it on, when: [{activity: tried}], optional: true}
  - id: buy
    name: Buy
    steps:
      - {id: pay, name: Pays, when: [{activity: bought}]}
      - {id: ask, name: Asks, when: [{activity: asked}]}
"""
    text = f"format: desirepath/1\nid: long\ntitle: Longer\nstages:\n{steps}"
    make_map(text, Person.objects.get(email="owner@example.com"))
    ways = {
        who: [
            (it["step"], it["detour"])
            for it in ana.get("/api/v1/maps/long/visits", {"subject": who}).json()["visits"]
        ]
        for who in ("c2", "c3", "c4")
    }
    assert ways == {
        "c2": [("look", None), ("pay", None)],
        "c3": [("look", None), ("pay", None), ("ask", None), ("look", "return")],
        "c4": [("look", None), ("ask", "skip")],
    }
    asked = ana.get("/api/v1/maps/long/lived").json()
    while not asked["fresh"]:
        assert worker.run_one()
        asked = ana.get("/api/v1/maps/long/lived").json()
    everybody = [
        one["detour"]
        for who in ("c1", "c2", "c3", "c4")
        for one in ana.get("/api/v1/maps/long/visits", {"subject": who}).json()["visits"]
    ]
    counted = sum(one["n"] for one in asked["answer"]["detours"])
    assert counted == sum(one is not None for one in everybody) > 0


def test_a_long_way_page_by_page(ana: Client) -> None:
    first = ana.get(f"{MAP}/way", {"subject": "c1", "limit": "2"}).json()
    assert [one["activity"] for one in first["interactions"]] == ["asked", "bought"]
    rest = ana.get(f"{MAP}/way", {"subject": "c1", "limit": "2", "cursor": first["next"]}).json()
    assert [one["activity"] for one in rest["interactions"]] == ["looked"]
    assert rest["next"] is None


NOTHING_MORE = dict.fromkeys(("owner", "cents", "currency", "score", "level"))


def test_anybody_by_name_or_id(ana: Client, named: None) -> None:
    assert ana.get("/api/v1/log/customers", {"search": "BEA"}).json() == [
        {"type": "customer", "id": "c2", "name": "Bea Über", **NOTHING_MORE}
    ]
    for without_accents in ("bea uber", "ÜBER"):
        (bea,) = ana.get("/api/v1/log/customers", {"search": without_accents}).json()
        assert bea["id"] == "c2"
        assert ana.get(f"{MAP}/customers", {"search": without_accents}).json()["total"] == 1
    assert [one["id"] for one in ana.get("/api/v1/log/customers", {"search": "c"}).json()] == [
        "c1",
        "c3",
        "c4",
        "c2",
    ]
    assert ana.get("/api/v1/log/customers", {"search": "  "}).json() == []


def test_a_map_as_a_card(ana: Client) -> None:
    (card,) = ana.get("/api/v1/map-cards").json()["items"]
    assert (card["id"], card["stages"], card["steps"], card["measured_steps"]) == ("shop", 2, 2, 2)
    assert (card["claims"], card["evidence"], card["measured_at"]) == (1, 0, None)
    assert ana.get("/api/v1/map-cards", {"archived": True}).json()["items"] == []


def test_a_thumbnail_is_sent_once_for_each_revision(ana: Client) -> None:
    first = ana.get(f"{MAP}/thumbnail.svg")
    assert first["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in first["Content-Security-Policy"]
    again = ana.get(f"{MAP}/thumbnail.svg", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    dark = ana.get(f"{MAP}/thumbnail.svg?theme=dark", headers={"If-None-Match": first["ETag"]})
    assert dark.status_code == 200
    assert ana.get(f"{MAP}/thumbnail.svg?theme=sepia").status_code == 422


def test_a_draft_becomes_a_map(ana: Client) -> None:
    draft = ana.post("/api/v1/log/draft", {"travels": "customer"}, content_type="application/json").json()
    assert [(one["name"], one["reached"], one["passages"]) for one in draft["steps"]] == [
        ("Looked", 4, 4),
        ("Bought", 2, 4),
    ]
    body = {"text": draft["text"], "id": "drafted", "title": "What they do"}
    made = ana.post("/api/v1/maps", body, content_type="application/json")
    assert made.status_code == 201
    nobody = ana.post("/api/v1/log/draft", {"travels": "spaceship"}, content_type="application/json")
    assert nobody.status_code == 404
