"""The edit that makes one state of a map of another: so that importing a file is an edit like any other."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.model.edits import Change, Create, Edit, Move, Remove, Set, apply_edit
from desirepath.model.nodes import ABSENT, MapNode, MapNodes
from desirepath.model.ranks import longest_in_order, rank_between
from desirepath.model.value_merge import same


def edits_between(old: MapNodes, new: MapNodes, *, edit_id: str, by: str = "") -> Edit:
    """What must be created, set, moved and removed in ``old`` so that it stands for the same map as ``new``.

    Nodes are the same where their ids are; what stays keeps its rank, and as few as possible are moved.

    >>> from desirepath.model.nodes import to_nodes
    >>> old = to_nodes({"title": "T", "stages": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]})
    >>> new = to_nodes({"title": "T", "stages": [{"id": "b", "name": "B"}, {"id": "a", "name": "A!"}]})
    >>> edits_between(old, new, edit_id="e").changes  # doctest: +NORMALIZE_WHITESPACE
    (Move(node='stage:a', parent='map', rank='i002'),
     Set(node='stage:a', property='name', value='A!', based_on=0, was='A'))
    """
    wanted = list(new.living())
    ranks = _new_ranks(old, new, wanted)
    changes: list[Change] = []
    for node in wanted:
        there = old.nodes.get(node.id)
        parent, rank = node.parent or "", ranks[node.id]
        if there is None:
            changes.append(Create(node.id, node.kind, parent, rank, node.properties))
            continue
        if there.removed:
            changes.append(Create(node.id, node.kind, parent, rank))
        elif node.parent and (there.parent, there.rank) != (parent, rank):
            changes.append(Move(node.id, parent, rank))
        changes += _sets(there, node, old.revision)
    stays = {node.id for node in wanted}
    so_far = apply_edit(old, Edit(edit_id, tuple(changes)), old.revision + 1).nodes
    too_many = {node.id: node for node in so_far.living() if node.id not in stays}
    changes += [Remove(node.id) for node in too_many.values() if node.parent not in too_many]
    return Edit(edit_id, tuple(changes), by)


def _sets(old: MapNode, new: MapNode, revision: int) -> Iterator[Set]:
    """Set what differs; the lane last, since some lanes ask for what a card must have first."""
    names = {**dict.fromkeys(old.properties), **dict.fromkeys(new.properties)}
    for name in sorted(names, key=lambda name: name == "lane"):
        was, value = old.properties.get(name, ABSENT), new.properties.get(name, ABSENT)
        is_unseen_picture = name == "src" and value is ABSENT
        if not same(was, value) and not is_unseen_picture:
            yield Set(new.id, name, value, revision, was)


def _new_ranks(old: MapNodes, new: MapNodes, wanted: list[MapNode]) -> dict[str, str]:
    """Ranks in ``old``'s terms that put every node where ``new`` has it."""
    siblings: dict[tuple[str | None, object], list[MapNode]] = {}
    for node in wanted:
        siblings.setdefault((node.parent, node.properties.get("lane")), []).append(node)
    ranks: dict[str, str] = {}
    for (parent, _), nodes in siblings.items():
        staying = [node for node in nodes if node.id in old.nodes and old.nodes[node.id].parent == parent]
        kept = longest_in_order([old.nodes[node.id].rank for node in staying])
        ranks |= {staying[i].id: old.nodes[staying[i].id].rank for i in kept}
        before: str | None = None
        for position, node in enumerate(nodes):
            if node.id not in ranks:
                after = next((ranks[later.id] for later in nodes[position:] if later.id in ranks), None)
                ranks[node.id] = rank_between(before, after)
            before = ranks[node.id]
    return ranks
