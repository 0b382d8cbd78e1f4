"""The endpoints about the people of the workspace, and about inviting more."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.people.api import PersonOut, asker, person_out
from desirepath.server.people.audit import write_down
from desirepath.server.people.changes import change_person, find_person, forget_second_factors
from desirepath.server.people.closing import end_sessions
from desirepath.server.people.invitations import find_open, invite, open_invitations, renew, revoke
from desirepath.server.people.links import VALID_FOR, make_sign_in_link
from desirepath.server.people.mails import mail_invitation
from desirepath.server.people.models import Invitation, Person
from desirepath.server.people.roles import Function, GivenRole, Role, RoleName
from desirepath.server.people.shapes import Body, Email, Name, Page, PageSize, oldest_first

router = Router(tags=["people"])


class PersonChange(Body):
    """What an owner may change of somebody; what is left out stays."""

    name: Name | None = None
    email: Email | None = None
    function: Function | None = None
    role: RoleName | None = None
    is_active: bool | None = None


class LinkOut(Schema):
    """A link, shown this once."""

    url: str
    expires_at: datetime


class InvitationIn(Body):
    """Whom to invite. Without ``email`` whoever has the link may use it, once."""

    role: GivenRole
    email: Email | None = None
    function: Function = Function.OTHER
    days: Annotated[int, Field(ge=1, le=90)] = 7


class InvitationOut(Schema):
    """An invitation that can still be accepted. ``map``: it gives a role on this map only."""

    id: int
    email: str
    role: RoleName
    function: Function
    map: str | None
    invited_by: int | None
    created_at: datetime
    expires_at: datetime


class InvitationMade(InvitationOut):
    """A new invitation with its link, shown this once. ``is_mailed``: the link went out by mail too."""

    url: str
    is_mailed: bool


class Gone(Schema):
    """How many were taken away."""

    gone: int


def invitation_out(invitation: Invitation) -> InvitationOut:
    """What is shown of an invitation."""
    return InvitationOut(
        id=invitation.pk,
        email=invitation.email,
        role=Role(invitation.role).word,
        function=Function(invitation.function),
        map=invitation.map or None,
        invited_by=invitation.invited_by_id,
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
    )


def send_invitation(request: HttpRequest, body: InvitationIn, *, map_id: str = "") -> InvitationMade:
    """Make an invitation, to one map or to the workspace, and what is shown of it this once."""
    invitation, path = invite(
        request,
        asker(request),
        role=Role.named(body.role),
        email=body.email or "",
        function=body.function,
        map_id=map_id,
        days=body.days,
    )
    return _sent(invitation, path)


def send_again(request: HttpRequest, invitation: Invitation) -> InvitationMade:
    """A new link for an open invitation, and what is shown of it this once."""
    return _sent(*renew(request, asker(request), invitation))


def _sent(invitation: Invitation, path: str) -> InvitationMade:
    url = address_of(path)
    is_mailed = mail_invitation(invitation, url)
    return InvitationMade(**invitation_out(invitation).model_dump(), url=url, is_mailed=is_mailed)


def address_of(path: str) -> str:
    """A path as people reach it: by the configured address, never by what a request calls us."""
    return f"{settings.CONFIGURATION.url.rstrip('/')}{path}"


@router.get("/people", response={200: Page[PersonOut], **REFUSALS})
def list_people(
    request: HttpRequest, cursor: str = "", limit: PageSize = 100, is_active: bool | None = None
) -> Page[PersonOut]:
    """The people of the workspace, in the order they came."""
    people = Person.objects.all()
    if is_active is not None:
        people = people.filter(is_active=is_active)
    items, after = oldest_first(people, person_out, cursor=cursor, limit=limit)
    return Page(items=list(items), next=after)


@router.get("/people/{person_id}", response={200: PersonOut, **REFUSALS})
def one_person(request: HttpRequest, person_id: int) -> PersonOut:
    """One person."""
    return person_out(find_person(person_id))


@router.patch("/people/{person_id}", response={200: PersonOut, **REFUSALS})
def change_somebody(request: HttpRequest, person_id: int, body: PersonChange) -> PersonOut:
    """Change somebody's role, function, name or address, or let them in no more (``is_active``: false).

    That ends their sessions, tokens and open streams at once. The last owner stays one.
    """
    changes = body.model_dump(exclude_none=True)
    if body.role is not None:
        changes["role"] = Role.named(body.role)
    return person_out(change_person(request, asker(request), person_id, changes))


@router.post("/people/{person_id}/sign-in-links", response={201: LinkOut, **REFUSALS})
def make_link(request: HttpRequest, person_id: int) -> Status[LinkOut]:
    """A link that signs somebody in, once, for those who cannot. Their second factor is still asked for."""
    person = find_person(person_id)
    if not person.is_active:
        raise NOT_FOUND.error(str(person_id), says="this person is not let in", fix="let them in first")
    path = make_sign_in_link(person, made_by=asker(request))
    write_down("made a sign-in link", request=request, target=person.email)
    return Status(201, LinkOut(url=address_of(path), expires_at=timezone.now() + VALID_FOR))


@router.delete("/people/{person_id}/second-factors", response={200: Gone, **REFUSALS})
def forget_factors(request: HttpRequest, person_id: int) -> Gone:
    """Take away the passkeys and app codes of somebody who lost them, and end their sessions."""
    person = find_person(person_id)
    gone = forget_second_factors(request, person)
    end_sessions(person)
    return Gone(gone=gone)


@router.get("/invitations", response={200: Page[InvitationOut], **REFUSALS})
def list_invitations(request: HttpRequest, cursor: str = "", limit: PageSize = 100) -> Page[InvitationOut]:
    """The invitations that nobody has accepted yet."""
    items, after = oldest_first(open_invitations(), invitation_out, cursor=cursor, limit=limit)
    return Page(items=list(items), next=after)


@router.post("/invitations", response={201: InvitationMade, **REFUSALS})
def make_invitation(request: HttpRequest, body: InvitationIn) -> Status[InvitationMade]:
    """Invite somebody to the workspace. The answer has the link; send it to them."""
    return Status(201, send_invitation(request, body))


@router.delete("/invitations/{invitation_id}", response={204: None, **REFUSALS})
def take_back_invitation(request: HttpRequest, invitation_id: int) -> Status[None]:
    """Make an invitation worthless."""
    revoke(request, find_open(invitation_id))
    return Status(204, None)


@router.post("/invitations/{invitation_id}/links", response={201: InvitationMade, **REFUSALS})
def renew_invitation(request: HttpRequest, invitation_id: int) -> Status[InvitationMade]:
    """A new link for an invitation that nobody has accepted yet, for seven days. The one before ends."""
    return Status(201, send_again(request, find_open(invitation_id)))
