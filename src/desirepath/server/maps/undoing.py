"""Undo and redo, for each person their own; and taking back what somebody else's edit replaced."""

from __future__ import annotations

from typing import Final

import orjson

from desirepath.model.edits import Lost
from desirepath.model.nodes import ABSENT, MapNodes
from desirepath.model.undo import take_back, undo_edit
from desirepath.server.kinds import CONFLICT, NOT_FOUND
from desirepath.server.maps import state
from desirepath.server.maps.models import EditRecord, MapRecord, What
from desirepath.server.maps.offers import Offer, Proposal
from desirepath.server.people.models import Person

FURTHEST_BACK: Final = 500
"""How many of one's own last edits on a map can be undone."""


def offer_undo(*, edit_id: str, person: Person) -> Offer:
    """Take back the person's last edit that still stands. Raises DP-SRV-006 where there is none."""

    def propose(record: MapRecord, nodes: MapNodes) -> Proposal:
        done, _ = stacks(record, person)
        if not done:
            raise CONFLICT.error(record.id, says="there is nothing of yours to undo here")
        return _inverse(record, nodes, done[-1], of=done[-1].of_or_id, edit_id=edit_id)

    return Offer(edit_id, person, propose, {}, What.UNDO)


def offer_redo(*, edit_id: str, person: Person) -> Offer:
    """Do again what the person undid last, unless they did something else since."""

    def propose(record: MapRecord, nodes: MapNodes) -> Proposal:
        _, undone = stacks(record, person)
        if not undone:
            raise CONFLICT.error(record.id, says="there is nothing of yours to do again here")
        return _inverse(record, nodes, undone[-1], of=undone[-1].of_or_id, edit_id=edit_id)

    return Offer(edit_id, person, propose, {}, What.REDO)


def offer_take_back(revision: int, *, edit_id: str, person: Person) -> Offer:
    """Put back all that the edit at ``revision`` replaced of what this person had written."""

    def propose(record: MapRecord, nodes: MapNodes) -> Proposal:
        winner = EditRecord.objects.filter(map=record, revision=revision).first()
        mine = [
            Lost(
                one["reason"],
                one["node"],
                one.get("property"),
                one.get("value", ABSENT),
                one["by"],
                one["revision"],
            )
            for one in (orjson.loads(winner.lost) if winner else ())
            if one["reason"] == "overwritten" and one["by"] == str(person.pk)
        ]
        if winner is None or not mine:
            says = f"the edit at revision {revision} replaced nothing of yours"
            raise NOT_FOUND.error("revision", says=says)
        return Proposal(take_back(mine, nodes, edit_id=edit_id, by=str(person.pk)), of=winner.edit_id)

    return Offer(edit_id, person, propose, {"revision": revision}, What.TAKE_BACK)


class _Own:
    """One of the person's own records: the edit it is, or the edit it undid or did again."""

    def __init__(self, record: EditRecord) -> None:
        self.record = record
        self.of_or_id = record.of if record.what in (What.UNDO, What.REDO) else record.edit_id


def stacks(record: MapRecord, person: Person) -> tuple[list[_Own], list[_Own]]:
    """What the person can undo and do again, each with the last at the end.

    Both hold records whose inverse is wanted: an edit (or its redo) to undo, an undo to do again.
    """
    own = EditRecord.objects.filter(map=record, person=person).order_by("-revision")[:FURTHEST_BACK]
    done: list[_Own] = []
    undone: list[_Own] = []
    for one in reversed(own):
        entry = _Own(one)
        if one.what == What.UNDO:
            if done and done[-1].of_or_id == entry.of_or_id:
                done.pop()
            undone.append(entry)
        elif one.what == What.REDO:
            if undone and undone[-1].of_or_id == entry.of_or_id:
                undone.pop()
            done.append(entry)
        else:
            done.append(entry)
            undone.clear()
    return done, undone


def _inverse(record: MapRecord, nodes: MapNodes, own: _Own, *, of: str, edit_id: str) -> Proposal:
    before = state.nodes_at(record, own.record.revision - 1)
    undoing = undo_edit(before, state.read_edit(own.record), nodes, edit_id=edit_id)
    return Proposal(undoing.edit, of=of, stays=len(undoing.stays))
