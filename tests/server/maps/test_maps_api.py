"""Maps come, are copied, put away and deleted; their history, versions, personas and checks."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desirepath.model.diff import diff_maps, diff_nodes
from desirepath.model.edits import Create, Edit, Remove, Set, apply_accepted
from desirepath.model.judge_nodes import judge_nodes
from desirepath.model.lanes import BY_ID
from desirepath.model.nodes import to_nodes
from desirepath.server.maps import state
from desirepath.server.maps.models import EditRecord, MapRecord
from desirepath.server.maps.story import _say
from desirepath.server.people.models import MapRole
from desirepath.server.people.roles import Role
from desirepath.templates import template_names
from tests.model_edits.strategies import changes, map_data
from tests.model_edits.test_undo_and_clashes import valid
from tests.server.maps.world import TEXT, Someone, new_id


def test_a_map_is_made_from_a_template_with_its_persona(ana: Someone) -> None:
    made = ana.post("maps", {"template": "saas-onboarding", "id": "ours", "title": "Ours"}, status=201)
    assert (made["id"], made["title"], made["revision"]) == ("ours", "Ours", 0)
    text = ana.get("maps/ours/text")
    assert text.startswith("# SaaS onboarding")
    assert [one["id"] for one in ana.get("personas")] == ["project-owner"]
    ana.post("maps", {"template": "saas-onboarding", "id": "ours"}, status=409)
    assert ana.post("maps", {"template": "saas-onbording"}, status=422)["problems"][0]["code"] == "DP-TPL-001"
    ana.post("maps", {"template": "blank", "text": TEXT}, status=400)
    ana.post("maps", {}, status=400)


def test_what_is_wrong_with_a_new_map_is_told_at_once(ana: Someone) -> None:
    problems = ana.post("maps", {"text": "format: desirepath/1\ntitel: T\n"}, status=422)["problems"]
    assert len(problems) > 2
    assert MapRecord.objects.count() == 1


def test_the_list_comes_in_pages_by_title(ana: Someone) -> None:
    for name in template_names():
        ana.post("maps", {"template": name, "title": "Same"}, status=201)
    seen: list[str] = []
    page: dict[str, Any] = {"next": ""}
    while page["next"] is not None:
        page = ana.get(f"maps?limit=2&cursor={page['next']}")
        seen += [one["id"] for one in page["items"]]
    assert seen == ["coffee", *sorted(set(seen) - {"coffee"})]
    assert len(seen) == 1 + len(template_names())
    ana.get("maps?cursor=nonsense", status=400)


def test_the_archive_is_apart(ana: Someone) -> None:
    assert ana.post("maps/coffee/archive")["archived_at"]
    assert ana.get("maps")["items"] == []
    assert [one["id"] for one in ana.get("maps?archived=true")["items"]] == ["coffee"]
    assert ana.get("maps/coffee/nodes")["revision"] == 0
    ana.post("maps/coffee/unarchive")
    assert len(ana.get("maps")["items"]) == 1


def test_a_copy_begins_a_history_of_its_own_and_hides_from_the_same_people(
    ana: Someone, ben: Someone
) -> None:
    MapRole.objects.create(person=ben.person, map="coffee", role=Role.NONE)
    ana.edit(Set("map", "title", "Coffee", 0))
    ana.edit(Remove("step:wake"))
    copy = ana.post("maps/coffee/copy", {"id": "tea", "title": "Tea", "revision": 1}, status=201)
    assert copy["forked_from"] == {"id": "coffee", "revision": 1}
    assert ana.get("maps/tea/text") == TEXT.replace("id: coffee", "id: tea").replace(
        "A coffee before work", "Tea"
    )
    ben.get("maps/tea", status=404)
    ana.post("maps/coffee/copy", {"id": "tea"}, status=409)
    ana.post("maps/coffee/copy", {"id": "Not an id"}, status=422)
    ana.post("maps/coffee/copy", {"id": "later", "revision": 3}, status=404)


def test_who_only_edits_one_map_makes_no_others(ana: Someone) -> None:
    guest = Someone("guest", Role.NONE)
    MapRole.objects.create(person=guest.person, map="coffee", role=Role.EDITOR)
    guest.edit(Set("map", "title", "Mine", 0))
    guest.post("maps/coffee/copy", {"id": "mine"}, status=403)


def test_deleted_for_ever_it_is_gone_and_its_id_begins_anew(ana: Someone, ben: Someone) -> None:
    owner = Someone("olga", Role.OWNER)
    ana.edit(Set("map", "title", "Coffee", 0))
    era = ana.get("maps/coffee")["era"]
    MapRole.objects.create(person=ben.person, map="coffee", role=Role.NONE)
    ana.send("DELETE", "maps/coffee", status=403)
    owner.send("DELETE", "maps/coffee", status=204)
    ana.get("maps/coffee", status=404)
    ana.edit(Set("map", "title", "Ghost", 0), status=404)
    assert EditRecord.objects.count() == 0
    ana.post("maps", {"text": TEXT}, status=201)
    assert ana.value("map", "title") == "A coffee before work"
    assert ana.get("maps/coffee")["era"] != era
    assert ben.get("maps/coffee")["revision"] == 0


def test_the_history_says_who_did_what_in_words(ana: Someone, ben: Someone) -> None:
    ana.edit(Set("step:wake", "owner", "cs", 0))
    ben.edit(Set("step:wake", "owner", "sales", 0))
    ana.edit(Create("card:x", "card", "step:drink", "i000", {"lane": "doing", "text": "Sips"}))
    page = ana.get("maps/coffee/history?limit=2")
    assert [(one["revision"], one["who"]["name"]) for one in page["items"]] == [(3, "Ana"), (2, "Ben")]
    assert page["items"][0]["words"] == ['"Sips" (Doing, step "Drink") was added']
    assert page["items"][1]["words"] == ['Step "Wake up" is now owned by sales (was cs)']
    assert page["items"][1]["lost"][0]["value"] == "cs"
    again = ana.get(f"maps/coffee/history?cursor={page['next']}")
    assert [one["words"] for one in again["items"]] == [['Step "Wake up" is now owned by cs']]
    assert again["next"] is None
    ana.get("maps/coffee/history?cursor=-1", status=400)


@pytest.mark.django_db
@given(st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_the_words_of_an_edit_are_those_of_the_whole_maps(data: st.DataObject) -> None:
    before = to_nodes(valid(data.draw(map_data())))
    made = [data.draw(changes(before))]
    after = apply_accepted(before, Edit("e", tuple(made)), 1).nodes
    if judge_nodes(after, set(after.nodes)):
        return
    whole = [change.say() for change in diff_nodes(before, after)]
    assert [says for _, says in _say(before, after, {change.node for change in made})] == whole


def test_a_card_that_says_the_same_elsewhere_is_not_the_one_that_went() -> None:
    steps = [
        {"id": "call", "name": "Call", "doing": ["Waits"]},
        {"id": "mail", "name": "Mail", "doing": ["Waits"]},
    ]
    file = {"format": "desirepath/1", "id": "m", "title": "M"}
    before = to_nodes({**file, "stages": [{"id": "a", "name": "A", "steps": steps}]})
    after = apply_accepted(before, Edit("e", (Remove("step:call"),)), 1).nodes
    gone = ['Step "Call" was removed']
    assert _say(before, after, {"step:call"}) == [("step:call", gone[0])]
    assert [change.say() for change in diff_nodes(before, after)] == gone
    assert [change.say() for change in diff_maps(state.journey_of(before), state.journey_of(after))] == gone


def test_the_history_speaks_as_people_do(ana: Someone) -> None:
    hidden = [lane if lane != "goal" else {"id": "goal", "hidden": True} for lane in BY_ID]
    ana.edit(Set("map", "lanes", hidden, 0))
    ana.edit(Remove("step:wake"))
    ana.post("maps/coffee/undo", {"id": new_id()})
    said = [one["words"] for one in ana.get("maps/coffee/history")["items"]]
    assert said == [
        ['Step "Wake up" was brought back to "Early"'],
        ['Step "Wake up" was removed'],
        ['Lane "Goal" is now hidden'],
    ]


def test_one_step_has_a_history_of_its_own(ana: Someone) -> None:
    ana.edit(Set("step:drink", "owner", "cs", 0))
    card = next(one for one in ana.nodes().values() if one["parent"] == "step:wake")
    ana.edit(Set(card["id"], "text", "Looks for a cup", 1))
    ana.edit(Set("step:wake", "owner", "ops", 2))
    of_wake = ana.get("maps/coffee/history?node=step:wake")["items"]
    assert [one["revision"] for one in of_wake] == [3, 2]
    assert [one["revision"] for one in ana.get("maps/coffee/history?node=stage:early")["items"]] == [3, 2, 1]
    page = ana.get("maps/coffee/history?node=step:wake&limit=1")
    assert [one["revision"] for one in page["items"]] == [3]
    ana.get("maps/coffee/history?node=step:never", status=404)


def test_the_history_of_a_step_tells_of_that_step_what_one_edit_did_to_several(ana: Someone) -> None:
    ana.edit(Set("step:drink", "owner", "cs", 0), Set("step:wake", "owner", "ops", 0))
    (both,) = ana.get("maps/coffee/history")["items"]
    (of_wake,) = ana.get("maps/coffee/history?node=step:wake")["items"]
    assert len(both["words"]) == 2
    assert of_wake["words"] == [one for one in both["words"] if "Wake up" in one]
    EditRecord.objects.update(words=orjson.dumps(both["words"]).decode())
    assert ana.get("maps/coffee/history?node=step:wake")["items"][0]["words"] == both["words"]


def test_two_versions_are_compared_either_way_round(ana: Someone) -> None:
    ana.edit(Set("step:wake", "name", "Get up", 0, "Wake up"))
    there = ana.get("maps/coffee/diff?old=0")
    assert [one["says"] for one in there["changes"]] == ['Step "Wake up" is now called "Get up"']
    back = ana.get("maps/coffee/diff?old=1&new=0")
    assert (back["changes"][0]["before"], back["changes"][0]["after"]) == ("Get up", "Wake up")
    ana.get("maps/coffee/diff?old=0&new=9", status=404)
    ana.get("maps/coffee/diff?old=-1", status=422)


def test_versions_get_names(ana: Someone) -> None:
    ana.edit(Set("map", "title", "Coffee", 0))
    first = ana.post("maps/coffee/versions", {"name": "As agreed", "revision": 0}, status=201)
    ana.post("maps/coffee/versions", {"name": "Now"}, status=201)
    ana.post("maps/coffee/versions", {"name": "Never", "revision": 2}, status=404)
    named = ana.get("maps/coffee/versions")["items"]
    assert [(one["name"], one["revision"]) for one in named] == [("Now", 1), ("As agreed", 0)]
    ana.post("maps", {"template": "blank", "id": "other"}, status=201)
    ana.send("DELETE", f"maps/other/versions/{first['id']}", status=404)
    ana.send("DELETE", f"maps/coffee/versions/{first['id']}", status=204)
    assert len(ana.get("maps/coffee/versions")["items"]) == 1


def test_checks_know_the_personas_and_the_maps_of_the_workspace(ana: Someone) -> None:
    ana.edit(Set("map", "persona", "ops", 0), Set("step:wake", "detail", "tea", 0))
    codes = {one["code"] for one in ana.get("maps/coffee/checks")}
    assert {"DP-MAP-101", "DP-MAP-126"} <= codes
    ana.send("PUT", "personas/ops/text", {"text": PERSONA, "base": 0})
    ana.post("maps", {"text": TEXT.replace("id: coffee", "id: tea")}, status=201)
    after = ana.get("maps/coffee/checks")
    assert not {"DP-MAP-101", "DP-MAP-126"} & {one["code"] for one in after}
    assert all(one["line"] for one in after)


PERSONA = "# who\nformat: desirepath/1\nid: ops\nname: Olga\n"


def test_a_persona_is_kept_to_the_letter_with_every_version(ana: Someone, ben: Someone) -> None:
    assert ana.send("PUT", "personas/ops/text", {"text": PERSONA, "base": 0})["revision"] == 1
    newer = PERSONA.replace("Olga", "Olga M.")
    assert ben.send("PUT", "personas/ops/text", {"text": newer, "base": 1})["revision"] == 2
    assert ben.send("PUT", "personas/ops/text", {"text": newer, "base": 1})["revision"] == 2
    assert ana.get("personas/ops/text") == newer
    assert ana.get("personas/ops/text?revision=1") == PERSONA
    ana.get("personas/ops/text?revision=3", status=404)
    ana.send("PUT", "personas/ops/text", {"text": PERSONA, "base": 1}, status=409)
    ana.send("PUT", "personas/ops/text", {"text": PERSONA, "base": 0}, status=409)
    ana.send("PUT", "personas/else/text", {"text": PERSONA, "base": 0}, status=409)
    ana.send("PUT", "personas/ops/text", {"text": "name: [", "base": 2}, status=422)
    ana.get("personas/never", status=404)
    assert ana.get("personas")[0]["name"] == "Olga M."


@pytest.mark.parametrize("revision", [0, 1, 2])
def test_any_earlier_version_opens(ana: Someone, revision: int) -> None:
    for number in range(2):
        ana.edit(Set("map", "title", f"Title {number}", number))
    titles = ["A coffee before work", "Title 0", "Title 1"]
    assert ana.nodes(revision=revision)["map"]["properties"]["title"] == titles[revision]
    ana.get("maps/coffee/nodes?revision=3", status=404)
    ana.get("maps/coffee/nodes?revision=999999999999999999999999", status=404)


def test_a_long_history_is_read_from_snapshots(ana: Someone) -> None:
    edits = [
        {
            "id": new_id(),
            "changes": [{"do": "set", "node": "map", "property": "title", "value": f"T{n}", "based_on": 0}],
        }
        for n in range(1, 251)
    ]
    ana.post("maps/coffee/edits", {"edits": edits[:120]})
    ana.post("maps/coffee/edits", {"edits": edits[120:]})
    record = MapRecord.objects.get(id="coffee")
    assert list(record.snapshots.values_list("revision", flat=True)) == [120, 250]
    for revision in (0, 1, 119, 120, 121, 249, 250):
        title = ana.nodes(revision=revision)["map"]["properties"]["title"]
        assert title == (f"T{revision}" if revision else "A coffee before work")


def test_a_map_is_drawn_as_it_is_and_as_it_was(ana: Someone) -> None:
    ana.edit(Set("step:wake", "name", "Get up", 0, "Wake up"))
    drawn = ana.client.get("/api/v1/maps/coffee/drawing")
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
    assert "Get up" in drawn.content.decode()
    assert "Wake up" in ana.client.get("/api/v1/maps/coffee/drawing?revision=0&theme=dark").content.decode()
    ana.get("maps/coffee/drawing?revision=9", status=404)
    ana.get("maps/coffee/drawing?theme=pink", status=422)
