"""The endpoints that say which maps make work."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from desirepath.server.answers import REFUSALS
from desirepath.server.desk.deciding import DECIDE, KEY
from desirepath.server.desk.models import MapChoice
from desirepath.server.desk.on_desk import Measured, measured_maps
from desirepath.server.jobs.queue import enqueue
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.access import visible_maps
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.people.shapes import Body

router = Router(tags=["today"])


class MapAtWorkOut(Schema):
    """A map with measured steps: who travels on it, and whether it gives people something to do."""

    map: str
    title: str
    of: str
    makes_work: bool


class MapAtWorkIn(Body):
    """Whether a map makes work."""

    makes_work: bool


@router.get("", response={200: list[MapAtWorkOut], **REFUSALS})
def maps_at_work(request: HttpRequest) -> list[MapAtWorkOut]:
    """The maps with measured steps that you may see, the first made first."""
    seen = visible_maps(asker(request))
    ids = MapRecord.objects.all() if seen is None else MapRecord.objects.filter(seen)
    mine = set(ids.values_list("id", flat=True))
    return [_out(one) for one in measured_maps() if one.record.id in mine]


@router.put("/{map_id}", response={200: MapAtWorkOut, **REFUSALS})
def put_map_to_work(request: HttpRequest, map_id: str, body: MapAtWorkIn) -> MapAtWorkOut:
    """Let a map make work, or none: what it has on people's desks is then over."""
    person = asker(request)
    if not any(one.record.id == map_id for one in measured_maps()):
        raise NOT_FOUND.error(map_id, says=f"there is no map {map_id!r} with measured steps")
    values = {"makes_work": body.makes_work, "by": person}
    MapChoice.objects.update_or_create(map=map_id, defaults=values)
    write_down("said whether a map makes work", request=request, target=map_id, makes_work=body.makes_work)
    enqueue(DECIDE, key=KEY)
    return _out(next(one for one in measured_maps() if one.record.id == map_id))


def _out(one: Measured) -> MapAtWorkOut:
    return MapAtWorkOut(
        map=one.record.id, title=one.record.title, of=one.journey.travels, makes_work=one.makes_work
    )
