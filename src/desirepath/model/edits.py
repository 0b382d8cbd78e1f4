"""Edits: every change of a map, by hand, by import or by undo, as a small list of four plain changes.

The server gives each edit a revision and so an order; everybody applies them in that order and has the same
map. How two people's changes meet is told in the guide (docs/guide/edits.md) and pinned by the vectors in
tests/vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from desirepath.base.problem import Problem
from desirepath.model.edit_kinds import (
    ID_IN_USE,
    NO_SUCH_NODE,
    NOT_FOR_EDITS,
    UNDER_ITSELF,
    WRONG_PLACE,
    WRONG_RANK,
    WRONG_VALUE,
)
from desirepath.model.nodes import ABSENT, PARENT_KIND, ROOT, Json, Kind, MapNode, MapNodes, Written, own_id
from desirepath.model.property_shapes import judge_property, required_properties
from desirepath.model.ranks import is_rank
from desirepath.model.value_merge import merge_values, same


@dataclass(frozen=True, slots=True)
class Create:
    """A new node; or, without properties, a removed one brought back with everything below it."""

    node: str
    kind: Kind
    parent: str
    rank: str
    properties: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Set:
    """A property gets a value, or with ABSENT none.

    ``based_on`` is the revision the writer saw, ``was`` the value the writer saw there (ABSENT for none):
    what a merge starts from when somebody else has written the property since.
    """

    node: str
    property: str
    value: Json
    based_on: int
    was: Json = ABSENT


@dataclass(frozen=True, slots=True)
class Move:
    """A node, with everything below it, comes under another parent or to another place among its siblings."""

    node: str
    parent: str
    rank: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A node leaves the map, with everything below it. It stays as a tombstone, so that it can come back."""

    node: str


Change = Create | Set | Move | Remove


