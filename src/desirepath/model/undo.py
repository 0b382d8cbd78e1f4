"""Takes an earlier edit back, and leaves alone what others did since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desirepath.model.edits import (
    Change,
    Create,
    Edit,
    Lost,
    Move,
    Remove,
    Set,
    apply_accepted,
    invert_edit,
)
from desirepath.model.nodes import ABSENT, MapNodes


@dataclass(frozen=True, slots=True)
class Undoing:
    """The edit that takes another back, and what of it stays because somebody else has been there since."""

    edit: Edit
    stays: tuple[Change, ...] = ()


def undo_edit(before: MapNodes, edit: Edit, now: MapNodes, *, edit_id: str) -> Undoing:
    """How the person who made ``edit`` takes it back. ``before`` is how things stood when it was applied.

    A text in which somebody else has changed other words since keeps their words. What somebody else has set
    to something else, moved elsewhere, or put something of theirs into, stays as it is.

    >>> from desirepath.model.nodes import to_nodes
    >>> before = to_nodes({"title": "Onboarding", "stages": []})
    >>> mine = Edit("e1", (Set("map", "title", "Going live", based_on=0, was="Onboarding"),), by="ana")
    >>> now = apply_accepted(before, mine, 1).nodes
    >>> undo_edit(before, mine, now, edit_id="u1").edit.changes
    (Set(node='map', property='title', value='Onboarding', based_on=1, was='Going live'),)
    >>> theirs = Edit("e2", (Set("map", "title", "First steps", based_on=1, was="Going live"),), by="ben")
    >>> undo_edit(before, mine, apply_accepted(now, theirs, 2).nodes, edit_id="u1").edit.changes
    ()
    """
    after = apply_accepted(before, edit, before.revision + 1).nodes
    undone: list[Change] = []
    stays: list[Change] = []
    work = now
    for change in invert_edit(before, edit).changes:
        if _is_somebody_elses(change, after, work, edit.by):
            stays.append(change)
            continue
        done = apply_accepted(work, Edit("", (change,), edit.by), work.revision + 1)
        if any(lost.reason == "overwritten" for lost in done.lost):
            stays.append(change)
            continue
        undone.append(change)
        work = done.nodes
    return Undoing(Edit(edit_id, tuple(undone), edit.by), tuple(stays))


def _is_somebody_elses(change: Change, after: MapNodes, now: MapNodes, by: str) -> bool:
    """Whether somebody else has changed since ``after`` what this change would change."""
    then, there = after.nodes.get(change.node), now.nodes.get(change.node)
    if then is None or there is None:
        return False
    if isinstance(change, Remove):
        return any(_written_by_others(node, now, after.revision, by) for node in _below(change.node, now))
    if isinstance(change, Move):
        return (there.parent, there.rank) != (then.parent, then.rank)
    if isinstance(change, Set):
        return there.removed is not None and there.removed.by != by
    return isinstance(change, Create) and there.removed is None


def _written_by_others(node: str, now: MapNodes, since: int, by: str) -> bool:
    return any(written.by != by and written.revision > since for written in now.nodes[node].written.values())


def _below(node: str, nodes: MapNodes) -> Iterator[str]:
    """The node and every living one below it."""
    children = nodes.children()
    waiting = [node]
    while waiting:
        at = waiting.pop()
        yield at
        waiting += (child.id for child in children.get(at, ()))


def take_back(lost: Sequence[Lost], now: MapNodes, *, edit_id: str, by: str) -> Edit:
    """The edit that puts back values that somebody's edit replaced.

    >>> from desirepath.model.nodes import to_nodes
    >>> lost = Lost("overwritten", "map", "title", "Going live", by="ana", revision=1)
    >>> take_back([lost], to_nodes({"title": "First steps", "stages": []}), edit_id="t", by="ana").changes
    (Set(node='map', property='title', value='Going live', based_on=0, was='First steps'),)
    """
    changes = []
    for one in lost:
        name = one.property or ""
        was = now.nodes[one.node].properties.get(name, ABSENT)
        changes.append(Set(one.node, name, one.value, now.revision, was))
    return Edit(edit_id, tuple(changes), by)
