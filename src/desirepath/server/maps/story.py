"""What happened to a map, in words: its history, and the difference between two of its versions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Final

import orjson
from django.db.models import Q

from desirepath.base.problem import DesirepathError
from desirepath.model.diff import diff_nodes
from desirepath.model.diff_change import Change
from desirepath.model.edits import apply_accepted
from desirepath.model.nodes import ROOT, MapNodes
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.maps import state
from desirepath.server.maps.models import EditRecord, MapRecord

MOST_BELOW: Final = 500
"""A database compares with so many words in one question."""
NO_WORDS = "This part of the history is of a format that cannot be told in words any more"


def difference(record: MapRecord, old: int, new: int) -> Sequence[Change]:
    """What changed from one revision to another, either way round. Raises DP-SRV-003."""
    return diff_nodes(state.nodes_at(record, old), state.nodes_at(record, new))


def with_all_below(nodes: MapNodes, node_id: str) -> list[str]:
    """A node, and what is or was below it. Raises DP-SRV-003 where there never was such a node."""
    if node_id not in nodes.nodes:
        raise NOT_FOUND.error("node", says=f"there is no {node_id} on this map")
    below: dict[str, list[str]] = {}
    for node in nodes.nodes.values():
        below.setdefault(node.parent or "", []).append(node.id)
    found = [node_id]
    for one in found:
        found += below.get(one, ())
    return found


def touching(ids: Sequence[str]) -> Q:
    """Which edits name one of the first so many of these nodes."""
    return reduce(or_, (Q(changes__contains=orjson.dumps(one).decode()) for one in ids[:MOST_BELOW]))


def words_of(edit: EditRecord, ids: Sequence[str] = ()) -> list[str]:
    """What an edit did, in the sentences it was put into; only those about these nodes, where it has some."""
    # Once a sentence was kept without what it is about: such a one is about everything.
    told = [("", one) if isinstance(one, str) else one for one in orjson.loads(edit.words)]
    wanted = {"", *ids}
    return [says for node, says in told if node in wanted] or [says for _, says in told]


def put_in_words(record: MapRecord, edits: Sequence[EditRecord]) -> None:
    """Have the ``words`` of each edit filled in: said once, then kept."""
    silent = sorted((one for one in edits if not one.words), key=lambda one: one.revision)
    nodes: MapNodes | None = None
    for edit in silent:
        if nodes is None or nodes.revision != edit.revision - 1:
            nodes = state.nodes_at(record, edit.revision - 1)
        done = state.read_edit(edit)
        after = apply_accepted(nodes, done, edit.revision).nodes
        edit.words = orjson.dumps(_say(nodes, after, {change.node for change in done.changes})).decode()
        nodes = after
    EditRecord.objects.bulk_update(silent, ["words"])


def _say(before: MapNodes, after: MapNodes, touched: set[str]) -> list[tuple[str, str]]:
    """Each sentence with the node that it is about."""
    near = _near(before, touched) | _near(after, touched)
    try:
        old, new = (
            MapNodes({one: nodes.nodes[one] for one in near if one in nodes.nodes})
            for nodes in (before, after)
        )
        return [(change.address.split(".")[0], change.say()) for change in diff_nodes(old, new)]
    except DesirepathError:
        return [("", NO_WORDS)]


def _near(nodes: MapNodes, touched: set[str]) -> set[str]:
    """What was touched, with all below it, what stands beside it, and what is above: enough to tell of it."""
    children = nodes.children()
    near = {ROOT}
    waiting = [nodes.nodes[one] for one in touched if one in nodes.nodes and one != ROOT]
    for node in waiting:
        near.update(child.id for child in children.get(node.parent or "", ()))
        above: str | None = node.id
        while above is not None:
            near.add(above)
            above = nodes.nodes[above].parent
    while waiting:
        below = children.get(waiting.pop().id, ())
        near.update(child.id for child in below)
        waiting += below
    return near
