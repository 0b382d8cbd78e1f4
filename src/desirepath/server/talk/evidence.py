"""Claims become evidence: who attached what, when, how sure; an ordinary edit of the claim beside a record.

The edit is in the map's history like any other: it can be undone, and the file says what the claim rests on.
The record keeps the thing itself. It is written first, because the edit names it; where the edit is refused
it goes again.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from desirepath.base.problem import DesirepathError
from desirepath.model.edits import Edit
from desirepath.model.nodes import MapNodes
from desirepath.server.clock import workspace_time
from desirepath.server.kinds import BAD_REQUEST, NOT_FOUND
from desirepath.server.maps.accepting import accept_one
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.offers import Offer, Proposal
from desirepath.server.people.models import Person
from desirepath.server.talk.claims import cites, claim_changes, read_claim, with_source, without_source
from desirepath.server.talk.kinds import NO_SUCH_CLAIM
from desirepath.server.talk.models import Evidence
from desirepath.server.talk.places import Place
from desirepath.server.talk.proofs import Shown


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a proof: how sure it makes them (0..1, None: unsaid), of which day it is (None:
    its own, else today), what sort of source it is (None: what it looks like), and why."""

    confidence: float | None = None
    confirmed_on: date | None = None
    kind: str | None = None
    note: str = ""


def attach(record: MapRecord, person: Person, place: Place, shown: Shown, said: Said) -> Evidence:
    """Attach to the claim at ``place`` what shows it.

    Raises DP-TLK-003 where there is no claim, DP-SRV-004 for a day to come.
    """
    today = workspace_time().today
    day = said.confirmed_on or shown.on or today
    if day > today:
        raise BAD_REQUEST.error("confirmed_on", says="this day is still to come")
    edit_id = f"evidence:{uuid.uuid4()}"
    kept = Evidence.objects.create(
        map=record,
        node=place.node,
        property=place.property,
        what=shown.what,
        source={},
        thing=shown.thing,
        attachment=shown.attachment,
        confidence=said.confidence,
        confirmed_on=day,
        note=said.note,
        person=person,
        edit_id=edit_id,
    )
    kept.source = {
        **shown.source,
        **({"kind": said.kind} if said.kind else {}),
        "id": shown.source.get("id", f"evidence-{kept.pk}"),
        "on": (shown.on or day).isoformat(),
    }
    if said.note and "note" not in kept.source:
        kept.source["note"] = said.note
    kept.save(update_fields=["source"])
    known = partial(
        with_source, source=kept.source, confidence=said.confidence, confirmed_on=day, by=person.public_name
    )
    try:
        _change_claim(record.id, person, place, edit_id, known)
    except DesirepathError:
        kept.delete()
        raise
    return kept


def withdraw(evidence: Evidence, person: Person) -> None:
    """Take evidence away, from the claim and from the records; a claim that nothing else shows is an
    assumption again."""
    place = Place(evidence.node, evidence.property)
    source_id = evidence.source["id"]

    def known(claim: dict[str, Any]) -> dict[str, Any] | None:
        return without_source(claim, source_id) if cites(claim, source_id) else None

    try:
        _change_claim(evidence.map_id, person, place, f"withdraw:{uuid.uuid4()}", known)
    except DesirepathError as error:
        if error.code != NO_SUCH_CLAIM.code:
            raise  # a claim that is not on the map cites nothing now
    evidence.delete()


def find_evidence(map_id: str, evidence_id: int) -> Evidence:
    """One piece of evidence on this map, or DP-SRV-003."""
    found = Evidence.objects.select_related("person", "attachment").filter(map=map_id, pk=evidence_id).first()
    if found is None:
        raise NOT_FOUND.error(says="there is no such evidence on this map")
    return found


def _change_claim(map_id: str, person: Person, place: Place, edit_id: str, known: Any) -> None:
    def propose(record: MapRecord, nodes: MapNodes) -> Proposal | None:
        wanted = known(read_claim(nodes, place))
        changes = () if wanted is None else tuple(claim_changes(nodes, place, wanted))
        return Proposal(Edit(edit_id, changes, str(person.pk))) if changes else None

    accept_one(map_id, Offer(edit_id, person, propose, {"evidence": [place.node, place.property]}))
