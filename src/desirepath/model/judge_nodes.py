"""Judges what an edit made of a map's nodes: whether a file could still say it.

An edit's changes are judged one by one before they are done (:mod:`desirepath.model.property_shapes`); what
they make together is judged here, on the few nodes that were touched and on what stands above them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final

from desirepath.base.problem import Problem
from desirepath.model.beyond_schema import claim_ids
from desirepath.model.edit_kinds import WRONG_VALUE
from desirepath.model.journey_map import JourneyMap
from desirepath.model.nodes import ABSENT, ROOT, Json, MapNode, MapNodes, from_nodes
from desirepath.model.structure import judge

MOST_NODES: Final = 20_000
"""Living and removed ones. A map of people's words stays far below."""


def judge_nodes(nodes: MapNodes, touched: Collection[str]) -> tuple[Problem, ...]:
    """What the map format has against the nodes that were touched, with the node's id as the address.

    It need not look at the others, which were judged before; but for ids of claims, which must not be given
    twice on the whole map.

    >>> from desirepath.model.nodes import to_nodes
    >>> nodes = to_nodes({"format": "desirepath/1", "id": "m", "title": "T", "stages": [
    ...     {"id": "a", "name": "A", "goal": None}]})
    >>> [(one.code, one.says, one.address) for one in judge_nodes(nodes, {"stage:a"})]
    [('DP-MAP-017', '"goal" has no value', 'stage:a.goal')]
    """
    if len(nodes.nodes) > MOST_NODES:
        return (WRONG_VALUE.at(ROOT, says=f"a map has at most {MOST_NODES:,} parts, gone ones among them"),)
    comments = tuple(_judge_comments(nodes, touched))
    if comments:
        return comments
    part = _with_what_is_above(nodes, touched)
    data, _ = from_nodes(part)
    _, problems = judge(JourneyMap, data)
    if not problems and any(claim_ids(data)):
        part = nodes
        data, _ = from_nodes(nodes)
        _, problems = judge(JourneyMap, data)
    if not problems:
        return ()
    by_address = node_addresses(part)
    return tuple(_said_of_node(problem, by_address) for problem in problems)


def node_addresses(nodes: MapNodes) -> Mapping[str, str]:
    """The id of the node that each address of the file stands for; the map's own address is empty.

    >>> from desirepath.model.nodes import to_nodes
    >>> dict(node_addresses(to_nodes({"title": "T", "stages": [{"id": "a", "name": "A"}]})))
    {'': 'map', 'stages[0]': 'stage:a'}
    """
    children = nodes.children()
    found = {"": ROOT}
    for i, stage in enumerate(children.get(ROOT, ())):
        found[f"stages[{i}]"] = stage.id
        for j, step in enumerate(children.get(stage.id, ())):
            found[f"stages[{i}].steps[{j}]"] = step.id
            in_lane: dict[str, int] = {}
            for card in children.get(step.id, ()):
                lane = card.properties["lane"]
                place = in_lane[lane] = in_lane.get(lane, -1) + 1
                found[f"stages[{i}].steps[{j}].{lane}[{place}]"] = card.id
    return found


def _with_what_is_above(nodes: MapNodes, touched: Collection[str]) -> MapNodes:
    """The touched nodes that are on the map, and those above them."""
    kept: dict[str, MapNode] = {ROOT: nodes.nodes[ROOT]}
    for node_id in touched:
        at: str | None = node_id
        chain: list[MapNode] = []
        while at is not None and at not in kept:
            node = nodes.nodes[at]
            chain.append(node)
            at = node.parent
        if not any(node.removed for node in chain):
            kept |= {node.id: node for node in chain}
    return MapNodes(kept, nodes.revision)


def _said_of_node(problem: Problem, by_address: Mapping[str, str]) -> Problem:
    near = problem.address
    while near not in by_address:
        near = near[: max(near.rfind("."), near.rfind("["), 0)]
    own = problem.address[len(near) :].lstrip(".")
    return replace(problem, address=f"{by_address[near]}.{own}" if own else by_address[near])


def _judge_comments(nodes: MapNodes, touched: Collection[str]) -> Iterator[Problem]:
    for node_id in touched:
        for name, value in nodes.nodes[node_id].properties.items():
            if name.startswith("#") and value is not ABSENT and not _is_comment(name, value):
                says = f"{name} of {node_id}: a comment has texts before, beside and after"
                yield WRONG_VALUE.at(f"{node_id}.{name}", says=says)


def _is_comment(name: str, value: Json) -> bool:
    if name == "#mapping":
        return value is True
    return (
        isinstance(value, dict)
        and set(value) <= {"before", "beside", "after"}
        and isinstance(value.get("beside", ""), str)
        and all(
            isinstance(lines, list) and all(isinstance(line, str) for line in lines)
            for lines in (value.get("before", []), value.get("after", []))
        )
    )
