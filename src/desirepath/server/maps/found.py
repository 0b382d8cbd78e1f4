"""Finding a map, and showing it in a list."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from desirepath.server.kinds import NOT_FOUND
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.access import is_guest, role_on
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role


class ForkOf(Schema):
    """What a map was copied from."""

    id: str
    revision: int


class MapOut(Schema):
    """A map in a list. ``era`` changes when its history was rewritten: then load it again."""

    id: str
    title: str
    revision: int
    era: str
    created_at: datetime
    changed_at: datetime
    archived_at: datetime | None
    forked_from: ForkOf | None


def find_map(map_id: str) -> MapRecord:
    """The map, or DP-SRV-003."""
    record = MapRecord.objects.filter(id=map_id).first()
    if record is None:
        raise NOT_FOUND.error(map_id, says=f"there is no map {map_id!r}")
    return record


def map_out(record: MapRecord, asks: Person) -> MapOut:
    """A map as it is shown in a list; from which it was copied, a guest who may not see that one is not
    told."""
    copied = record.forked_from
    if copied and is_guest(asks) and role_on(asks, copied) < Role.VIEWER:
        copied = ""
    fork = ForkOf(id=copied, revision=record.forked_revision) if copied else None
    return MapOut(
        id=record.id,
        title=record.title,
        revision=record.revision,
        era=record.era,
        created_at=record.created_at,
        changed_at=record.changed_at,
        archived_at=record.archived_at,
        forked_from=fork,
    )
