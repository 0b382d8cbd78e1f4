"""Tells which cards of a file that comes in are cards we know already.

The ids of cards are not written to the file, unless somebody wrote them there. So a file that was edited
elsewhere says what a card says, not which card it is; what hangs on a card (comments, evidence, its history)
must not come off because somebody mended a word in it.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from desirepath.model.diff_claims import pair_cards
from desirepath.model.judge_nodes import node_addresses
from desirepath.model.nodes import MapNode, MapNodes, from_nodes, to_nodes


def know_cards(new: MapNodes, base: MapNodes) -> MapNodes:
    """The nodes of a file, with the ids that its cards have in ``base``, the state the file was made from.

    A card is known by its text, its lane and its step; by its text alone where it was moved; else, in one
    cell, by most of its words. A card nobody knows gets an id that no card of ``base`` ever had, unless it is
    one that was there and comes back.

    >>> def read(*doing):
    ...     steps = [{"id": "s", "name": "S", "doing": list(doing)}]
    ...     return to_nodes({"title": "T", "stages": [{"id": "a", "name": "A", "steps": steps}]})
    >>> base, new = read("Calls us twice"), read("Waits", "Calls us three times")
    >>> card = next(one for one in base.nodes if one.startswith("card:"))
    >>> card in new.nodes, know_cards(new, base).nodes[card].properties["text"]
    (False, 'Calls us three times')
    """
    by_file_id = _ids_by_file_id(base)
    known = {card: by_file_id[card] for card in _nameless(new) if card in by_file_id}
    known |= _likely(new, base, known)
    ids: dict[str, str] = {}
    taken = set(known.values()) | {node.id for node in new.nodes.values() if "id" in node.properties}
    for card in _nameless(new):
        was = base.nodes.get(card)
        is_ours = was is not None and was.removed is None
        ids[card] = known.get(card) or _free(card, base.nodes if is_ours else (), taken)
        taken.add(ids[card])
    nodes = {}
    for node in new.nodes.values():
        named = replace(node, id=ids.get(node.id, node.id))
        nodes[named.id] = named
    return MapNodes(nodes, new.revision)


def _nameless(nodes: MapNodes) -> list[str]:
    """The cards whose ids the file does not say, in its order."""
    return [node.id for node in nodes.living() if node.kind == "card" and "id" not in node.properties]


def _ids_by_file_id(base: MapNodes) -> dict[str, str]:
    """The id of each card by the id that it would get if it were read from a file."""
    ours = node_addresses(base)
    from_file = node_addresses(to_nodes(*from_nodes(base)))
    return {from_file[address]: ours[address] for address in from_file}


def _likely(new: MapNodes, base: MapNodes, known: dict[str, str]) -> dict[str, str]:
    """Cards whose text was changed, cell by cell."""
    taken = set(known.values())
    ours, theirs = base.children(), new.children()
    likely: dict[str, str] = {}
    for step, cards in theirs.items():
        mine = [card for card in ours.get(step, ()) if card.kind == "card" and card.id not in taken]
        rest: list[MapNode] = [
            card
            for card in cards
            if card.kind == "card" and card.id not in known and "id" not in card.properties
        ]
        likely |= {card: was.id for card, was in pair_cards(mine, rest).items()}
    return likely


def _free(wanted: str, ours: Container[str], taken: Container[str]) -> str:
    card, number = wanted, 2
    while card in ours or card in taken:
        card, number = f"{wanted}-{number}", number + 1
    return card
