"""What a place on a map is called, and whether it is on the map now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from desirepath.model.nodes import ROOT, MapNodes
from desirepath.server.kinds import NOT_FOUND

_NAMES: Final[Mapping[str, str]] = {"map": "title", "stage": "name", "step": "name", "card": "text"}
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a map something is said or shown: a node, and what of it ("" for all of it)."""

    node: str
    property: str = ""

    def checked(self, nodes: MapNodes) -> Place:
        """The place, if its node is or was on the map. Raises DP-SRV-003."""
        if self.node not in nodes.nodes:
            raise NOT_FOUND.error("node", says=f"there is no {self.node} on this map")
        return self


def name_of(nodes: MapNodes, node_id: str) -> str:
    """What people call a node, also one that was removed; the id of one that never was.

    >>> from desirepath.model.nodes import to_nodes
    >>> nodes = to_nodes({"title": "T", "stages": [{"id": "a", "name": "Early", "steps": []}]})
    >>> name_of(nodes, "stage:a"), name_of(nodes, "map"), name_of(nodes, "step:x")
    ('Early', 'T', 'step:x')
    """
    node = nodes.nodes.get(node_id)
    name: Any = node.properties.get(_NAMES[node.kind]) if node else None
    return (str(name) if name else node_id)[:_LONGEST]


def is_on_map(nodes: MapNodes, node_id: str) -> bool:
    """Whether a node is on the map: neither it nor anything above it was removed.

    >>> from desirepath.model.nodes import to_nodes
    >>> is_on_map(to_nodes({"title": "T", "stages": []}), "stage:a")
    False
    """
    node = nodes.nodes.get(node_id)
    while node is not None and node.removed is None:
        if node.id == ROOT:
            return True
        node = nodes.nodes.get(node.parent or "")
    return False


def step_of(nodes: MapNodes, node_id: str) -> str | None:
    """The step a node is or belongs to; None for what belongs to none."""
    node = nodes.nodes.get(node_id)
    while node is not None and node.kind != "step":
        node = nodes.nodes.get(node.parent or "")
    return node.id if node else None
