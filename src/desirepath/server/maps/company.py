"""What a guest of a map may know besides the map: its persona, and who works on it with her.

Somebody who was invited to one map knows who wrote on it, and who invited her; nobody else of the workspace,
not even those who may look at the map and never said a word there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from desirepath.model.nodes import ROOT, MapNode
from desirepath.server.maps.models import EditRecord, MapRecord, NamedVersion
from desirepath.server.maps.state import current_nodes
from desirepath.server.people.access import is_guest, visible_maps
from desirepath.server.people.models import Invitation, Person
from desirepath.server.people.roles import Role

Writers = Callable[[str], Iterable[int | None]]
_WRITERS: Final[list[Writers]] = []


def add_writers(writers: Writers) -> None:
    """Have a room above say who else wrote on a map, by the map's id."""
    _WRITERS.append(writers)


def company_of(person: Person, map_id: str) -> frozenset[int] | None:
    """The people whom somebody may know of on a map; None: everybody who may see it."""
    if not is_guest(person):
        return None
    edits = EditRecord.objects.filter(map=map_id).order_by().values_list("person", flat=True).distinct()
    versions = NamedVersion.objects.filter(map=map_id).values_list("person", flat=True)
    invited = Invitation.objects.filter(map=map_id, used_by=person).values_list("invited_by", flat=True)
    said = (one for writers in _WRITERS for one in writers(map_id))
    found = {person.pk, *edits, *versions, *invited, *said}
    return frozenset(one for one in found if one is not None)


def personas_for(person: Person) -> frozenset[str] | None:
    """The ids of the personas that somebody may see; None: all. A guest sees whom her maps are about.

    Not one that a guest put there: whoever may edit one map could read every persona by naming it. Nor one
    put there by somebody whose account is gone.
    """
    seen = visible_maps(person)
    if not is_guest(person) or seen is None:
        return None
    heads = [current_nodes(record).nodes[ROOT] for record in MapRecord.objects.filter(seen)]
    return frozenset(
        head.properties["persona"] for head in heads if "persona" in head.properties and _is_ours(head)
    )


def _is_ours(head: MapNode) -> bool:
    """Whether the persona came with the map's first file, or was put there by somebody of the workspace.

    Of an edit whose author's account is gone nobody knows who made it: it may have been a guest.
    """
    written = head.written.get("persona")
    if written is None:
        return True
    return (
        written.by.isdecimal() and Person.objects.filter(pk=int(written.by), role__gte=Role.VIEWER).exists()
    )
