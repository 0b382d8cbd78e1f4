"""The endpoints about maps: which there are; making, copying, putting away, deleting."""

from __future__ import annotations

import base64
from typing import Annotated

import orjson
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.kinds import BAD_REQUEST
from desirepath.server.maps import making
from desirepath.server.maps.found import MapOut, find_map, map_out
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.access import require, visible_maps
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.people.roles import Role
from desirepath.server.people.shapes import Body, Page, PageSize

router = Router(tags=["maps"])

MapId = Annotated[str, Field(min_length=1, max_length=100)]
Title = Annotated[str, Field(min_length=1, max_length=300)]


class MapIn(Body):
    """A new map: from the ``text`` of a file, or from a ``template`` (then under an id and title of its own,
    if given)."""

    text: str | None = None
    template: str | None = None
    id: MapId | None = None
    title: Title | None = None


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
    maps = MapRecord.objects.defer("text").filter(archived_at__isnull=not archived).order_by("title", "id")
    seen = visible_maps(asker(request))
    if seen is not None:
        maps = maps.filter(seen)
    if cursor:
        title, map_id = _read_cursor(cursor)
        maps = maps.filter(Q(title__gt=title) | Q(title=title, id__gt=map_id))
    found = list(maps[: limit + 1])
    following = _cursor(found[limit - 1]) if len(found) > limit else None
    return Page[MapOut](items=[map_out(one) for one in found[:limit]], next=following)


@router.post("", response={201: MapOut, **REFUSALS})
def create_map(request: HttpRequest, body: MapIn) -> Status[MapOut]:
    """A new map. What is wrong with its text is said, all at once."""
    person = asker(request)
    if (body.text is None) == (body.template is None):
        raise BAD_REQUEST.error("body", says="a map is made from a text or from a template: send one of them")
    if body.text is not None:
        record = making.make_map(making.named(body.text, id_=body.id, title=body.title), person)
    else:
        record = making.make_from_template(body.template or "", person, id_=body.id, title=body.title)
    return Status(201, map_out(record))


@router.get("/{map_id}", response={200: MapOut, **REFUSALS})
def one_map(request: HttpRequest, map_id: str) -> MapOut:
    """One map."""
    return map_out(find_map(map_id))


@router.post("/{map_id}/copy", response={201: MapOut, **REFUSALS})
def copy_map(request: HttpRequest, map_id: str, body: CopyIn) -> Status[MapOut]:
    """A copy of the map, or of an earlier version of it, with a history of its own."""
    person, record = asker(request), find_map(map_id)
    require(person, Role.EDITOR)
    revision = record.revision if body.revision is None else body.revision
    return Status(201, map_out(making.copy_map(record, revision, person, id_=body.id, title=body.title)))


@router.post("/{map_id}/archive", response={200: MapOut, **REFUSALS})
def archive_map(request: HttpRequest, map_id: str) -> MapOut:
    """Put the map away. It can be seen, and not changed, until it is taken out again."""
    with transaction.atomic():
        making.archive(find_map(map_id))
        write_down("archived a map", request=request, target=map_id)
    return map_out(find_map(map_id))


@router.post("/{map_id}/unarchive", response={200: MapOut, **REFUSALS})
def unarchive_map(request: HttpRequest, map_id: str) -> MapOut:
    """Take the map out of the archive."""
    with transaction.atomic():
        making.unarchive(find_map(map_id))
        write_down("took a map out of the archive", request=request, target=map_id)
    return map_out(find_map(map_id))


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