@dataclass(frozen=True, slots=True)
class Edit:
    """What one person did at once. The client chooses the id (a UUID will do); ``by`` names the person."""

    id: str
    changes: tuple[Change, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that somebody wrote and that is not to be seen now.

    ``overwritten``: this edit's value replaced ``value``, which ``by`` had written at ``revision`` and
    which this edit's writer had not seen. ``removed``: this edit changed something that ``by`` has removed
    at ``revision``, or that is below it; the change is kept, and shows when the node comes back.
    """

    reason: Literal["overwritten", "removed"]
    node: str
    property: str | None = None
    value: Json = ABSENT
    by: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Applied:
    """The nodes after an edit, what was lost, and why it was refused: then the nodes are as they were."""

    nodes: MapNodes
    lost: tuple[Lost, ...] = ()
    refused: tuple[Problem, ...] = ()


def apply_edit(nodes: MapNodes, edit: Edit, revision: int) -> Applied:
    """Apply an edit as revision ``revision``: the whole edit, or, where any change of it is refused, nothing.

    An edit whose id was applied before changes nothing. Raises ValueError where the revision is not a later
    one.

    >>> from desirepath.model.nodes import to_nodes
    >>> nodes = to_nodes({"title": "Onboarding", "stages": []})
    >>> applied = apply_edit(nodes, Edit("e1", (Set("map", "title", "Going live", based_on=0),), by="ana"), 1)
    >>> applied.nodes.nodes["map"].properties["title"]
    'Going live'
    >>> applied = apply_edit(applied.nodes, Edit("e2", (Set("map", "title", "First steps", based_on=0),)), 2)
    >>> applied.lost[0].value, applied.lost[0].by
    ('Going live', 'ana')
    """
    if edit.id in nodes.edits:
        return Applied(nodes)
    if revision <= nodes.revision:
        raise ValueError(f"revision {revision} is not after {nodes.revision}")
    work = dict(nodes.nodes)
    lost: list[Lost] = []
    refused: list[Problem] = []
    for change in edit.changes:
        problem = _judge(work, change)
        if problem:
            refused.append(problem)
        else:
            lost += _apply(work, change, Written(revision, edit.by))
    if refused:
        return Applied(nodes, refused=tuple(refused))
    return Applied(MapNodes(work, revision, nodes.edits | {edit.id}), lost=tuple(lost))


def apply_accepted(nodes: MapNodes, edit: Edit, revision: int) -> Applied:
    """Apply an edit that was accepted before, without judging it again: how history is read.

    What the map format allows may change from one release to the next; what was accepted stays accepted.
    Ids of edits are not kept in the nodes: whoever reads a history gives each edit once.

    >>> from desirepath.model.nodes import to_nodes
    >>> nodes = to_nodes({"title": "Onboarding", "stages": []})
    >>> applied = apply_accepted(nodes, Edit("e1", (Set("map", "title", "Going live", based_on=0),)), 1)
    >>> applied.nodes.nodes["map"].properties["title"], applied.nodes.revision
    ('Going live', 1)
    """
    work = dict(nodes.nodes)
    lost: list[Lost] = []
    for change in edit.changes:
        lost += _apply(work, change, Written(revision, edit.by))
    return Applied(MapNodes(work, revision), lost=tuple(lost))


def invert_edit(nodes_before: MapNodes, edit: Edit, *, edit_id: str | None = None) -> Edit:
    """The edit that undoes ``edit``, which was applied when the nodes stood at ``nodes_before``: of one
    that was refused there, nothing.

    It touches only what ``edit`` changed, so it leaves alone what others did since. Inverting it against
    the nodes it is applied to gives the redo. Its id is ``undo:`` and the edit's, or ``edit_id``.

    >>> from desirepath.model.nodes import to_nodes
    >>> nodes = to_nodes({"title": "Onboarding", "stages": []})
    >>> invert_edit(nodes, Edit("e1", (Set("map", "title", "Going live", based_on=0),))).changes
    (Set(node='map', property='title', value='Onboarding', based_on=1, was='Going live'),)
    """
    revision = nodes_before.revision + 1
    work = dict(nodes_before.nodes)
    inverse: list[Change] = []
    for change in edit.changes:
        if _judge(work, change):
            return Edit(edit_id or f"undo:{edit.id}", (), edit.by)
        before = work.get(change.node)
        _apply(work, change, Written(revision, edit.by))
        inverse += _undo(before, work[change.node], change, revision)
    return Edit(edit_id or f"undo:{edit.id}", tuple(reversed(inverse)), edit.by)


def _undo(before: MapNode | None, after: MapNode, change: Change, revision: int) -> list[Change]:
    """What takes one node back from ``after`` to ``before``, as far as one change moved it."""
    if before is None or (before.removed and not after.removed):
        return [Remove(after.id)]
    if after.removed and not before.removed:
        return [Create(before.id, before.kind, before.parent or ROOT, before.rank)]
    if isinstance(change, Set):
        was, value = (node.properties.get(change.property, ABSENT) for node in (after, before))
        return [] if same(was, value) else [Set(before.id, change.property, value, revision, was)]
    if (before.parent, before.rank) != (after.parent, after.rank):
        return [Move(before.id, before.parent or ROOT, before.rank)]
    return []


def _judge(nodes: Mapping[str, MapNode], change: Change) -> Problem | None:
    """Why a change cannot be, or None."""
    node = nodes.get(change.node)
    if isinstance(change, Create):
        if node is None or change.properties:
            return _judge_new(node, change) or _judge_place(nodes, change.node, change.kind, change)
        if node.kind != change.kind:
            return ID_IN_USE.at(change.node, says=f"{change.node} is a {node.kind}")
        return _judge_place(nodes, node.id, node.kind, change)
    if node is None:
        return NO_SUCH_NODE.at(change.node, says=f"there is no {change.node}")
    if isinstance(change, Set):
        problem = judge_property(node.id, node.kind, change.property, change.value)
        if problem is None and change.property == "lane":
            return _judge_picture(node.id, {**node.properties, "lane": change.value})
        return problem
    if node.id == ROOT:
        return NOT_FOR_EDITS.at(ROOT, says="the map itself stays", fix="move or remove what is on it")
    return _judge_place(nodes, node.id, node.kind, change) if isinstance(change, Move) else None


def _judge_new(node: MapNode | None, change: Create) -> Problem | None:
    if node is not None:
        return ID_IN_USE.at(change.node, says=f"{change.node} is or was on the map already")
    if (
        not change.node.startswith(f"{change.kind}:")
        or change.kind not in PARENT_KIND
        or change.kind == "map"
    ):
        return ID_IN_USE.at(
            change.node, says=f"{change.node!r} is no id for a {change.kind}", fix="write KIND:ID"
        )
    if judge_property(ROOT, "map", "id", own_id(change.node)):
        return WRONG_VALUE.at(
            change.node, says=f"{own_id(change.node)!r} is no id", fix="use small letters, digits and dashes"
        )
    for name in {**dict.fromkeys(required_properties(change.kind)), **change.properties}:
        problem = judge_property(change.node, change.kind, name, change.properties.get(name, ABSENT))
        if problem:
            return problem
    return _judge_picture(change.node, change.properties)


def _judge_picture(node: str, properties: Mapping[str, Json]) -> Problem | None:
    """A card among the images needs a picture."""
    if properties.get("lane") == "images" and "src" not in properties:
        return judge_property(node, "card", "src", ABSENT)
    return None


def _judge_place(nodes: Mapping[str, MapNode], node: str, kind: str, change: Create | Move) -> Problem | None:
    if not is_rank(change.rank):
        return WRONG_RANK.at(node, says=f"{change.rank!r} is not a rank")
    above = nodes.get(change.parent)
    if above is None:
        return NO_SUCH_NODE.at(node, says=f"there is no {change.parent}")
    at: MapNode | None = above
    while at is not None:
        if at.id == node:
            return UNDER_ITSELF.at(node, says=f"{node} cannot be moved under itself")
        at = nodes.get(at.parent) if at.parent else None
    if above.kind != PARENT_KIND[kind]:
        return WRONG_PLACE.at(node, says=f"a {kind} cannot be under a {above.kind}")
    return None


def _apply(nodes: dict[str, MapNode], change: Change, written: Written) -> list[Lost]:
    """Do one change that was judged possible; what is lost by it."""
    node = nodes.get(change.node)
    if isinstance(change, Create):
        if node is None:
            node = MapNode(change.node, change.kind, change.parent, change.rank, dict(change.properties))
            node = replace(node, written=dict.fromkeys(change.properties, written))
        elif node.removed:
            node = replace(node, parent=change.parent, rank=change.rank, removed=None)
        nodes[change.node] = node
        return _hidden(nodes, node.parent, node.id, None)
    if node is None:
        raise KeyError(change.node)
    if isinstance(change, Remove):
        nodes[node.id] = replace(node, removed=node.removed or written)
        return []
    if isinstance(change, Move):
        nodes[node.id] = replace(node, parent=change.parent, rank=change.rank)
        return _hidden(nodes, node.id, node.id, None)
    value, lost = _meet(node, change, written.by)
    properties = {
        name: old for name, old in node.properties.items() if name != change.property or value is not ABSENT
    }
    if value is not ABSENT:
        properties[change.property] = value
    nodes[node.id] = replace(node, properties=properties, written={**node.written, change.property: written})
    return lost + _hidden(nodes, node.id, node.id, change.property)


def _meet(node: MapNode, change: Set, by: str) -> tuple[Json, list[Lost]]:
    """The value a property gets where this change meets what is there now."""
    now = node.properties.get(change.property, ABSENT)
    last = node.written.get(change.property, Written(0, ""))
    if last.revision <= change.based_on or same(now, change.was) or same(now, change.value):
        return change.value, []
    merged = merge_values(change.property, change.was, change.value, now)
    is_own = bool(by) and last.by == by
    if merged.is_clean or is_own:
        return merged.value, []
    return merged.value, [Lost("overwritten", node.id, change.property, now, last.by, last.revision)]


def _hidden(nodes: Mapping[str, MapNode], start: str | None, node: str, name: str | None) -> list[Lost]:
    """Whether what was just changed cannot be seen, because it or something above it is removed."""
    at = nodes.get(start) if start else None
    while at is not None:
        if at.removed:
            return [Lost("removed", node, name, by=at.removed.by, revision=at.removed.revision)]
        at = nodes.get(at.parent) if at.parent else None
    return []
