"""The endpoints about maps: which there are; making, copying, putting away, deleting."""

from __future__ import annotations

import base64
from typing import Annotated

import orjson
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.kinds import BAD_REQUEST
from desirepath.server.maps import making
from desirepath.server.maps.found import MapOut, find_map, map_out
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.undoing import stacks
from desirepath.server.people.access import require, visible_maps
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from desirepath.server.people.shapes import Body, Page, PageSize
from desirepath.templates.interview import MOST_MOMENTS, Answers

router = Router(tags=["maps"])

MapId = Annotated[str, Field(min_length=1, max_length=100)]
Title = Annotated[str, Field(min_length=1, max_length=300)]


Answer = Annotated[str, Field(max_length=300)]


class AnswersIn(Body):
    """What was answered to the five questions: who travels, what they are trying to get done, where it
    begins, how one knows that it went well, which moments matter most."""

    who: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
    goal: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
    begins: Answer = ""
    well: Answer = ""
    moments: tuple[Answer, ...] = Field((), max_length=MOST_MOMENTS)


class MapIn(Body):
    """A new map: from the ``text`` of a file, from a ``template``, or from ``answers``; under an id and title
    of its own, if given. Without an id, one made of answers gets one of its title."""

    text: str | None = None
    template: str | None = None
    answers: AnswersIn | None = None
    id: MapId | None = None
    title: Title | None = None


class UnmakingOut(Schema):
    """Whether there is something to undo, and to do again."""

    undo: bool
    redo: bool


class CopyIn(Body):
    """Under which id to copy a map, and as it was at which revision (none: as it is)."""

    id: MapId
    title: Title | None = None
    revision: int | None = Field(None, ge=0)


@router.get("", response={200: Page[MapOut], **REFUSALS})
def list_maps(
    request: HttpRequest, archived: bool = False, cursor: str = "", limit: PageSize = 50
) -> Page[MapOut]:
    """The maps you may see, by title; those in the archive apart."""
    found, following = maps_page(asker(request), archived=archived, cursor=cursor, limit=limit)
    return Page[MapOut](items=[map_out(one, asker(request)) for one in found], next=following)


def maps_page(
    person: Person, *, archived: bool, cursor: str, limit: int
) -> tuple[list[MapRecord], str | None]:
    """Part of the maps that somebody may see, by title, and the cursor of the next part."""
    maps = MapRecord.objects.defer("text").filter(archived_at__isnull=not archived).order_by("title", "id")
    seen = visible_maps(person)
    if seen is not None:
        maps = maps.filter(seen)
    if cursor:
        title, map_id = _read_cursor(cursor)
        maps = maps.filter(Q(title__gt=title) | Q(title=title, id__gt=map_id))
    found = list(maps[: limit + 1])
    return found[:limit], _cursor(found[limit - 1]) if len(found) > limit else None


@router.post("", response={201: MapOut, **REFUSALS})
def create_map(request: HttpRequest, body: MapIn) -> Status[MapOut]:
    """A new map. What is wrong with its text is said, all at once."""
    person = asker(request)
    if sum(one is not None for one in (body.text, body.template, body.answers)) != 1:
        says = "a map is made from a text, a template or answers: send one of them"
        raise BAD_REQUEST.error("body", says=says)
    if body.answers is not None:
        answers = Answers(**body.answers.model_dump())
        record = making.make_from_answers(answers, person, id_=body.id, title=body.title)
    elif body.text is not None:
        record = making.make_map(making.named(body.text, id_=body.id, title=body.title), person)
    else:
        record = making.make_from_template(body.template or "", person, id_=body.id, title=body.title)
    return Status(201, map_out(record, person))


@router.get("/{map_id}", response={200: MapOut, **REFUSALS})
def one_map(request: HttpRequest, map_id: str) -> MapOut:
    """One map."""
    return map_out(find_map(map_id), asker(request))


@router.get("/{map_id}/unmaking", response={200: UnmakingOut, **REFUSALS})
def what_can_be_unmade(request: HttpRequest, map_id: str) -> UnmakingOut:
    """Whether there is something of yours on this map to undo, or to do again."""
    done, undone = stacks(find_map(map_id), asker(request))
    return UnmakingOut(undo=bool(done), redo=bool(undone))


@router.post("/{map_id}/copy", response={201: MapOut, **REFUSALS})
def copy_map(request: HttpRequest, map_id: str, body: CopyIn) -> Status[MapOut]:
    """A copy of the map, or of an earlier version of it, with a history of its own."""
    person, record = asker(request), find_map(map_id)
    require(person, Role.EDITOR)
    revision = record.revision if body.revision is None else body.revision
    copied = making.copy_map(record, revision, person, id_=body.id, title=body.title)
    return Status(201, map_out(copied, person))


@router.post("/{map_id}/archive", response={200: MapOut, **REFUSALS})
def archive_map(request: HttpRequest, map_id: str) -> MapOut:
    """Put the map away. It can be seen, and not changed, until it is taken out again."""
    with transaction.atomic():
        making.archive(find_map(map_id))
        write_down("archived a map", request=request, target=map_id)
    return map_out(find_map(map_id), asker(request))


@router.post("/{map_id}/unarchive", response={200: MapOut, **REFUSALS})
def unarchive_map(request: HttpRequest, map_id: str) -> MapOut:
    """Take the map out of the archive."""
    with transaction.atomic():
        making.unarchive(find_map(map_id))
        write_down("took a map out of the archive", request=request, target=map_id)
    return map_out(find_map(map_id), asker(request))


@router.delete("/{map_id}", response={204: None, **REFUSALS})
def delete_map(request: HttpRequest, map_id: str) -> Status[None]:
    """Delete the map for ever, with its history, comments and files. To put it away, archive it."""
    with transaction.atomic():
        making.delete(find_map(map_id))
        write_down("deleted a map for ever", request=request, target=map_id)
    return Status(204, None)


def _cursor(record: MapRecord) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([record.title, record.id])).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[str, str]:
    try:
        title, map_id = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(title, str) and isinstance(map_id, str) and "\0" not in title + map_id:
            return title, map_id
    except (ValueError, TypeError):
        pass
    raise BAD_REQUEST.error(
        "cursor", says="this cursor is none of ours", fix="begin again without, then follow next"
    )
