"""The laws of what a server does with edits: judging them as a whole, undoing, taking files in, clashes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desirepath.model.clashes import find_clashes
from desirepath.model.edits import Create, Edit, Move, Remove, Set, apply_accepted, apply_edit
from desirepath.model.edits_between import edits_between
from desirepath.model.journey_map import JourneyMap
from desirepath.model.judge_nodes import judge_nodes
from desirepath.model.known_cards import know_cards
from desirepath.model.nodes import MapNodes, from_nodes, to_nodes
from desirepath.model.structure import judge
from desirepath.model.undo import undo_edit
from tests.model_edits.strategies import changes, map_data, sets

ODD = st.sampled_from(
    [
        Set("map", "lanes", ["goal", "goal"], 0),
        Set("map", "goal", None, 0),
        Set("map", "x-any", None, 0),
        Set("map", "persona", None, 0),
        Set("map", "x-deep", [[[[None]]]], 0),
    ]
)


def seen(nodes: MapNodes) -> list[Any]:
    return [(node.id, node.parent, node.rank, dict(node.properties)) for node in nodes.living()]


def valid(data: dict[str, Any]) -> dict[str, Any]:
    """Without the nulls that a map's file cannot have."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: without(inner) for name, inner in value.items() if inner is not None}
        return [without(inner) for inner in value] if isinstance(value, list) else value

    cleaned: dict[str, Any] = without(data)
    return cleaned


def run(nodes: MapNodes, edit: Edit) -> MapNodes:
    applied = apply_edit(nodes, edit, nodes.revision + 1)
    assert not applied.refused
    return MapNodes(applied.nodes.nodes, applied.nodes.revision)


@given(st.data())
def test_judging_what_was_touched_is_judging_the_whole(data: st.DataObject) -> None:
    before = to_nodes(valid(data.draw(map_data())))
    made = [data.draw(changes(before)), *data.draw(st.lists(ODD, max_size=1))]
    applied = apply_edit(before, Edit("e", tuple(made)), 1)
    if applied.refused:
        return
    touched = {change.node for change in made}
    _, whole = judge(JourneyMap, from_nodes(applied.nodes)[0])
    assert bool(judge_nodes(applied.nodes, touched)) == bool(whole)


@given(st.data())
def test_what_was_accepted_is_applied_as_it_was(data: st.DataObject) -> None:
    before = to_nodes(data.draw(map_data()))
    edit = Edit("e", (data.draw(changes(before)),), "ana")
    judged, unjudged = apply_edit(before, edit, 1), apply_accepted(before, edit, 1)
    assert (judged.nodes.nodes, judged.lost) == (unjudged.nodes.nodes, unjudged.lost)


@given(st.data())
def test_undone_from_the_last_to_the_first_all_is_as_it_was_and_done_again_as_it_became(
    data: st.DataObject,
) -> None:
    states = [to_nodes(data.draw(map_data()))]
    done: list[tuple[MapNodes, Edit]] = []
    for number in range(data.draw(st.integers(1, 4))):
        edit = Edit(f"e{number}", (data.draw(changes(states[-1], tag=f"n{number}")),), "ana")
        done.append((states[-1], edit))
        states.append(run(states[-1], edit))
    now, undone = states[-1], []
    for (before, edit), wanted in zip(reversed(done), reversed(states[:-1]), strict=True):
        undoing = undo_edit(before, edit, now, edit_id=f"u-{edit.id}")
        assert not undoing.stays
        undone.append((now, undoing.edit))
        now = run(now, undoing.edit)
        assert seen(now) == seen(wanted)
    for (before, edit), wanted in zip(reversed(undone), states[1:], strict=True):
        now = run(now, undo_edit(before, edit, now, edit_id=f"r-{edit.id}").edit)
        assert seen(now) == seen(wanted)


@given(st.data())
def test_undo_takes_nothing_from_anybody_else(data: st.DataObject) -> None:
    before = to_nodes(data.draw(map_data()))
    mine = Edit("mine", (data.draw(changes(before, tag="mine")),), "ana")
    after = run(before, mine)
    theirs = Edit("theirs", (data.draw(sets(after)),), "ben")
    both = run(after, theirs)
    undone = run(both, undo_edit(before, mine, both, edit_id="u").edit)
    their = theirs.changes[0]
    assert isinstance(their, Set)
    node = both.nodes[their.node]
    if their.node in {one.id for one in both.living()}:
        assert their.node in {one.id for one in undone.living()}
    same_property = any(
        isinstance(change, Set) and (change.node, change.property) == (their.node, their.property)
        for change in mine.changes
    )
    if not same_property:  # of one text both may have changed words: that merges
        assert undone.nodes[their.node].properties.get(their.property) == node.properties.get(their.property)


@given(map_data(), map_data())
def test_a_file_comes_in_whatever_ids_its_cards_have_here(one: dict[str, Any], other: dict[str, Any]) -> None:
    base = to_nodes(one)
    renamed = {
        node.id: f"card:mine-{number}"
        for number, node in enumerate(base.living())
        if node.kind == "card" and "id" not in node.properties and number % 2
    }
    base = rename(base, renamed)
    new = know_cards(to_nodes(other), base)
    assert from_nodes(new) == from_nodes(to_nodes(other))
    after = run(base, edits_between(base, new, edit_id="file"))
    assert from_nodes(after)[0] == from_nodes(to_nodes(other))[0]
    assert not edits_between(base, know_cards(to_nodes(*from_nodes(base)), base), edit_id="none").changes


def rename(nodes: MapNodes, ids: dict[str, str]) -> MapNodes:
    renamed = [replace(node, id=ids.get(node.id, node.id)) for node in nodes.nodes.values()]
    return MapNodes({node.id: node for node in renamed}, nodes.revision)


@given(st.data())
def test_a_file_that_clashes_with_nothing_takes_nothing_away(data: st.DataObject) -> None:
    base = to_nodes(data.draw(map_data()))
    theirs = data.draw(changes(base, tag="theirs"))
    now = run(base, Edit("theirs", (theirs,), "ben"))
    file = Edit("file", (data.draw(changes(base, tag="file")),), "ana")
    applied = apply_edit(now, file, now.revision + 1)
    if applied.refused or find_clashes(base, file, now):
        return
    after = applied.nodes
    if isinstance(theirs, Set):
        living = {node.id for node in after.living()}
        there, then = after.nodes[theirs.node], now.nodes[theirs.node]
        own = any(isinstance(one, Set) and one.property == theirs.property for one in file.changes)
        assert own or there.properties.get(theirs.property) == then.properties.get(theirs.property)
        assert (theirs.node in living) == (theirs.node in {node.id for node in now.living()})
    elif isinstance(theirs, Move):
        there, then = after.nodes[theirs.node], now.nodes[theirs.node]
        assert (there.parent, there.rank) == (then.parent, then.rank)
    elif isinstance(theirs, Create):
        assert theirs.node in {node.id for node in after.living()}
    else:
        assert isinstance(theirs, Remove)
        assert theirs.node not in {node.id for node in after.living()}
