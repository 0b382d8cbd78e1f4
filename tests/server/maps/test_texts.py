"""A map's file comes out as it went in; two who change it meet, and nothing is overwritten in silence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desirepath.model.document import Document
from desirepath.model.edits import Create, Edit, Move, Remove, Set, apply_edit
from desirepath.model.nodes import MapNodes, from_nodes, to_nodes
from desirepath.model.yaml_text import block_text
from desirepath.server.maps import state
from desirepath.server.maps.accepting import accept_one
from desirepath.server.maps.making import make_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.offers import offer_edit
from desirepath.server.maps.texts import text_at
from desirepath.server.people.models import Person
from desirepath.stories.style_icon.generate import MAP_PATH as STYLE_ICON
from desirepath.stories.techcorp.generate import MAP_PATH as TECHCORP
from desirepath.templates import read_template, template_names
from tests.model_edits.strategies import changes, map_data
from tests.server.maps.world import TEXT, Someone, new_id


def put(someone: Someone, text: str, base: int, *, status: int = 200, edit_id: str = "") -> dict[str, object]:
    body = {"id": edit_id or new_id(), "text": text, "base": base}
    answer: dict[str, object] = someone.send("PUT", "maps/coffee/text", body, status=status)
    return answer


FILES = {name: read_template(name) for name in template_names()} | {
    path.name: path.read_text("utf-8") for path in (TECHCORP, STYLE_ICON)
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_out_as_it_went_in(ana: Someone, name: str) -> None:
    text = FILES[name]
    map_id = ana.post("maps", {"text": text}, status=201)["id"]
    assert ana.get(f"maps/{map_id}/text") == text


def test_a_file_is_taken_in_to_the_letter(ana: Someone) -> None:
    text = TEXT.replace("Drink\n", "Drink   # slowly\n\n\n# the end\n").replace("\n", "\r\n")
    assert put(ana, text, 0)["revision"] == 1
    assert ana.get("maps/coffee/text") == text
    assert ana.get("maps/coffee/text?revision=0") == TEXT
    assert put(ana, text, 1)["revision"] == 1, "nothing new, no new revision"


def test_only_the_form_of_a_file_is_a_change_too(ana: Someone) -> None:
    text = TEXT.replace('"Waits for the machine"', "'Waits for the machine'")
    assert put(ana, text, 0)["changes"] == []
    assert ana.get("maps/coffee/text") == text


def test_an_edit_touches_its_own_characters_only(ana: Someone) -> None:
    ana.edit(Set("step:wake", "within", "5m", 0, "10m"))
    assert ana.get("maps/coffee/text") == TEXT.replace("within: 10m", "within: 5m")
    assert ana.get("maps/coffee/text?revision=0") == TEXT


def test_a_file_and_an_edit_that_have_nothing_to_do_with_each_other_are_both_kept(
    ana: Someone, ben: Someone
) -> None:
    ben.edit(Set("step:wake", "within", "5m", 0, "10m"))
    mine = TEXT.replace("name: Drink", "name: Sip  # slowly")
    put(ana, mine, 0)
    assert ana.get("maps/coffee/text") == mine.replace("within: 10m", "within: 5m")


@pytest.mark.parametrize(
    ("theirs", "mine", "where"),
    [
        (Set("step:wake", "within", "5m", 0, "10m"), ("within: 10m", "within: 1h"), "step:wake.within"),
        (
            Set("step:drink", "name", "Sip", 0, "Drink"),
            ("      - id: drink\n        name: Drink\n", ""),
            "step:drink.name",
        ),
        (
            Create("card:new", "card", "step:drink", "i000", {"lane": "doing", "text": "Sips"}),
            ("      - id: drink\n        name: Drink\n", ""),
            "card:new.lane",
        ),
        (Remove("step:wake"), ("name: Wake up", "name: Get up"), "step:wake.name"),
    ],
)
def test_what_others_did_is_never_overwritten(
    ana: Someone, ben: Someone, theirs: Set | Create | Remove, mine: tuple[str, str], where: str
) -> None:
    ben.edit(theirs)
    before = ana.get("maps/coffee/text")
    problems = put(ana, TEXT.replace(*mine), 0, status=409)["problems"]
    assert isinstance(problems, list)
    assert where in [problem["address"] for problem in problems]
    assert {problem["code"] for problem in problems} == {"DP-SRV-006"}
    assert ana.get("maps/coffee/text") == before


def test_two_who_move_the_same_step_clash(ana: Someone, ben: Someone) -> None:
    ben.edit(Move("step:wake", "stage:early", "i005"))
    lines = TEXT.splitlines(keepends=True)
    swapped = "".join([*lines[:8], *lines[12:], *lines[8:12]])
    assert put(ana, swapped, 0, status=409)["problems"]


def test_a_card_keeps_its_id_when_a_word_of_it_is_mended_in_a_file(ana: Someone) -> None:
    ana.edit(
        Create("card:mine", "card", "step:drink", "i000", {"lane": "doing", "text": "Drinks it at once"})
    )
    text = ana.get("maps/coffee/text")
    put(ana, text.replace("Drinks it at once", "Drinks it slowly at once"), 1)
    assert ana.value("card:mine", "text") == "Drinks it slowly at once"


def test_a_file_of_another_map_or_with_mistakes_is_refused_with_lines(ana: Someone) -> None:
    put(ana, TEXT.replace("id: coffee", "id: tea"), 0, status=409)
    problems = put(ana, TEXT.replace("within: 10m", "within: soon"), 0, status=422)["problems"]
    assert isinstance(problems, list)
    assert problems[0]["line"] == 12
    put(ana, TEXT, 7, status=404)


def test_sent_again_it_is_taken_in_once(ana: Someone, ben: Someone) -> None:
    text = TEXT.replace("name: Drink", "name: Sip")
    first = put(ana, text, 0, edit_id="p-1")
    ben.edit(Set("step:drink", "name", "Gulp", 1, "Sip"))
    assert put(ana, text, 0, edit_id="p-1") == first
    assert ana.value("step:drink", "name") == "Gulp"


def test_an_earlier_version_is_restored_to_the_letter(ana: Someone, ben: Someone) -> None:
    put(ana, TEXT.replace("# ours", "# theirs, since March"), 0)
    ben.edit(Remove("step:wake"))
    ben.edit(Create("card:x", "card", "step:drink", "i000", {"lane": "doing", "text": "Sips"}))
    nodes = ana.nodes()
    assert "removed" in nodes["step:wake"]
    restored = ana.post("maps/coffee/restore", {"id": "r", "revision": 0})
    assert ana.post("maps/coffee/restore", {"id": "r", "revision": 0}) == restored
    assert ana.get("maps/coffee/text") == TEXT
    assert ana.get("maps/coffee/text?revision=1").startswith("# theirs")
    ana.post("maps/coffee/undo", {"id": "u"})
    assert "removed" in ana.nodes()["step:wake"]


def seen(nodes: MapNodes) -> list[object]:
    return [(node.id, node.parent, node.rank, dict(node.properties)) for node in nodes.living()]


@pytest.mark.django_db
@given(st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_server_has_what_the_library_makes_of_the_same_edits(data: st.DataObject) -> None:
    drawn = data.draw(map_data())
    drawn = {name: value for name, value in drawn.items() if value is not None and not name.startswith("x-")}
    MapRecord.objects.filter(id="m").delete()
    text = block_text(_without_nulls(drawn))
    person, _ = Person.objects.get_or_create(email="ana@example.com")
    record = make_map(text, person)
    nodes = to_nodes(Document.read(text).data, Document.read(text).comments())
    assert text_at(record, 0) == text
    texts = [text]
    for number in range(data.draw(st.integers(1, 4))):
        edit = Edit(f"e{number}", (data.draw(changes(nodes, tag=f"n{number}")),), str(person.pk))
        applied = apply_edit(nodes, edit, nodes.revision + 1)
        accept_one("m", offer_edit(edit, person))
        nodes = MapNodes(applied.nodes.nodes, applied.nodes.revision)
        record = MapRecord.objects.get(id="m")
        assert seen(state.current_nodes(record)) == seen(nodes)
        texts.append(text_at(record, record.revision))
        read = Document.read(texts[-1])
        assert (read.data, read.comments()) == from_nodes(nodes)
    state._MEMORY._known.clear()
    for revision, was in enumerate(texts):
        assert text_at(record, revision) == was
    assert state.current_nodes(record).nodes == nodes.nodes


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value
