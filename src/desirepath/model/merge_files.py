"""Three versions of a file made one: what two people did with a map, or a persona, apart from each other.

A map is merged by the rules that its edits meet by (:mod:`desirepath.model.edits`): what does not touch is
kept of both sides, texts are merged word by word. Where both changed the same, nothing is chosen: each clash
is told, with both values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desirepath.model.clashes import find_clashes
from desirepath.model.document import Document
from desirepath.model.edits import Change, Create, Edit, Remove, Set, apply_accepted, apply_edit
from desirepath.model.edits_between import edits_between
from desirepath.model.journey_map import JourneyMap
from desirepath.model.known_cards import know_cards
from desirepath.model.nodes import ABSENT, Json, MapNodes, from_nodes, to_nodes
from desirepath.model.persona import Persona
from desirepath.model.structure import judge_document
from desirepath.model.value_merge import merge_values, same


@dataclass(frozen=True, slots=True)
class Clash:
    """Both sides changed the same. ``place`` says where, in words; ``node`` and ``property`` name it.

    ``mine`` and ``theirs`` are the values; ABSENT: on this side it was taken away.
    """

    place: str
    node: str
    property: str
    mine: Json
    theirs: Json


@dataclass(frozen=True, slots=True)
class MergedFile:
    """The file with both sides' changes; where there are clashes, ``text`` is mine as it was."""

    text: str
    clashes: tuple[Clash, ...] = ()


def merge_maps(base: str, mine: str, theirs: str) -> MergedFile:
    """Merge two versions of a map file that both were made from ``base``; written in the manner of mine.

    Raises what is wrong with a file.

    >>> base = "format: desirepath/1\\nid: m\\ntitle: Coffee\\nscenario: Before work\\nstages: []\\n"
    >>> mine, theirs = base.replace("Coffee", "Tea"), base.replace("Before", "After")
    >>> print(merge_maps(base, mine, theirs).text, end="")
    format: desirepath/1
    id: m
    title: Tea
    scenario: After work
    stages: []
    >>> (clash,) = merge_maps(base, mine, base.replace("ee", "oa")).clashes
    >>> clash.place, clash.mine, clash.theirs
    ('the map, title', 'Tea', 'Coffoa')
    """
    if mine == theirs or theirs == base:
        return MergedFile(mine)
    if mine == base:
        return MergedFile(theirs)
    sides = _read_sides(base, mine, theirs)
    now = sides.now
    clashes = tuple(_clashes(sides.before, sides.own, now))
    if clashes:
        return MergedFile(mine, clashes)
    merged = apply_edit(now, sides.own, 2)
    if merged.refused:
        return MergedFile(
            mine,
            tuple(
                Clash(_say_place(now, one.address, ""), one.address, "", one.says, ABSENT)
                for one in merged.refused
            ),
        )
    return MergedFile(sides.mine.save(*from_nodes(merged.nodes)))


def merge_maps_keeping_mine(base: str, mine: str, theirs: str) -> str:
    """As :func:`merge_maps`; but where both changed the same, mine stands, and what they took away that I
    changed comes back. With mine and theirs exchanged, theirs stands.

    >>> base = "format: desirepath/1\\nid: m\\ntitle: Coffee\\nscenario: Before work\\nstages: []\\n"
    >>> theirs = base.replace("Coffee", "Cocoa").replace("Before", "After")
    >>> print(merge_maps_keeping_mine(base, base.replace("Coffee", "Tea"), theirs), end="")
    format: desirepath/1
    id: m
    title: Tea
    scenario: After work
    stages: []
    """
    merged = merge_maps(base, mine, theirs)
    if not merged.clashes:
        return merged.text
    sides = _read_sides(base, mine, theirs)
    back: dict[str, Change] = {}
    for change in sides.own.changes:
        node = sides.now.nodes.get(change.node)
        while node is not None and not isinstance(change, Remove):
            if node.removed and node.parent:
                back[node.id] = Create(node.id, node.kind, node.parent, node.rank)
            node = sides.now.nodes.get(node.parent or "")
    own = replace(sides.own, changes=(*back.values(), *sides.own.changes))
    return sides.mine.save(*from_nodes(apply_accepted(sides.now, own, 2).nodes))


