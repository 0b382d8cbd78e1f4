"""Single customers on a map, and the log as a whole: counted by hand in the little shop."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from desirepath.log.interaction import Traits
from desirepath.log.store import create_log
from desirepath.log.zone_file import write_time_zone
from desirepath.server.jobs.worker import Worker
from desirepath.server.maps.making import make_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from tests.server.lived.conftest import NOON, SHOP, did

MAP = "/api/v1/maps/shop"
pytestmark = pytest.mark.usefixtures("shop")


def test_who_stands_where_the_longest_first_page_by_page(ana: Client) -> None:
    first = ana.get(f"{MAP}/standing", {"step": "look", "limit": "1"}).json()
    assert [one["subject"] for one in first["items"]] == ["c3"]
    assert (first["total"], first["next"]) == (2, "1")
    rest = ana.get(f"{MAP}/standing", {"step": "look", "cursor": first["next"]}).json()
    assert [one["subject"] for one in rest["items"]] == ["c4"]
    assert rest["next"] is None
    assert ana.get(f"{MAP}/standing", {"step": "pay"}).json()["total"] == 0, "who has bought has arrived"


def test_who_left_from_a_step_is_whom_drop_off_counts(
    ana: Client, folder: Path, shop: MapRecord, worker: Worker
) -> None:
    with create_log(folder) as log:
        cry = Traits("customer", "c4", NOON, {"name": "Dora Lis"}, source="crm", key="n4")
        log.append([did("c3", "gone", 8), did("c4", "gone", 9), cry])
    passage = "passage: {succeeds: [{activity: bought}], fails: [{activity: gone}]}"
    text = SHOP.replace("id: shop", "id: lost").replace("passage: {succeeds: [{activity: bought}]}", passage)
    make_map(text, Person.objects.get(email="owner@example.com"))
    path = "/api/v1/maps/lost/standing"
    left = ana.get(path, {"step": "look", "left": "true", "limit": "1"}).json()
    (last,) = left["items"]
    assert (last["subject"], last["name"]) == ("c4", "Dora Lis")
    assert last["left_at"] == "2026-01-01T21:00:00Z"
    rest = ana.get(path, {"step": "look", "left": "true", "cursor": left["next"]}).json()
    assert [(one["subject"], one["name"]) for one in rest["items"]] == [("c3", None)]
    ana.get("/api/v1/maps/lost/lived")
    worker.run_one()
    steps = ana.get("/api/v1/maps/lost/lived").json()["answer"]["steps"]
    counted = {one["id"]: round(one["drop_off"]["value"] * one["drop_off"]["n"]) for one in steps}
    assert counted == {
        step: ana.get(path, {"step": step, "left": "true"}).json()["total"] for step in ("look", "pay")
    }
    assert counted == {"look": left["total"], "pay": 0}
    pro = {"step": "look", "left": "true", "segment": 'traits.plan == "pro"'}
    assert [one["subject"] for one in ana.get(path, pro).json()["items"]] == ["c3"]
    assert ana.get(path, {"step": "look"}).json()["total"] == 0


def test_one_customers_way(ana: Client) -> None:
    way = ana.get(f"{MAP}/way", {"subject": "c1"}).json()
    assert [(one["activity"], one["step"]) for one in way["interactions"]] == [
        ("looked", "look"),
        ("asked", "look"),
        ("bought", "pay"),
    ]
    assert [(one["outcome"], one["last_step"]) for one in way["passages"]] == [("succeeded", "pay")]
    assert ana.get(f"{MAP}/way", {"subject": "c1", "limit": "1"}).json()["total"] == 3
    assert ana.get(f"{MAP}/way", {"subject": "nobody"}).status_code == 404


def test_what_happened_at_a_step_and_what_was_said(ana: Client) -> None:
    all_of_it = ana.get(f"{MAP}/steps/look/interactions").json()
    assert [one["activity"] for one in all_of_it["items"]] == ["asked", *["looked"] * 4]
    said = ana.get(f"{MAP}/steps/look/interactions", {"with_text": True}).json()
    assert [one["text"] for one in said["items"]] == ["Does it come in blue?"]
    first = ana.get(f"{MAP}/steps/look/interactions", {"activity": "looked", "limit": "3"}).json()
    assert [one["customer"] for one in first["items"]] == ["c4", "c3", "c2"]
    rest = ana.get(f"{MAP}/steps/look/interactions", {"activity": "looked", "cursor": first["next"]}).json()
    assert [one["customer"] for one in rest["items"]] == ["c1"]
    assert rest["next"] is None


def test_of_a_segment_or_a_period_alone(ana: Client) -> None:
    pro = {"segment": 'traits.plan == "pro"'}
    here = ana.get(f"{MAP}/standing", {"step": "look", **pro}).json()
    assert [one["subject"] for one in here["items"]] == ["c3"]
    at = ana.get(f"{MAP}/steps/look/interactions", pro).json()
    assert {one["customer"] for one in at["items"]} == {"c1", "c3"}
    late = {"since": "2026-01-01T15:30:00Z"}
    assert ana.get(f"{MAP}/standing", {"step": "look", **late}).json()["total"] == 1, "c4"
    assert ana.get(f"{MAP}/standing", {"step": "look", "segment": "traits.plan =="}).status_code == 422


def test_only_what_customers_said(ana: Client, folder: Path) -> None:
    with create_log(folder) as log:
        log.append(
            [did("c3", "ticket.replied", 8, "Under Settings."), did("c3", "ticket.opened", 9, "Where is it?")]
        )
    said = ana.get(f"{MAP}/steps/look/interactions", {"with_text": True, "by_customers": True}).json()
    assert [one["text"] for one in said["items"]] == ["Where is it?", "Does it come in blue?"]


def test_the_shape_of_a_step(ana: Client) -> None:
    shape = ana.get(f"{MAP}/steps/look/shape").json()
    # c1 stayed from 13 to 18 h, c2 from 14 to 19 h; c3 and c4 are there since 15 and 16 h; it is 19 h.
    assert {(one["at_least_seconds"], one["ended"], one["under_way"]) for one in shape["stays"]} >= {
        (3600, 2, 2),
        (0, 0, 0),
    }
    assert [one["visits"] for one in shape["weeks"]][-1] == 4
    assert len(shape["weeks"]) == 26
    assert shape["weeks"][-1] == {"monday": "2025-12-29", "visits": 4, "is_whole": False}
    assert (shape["answers"], shape["felt"]) == ([], [])
    assert ana.get(f"{MAP}/steps/nowhere/shape").status_code == 404


def test_new_facts_are_seen(ana: Client, folder: Path) -> None:
    assert ana.get(f"{MAP}/standing", {"step": "look"}).json()["total"] == 2
    with create_log(folder) as log:
        log.append([did("c9", "looked", 9)])
    assert ana.get(f"{MAP}/standing", {"step": "look"}).json()["total"] == 3


@pytest.mark.parametrize("path", ["steps/nowhere/interactions", "standing?step=nowhere"])
def test_a_step_that_is_none_is_not_found(ana: Client, path: str) -> None:
    assert ana.get(f"{MAP}/{path}").status_code == 404


@pytest.mark.parametrize("cursor", ["99", "-1", "abc", "9" * 30])
def test_a_cursor_that_is_none_is_refused(ana: Client, cursor: str) -> None:
    assert ana.get(f"{MAP}/standing", {"step": "look", "cursor": cursor}).status_code in (400, 422)


@pytest.mark.parametrize("path", ["standing?step=look", "way?subject=c1", "steps/look/interactions"])
def test_single_customers_are_for_those_who_work_on_the_map(client: Client, path: str) -> None:
    client.force_login(Person.objects.create_user("guest@example.com", role=Role.COMMENTER))
    assert client.get(f"{MAP}/{path}").status_code == 403
    assert client.get(f"{MAP}/lived").status_code == 202


def test_what_the_log_holds(ana: Client) -> None:
    log = ana.get("/api/v1/log").json()
    assert (log["facts"]["interactions"], log["objects"], log["sources"]) == (7, {"customer": 4}, {"shop": 7})
    assert ana.get("/api/v1/log/volumes").json() == [
        {"day": "2026-01-01", "source": "shop", "interactions": 7}
    ]


def test_volumes_are_of_the_workspaces_days(ana: Client, folder: Path) -> None:
    assert [one["day"] for one in ana.get("/api/v1/log/volumes").json()] == ["2026-01-01"]
    write_time_zone(folder, "Pacific/Kiritimati")
    assert [one["day"] for one in ana.get("/api/v1/log/volumes").json()] == ["2026-01-02"]


def test_a_rule_is_counted_while_it_is_written(ana: Client) -> None:
    def count(rule: str, **more: str) -> dict[str, int]:
        found = ana.get("/api/v1/log/matching", {"rule": rule, **more})
        assert found.status_code == 200, found.content
        return {name: found.json()[name] for name in ("interactions", "subjects")}

    assert count('activity == "looked"') == {"interactions": 4, "subjects": 4}
    assert count('activity == "bought" or activity == "asked"') == {"interactions": 3, "subjects": 2}
    assert count('activity == "flew"') == {"interactions": 0, "subjects": 0}
    assert ana.get("/api/v1/log/matching", {"rule": "activity =="}).status_code == 422
    assert ana.get("/api/v1/log/matching", {"rule": 'activity == "x"', "subject": "u"}).status_code == 404


def test_a_segment_is_counted(ana: Client) -> None:
    found = ana.get("/api/v1/log/segment", {"rule": 'traits.plan == "pro"'}).json()
    assert (found["matching"], found["subjects"], found["without_traits"]) == (2, 4, 2)
    assert ana.get("/api/v1/log/segment", {"rule": 'activity == "looked"'}).status_code == 422
