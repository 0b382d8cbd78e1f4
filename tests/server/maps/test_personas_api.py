"""Personas are made, changed field by field, and removed where no map is about them."""

from __future__ import annotations

import pytest

from desirepath.server.maps.models import PersonaVersion
from desirepath.server.people.models import AuditEntry
from desirepath.server.people.roles import Role
from tests.server.maps.world import TEXT, Someone

FILE = """\
# from the interviews in May
format: desirepath/1
id: olga
name: Olga   # not her real name
goals:
  - Everybody uses it   # by the end of the quarter
x-notes: 3
"""


@pytest.fixture
def olga(ana: Someone) -> Someone:
    ana.send("PUT", "personas/olga/text", {"text": FILE, "base": 0})
    return ana


def test_a_persona_is_made_of_its_fields_under_an_id_of_its_own(ana: Someone) -> None:
    made = ana.post("personas", {"fields": {"goals": ["Be live"], "name": "Max, who decides"}}, status=201)
    assert (made["id"], made["revision"], made["fields"]["goals"]) == ("max", 1, ["Be live"])
    assert ana.get("personas/max/text") == (
        "format: desirepath/1\nid: max\nname: Max, who decides\ngoals: [Be live]\n"
    )
    assert ana.post("personas", {"fields": {"name": "Max"}}, status=201)["id"] == "max-2"
    assert ana.post("personas", {"fields": {"name": "着く"}}, status=201)["id"] == "persona"
    ana.post("personas", {"fields": {"name": " "}}, status=400)
    wrong = ana.post("personas", {"fields": {"name": "M", "gaols": ["x"], "quotes": [3]}}, status=422)
    assert [one["address"] for one in wrong["problems"]] == ["quotes[0]", "gaols"]


def test_a_field_changes_and_the_rest_of_the_file_stays(olga: Someone) -> None:
    changed = olga.send("PATCH", "personas/olga", {"fields": {"role": "Leads ops"}, "was": {}})
    assert (changed["revision"], changed["role"]) == (2, "Leads ops")
    text = olga.get("personas/olga/text")
    assert text == FILE.replace("goals:", "role: Leads ops\ngoals:")
    goals = {"fields": {"goals": None}, "was": {"goals": ["Everybody uses it"]}}
    assert "goals" not in olga.send("PATCH", "personas/olga", goals)["fields"]
    assert olga.get("personas/olga/text?revision=1") == FILE


def test_two_change_one_persona_at_once(olga: Someone, ben: Someone) -> None:
    olga.send("PATCH", "personas/olga", {"fields": {"role": "Leads ops"}, "was": {}})
    assert ben.send("PATCH", "personas/olga", {"fields": {"needs": ["A date"]}, "was": {}})["revision"] == 3
    lost = ben.send("PATCH", "personas/olga", {"fields": {"role": "Leads sales"}, "was": {}}, status=409)
    assert lost["problems"][0]["address"] == "role"
    again = ben.send("PATCH", "personas/olga", {"fields": {"role": "Leads ops"}, "was": {}})
    assert again["revision"] == 3, "what is so already changes nothing"


def test_what_a_persona_cannot_say_is_refused(olga: Someone) -> None:
    for fields, status in (
        ({"id": "max"}, 400),
        ({"format": "x"}, 400),
        ({"name": None}, 422),
        ({"segment": "traits.plan =="}, 422),
        ({}, 422),
    ):
        olga.send("PATCH", "personas/olga", {"fields": fields, "was": {"name": "Olga"}}, status=status)
    olga.send("PATCH", "personas/never", {"fields": {"name": "N"}, "was": {}}, status=404)
    assert olga.get("personas/olga/text") == FILE


def test_a_persona_that_a_map_is_about_stays(olga: Someone) -> None:
    text = TEXT.replace("title:", "persona: olga\ntravels: account\ntitle:").replace("id: coffee", "id: tea")
    olga.post("maps", {"text": text}, status=201)
    listed = olga.get("personas")[0]
    assert listed["maps"] == [{"id": "tea", "title": "A coffee before work", "travels": "account"}]
    refused = olga.send("DELETE", "personas/olga", status=409)
    assert "A coffee before work" in refused["problems"][0]["message"]
    owner = Someone("owner", Role.OWNER)
    owner.send("DELETE", "maps/tea", status=204)
    olga.send("DELETE", "personas/olga", status=204)
    olga.get("personas/olga", status=404)
    assert not PersonaVersion.objects.exists()
    assert AuditEntry.objects.filter(action="removed a persona", target="olga").count() == 1


def test_a_guest_sees_no_map_that_is_not_theirs(olga: Someone) -> None:
    text = TEXT.replace("title:", "persona: olga\ntitle:").replace("id: coffee", "id: tea")
    olga.post("maps", {"text": text}, status=201)
    owner, eve = Someone("owner", Role.OWNER), Someone("eve", Role.VIEWER)
    owner.send("PUT", f"maps/tea/people/{eve.person.pk}", {"role": "none"}, status=204)
    assert eve.get("personas")[0]["maps"] == []
    assert eve.get("personas/olga")["maps"] == []
    for method, path in (("PATCH", "personas/olga"), ("DELETE", "personas/olga"), ("POST", "personas")):
        eve.send(method, path, {"fields": {"name": "E"}, "was": {}}, status=403)