def merge_personas_keeping_mine(base: str, mine: str, theirs: str) -> str:
    """As :func:`merge_personas`; but a field that both changed stands as mine."""
    merged = merge_personas(base, mine, theirs)
    if not merged.clashes:
        return merged.text
    other = Document.read(theirs)
    settled = dict(other.data)
    for clash in merged.clashes:
        settled.pop(clash.property, None)
        if clash.mine is not ABSENT:
            settled[clash.property] = clash.mine
    return merge_personas(base, mine, other.save(settled)).text


def merge_personas(base: str, mine: str, theirs: str) -> MergedFile:
    """Merge two versions of a persona file that both were made from ``base``, field by field.

    Raises what is wrong with a file.
    """
    if mine == theirs or theirs == base:
        return MergedFile(mine)
    if mine == base:
        return MergedFile(theirs)
    files = [Document.read(text) for text in (base, mine, theirs)]
    for file in files:
        judge_document(Persona, file)
    old, own, other = (file.data for file in files)
    merged: dict[str, Json] = {}
    clashes = []
    for name in (*own, *(name for name in other if name not in own)):
        was, here, there = (data.get(name, ABSENT) for data in (old, own, other))
        value = merge_values(name, was, here, there)
        if not value.is_clean:
            clashes.append(Clash(name, "persona", name, here, there))
        elif value.value is not ABSENT:
            merged[name] = value.value
    if clashes:
        return MergedFile(mine, tuple(clashes))
    return MergedFile(files[1].save(merged))


@dataclass(frozen=True, slots=True)
class _Sides:
    """My file and my edit of ``before``, and how things stand with theirs (``now``)."""

    mine: Document
    before: MapNodes
    own: Edit
    now: MapNodes


def _read_sides(base: str, mine: str, theirs: str) -> _Sides:
    files = [Document.read(text) for text in (base, mine, theirs)]
    for file in files:
        judge_document(JourneyMap, file)
    before = _nodes(files[0])
    own = edits_between(before, know_cards(_nodes(files[1]), before), edit_id="mine")
    other = edits_between(before, know_cards(_nodes(files[2]), before), edit_id="theirs", by="theirs")
    now = apply_accepted(before, other, 1).nodes
    return _Sides(files[1], before, _beside(own, now), now)


def _nodes(file: Document) -> MapNodes:
    return to_nodes(file.data, file.comments())


def _beside(own: Edit, now: MapNodes) -> Edit:
    """My edit with what both sides made new told apart: the same twice is once, another under its id gets
    one of its own."""
    changes = []
    for change in own.changes:
        there = now.nodes.get(change.node)
        if isinstance(change, Create) and change.properties and there is not None:
            if there.parent == change.parent and same(dict(there.properties), dict(change.properties)):
                continue
            if change.kind == "card":
                change = replace(change, node=_free(change.node, now))
        changes.append(change)
    return replace(own, changes=tuple(changes))


def _free(wanted: str, nodes: MapNodes) -> str:
    number = 2
    while f"{wanted}-{number}" in nodes.nodes:
        number += 1
    return f"{wanted}-{number}"


def _clashes(before: MapNodes, own: Edit, now: MapNodes) -> Iterator[Clash]:
    written = {(one.node, one.property): one.value for one in own.changes if isinstance(one, Set)}
    gone = {one.node for one in own.changes if isinstance(one, Remove)}
    seen = set()
    for lost in find_clashes(before, own, now):
        name = lost.property or ""
        if (lost.node, name) in seen:
            continue
        seen.add((lost.node, name))
        place = _say_place(now, lost.node, name)
        here = written.get((lost.node, name), ABSENT)
        if lost.reason == "removed":
            yield Clash(place, lost.node, name, here, ABSENT)
        elif not name and lost.node not in gone:
            yield Clash(place, lost.node, "", "moved", "moved elsewhere")
        else:
            yield Clash(place, lost.node, name, here, now.nodes[lost.node].properties.get(name, ABSENT))


def _say_place(nodes: MapNodes, node_id: str, name: str) -> str:
    """A place in the words of whoever drew the map."""
    node = nodes.nodes.get(node_id)
    if node is None:
        return node_id
    if node.kind == "map":
        said = "the map"
    elif node.kind == "card":
        step = nodes.nodes[node.parent or ""]
        said = f'step "{step.properties["name"]}", {node.properties["lane"]}'
    else:
        said = f'{node.kind} "{node.properties["name"]}"'
    return f"{said}, {name}" if name and not (node.kind == "card" and name == "text") else said
