"""What an edit would overwrite that its writer had not seen: asked before a whole file comes in."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.model.edits import Edit, Lost, Move, Remove, apply_accepted
from desirepath.model.nodes import MapNodes


def find_clashes(base: MapNodes, edit: Edit, now: MapNodes) -> tuple[Lost, ...]:
    """What others did between ``base`` and ``now`` that ``edit``, which was made from ``base``, would undo.

    Applying an edit tells which values it replaced. A file is more than its values: it also leaves out what
    somebody has written into meanwhile, and puts things where somebody has moved them away from.

    >>> from desirepath.model.edits import Set
    >>> from desirepath.model.nodes import to_nodes
    >>> base = to_nodes({"title": "T", "stages": [{"id": "a", "name": "A"}]})
    >>> theirs = Edit("b", (Set("stage:a", "name", "Early", based_on=0),), by="ben")
    >>> now = apply_accepted(base, theirs, 1).nodes
    >>> [(one.node, one.property, one.by) for one in find_clashes(base, Edit("f", (Remove("stage:a"),)), now)]
    [('stage:a', 'name', 'ben')]
    """
    if base.revision == now.revision:
        return ()
    found = [
        lost
        for lost in apply_accepted(now, edit, now.revision + 1).lost
        if lost.reason == "overwritten" or lost.revision > base.revision
    ]
    for change in edit.changes:
        if isinstance(change, Remove):
            found += _written_below(change.node, base, now)
        elif isinstance(change, Move) and change.node in base.nodes:
            was, there = base.nodes[change.node], now.nodes[change.node]
            if (was.parent, was.rank) != (there.parent, there.rank):
                found.append(Lost("overwritten", change.node, None, there.parent))
    return tuple(found)


def _written_below(node: str, base: MapNodes, now: MapNodes) -> Iterator[Lost]:
    """What was written since ``base`` at a node and below it."""
    children = now.children()
    waiting = [node]
    while waiting:
        at = now.nodes[waiting.pop()]
        for name, written in at.written.items():
            if written.revision > base.revision and at.removed is None:
                value = at.properties.get(name)
                yield Lost("overwritten", at.id, name, value, written.by, written.revision)
        waiting += (child.id for child in children.get(at.id, ()))
