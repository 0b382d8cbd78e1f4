"""The endpoints of evidence: what shows that the claims of a map are so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from desirepath.base.problem import DesirepathError
from desirepath.model.claim import Known
from desirepath.model.evidence import evidence_weight, half_life_days
from desirepath.model.nodes import MapNodes
from desirepath.server.answers import REFUSALS
from desirepath.server.books.seeing import sight_of
from desirepath.server.clock import workspace_time
from desirepath.server.lived.reading import read_journey
from desirepath.server.maps.found import find_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.state import current_nodes
from desirepath.server.people.api import asker
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Body, Page, PageSize, PersonRef, newest_first
from desirepath.server.talk import evidence as records
from desirepath.server.talk.api_comments import NodeId, PropertyName
from desirepath.server.talk.attachments import FOLDER
from desirepath.server.talk.claims import cites, read_claim
from desirepath.server.talk.models import Evidence
from desirepath.server.talk.notifications import person_ref
from desirepath.server.talk.places import Place, is_on_map, name_of, step_of
from desirepath.server.talk.proofs import (
    Proof,
    ProvingInteraction,
    Word,
    find_interaction,
    look_at,
    out_of_sight,
)

router = Router(tags=["evidence"])


class NewEvidence(Body):
    """What shows a claim: the claim's place, the proof, and what you say of it.

    The claim is a card (``node``), or the ``property`` goal, success or feeling of a step (goal of a stage).
    ``kind`` is the sort of source (survey, interview, review, social, event, purchase, ticket, email,
    front-line, or a word of yours); without it, what the proof looks like.
    """

    node: NodeId
    property: PropertyName = ""
    proof: Proof
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    confirmed_on: date | None = None
    kind: Word | None = None
    note: Annotated[str, Field(max_length=500, pattern=r"^[^\r\n]*$")] = ""


class EvidenceOut(Schema):
    """One piece of evidence; where it is about customers whom you may not see, without what it shows.

    ``source`` is what the map's file says of it, ``thing`` the thing itself.

    ``is_cited``: the claim names it now (not after an undo, or when the claim has left the map).
    ``age_days`` counts since it was confirmed; ``weight`` is its confidence, halved with every half-life of
    the map (its review's ``every``, else 12 months). ``url`` leads to an upload.
    """

    id: int
    node: str
    property: str
    about: str
    step: str | None
    is_on_map: bool
    is_cited: bool
    what: str
    source: dict[str, Any]
    thing: dict[str, Any]
    url: str | None
    confidence: float | None
    confirmed_on: date
    age_days: int
    weight: float
    note: str
    by: PersonRef | None
    at: datetime
    edit_id: str


class EvidenceWithThing(EvidenceOut):
    """One piece of evidence; of an interaction also what the log has of it now (null: it was erased)."""

    interaction: ProvingInteraction | None


@router.get("/{map_id}/evidence", response={200: Page[EvidenceOut], **REFUSALS})
def list_evidence(
    request: HttpRequest,
    map_id: str,
    node: Annotated[str, Query(max_length=200)] = "",
    cursor: str = "",
    limit: PageSize = 50,
) -> Page[EvidenceOut]:
    """The evidence of a map, the newest first; with ``node`` that of a stage, a step or a card, and of all
    that is below it."""
    record = find_map(map_id)
    nodes = current_nodes(record)
    found = Evidence.objects.filter(map=map_id).select_related("person", "attachment")
    if node:
        found = found.filter(node__in=_below(nodes, node))
    rows, following = newest_first(found, lambda one: one, cursor=cursor, limit=limit)
    show = _Showing(record, nodes, rows, asker(request))
    return Page(items=[show.one(row) for row in rows], next=following)


@router.post("/{map_id}/evidence", response={201: EvidenceOut, **REFUSALS})
def attach_evidence(request: HttpRequest, map_id: str, body: NewEvidence) -> Status[EvidenceOut]:
    """Attach to a claim what shows it: an ordinary edit of the claim, which can be undone, beside a record of
    the thing itself. 409: the number is being measured; attach it again when it is there."""
    record, person = find_map(map_id), asker(request)
    place = Place(body.node, body.property)
    read_claim(current_nodes(record), place)
    shown = look_at(body.proof, record, person)
    said = records.Said(body.confidence, body.confirmed_on, body.kind, body.note.strip())
    kept = records.attach(record, person, place, shown, said)
    record = find_map(map_id)
    return Status(201, _Showing(record, current_nodes(record), [kept], person).one(kept))


@router.get("/{map_id}/evidence/{int:evidence_id}", response={200: EvidenceWithThing, **REFUSALS})
def one_evidence(request: HttpRequest, map_id: str, evidence_id: int) -> EvidenceWithThing:
    """One piece of evidence, with the interaction as the log has it now."""
    kept = records.find_evidence(map_id, evidence_id)
    record = find_map(map_id)
    shown = _Showing(record, current_nodes(record), [kept], asker(request)).one(kept)
    is_interaction = shown.what == "interaction" and "key" in shown.thing
    interaction = find_interaction(kept.thing["source"], kept.thing["key"]) if is_interaction else None
    return EvidenceWithThing(**shown.model_dump(), interaction=interaction)


@router.delete("/{map_id}/evidence/{int:evidence_id}", response={204: None, **REFUSALS})
def withdraw_evidence(request: HttpRequest, map_id: str, evidence_id: int) -> Status[None]:
    """Take evidence away. A claim that nothing else shows is an assumption again."""
    records.withdraw(records.find_evidence(map_id, evidence_id), asker(request))
    return Status(204, None)


class _Showing:
    """Shows evidence beside the map as it now stands, to one person: whose interaction or whose numbers are
    not in the book that they see, that is left out."""

    def __init__(self, record: MapRecord, nodes: MapNodes, rows: Sequence[Evidence], person: Person) -> None:
        self._nodes = nodes
        sight = sight_of(person)
        self._is_limited = sight is not None
        keys = [(one.thing["source"], one.thing["key"]) for one in rows if "key" in one.thing]
        self._hidden = set() if sight is None else out_of_sight(keys, sight)
        self._today = workspace_time().today
        self._half_life = half_life_days(read_journey(record))

    def one(self, kept: Evidence) -> EvidenceOut:
        known = Known(basis="evidence", confidence=kept.confidence, confirmed_on=kept.confirmed_on)
        file = kept.attachment.file if kept.attachment else None
        is_hidden = self._is_hidden(kept)
        return EvidenceOut(
            id=kept.pk,
            node=kept.node,
            property=kept.property,
            about=name_of(self._nodes, kept.node),
            step=step_of(self._nodes, kept.node),
            is_on_map=is_on_map(self._nodes, kept.node),
            is_cited=self._is_cited(kept),
            what=kept.what,
            source={"kind": kept.source["kind"]} if is_hidden else kept.source,
            thing={} if is_hidden else kept.thing,
            url=f"/api/v1/maps/{kept.map_id}/{FOLDER}{file}" if file else None,
            confidence=kept.confidence,
            confirmed_on=kept.confirmed_on,
            age_days=max((self._today - kept.confirmed_on).days, 0),
            weight=evidence_weight(known, self._today, self._half_life),
            note="" if is_hidden else kept.note,
            by=person_ref(kept.person),
            at=kept.at,
            edit_id=kept.edit_id,
        )

    def _is_hidden(self, kept: Evidence) -> bool:
        if kept.what == "interaction":
            return (kept.thing.get("source"), kept.thing.get("key")) in self._hidden
        return self._is_limited and kept.what == "measure" and bool(kept.thing.get("segment"))

    def _is_cited(self, kept: Evidence) -> bool:
        try:
            claim = read_claim(self._nodes, Place(kept.node, kept.property))
        except DesirepathError:
            return False
        return cites(claim, kept.source["id"])


def _below(nodes: MapNodes, node_id: str) -> list[str]:
    """A node and everything below it, removed or not."""
    found = {node_id}
    children: dict[str | None, list[str]] = {}
    for node in nodes.nodes.values():
        children.setdefault(node.parent, []).append(node.id)
    waiting = [node_id]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.update(below)
        waiting += below
    return sorted(found)
