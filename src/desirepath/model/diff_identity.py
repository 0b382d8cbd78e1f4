"""Which card of one version of a map is which of another, where the file gives them no ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count

from desirepath.model.journey_map import JourneyMap
from desirepath.model.map_file import map_from_plain
from desirepath.model.nodes import MapNode, MapNodes, from_nodes, hash_text, to_nodes

_Place = tuple[str | None, ...]


def said_nodes(journey: JourneyMap) -> MapNodes:
    """The nodes of a map with everything spelled the long way, so that equal claims are equal values."""
    return to_nodes(journey.model_dump(mode="json", by_alias=True, exclude_none=True))


def said_in_full(nodes: MapNodes) -> MapNodes:
    """The living nodes, spelled the long way, under the ids they have.

    Raises DesirepathError where the nodes are no valid map.
    """
    said = said_nodes(map_from_plain(from_nodes(nodes)[0]))
    known = _cards_by_place(nodes)
    ids = {
        spelled.id: card.id
        for place, cards in _cards_by_place(said).items()
        for spelled, card in zip(cards, known[place], strict=True)
    }
    return _renamed(said, ids)


def with_cards_known(old: MapNodes, new: MapNodes) -> MapNodes:
    """The new nodes, with the cards whose id is made of their text under the ids they had: of several cards
    that say the same, the one at the same place is the same; else the one at the same step, else the first.
    """
    before, after = _by_text(old), _by_text(new)
    taken = {*old.nodes, *new.nodes}
    ids: dict[str, str] = {}
    for text, cards in after.items():
        twins = before.get(text, [])
        if len(cards) == 1 and len(twins) < 2:
            continue
        pairs = dict(_paired(twins, cards))
        fresh = (f"card:{hash_text(text)}-{number}" for number in count(2))
        for card in cards:
            ids[card.id] = pairs.get(card.id) or next(one for one in fresh if one not in taken)
            taken.add(ids[card.id])
    return _renamed(new, ids)


def _paired(old: Iterable[MapNode], new: Iterable[MapNode]) -> Iterator[tuple[str, str]]:
    was, now = list(old), list(new)
    for place in (_at_cell, _at_step, _anywhere):
        for card in tuple(now):
            twin = next((one for one in was if place(one) == place(card)), None)
            if twin:
                yield card.id, twin.id
                was.remove(twin)
                now.remove(card)


def _at_cell(card: MapNode) -> _Place:
    return card.parent, card.properties["lane"]


def _at_step(card: MapNode) -> _Place:
    return (card.parent,)


def _anywhere(card: MapNode) -> _Place:
    return ()


def _by_text(nodes: MapNodes) -> Mapping[str, list[MapNode]]:
    """The cards whose id is made of their text, in the order of the map."""
    cards: dict[str, list[MapNode]] = {}
    for node in nodes.living():
        if node.kind == "card" and node.properties.get("id") is None:
            cards.setdefault(node.properties["text"], []).append(node)
    return cards


def _cards_by_place(nodes: MapNodes) -> Mapping[_Place, list[MapNode]]:
    cards: dict[_Place, list[MapNode]] = {}
    for node in nodes.living():
        if node.kind == "card":
            cards.setdefault(_at_cell(node), []).append(node)
    return cards


def _renamed(nodes: MapNodes, ids: Mapping[str, str]) -> MapNodes:
    if not ids:
        return nodes
    renamed = (replace(node, id=ids.get(node.id, node.id)) for node in nodes.nodes.values())
    return MapNodes({node.id: node for node in renamed}, nodes.revision, nodes.edits)
