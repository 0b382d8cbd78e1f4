"""The laws of edits."""

from __future__ import annotations

import json
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.model.edit_json import edit_from_json, edit_to_json
from desirepath.model.edits import Applied, Create, Edit, Move, Remove, Set, apply_edit, invert_edit
from desirepath.model.edits_between import edits_between
from desirepath.model.journey_map import JourneyMap
from desirepath.model.nodes import PARENT_KIND, MapNodes, from_nodes, to_nodes
from tests.model_edits.strategies import changes, comments_of, map_data, sets


def seen(nodes: MapNodes) -> list[Any]:
    """What the map shows: the living nodes in order, without the history of who wrote what when."""
    return [(node.id, node.parent, node.rank, dict(node.properties)) for node in nodes.living()]


def accepted(applied: Applied) -> MapNodes:
    assert applied.refused == ()
    return applied.nodes


@st.composite
def edits(draw: st.DrawFn, nodes: MapNodes, *, edit_id: str = "e") -> Edit:
    """Up to four changes in a row, each possible after those before it."""
    made = []
    for number in range(draw(st.integers(1, 4))):
        made.append(draw(changes(nodes, tag=f"{edit_id}{number}")))
        applied = apply_edit(nodes, Edit(f"{edit_id}{number}", (made[-1],)), nodes.revision + 1)
        nodes = MapNodes(accepted(applied).nodes, nodes.revision, nodes.edits)
    return Edit(edit_id, tuple(made), by=edit_id)


@given(st.data())
def test_undo_is_undo_and_redo_is_redo(data: st.DataObject) -> None:
    before = to_nodes(data.draw(map_data()))
    edit = data.draw(edits(before))
    after = accepted(apply_edit(before, edit, 1))
    undo = invert_edit(before, edit)
    undone = apply_edit(after, undo, 2)
    assert seen(accepted(undone)) == seen(before)
    assert not [lost for lost in undone.lost if lost.reason == "overwritten"]
    redo = invert_edit(after, undo)
    redone = accepted(apply_edit(undone.nodes, redo, 3))
    assert seen(redone) == seen(after)
    again = accepted(apply_edit(redone, invert_edit(undone.nodes, redo), 4))
    assert seen(again) == seen(before)


@given(st.data())
def test_undo_leaves_alone_what_others_did_since(data: st.DataObject) -> None:
    before = to_nodes(data.draw(map_data()))
    some = data.draw(
        st.lists(sets(before), max_size=6, unique_by=lambda change: (change.node, change.property))
    )
    mine, theirs = Edit("mine", tuple(some[::2]), "ana"), Edit("theirs", tuple(some[1::2]), "ben")
    both = accepted(apply_edit(accepted(apply_edit(before, mine, 1)), theirs, 2))
    undone = accepted(apply_edit(both, invert_edit(before, mine), 3))
    assert seen(undone) == seen(accepted(apply_edit(before, theirs, 1)))


@given(st.data())
def test_an_edit_applied_twice_is_applied_once(data: st.DataObject) -> None:
    before = to_nodes(data.draw(map_data()))
    edit = data.draw(edits(before))
    once = accepted(apply_edit(before, edit, 1))
    assert apply_edit(once, edit, 2) == Applied(once)


@given(st.data())
def test_edits_of_different_properties_commute(data: st.DataObject) -> None:
    before = to_nodes(data.draw(map_data()))
    different = st.lists(sets(before), max_size=3, unique_by=lambda change: (change.node, change.property))
    some = [Edit(f"e{i}", (change,)) for i, change in enumerate(data.draw(different))]
    results = []
    for order in permutations(some):
        nodes = before
        for revision, edit in enumerate(order, start=1):
            nodes = accepted(apply_edit(nodes, edit, revision))
        results.append(seen(nodes))
    assert all(result == results[0] for result in results)


@given(st.data())
def test_removing_and_setting_commute(data: st.DataObject) -> None:
    before = to_nodes(data.draw(map_data()))
    change = data.draw(changes(before))
    removable = [node.id for node in before.living() if node.id != "map"]
    assume(removable and not isinstance(change, Create))
    removal, other = Edit("r", (Remove(data.draw(st.sampled_from(removable))),)), Edit("o", (change,))
    one = accepted(apply_edit(accepted(apply_edit(before, removal, 1)), other, 2))
    two = accepted(apply_edit(accepted(apply_edit(before, other, 1)), removal, 2))
    assert seen(one) == seen(two)


@given(st.data())
def test_whatever_is_edited_the_nodes_stay_a_tree(data: st.DataObject) -> None:
    nodes = to_nodes(data.draw(map_data()))
    for revision in range(1, 6):
        nodes = accepted(apply_edit(nodes, data.draw(edits(nodes, edit_id=f"e{revision}-")), revision))
    for node in nodes.nodes.values():
        kinds = [node.kind]
        while node.parent:
            node = nodes.nodes[node.parent]
            kinds.append(node.kind)
        assert all(PARENT_KIND[below] == above for below, above in pairwise(kinds))
        assert kinds[-1] == "map"


