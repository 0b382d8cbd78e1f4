"""The endpoints about maps."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from desirepath.model.map_file import read_map_text
from desirepath.server.answers import REFUSALS
from desirepath.server.kinds import CONFLICT, NOT_FOUND
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.access import visible_maps
from desirepath.server.people.api import asker

router = Router(tags=["maps"])


class MapOut(Schema):
    """A map in a list."""

    id: str
    title: str
    revision: int


class MapText(Schema):
    """A map's file."""

    text: str


@router.get("", response={200: list[MapOut], **REFUSALS})
def list_maps(request: HttpRequest) -> list[MapOut]:
    """The maps you may see, by title."""
    maps, seen = MapRecord.objects.filter(archived_at=None), visible_maps(asker(request))
    return [_out(one) for one in (maps if seen is None else maps.filter(seen))]


@router.post("", response={201: MapOut, **REFUSALS})
def create_map(request: HttpRequest, body: MapText) -> Status[MapOut]:
    """A new map from the text of its file. What is wrong with it is said, all at once."""
    journey = read_map_text(body.text)
    try:
        with transaction.atomic():
            record = MapRecord.objects.create(
                id=journey.id, title=journey.title, text=body.text, created_by=asker(request)
            )
    except IntegrityError:
        raise CONFLICT.error(journey.id, says=f"there is a map {journey.id!r} already") from None
    return Status(201, _out(record))


@router.get("/{map_id}", response={200: MapOut, **REFUSALS})
def one_map(request: HttpRequest, map_id: str) -> MapOut:
    """One map."""
    return _out(find_map(map_id))


@router.get("/{map_id}/text", response={**REFUSALS})
def map_text(request: HttpRequest, map_id: str) -> HttpResponse:
    """The map's file (YAML), as it stands."""
    return HttpResponse(find_map(map_id).text, content_type="application/yaml; charset=utf-8")


def find_map(map_id: str) -> MapRecord:
    """The map, or DP-SRV-003."""
    record = MapRecord.objects.filter(id=map_id).first()
    if record is None:
        raise NOT_FOUND.error(map_id, says=f"there is no map {map_id!r}")
    return record


def _out(record: MapRecord) -> MapOut:
    return MapOut(id=record.id, title=record.title, revision=record.revision)
