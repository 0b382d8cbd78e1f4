"""Edits through the API: order, repetition, refusal, meeting, undo."""

from typing import Any

import pytest

from desirepath.model.edits import Create, Edit, Move, Remove, Set
from desirepath.model.nodes import ABSENT
from desirepath.server.people.roles import Role
from tests.server.maps.world import Someone, new_id

NESTED: Any = 0
for _ in range(54):
    NESTED = [NESTED]


def test_an_edit_is_done_and_has_its_place(ana: Someone) -> None:
    answer = ana.edit(Set("map", "title", "Coffee", 0, "A coffee before work"))
    assert answer == {"id": answer["id"], "revision": 1, "lost": [], "problems": []}
    assert ana.value("map", "title") == "Coffee"
    assert ana.get("maps/coffee")["title"] == "Coffee"
    assert ana.nodes()["map"]["written"] == {"title": {"revision": 1, "by": ana.by}}


def test_the_same_id_again_answers_the_same_and_does_nothing(ana: Someone, ben: Someone) -> None:
    ana.edit(Set("step:wake", "within", "5m", 0, "10m"))
    change = Set("step:wake", "within", "3m", 0, "10m")
    first = ben.edit(change, edit_id="b-1")
    assert first["lost"][0]["value"] == "5m"
    ana.edit(Set("step:wake", "name", "Get up", 2, "Wake up"))
    assert ben.edit(change, edit_id="b-1") == first
    assert ana.get("maps/coffee")["revision"] == 3


@pytest.mark.parametrize("sent_by", ["ana", "ben"])
def test_the_same_id_with_other_content_or_of_somebody_else_is_a_conflict(
    ana: Someone, ben: Someone, sent_by: str
) -> None:
    ana.edit(Set("step:wake", "within", "5m", 0, "10m"), edit_id="a-1")
    other = "4m" if sent_by == "ana" else "5m"
    again = Set("step:wake", "within", other, 0, "10m")
    problems = {"ana": ana, "ben": ben}[sent_by].edit(again, edit_id="a-1", status=409)
    assert problems[0]["code"] == "DP-SRV-006"
    assert ana.get("maps/coffee")["revision"] == 1


def test_a_refused_edit_changes_nothing_and_tells_all_that_is_wrong(ana: Someone) -> None:
    problems = ana.edit(
        Set("map", "title", "Coffee", 0),
        Set("step:wake", "within", "soon", 0),
        Move("step:wake", "stage:never", "i000"),
        status=422,
    )
    assert [problem["code"] for problem in problems] == ["DP-EDT-007", "DP-EDT-002"]
    assert ana.get("maps/coffee")["revision"] == 0
    assert ana.value("map", "title") == "A coffee before work"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Set("map", "lanes", ["goal", "goal"], 0), "DP-MAP-014"),
        (Set("step:wake", "goal", None, 0), "DP-MAP-017"),
        (Set("map", "id", "tea", 0), "DP-EDT-008"),
        (Set("map", "#", "no comment", 0), "DP-EDT-007"),
        (Set("map", "x-deep", NESTED, 0), "DP-MAP-006"),
        (Set("map", "x-half", "\ud800", 0), None),
        (Set("map", "title", ABSENT, 0), "DP-EDT-007"),
        (Set("map", "title", "T", 7), "DP-SRV-006"),
        (Create("step:new", "step", "stage:early", "i000" + "z" * 300, {"name": "N"}), "DP-SRV-007"),
        (Remove("map"), "DP-EDT-008"),
    ],
)
def test_the_map_stays_a_map(ana: Someone, change: Set | Create | Remove, code: str | None) -> None:
    before = ana.get("maps/coffee/text")
    sent = Edit("x", (change,))
    status = {None: 400, "DP-SRV-006": 409, "DP-SRV-007": 413}.get(code, 422)
    problems = ana.edit(*sent.changes, status=status)
    assert code in (None, problems[0]["code"])
    assert ana.get("maps/coffee/text") == before


def test_ids_of_claims_are_not_given_twice_by_what_comes_back(ana: Someone) -> None:
    card = {"lane": "doing", "text": "Grinds", "id": "grind"}
    ana.edit(Create("card:grind", "card", "step:wake", "i005", card))
    ana.edit(Remove("step:wake"))
    ana.edit(Set("step:drink", "goal", {"text": "Wakes", "id": "grind"}, 2))
    problems = ana.edit(Create("step:wake", "step", "stage:early", "i000"), status=422)
    assert problems[0]["code"] == "DP-MAP-014"


