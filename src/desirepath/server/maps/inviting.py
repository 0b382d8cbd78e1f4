"""Says what maps are called to the room below, which invites to them. Loaded when the app is ready."""

from __future__ import annotations

from desirepath.server.maps.models import MapRecord
from desirepath.server.people.invitations import call_maps_by


def _title(map_id: str) -> str | None:
    return MapRecord.objects.filter(id=map_id).values_list("title", flat=True).first()


call_maps_by(_title)
