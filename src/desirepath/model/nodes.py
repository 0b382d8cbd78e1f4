"""A map as a set of nodes: what edits change, one small thing at a time.

A node has an id, a kind, properties, a parent and a rank among its siblings. Stages hang under the map,
steps under stages, and *cards* (every item of a list lane: doing, pain_points, quotes, ...) under steps, so
that people can drag them between cells; a card's property ``lane`` says which (``doing``, or ``cells.ID``
for a lane of the map's own). All other fields of the file are properties, with the value the file has. An
empty list lane stays a property too, so that it is written back.

Node ids are ``map``, ``stage:ID``, ``step:ID`` and ``card:ID``. A card without an id in the file gets the
FNV-1a hash (32 bits, hexadecimal) of its text, and ``-2``, ``-3`` ... where that is taken, in the order of
the file: it keeps its identity when it is moved, and the id is not written to the file.

Properties that begin with ``#`` are about the file: ``#`` + address is the YAML comment at that address,
counted from the node's own, so that a comment travels with what it is about; ``#mapping`` on a card says
that the file wrote ``{text: ...}`` where the bare text would have done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Any, Final, Literal

from desirepath.model.claim import Claim, Image, Opportunity, PainPoint, Quote, TaskPlan, Touchpoint
from desirepath.model.edit_kinds import ID_TWICE
from desirepath.model.journey_map import JourneyMap, Stage, Step
from desirepath.model.ranks import first_ranks

Json = Any
Kind = Literal["map", "stage", "step", "card"]
PARENT_KIND: Final[Mapping[str, str | None]] = {"map": None, "stage": "map", "step": "stage", "card": "step"}
ROOT: Final = "map"

CARD_MODELS: Final[Mapping[str, type[Claim]]] = {
    "doing": Claim,
    "thinking": Claim,
    "touchpoints": Touchpoint,
    "on_stage": Claim,
    "off_stage": Claim,
    "pain_points": PainPoint,
    "opportunities": Opportunity,
    "quotes": Quote,
    "tasks": TaskPlan,
    "images": Image,
}
"""The list lanes whose items are cards, and what a card is there."""

OWN_LANE: Final = "cells."
"""How the lane of a card begins that lies in a lane of the map's own."""


class Absent(Enum):
    """The value of a property that is not there. (None is a value: the file says ``null``.)"""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Written:
    """Which revision wrote a property last, and who."""

    revision: int
    by: str


@dataclass(frozen=True, slots=True)
class MapNode:
    """One node. ``written`` knows the properties that edits have set; ``removed`` makes it a tombstone."""

    id: str
    kind: Kind
    parent: str | None
    rank: str
    properties: Mapping[str, Json]
    written: Mapping[str, Written] = field(default_factory=dict)
    removed: Written | None = None


@dataclass(frozen=True, slots=True)
class MapNodes:
    """All nodes by id, tombstones among them; the revision they stand at; the ids of the edits already
    applied.
    """

    nodes: Mapping[str, MapNode]
    revision: int = 0
    edits: frozenset[str] = frozenset()

    def children(self) -> Mapping[str, tuple[MapNode, ...]]:
        """The living children of each node, in order: by rank, then by id."""
        children: dict[str, list[MapNode]] = {}
        for node in self.nodes.values():
            if node.parent is not None and node.removed is None:
                children.setdefault(node.parent, []).append(node)
        return {
            parent: tuple(sorted(nodes, key=lambda node: (node.rank, node.id)))
            for parent, nodes in children.items()
        }

    def living(self) -> Iterator[MapNode]:
        """The nodes that are on the map, in its order: neither removed nor below something removed."""
        children = self.children()

        def walk(node: MapNode) -> Iterator[MapNode]:
            yield node
            for child in children.get(node.id, ()):
                yield from walk(child)

        yield from walk(self.nodes[ROOT])

    def to_json(self) -> dict[str, Json]:
        """The stable JSON of the nodes, sorted by id."""
        return {
            "revision": self.revision,
            "edits": sorted(self.edits),
            "nodes": [_node_to_json(self.nodes[node_id]) for node_id in sorted(self.nodes)],
        }

    @staticmethod
    def from_json(data: Mapping[str, Json]) -> MapNodes:
        """What :meth:`to_json` wrote."""
        nodes = [_node_from_json(node) for node in data["nodes"]]
        return MapNodes(
            {node.id: node for node in nodes}, data.get("revision", 0), frozenset(data.get("edits", ()))
        )