@given(st.data())
def test_whatever_is_accepted_the_file_can_be_read(data: st.DataObject) -> None:
    nodes = start = to_nodes(data.draw(map_data()))
    for revision in range(1, 7):
        change = data.draw(st.one_of(changes(start, tag=f"n{revision}"), changes(nodes, tag=f"m{revision}")))
        nodes = apply_edit(nodes, Edit(f"e{revision}", (change,), by=f"p{revision}"), revision).nodes
    file, comments = from_nodes(nodes)
    JourneyMap.model_validate(file)
    assert from_nodes(to_nodes(file, comments)) == (file, comments)


garbage = st.recursive(
    st.sampled_from(
        [None, True, -1, 1.5, "", "map", "step:a", "card:x", "lane", "doing", "i000", "#", "x-y"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["text", "id"]), inner)
    ),
    max_leaves=4,
)


@given(map_data(), st.data())
def test_garbage_is_refused_or_leaves_a_map_that_can_be_read(
    file: dict[str, Any], data: st.DataObject
) -> None:
    names = ["do", "node", "property", "value", "based_on", "was", "parent", "rank", "kind", "properties"]
    change = data.draw(st.dictionaries(st.sampled_from(names), garbage))
    change |= {
        "do": data.draw(st.sampled_from(["create", "set", "move", "remove"])),
        "node": data.draw(node_ids),
    }
    usual = {"based_on": 0, "parent": "map", "rank": "i000", "kind": "stage", "property": "goal"}
    before = to_nodes(file)
    try:
        edit = edit_from_json({"id": "e", "changes": [{**usual, **change}]})
    except DesirepathError:
        return
    after = apply_edit(before, edit, 1).nodes
    JourneyMap.model_validate(from_nodes(after)[0])
    assert seen(apply_edit(after, invert_edit(before, edit), 2).nodes) == seen(before)


node_ids = st.sampled_from(
    ["map", "stage:early", "step:a", "step:b", "stage:new", "card:new", "", ":", "card:"]
)


@given(st.data())
def test_difference_then_patch_is_the_new_file(data: st.DataObject) -> None:
    old_file, new_file = data.draw(map_data()), data.draw(map_data())
    new_comments = data.draw(comments_of(new_file))
    old = to_nodes(old_file, data.draw(comments_of(old_file)))
    for revision in (1, 2):
        old = accepted(apply_edit(old, data.draw(edits(old, edit_id=f"o{revision}")), revision))
    edit = edits_between(old, to_nodes(new_file, new_comments), edit_id="import")
    assert from_nodes(accepted(apply_edit(old, edit, 3))) == (new_file, new_comments)


@given(map_data())
def test_there_is_nothing_to_do_between_a_file_and_itself(file: dict[str, Any]) -> None:
    assert edits_between(to_nodes(file), to_nodes(file), edit_id="e").changes == ()


@given(st.data())
def test_edits_survive_json(data: st.DataObject) -> None:
    edit = data.draw(edits(to_nodes(data.draw(map_data()))))
    assert edit_from_json(json.loads(json.dumps(edit_to_json(edit)))) == edit


def test_a_refused_change_refuses_the_whole_edit() -> None:
    nodes = to_nodes({"format": "desirepath/1", "id": "m", "title": "T", "stages": []})
    edit = Edit(
        "e", (Set("map", "title", "New", 0), Set("map", "titel", "New", 0), Move("map", "map", "i000"))
    )
    applied = apply_edit(nodes, edit, 1)
    assert applied.nodes is nodes
    assert [problem.code for problem in applied.refused] == ["DP-EDT-007", "DP-EDT-008"]
    assert applied.refused[0].fix == "did you mean title?"


def test_the_server_counts_upwards() -> None:
    nodes = MapNodes(to_nodes({"title": "T", "stages": []}).nodes, revision=7)
    with pytest.raises(ValueError, match="revision 7 is not after 7"):
        apply_edit(nodes, Edit("e", ()), 7)


@pytest.mark.parametrize(
    ("data", "address"),
    [
        (None, ""),
        ([], ""),
        ({"id": 1, "changes": []}, "id"),
        ({"id": "e"}, "changes"),
        ({"id": "e", "changes": [], "by": 7}, "by"),
        ({"id": "e", "changes": ["remove"]}, "changes[0]"),
        ({"id": "e", "changes": [{"do": "remove"}]}, "changes[0].node"),
        ({"id": "e", "changes": [{"do": "delete", "node": "a"}]}, "changes[0].do"),
        (
            {"id": "e", "changes": [{"do": "set", "node": "a", "property": "b", "based_on": True}]},
            "changes[0].based_on",
        ),
        ({"id": "e", "changes": [{"do": "move", "node": "a", "parent": "b"}]}, "changes[0].rank"),
        (
            {
                "id": "e",
                "changes": [{"do": "create", "node": "a", "parent": "b", "rank": "i000", "kind": "lane"}],
            },
            "changes[0].kind",
        ),
    ],
)
def test_what_is_no_edit_is_refused_with_its_place(data: Any, address: str) -> None:
    with pytest.raises(DesirepathError) as error:
        edit_from_json(data)
    assert [(problem.code, problem.address) for problem in error.value.problems] == [("DP-EDT-009", address)]
