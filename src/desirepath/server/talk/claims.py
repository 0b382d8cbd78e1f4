"""Where claims stand among a map's nodes, and the changes that make one rest on evidence.

A card of a list lane is a claim, whose knowledge stands in its own properties. The goal of a stage, and the
goal, the success and the feeling of a step, are claims inside one property: a bare text or number there is
written out (``{text: ...}``, ``{value: ...}``) when there is something to say about how it is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from desirepath.model.edits import Set
from desirepath.model.nodes import ABSENT, MapNode, MapNodes
from desirepath.server.talk.kinds import NO_SUCH_CLAIM
from desirepath.server.talk.places import Place, is_on_map

Json = Any
_INSIDE: Final[Mapping[str, tuple[str, ...]]] = {"stage": ("goal",), "step": ("goal", "success", "feeling")}
_NO_CLAIMS: Final = ("tasks", "images")
_KNOWN: Final = ("basis", "sources", "confidence", "confirmed_on", "by")


def read_claim(nodes: MapNodes, place: Place) -> dict[str, Json]:
    """How the claim at a place is known: its ``sources``, ``basis`` and so on, as far as it says.

    Raises DP-TLK-003 where there is no claim, or one that is not on the map now.
    """
    node = nodes.nodes.get(place.node)
    if node is None or not is_on_map(nodes, place.node):
        raise NO_SUCH_CLAIM.error("node", says=f"there is no {place.node} on this map")
    if not place.property:
        if node.kind != "card" or node.properties.get("lane") in _NO_CLAIMS:
            raise NO_SUCH_CLAIM.error("property", says=_which(node))
        return {name: node.properties[name] for name in _KNOWN if name in node.properties}
    if place.property not in _INSIDE.get(node.kind, ()):
        raise NO_SUCH_CLAIM.error("property", says=_which(node))
    value = node.properties.get(place.property)
    if value is None:
        raise NO_SUCH_CLAIM.error("property", says=f"{place.node} says no {place.property} yet")
    return {name: value[name] for name in _KNOWN if name in value} if isinstance(value, dict) else {}


def with_source(
    claim: Mapping[str, Json],
    source: Mapping[str, Json],
    *,
    confidence: float | None,
    confirmed_on: date,
    by: str,
) -> dict[str, Json]:
    """How a claim is known once this shows it too: it rests on evidence, was confirmed that day (or later),
    by whom, how surely; and everything that showed it before still does."""
    day = max(str(claim.get("confirmed_on") or ""), confirmed_on.isoformat())
    known = {**claim, "basis": "evidence", "sources": [*(claim.get("sources") or ()), dict(source)]}
    return (
        known | {"confirmed_on": day, "by": by} | ({} if confidence is None else {"confidence": confidence})
    )


def without_source(claim: Mapping[str, Json], source_id: str) -> dict[str, Json]:
    """How a claim is known without this. One that nothing else shows is an assumption again."""
    rest = [one for one in claim.get("sources") or () if one.get("id") != source_id]
    return {**claim, "sources": rest} if rest else {"basis": "assumption"}


def cites(claim: Mapping[str, Json], source_id: str) -> bool:
    """Whether a claim names a source of this id."""
    return any(one.get("id") == source_id for one in claim.get("sources") or ())


def claim_changes(nodes: MapNodes, place: Place, known: Mapping[str, Json]) -> Sequence[Set]:
    """The changes after which the claim at a place is known like this."""
    node = nodes.nodes[place.node]
    if place.property:
        was = node.properties[place.property]
        said = {"value" if place.property == "feeling" else "text": was} if not isinstance(was, dict) else was
        kept = {name: value for name, value in said.items() if name not in _KNOWN}
        return _set(node, place.property, {**kept, **known}, nodes.revision)
    return [change for name in _KNOWN for change in _set(node, name, known.get(name, ABSENT), nodes.revision)]


def _set(node: MapNode, name: str, value: Json, revision: int) -> list[Set]:
    was = node.properties.get(name, ABSENT)
    return [] if was == value else [Set(node.id, name, value, revision, was)]


def _which(node: MapNode) -> str:
    inside = _INSIDE.get(node.kind, ())
    if inside:
        return f"of a {node.kind} these are claims: {', '.join(inside)}, and the cards in its lanes"
    return f"a {node.kind} is no claim"