def to_nodes(data: Mapping[str, Json], comments: Mapping[str, Json] | None = None) -> MapNodes:
    """The nodes of a map file's data (a valid one's) and of its comments by address.

    Raises DP-EDT-001 where two stages or two steps have one id.

    >>> nodes = to_nodes({"title": "T", "stages": [{"id": "a", "name": "A", "steps": [
    ...     {"id": "s", "name": "S", "doing": ["Calls us"]}]}]})
    >>> [node.id for node in nodes.living()]
    ['map', 'stage:a', 'step:s', 'card:f8ab155a']
    """
    nodes: dict[str, MapNode] = {}
    by_address: dict[str, str] = {}
    cards: list[tuple[str, str, str, str, Json]] = []

    def add(
        address: str, kind: Kind, node_id: str, parent: str | None, rank: str, data: Mapping[str, Json]
    ) -> None:
        if node_id in nodes:
            raise ID_TWICE.error(address, says=f"{node_id} is there twice")
        nodes[node_id] = MapNode(node_id, kind, parent, rank, data)
        by_address[address] = node_id

    add("", "map", ROOT, None, first_ranks(1)[0], {name: data[name] for name in data if name != "stages"})
    for stage_address, stage_rank, stage in _items(data, "stages", ""):
        stage_id = f"stage:{stage['id']}"
        add(stage_address, "stage", stage_id, ROOT, stage_rank, _without(stage, "steps", "id"))
        for step_address, step_rank, step in _items(stage, "steps", f"{stage_address}."):
            step_id = f"step:{step['id']}"
            add(step_address, "step", step_id, stage_id, step_rank, _step_properties(step))
            cards += [(step_id, lane, *card) for lane, card in _step_cards(step, f"{step_address}.")]
    card_ids = _card_ids([item for *_, item in cards])
    for card_id, (step_id, lane, address, rank, item) in zip(card_ids, cards, strict=True):
        add(address, "card", card_id, step_id, rank, _card_properties(lane, item))
    for address, comment in (comments or {}).items():
        near = _nearest_address(address, by_address)
        node = nodes[by_address[near]]
        properties = {**node.properties, f"#{address[len(near) :]}": comment}
        nodes[node.id] = replace(node, properties=properties)
    return MapNodes(nodes)


def from_nodes(nodes: MapNodes) -> tuple[dict[str, Json], dict[str, Json]]:
    """The data and the comments that the nodes stand for: ``from_nodes(to_nodes(d, c)) == (d, c)``.

    A card that was dragged to a lane that does not know one of its properties keeps it, unseen, for when it
    comes back; it is not written to the file.
    """
    children = nodes.children()
    comments: dict[str, Json] = {}

    def write(node: MapNode, address: str) -> dict[str, Json]:
        data = {}
        for name, value in node.properties.items():
            if not name.startswith("#"):
                data[name] = value
            elif name != "#mapping" or node.kind != "card":
                comments[f"{address}{name[1:]}"] = value
        return data

    def write_card(card: MapNode, address: str) -> Json:
        data = write(card, address)
        model = CARD_MODELS.get(data.pop("lane"), Claim)
        data = {name: data[name] for name in data if name.startswith("x-") or name in model.model_fields}
        return (
            data["text"]
            if set(data) == {"text"} and "#mapping" not in card.properties
            else _in_order(data, model)
        )

    def write_step(step: MapNode, address: str) -> dict[str, Json]:
        data = {"id": own_id(step.id), **write(step, address)}
        lanes: dict[str, list[Json]] = {}
        for card in children.get(step.id, ()):
            lane = card.properties["lane"]
            items = lanes.setdefault(lane, [])
            items.append(write_card(card, f"{address}.{lane}[{len(items)}]"))
        own = {lane[len(OWN_LANE) :]: items for lane, items in lanes.items() if lane.startswith(OWN_LANE)}
        data |= {lane: items for lane, items in lanes.items() if not lane.startswith(OWN_LANE)}
        if own:
            data["cells"] = {**(data.get("cells") or {}), **own}
        return _in_order(data, Step)

    def write_stage(stage: MapNode, address: str) -> dict[str, Json]:
        data = {"id": own_id(stage.id), **write(stage, address)}
        steps = [
            write_step(step, f"{address}.steps[{i}]") for i, step in enumerate(children.get(stage.id, ()))
        ]
        return _in_order({**data, "steps": steps} if steps else data, Stage)

    root = nodes.nodes[ROOT]
    data = write(root, "")
    data["stages"] = [write_stage(stage, f"stages[{i}]") for i, stage in enumerate(children.get(ROOT, ()))]
    return _in_order(data, JourneyMap), comments