def test_a_queue_is_answered_one_by_one(ana: Someone) -> None:
    good = {
        "id": new_id(),
        "changes": [{"do": "set", "node": "map", "property": "title", "value": "C", "based_on": 0}],
    }
    odd = {"id": new_id(), "changes": [{"do": "dance", "node": "map"}]}
    late = {"id": new_id(), "changes": [{"do": "remove", "node": "step:drink"}]}
    answers = ana.post("maps/coffee/edits", {"edits": [good, odd, late]})["edits"]
    assert [answer["revision"] for answer in answers] == [1, None, 2]
    assert answers[1]["problems"][0]["code"] == "DP-EDT-009"


def test_two_who_type_in_one_text_keep_both_their_words(ana: Someone, ben: Someone) -> None:
    was = "A coffee before work"
    ana.edit(Set("map", "title", "A good coffee before work", 0, was))
    assert ben.edit(Set("map", "title", "A coffee before any work", 0, was))["lost"] == []
    assert ana.value("map", "title") == "A good coffee before any work"


def test_what_was_overwritten_is_told_and_can_be_taken_back_with_one_call(ana: Someone, ben: Someone) -> None:
    ana.edit(
        Set("step:wake", "within", "5m", 0, "10m"), Set("map", "title", "Ana's", 0, "A coffee before work")
    )
    answer = ben.edit(
        Set("step:wake", "within", "1h", 0, "10m"), Set("map", "title", "Ben's", 0, "A coffee before work")
    )
    assert [(one["value"], one["by"]) for one in answer["lost"]] == [("5m", ana.by), ("Ana's", ana.by)]
    ben.post("maps/coffee/edits/2/take-back", {"id": new_id()}, status=404)
    mine = new_id()
    back = ana.post("maps/coffee/edits/2/take-back", {"id": mine})
    assert (back["revision"], back["of"]) == (3, answer["id"])
    assert ana.post("maps/coffee/edits/2/take-back", {"id": mine}) == back
    assert (ana.value("step:wake", "within"), ana.value("map", "title")) == ("5m", "Ana's")


def test_undo_and_redo_are_ones_own(ana: Someone, ben: Someone) -> None:
    ana.edit(Set("step:wake", "within", "5m", 0, "10m"))
    ana.edit(Set("step:wake", "name", "Get up", 1, "Wake up"))
    ben.edit(Set("step:drink", "name", "Sip", 2, "Drink"))
    ben.edit(Set("step:wake", "within", "1h", 3, "5m"))
    first = ana.post("maps/coffee/undo", {"id": "u-1"})
    assert ana.post("maps/coffee/undo", {"id": "u-1"}) == first
    assert ana.value("step:wake", "name") == "Wake up"
    second = ana.post("maps/coffee/undo", {"id": "u-2"})
    assert (second["changes"], second["stays"]) == ([], 1)
    assert ana.value("step:wake", "within") == "1h"
    ana.post("maps/coffee/undo", {"id": "u-3"}, status=409)
    ana.post("maps/coffee/redo", {"id": "r-1"})
    ana.post("maps/coffee/redo", {"id": "r-2"})
    assert ana.value("step:wake", "name") == "Get up"
    assert ana.value("step:drink", "name") == "Sip"
    ana.post("maps/coffee/redo", {"id": "r-3"}, status=409)
    ana.post("maps/coffee/undo", {"id": "u-4"})
    ana.edit(Set("map", "title", "New", 0))
    ana.post("maps/coffee/redo", {"id": "r-4"}, status=409)


def test_what_others_put_into_something_keeps_it_from_being_undone(ana: Someone, ben: Someone) -> None:
    ana.edit(Create("step:pour", "step", "stage:early", "i005", {"name": "Pour"}))
    ben.edit(Create("card:b", "card", "step:pour", "i000", {"lane": "doing", "text": "Spills"}))
    assert ana.post("maps/coffee/undo", {"id": new_id()})["stays"] == 1
    assert "removed" not in ana.nodes()["step:pour"]


def test_who_may_look_may_not_touch(ana: Someone) -> None:
    eve = Someone("eve", Role.COMMENTER)
    eve.edit(Set("map", "title", "Mine", 0), status=403)
    eve.post("maps/coffee/undo", {"id": "u"}, status=403)
    assert eve.nodes()["map"]["properties"]["title"] == "A coffee before work"


def test_what_is_in_the_archive_is_not_changed_but_known_ids_are_answered(ana: Someone) -> None:
    change = Set("map", "title", "Coffee", 0)
    ana.edit(change, edit_id="a-1")
    ana.post("maps/coffee/archive")
    assert ana.edit(change, edit_id="a-1")["revision"] == 1
    ana.edit(change, edit_id="a-2", status=409)
    ana.post("maps/coffee/unarchive")
    ana.edit(change, edit_id="a-2")
