"""A map's file: out as it came in wherever nothing has changed, and in as one edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from desirepath.base.problem import DesirepathError, Problem
from desirepath.model.clashes import find_clashes
from desirepath.model.document import Document
from desirepath.model.edits import Lost
from desirepath.model.edits_between import edits_between
from desirepath.model.journey_map import JourneyMap
from desirepath.model.known_cards import know_cards
from desirepath.model.nodes import ABSENT, MapNodes, from_nodes, to_nodes
from desirepath.model.structure import judge_document
from desirepath.server.kinds import CONFLICT
from desirepath.server.maps import state
from desirepath.server.maps.models import MapRecord, What
from desirepath.server.maps.offers import Offer, Proposal
from desirepath.server.people.models import Person


def text_at(record: MapRecord, revision: int) -> str:
    """The file that the map was at a revision. Raises DP-SRV-003 for one that never was."""
    nodes = state.nodes_at(record, revision)
    came_at, text = state.came_in_as(record, revision)
    return text if came_at == revision else save_nodes(text, nodes)


def save_nodes(text: str, nodes: MapNodes) -> str:
    """What a file becomes when it says these nodes."""
    return Document.read(text).save(*from_nodes(nodes))


def offer_text(text: str, *, base: int, edit_id: str, person: Person) -> Offer:
    """A whole file, made from the map at revision ``base``, as one edit.

    What others did since is kept where both can be; where not, nothing is done, and each clash is told
    (DP-SRV-006). Raises what is wrong with the file.
    """
    document = Document.read(text)
    journey = judge_document(JourneyMap, document)

    def propose(record: MapRecord, nodes: MapNodes) -> Proposal | None:
        if journey.id != record.id:
            says = f"the file is of the map {journey.id!r}, not of {record.id!r}"
            raise CONFLICT.error("id", says=says, fix="send it to the other map, or correct its id")
        before = state.nodes_at(record, base)
        came = know_cards(to_nodes(document.data, document.comments()), before)
        edit = edits_between(before, came, edit_id=edit_id, by=str(person.pk))
        clashes = find_clashes(before, edit, nodes)
        if clashes:
            raise DesirepathError(_say_clashes(clashes, nodes))
        if not edit.changes and text == text_at(record, record.revision):
            return None
        if not edit.changes and base != record.revision and text == text_at(record, base):
            return None
        return Proposal(edit, text=lambda after: _text_after(document, after))

    return Offer(edit_id, person, propose, {"text": text, "base": base}, What.IMPORT)


def offer_restore(revision: int, *, edit_id: str, person: Person) -> Offer:
    """An earlier version, as an edit that makes it of what is there now; its very file, too."""

    def propose(record: MapRecord, nodes: MapNodes) -> Proposal | None:
        wanted = state.nodes_at(record, revision)
        text = text_at(record, revision)
        edit = edits_between(nodes, wanted, edit_id=edit_id, by=str(person.pk))
        if not edit.changes and text == text_at(record, record.revision):
            return None
        document = Document.read(text)
        return Proposal(edit, of=str(revision), text=lambda after: _text_after(document, after))

    return Offer(edit_id, person, propose, {"revision": revision}, What.RESTORE)


def _text_after(document: Document, nodes: MapNodes) -> str:
    """The file that came in; with what others did since, where they did something."""
    return document.save(*from_nodes(nodes))


def _say_clashes(clashes: Sequence[Lost], nodes: MapNodes) -> Iterator[Problem]:
    seen: set[tuple[str, str | None]] = set()
    for clash in clashes:
        if (clash.node, clash.property) in seen:
            continue
        seen.add((clash.node, clash.property))
        where = f"{clash.node}.{clash.property}" if clash.property else clash.node
        now = nodes.nodes[clash.node].properties.get(clash.property or "", ABSENT)
        if clash.reason == "removed":
            says = f"{clash.node} was taken off the map meanwhile; the file changes it"
        elif clash.property is None:
            says = f"{clash.node} was moved meanwhile; the file has it in another place"
        elif now is ABSENT:
            says = f"{where} was taken away meanwhile; the file has it otherwise"
        else:
            says = f"{where} was changed meanwhile to {_short(now)}; the file has it otherwise"
        yield CONFLICT.at(where, says=says, fix="get the map's text anew, put your changes in, send it again")


def _short(value: Any) -> str:
    text = str(value)
    return repr(text if len(text) <= 80 else f"{text[:77]}...")