def own_id(node_id: str) -> str:
    """The part of a node's id that is its own: what a stage or a step is called in the file.

    >>> own_id("step:kickoff")
    'kickoff'
    """
    return node_id.partition(":")[2]


def hash_text(text: str) -> str:
    """The FNV-1a hash (32 bits) of a text's UTF-8 bytes, as eight hexadecimal digits.

    >>> hash_text(""), hash_text("foobar")  # both from the hash's own test vectors
    ('811c9dc5', 'bf9cf968')
    """
    number = 0x811C9DC5
    for byte in text.encode("utf-8", "surrogatepass"):
        number = (number ^ byte) * 0x01000193 % 2**32
    return f"{number:08x}"


def _without(data: Mapping[str, Json], *names: str) -> dict[str, Json]:
    """The fields that are properties: of those named only what says that they are empty."""
    return {name: value for name, value in data.items() if name not in names or not value}


def _items(data: Mapping[str, Json], name: str, prefix: str) -> Iterator[tuple[str, str, Json]]:
    """Address, rank and value of each item of a list field."""
    values = data.get(name) or ()
    for position, (rank, value) in enumerate(zip(first_ranks(len(values)), values, strict=True)):
        yield f"{prefix}{name}[{position}]", rank, value


def _step_properties(step: Mapping[str, Json]) -> dict[str, Json]:
    properties = _without(step, "id", *CARD_MODELS)
    if cells := properties.pop("cells", None):
        empty = {lane: items for lane, items in cells.items() if not items}
        return {**properties, "cells": empty} if empty else properties
    return {**properties, "cells": step["cells"]} if "cells" in step else properties


def _step_cards(step: Mapping[str, Json], prefix: str) -> Iterator[tuple[str, tuple[str, str, Json]]]:
    for lane in CARD_MODELS:
        for item in _items(step, lane, prefix):
            yield lane, item
    for lane in step.get("cells") or {}:
        for item in _items(step["cells"], lane, f"{prefix}{OWN_LANE}"):
            yield f"{OWN_LANE}{lane}", item


def _card_properties(lane: str, item: Json) -> dict[str, Json]:
    if isinstance(item, str):
        return {"lane": lane, "text": item}
    return {"lane": lane, **item, **({"#mapping": True} if set(item) == {"text"} else {})}


def _card_ids(items: list[Json]) -> list[str]:
    """Ids from the file first, so that no derived one can take theirs away; then the others in order."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for position, item in enumerate(items):
        wanted = None if isinstance(item, str) else item.get("id")
        if wanted and f"card:{wanted}" not in taken:
            ids[position] = f"card:{wanted}"
            taken.add(ids[position])
    for position, item in enumerate(items):
        if position not in ids:
            first = f"card:{hash_text(item if isinstance(item, str) else item['text'])}"
            ids[position], number = first, 2
            while ids[position] in taken:
                ids[position], number = f"{first}-{number}", number + 1
            taken.add(ids[position])
    return [ids[position] for position in range(len(items))]


def _nearest_address(address: str, known: Mapping[str, str]) -> str:
    """The longest beginning of an address that is a node's; the root's is empty."""
    while address not in known:
        address = address[: max(address.rfind("."), address.rfind("["), 0)]
    return address


def _in_order(data: Mapping[str, Json], model: type[Claim | Step | Stage | JourneyMap]) -> dict[str, Json]:
    known = [name for name in model.field_names() if name in data]
    return {name: data[name] for name in (*known, *(name for name in data if name not in known))}


def _node_to_json(node: MapNode) -> dict[str, Json]:
    data: dict[str, Json] = {
        "id": node.id,
        "kind": node.kind,
        "parent": node.parent,
        "rank": node.rank,
        "properties": dict(node.properties),
    }
    if node.written:
        data["written"] = {name: asdict(written) for name, written in sorted(node.written.items())}
    if node.removed:
        data["removed"] = asdict(node.removed)
    return data


def _node_from_json(data: Mapping[str, Json]) -> MapNode:
    written = {name: Written(**one) for name, one in data.get("written", {}).items()}
    removed = Written(**data["removed"]) if "removed" in data else None
    return MapNode(
        data["id"], data["kind"], data["parent"], data["rank"], data["properties"], written, removed
    )
