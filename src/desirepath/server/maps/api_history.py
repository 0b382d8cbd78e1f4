"""The endpoints that show a map: nodes and file at any revision, history, what changed, named versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from desirepath.server.answers import REFUSALS, ProblemOut, answers_file
from desirepath.server.clock import workspace_time
from desirepath.server.kinds import BAD_REQUEST, NOT_FOUND
from desirepath.server.maps import state
from desirepath.server.maps.accepting import accept_one
from desirepath.server.maps.api_edits import EditId, MadeOut, made_out
from desirepath.server.maps.checks import check_record
from desirepath.server.maps.found import find_map
from desirepath.server.maps.models import EditRecord, NamedVersion
from desirepath.server.maps.story import difference, put_in_words, touching, with_all_below, words_of
from desirepath.server.maps.texts import offer_text, text_at
from desirepath.server.people.api import asker
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Body, Name, Page, PageSize, newest_first

router = Router(tags=["history"])
Revision = Annotated[int, Field(ge=0)]


class WrittenOut(Schema):
    """Which revision wrote something last, and who (a person's id, as text)."""

    revision: int
    by: str


class NodeOut(Schema):
    """A node, as the guide's page on edits describes it; ``removed`` makes it a tombstone."""

    id: str
    kind: str
    parent: str | None
    rank: str
    properties: dict[str, Any]
    written: dict[str, WrittenOut] | None = None
    removed: WrittenOut | None = None


class NodesOut(Schema):
    """All nodes of a map at a revision, tombstones among them."""

    revision: int
    era: str
    nodes: list[NodeOut]


class Who(Schema):
    """Somebody; null where the account is gone."""

    id: int
    name: str


class HistoryEntry(Schema):
    """One edit: who, when, how it came about, what changed in words, what was lost."""

    revision: int
    id: str
    who: Who | None
    at: datetime
    what: str
    of: str
    words: list[str]
    lost: list[dict[str, Any]]


class DiffEntry(Schema):
    """One thing that differs: a stable kind, where, a sentence, and the values where a value changed."""

    kind: str
    address: str
    says: str
    before: Any = None
    after: Any = None


class DiffOut(Schema):
    """What changed between two revisions, in the order of the journey."""

    old: int
    new: int
    changes: list[DiffEntry]


class TextIn(Body):
    """A whole file that was made from the map at revision ``base``, and an id to send it again under."""

    id: EditId
    text: str
    base: int = Field(ge=0)


class VersionIn(Body):
    """A name for a revision (none: the present one)."""

    name: Name
    revision: Revision | None = None


class VersionOut(Schema):
    """A revision that somebody gave a name."""

    id: int
    name: str
    revision: int
    who: Who | None
    at: datetime


@router.get("/{map_id}/nodes", response={200: NodesOut, **REFUSALS})
def map_nodes(request: HttpRequest, map_id: str, revision: Revision | None = None) -> HttpResponse:
    """The map as the editor loads it, as it is or as it was at a revision.

    Whoever loads it goes on with the events after this revision.
    """
    record = find_map(map_id)
    nodes = state.current_nodes(record) if revision is None else state.nodes_at(record, revision)
    data = {**nodes.to_json(), "era": record.era}
    del data["edits"]
    return HttpResponse(orjson.dumps(data), content_type="application/json")


@router.get("/{map_id}/text", response={**REFUSALS}, openapi_extra=answers_file("application/yaml"))
def map_text(request: HttpRequest, map_id: str, revision: Revision | None = None) -> HttpResponse:
    """The map's file (YAML), as it is or as it was at a revision; which one, ``X-Revision`` says."""
    record = find_map(map_id)
    at = record.revision if revision is None else revision
    answer = HttpResponse(text_at(record, at), content_type="application/yaml; charset=utf-8")
    answer["X-Revision"] = str(at)
    answer["X-Era"] = record.era
    return answer


@router.put("/{map_id}/text", response={200: MadeOut, **REFUSALS})
def put_text(request: HttpRequest, map_id: str, body: TextIn) -> MadeOut:
    """Take a file in as one edit. What others did since ``base`` is kept; where both changed the same,
    nothing is done, and every clash is told (409).
    """
    find_map(map_id)
    offer = offer_text(body.text, base=body.base, edit_id=body.id, person=asker(request))
    return made_out(accept_one(map_id, offer))


@router.get("/{map_id}/history", response={200: Page[HistoryEntry], **REFUSALS})
def history(
    request: HttpRequest,
    map_id: str,
    node: Annotated[str, Query(max_length=200)] = "",
    cursor: str = "",
    limit: PageSize = 50,
) -> Page[HistoryEntry]:
    """What was done to the map, the newest first; what was done to one ``node`` and to all below it, where
    one is named.
    """
    record = find_map(map_id)
    edits = EditRecord.objects.select_related("person").filter(map=record).order_by("-revision")
    ids = with_all_below(state.current_nodes(record), node) if node else []
    if ids:
        edits = edits.filter(touching(ids))
    if cursor:
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
            raise BAD_REQUEST.error("cursor", says="this cursor is none of ours", fix="follow next")
        edits = edits.filter(revision__lt=int(cursor))
    found = list(edits[: limit + 1])
    shown = found[:limit]
    put_in_words(record, shown)
    following = str(shown[-1].revision) if len(found) > limit else None
    return Page[HistoryEntry](items=[_entry(one, ids) for one in shown], next=following)


@router.get("/{map_id}/diff", response={200: DiffOut, **REFUSALS})
def diff(request: HttpRequest, map_id: str, old: Revision, new: Revision | None = None) -> DiffOut:
    """What changed from one revision to another (none: to the present one)."""
    record = find_map(map_id)
    to = record.revision if new is None else new
    changes = [DiffEntry.model_validate(change.to_json()) for change in difference(record, old, to)]
    return DiffOut(old=old, new=to, changes=changes)


@router.get("/{map_id}/checks", response={200: list[ProblemOut], **REFUSALS})
def checks(request: HttpRequest, map_id: str) -> list[ProblemOut]:
    """What a careful reader says about the map as it stands, with the lines of its file."""
    found = check_record(find_map(map_id), workspace_time().today)
    return [ProblemOut.model_validate(problem.to_json()) for problem in found]


@router.get("/{map_id}/versions", response={200: Page[VersionOut], **REFUSALS})
def versions(request: HttpRequest, map_id: str, cursor: str = "", limit: PageSize = 50) -> Page[VersionOut]:
    """The revisions that somebody gave a name, the last named first."""
    named = NamedVersion.objects.select_related("person").filter(map=find_map(map_id))
    items, following = newest_first(named, _version_out, cursor=cursor, limit=limit)
    return Page[VersionOut](items=list(items), next=following)


@router.post("/{map_id}/versions", response={201: VersionOut, **REFUSALS})
def name_version(request: HttpRequest, map_id: str, body: VersionIn) -> Status[VersionOut]:
    """Give a revision a name."""
    record = find_map(map_id)
    revision = record.revision if body.revision is None else body.revision
    if revision > record.revision:
        raise NOT_FOUND.error("revision", says=f"{map_id} stands at {record.revision}")
    version = NamedVersion.objects.create(
        map=record, revision=revision, name=body.name, person=asker(request)
    )
    return Status(201, _version_out(version))


@router.delete("/{map_id}/versions/{version_id}", response={204: None, **REFUSALS})
def unname_version(request: HttpRequest, map_id: str, version_id: int) -> Status[None]:
    """Take a name away. The revision stays."""
    gone, _ = NamedVersion.objects.filter(map_id=map_id, pk=version_id).delete()
    if not gone:
        raise NOT_FOUND.error("version", says=f"{map_id} has no named version {version_id}")
    return Status(204, None)


def _entry(record: EditRecord, ids: Sequence[str]) -> HistoryEntry:
    return HistoryEntry(
        revision=record.revision,
        id=record.edit_id,
        who=_who(record.person),
        at=record.at,
        what=record.what,
        of=record.of,
        words=words_of(record, ids),
        lost=orjson.loads(record.lost),
    )


def _version_out(version: NamedVersion) -> VersionOut:
    return VersionOut(
        id=version.pk,
        name=version.name,
        revision=version.revision,
        who=_who(version.person),
        at=version.at,
    )


def _who(person: Person | None) -> Who | None:
    return Who(id=person.pk, name=person.public_name) if person else None
