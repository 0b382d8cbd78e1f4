"""Rules are put together from the words of the log, and counted meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

RULES = "/api/v1/log/rules"
LOOKED, ASKED, BOUGHT = ({"activity": one} for one in ("looked", "asked", "bought"))


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(path, body, content_type="application/json")


def test_each_rule_is_counted_and_all_together(ana: Client, shop: MapRecord) -> None:
    found = post(ana, RULES, rules=[ASKED, BOUGHT]).json()
    assert (found["interactions"], found["subjects"]) == (3, 2), "c1 asked and bought, c2 bought"
    assert found["each"] == [{"interactions": 1, "subjects": 1}, {"interactions": 2, "subjects": 2}]
    nothing = post(ana, RULES, rules=[]).json()
    assert (nothing["interactions"], nothing["each"]) == (0, [])


def test_traits_count_as_they_were_then(ana: Client, shop: MapRecord) -> None:
    pro = {**LOOKED, "where": {"traits.plan": ["pro", "team"]}}
    assert post(ana, RULES, rules=[pro]).json()["subjects"] == 2


@pytest.mark.parametrize(
    ("rules", "address"),
    [
        ([LOOKED, {"activty": "looked"}], "rules[1].activty"),
        ([{"where": {"score": {"at_leats": 4}}}], "rules[0].where.score.at_leats"),
        ([{"activity": " "}], "rules[0].activity"),
    ],
)
def test_what_is_wrong_is_said_at_its_clause(
    ana: Client, shop: MapRecord, rules: list[Any], address: str
) -> None:
    answer = post(ana, RULES, rules=rules)
    assert answer.status_code == 422
    assert [one["address"] for one in answer.json()["problems"]] == [address]


def test_nobody_of_a_type_that_never_travelled(ana: Client, shop: MapRecord) -> None:
    assert post(ana, RULES, rules=[LOOKED], subject="parcel").status_code == 404
    assert post(ana, f"{RULES}/examples", rules=[LOOKED], subject="parcel").status_code == 404


def test_the_latest_five_are_shown_newest_first(ana: Client, shop: MapRecord) -> None:
    found = post(ana, f"{RULES}/examples", rules=[LOOKED, ASKED, BOUGHT]).json()
    assert [(one["customer"], one["activity"]) for one in found] == [
        ("c2", "bought"),
        ("c1", "bought"),
        ("c1", "asked"),
        ("c4", "looked"),
        ("c3", "looked"),
    ]
    assert found[2]["text"] == "Does it come in blue?"
    assert found[2]["key"] == "c1asked5", "so that it can be attached as evidence"


def test_the_words_of_the_log_are_what_it_has(ana: Client, shop: MapRecord) -> None:
    words = ana.get("/api/v1/log/words").json()
    assert [(one["name"], one["seen"]) for one in words["activities"]] == [
        ("looked", 4),
        ("bought", 2),
        ("asked", 1),
    ]
    assert words["activities"][0]["sources"] == [["shop", 4]]
    plan = words["traits"]["customer"][0]
    assert (plan["name"], plan["sort"], plan["values"]) == ("plan", "text", [["pro", 2]])


def test_what_customers_did_is_for_who_works_on_maps(client: Client, shop: MapRecord) -> None:
    client.force_login(Person.objects.create_user("eve@example.com", role=Role.VIEWER))
    assert post(client, RULES, rules=[LOOKED]).status_code == 200, "a number is for whoever sees the map"
    assert post(client, f"{RULES}/examples", rules=[LOOKED]).status_code == 403
    assert client.get("/api/v1/log/words").status_code == 403


def test_some_of_a_segment_those_seen_last_first(ana: Client, shop: MapRecord) -> None:
    found = ana.get("/api/v1/log/segment/examples", {"rule": 'traits.plan == "pro"'}).json()
    assert found == [
        {"subject": "c1", "name": "", "traits": {"plan": "pro"}},
        {"subject": "c3", "name": "", "traits": {"plan": "pro"}},
    ]
    assert ana.get("/api/v1/log/segment/examples", {"rule": "traits."}).status_code == 422
    assert ana.get("/api/v1/log/segment/examples", {"rule": "always", "subject": "u"}).status_code == 404
