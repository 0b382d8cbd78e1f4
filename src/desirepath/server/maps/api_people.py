"""The endpoints about who may do what on one map."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema, Status

from desirepath.server.answers import REFUSALS
from desirepath.server.maps.found import find_map
from desirepath.server.people.api import PersonOut, asker, person_out
from desirepath.server.people.api_people import (
    InvitationIn,
    InvitationMade,
    InvitationOut,
    invitation_out,
    send_again,
    send_invitation,
)
from desirepath.server.people.changes import change_map_role
from desirepath.server.people.invitations import find_open, open_invitations, revoke
from desirepath.server.people.models import MapRole
from desirepath.server.people.roles import Role, RoleName
from desirepath.server.people.shapes import Body, Page, PageSize, oldest_first

router = Router(tags=["maps"])


class MapRoleIn(Body):
    """The role on this map; ``none``: the map is hidden from them."""

    role: RoleName


class MapRoleOut(Schema):
    """A person whose role on this map is not simply theirs in the workspace."""

    person: PersonOut
    role: RoleName


@router.get("/{map_id}/people", response={200: list[MapRoleOut], **REFUSALS})
def map_people(request: HttpRequest, map_id: str) -> list[MapRoleOut]:
    """Who has a role of their own on this map."""
    find_map(map_id)
    found = MapRole.objects.select_related("person").filter(map=map_id).order_by("pk")
    return [MapRoleOut(person=person_out(one.person), role=Role(one.role).word) for one in found]


@router.put("/{map_id}/people/{person_id}", response={204: None, **REFUSALS})
def set_map_role(request: HttpRequest, map_id: str, person_id: int, body: MapRoleIn) -> Status[None]:
    """Give somebody a role on this map: more, or less, than they have in the workspace."""
    find_map(map_id)
    role = Role.named(body.role)
    change_map_role(request, asker(request), map_id=map_id, person_id=person_id, role=role)
    return Status(204, None)


@router.delete("/{map_id}/people/{person_id}", response={204: None, **REFUSALS})
def clear_map_role(request: HttpRequest, map_id: str, person_id: int) -> Status[None]:
    """Let somebody's role in the workspace count on this map again."""
    find_map(map_id)
    change_map_role(request, asker(request), map_id=map_id, person_id=person_id, role=None)
    return Status(204, None)


@router.get("/{map_id}/invitations", response={200: Page[InvitationOut], **REFUSALS})
def map_invitations(
    request: HttpRequest, map_id: str, cursor: str = "", limit: PageSize = 100
) -> Page[InvitationOut]:
    """The invitations to this map only that nobody has accepted yet."""
    find_map(map_id)
    found = open_invitations().filter(map=map_id)
    items, after = oldest_first(found, invitation_out, cursor=cursor, limit=limit)
    return Page(items=list(items), next=after)


@router.post("/{map_id}/invitations", response={201: InvitationMade, **REFUSALS})
def invite_to_map(request: HttpRequest, map_id: str, body: InvitationIn) -> Status[InvitationMade]:
    """Invite somebody to this map only. The answer has the link; send it to them."""
    find_map(map_id)
    return Status(201, send_invitation(request, body, map_id=map_id))


@router.delete("/{map_id}/invitations/{invitation_id}", response={204: None, **REFUSALS})
def take_back_map_invitation(request: HttpRequest, map_id: str, invitation_id: int) -> Status[None]:
    """Make an invitation to this map worthless."""
    find_map(map_id)
    revoke(request, find_open(invitation_id, map_id))
    return Status(204, None)


@router.post("/{map_id}/invitations/{invitation_id}/links", response={201: InvitationMade, **REFUSALS})
def renew_map_invitation(request: HttpRequest, map_id: str, invitation_id: int) -> Status[InvitationMade]:
    """A new link for an invitation to this map, for seven days. The one before ends."""
    find_map(map_id)
    return Status(201, send_again(request, find_open(invitation_id, map_id)))
