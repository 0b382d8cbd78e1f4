"""Invitations: a link, or an address that a provider vouches for, becomes an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from desirepath.server.kinds import CONFLICT, NOT_FOUND
from desirepath.server.people.access import role_on
from desirepath.server.people.audit import write_down
from desirepath.server.people.changes import may_give
from desirepath.server.people.models import AuditEntry, Invitation, MapRole, Person
from desirepath.server.people.roles import Function, Role
from desirepath.server.people.secrets import hash_secret, new_secret

DAYS_OPEN: Final = 7
"""How long an invitation can be followed, where nobody says otherwise."""
_BEGINNING: Final = timedelta(hours=1)
_WENT_ON: Final = "went on without a way to come in again"
_COMING_IN: Final = ("accepted an invitation", "signed in", "signed out")
"""What the security log says of an account that nobody has used yet."""
_TITLES: Final[list[Callable[[str], str | None]]] = []


@transaction.atomic
def invite(
    request: HttpRequest,
    giver: Person,
    *,
    role: Role,
    email: str = "",
    function: Function = Function.OTHER,
    map_id: str = "",
    days: int = DAYS_OPEN,
) -> tuple[Invitation, str]:
    """A new invitation and the path of its link, which nobody can read again.

    Raises DP-SRV-002 for a role above the giver's, DP-SRV-006 for the address of somebody who is here.
    """
    may_give(giver, role, map_id or None)
    email = email.lower()
    if email and Person.objects.filter(email=email).exists():
        raise CONFLICT.error("email", says="somebody here has this address already", fix="change their role")
    secret = new_secret()
    invitation = Invitation.objects.create(
        hash=hash_secret(secret),
        email=email,
        role=role,
        function=function,
        map=map_id,
        invited_by=giver,
        expires_at=timezone.now() + timedelta(days=days),
    )
    write_down("invited", request=request, target=email or "(by link)", role=role.label, map=map_id)
    return invitation, f"/invitation/{secret}"


@transaction.atomic
def renew(request: HttpRequest, giver: Person, invitation: Invitation) -> tuple[Invitation, str]:
    """A new link for an open invitation, given by ``giver`` from now on, and its path; the link before stops
    working. Of a link only the hash is kept, so nobody can be shown the same one again.

    Raises DP-SRV-002 for a role above the giver's, DP-SRV-003 where somebody came in meanwhile.
    """
    may_give(giver, Role(invitation.role), invitation.map or None)
    secret = new_secret()
    changed = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(
        hash=hash_secret(secret), invited_by=giver, expires_at=timezone.now() + timedelta(days=DAYS_OPEN)
    )
    if not changed:
        raise NOT_FOUND.error(str(invitation.pk), says="there is no such open invitation")
    invitation.refresh_from_db()
    write_down(
        "made a new link for an invitation",
        request=request,
        target=invitation.email or "(by link)",
        role=Role(invitation.role).label,
        map=invitation.map,
    )
    return invitation, f"/invitation/{secret}"


def still_running() -> QuerySet[Invitation]:
    """Those that have not run out, used or not."""
    return Invitation.objects.select_related("invited_by", "used_by").filter(expires_at__gt=timezone.now())


def open_invitations() -> QuerySet[Invitation]:
    """Those that can still be accepted. One whose giver was shut out, or no longer has the role, cannot."""
    return still_running().filter(used_at=None)


def find_open(invitation_id: int, map_id: str | None = None) -> Invitation:
    """An open invitation; with ``map_id`` one to that map. Raises DP-SRV-003."""
    found = open_invitations().filter(pk=invitation_id)
    invitation = (found if map_id is None else found.filter(map=map_id)).first()
    if invitation is None:
        raise NOT_FOUND.error(str(invitation_id), says="there is no such open invitation")
    return invitation


def find_invitation(secret: str) -> Invitation | None:
    """The invitation of a link, if it still holds."""
    return _holds(open_invitations().filter(hash=hash_secret(secret)).first())


def find_invitation_for(email: str) -> Invitation | None:
    """The newest invitation for an address that a provider vouches for."""
    return _holds(open_invitations().filter(email=email.lower()).exclude(email="").order_by("-pk").first())


def find_unfinished(secret: str) -> tuple[Invitation, Person] | None:
    """Whose account this link made and who cannot come back: no password, no passkey, no provider yet.

    Somebody left before the passkey was added. Until the invitation runs out its link lets them go on.
    """
    used = still_running().filter(hash=hash_secret(secret)).exclude(used_by=None).first()
    person = used.used_by if used else None
    if used is None or person is None or not person.is_active or has_way_in(person):
        return None
    return used, person


def has_way_in(person: Person) -> bool:
    """Whether somebody can come in again: by a password, a provider that opened the account, or a passkey.

    Not by a passkey that is a second step only. One of which the browser did not say so counts as a way in.
    """
    if person.has_usable_password() or SocialAccount.objects.filter(user=person).exists():
        return True
    keys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return any(key.wrap().is_passwordless is not False for key in keys)


def begun_by(person: Person) -> Invitation | None:
    """The invitation by which somebody has just begun an account that has no way in yet, if it still runs."""
    is_new = timezone.now() - person.joined_at < _BEGINNING
    return still_running().filter(used_by=person).first() if is_new and not has_way_in(person) else None


def note_use(request: HttpRequest, person: Person) -> None:
    """Remember that somebody went on without a way in: from now on nothing takes their account away."""
    if begun_by(person) is not None and not is_used(person):
        write_down(_WENT_ON, request=request, person=person)


def is_used(person: Person) -> bool:
    """Whether somebody has done more with their account than to come in, in whichever browser."""
    return AuditEntry.objects.filter(person=person).exclude(action__in=_COMING_IN).exists()


@transaction.atomic
def give_back(request: HttpRequest, person: Person, invitation: Invitation) -> None:
    """Undo that somebody began: the account goes, and the invitation waits as before."""
    Invitation.objects.filter(pk=invitation.pk, used_by=person).update(used_at=None, used_by=None)
    write_down("gave an invitation back", request=request, person=person, target=person.email)
    MapRole.objects.filter(person=person).delete()
    person.delete()


def place_of(invitation: Invitation) -> str:
    """The page that somebody was invited to."""
    return f"/maps/{quote(invitation.map)}" if invitation.map else "/"


def call_maps_by(title: Callable[[str], str | None]) -> None:
    """Have the room of maps say what a map is called, by its id (None: there is no such map)."""
    _TITLES.append(title)


def title_of(invitation: Invitation) -> str:
    """What the map is called that somebody is invited to; empty where it is none, or is gone."""
    titles = (say(invitation.map) for say in _TITLES) if invitation.map else ()
    return next((title for title in titles if title), "")


def _holds(invitation: Invitation | None) -> Invitation | None:
    if invitation is None or invitation.invited_by is None:
        return None
    giver = invitation.invited_by
    may_still = giver.is_active and role_on(giver, invitation.map or None) >= invitation.role
    return invitation if may_still else None


@transaction.atomic
def accept(
    request: HttpRequest,
    invitation: Invitation,
    *,
    email: str,
    name: str,
    password: str | None,
    is_vouched: bool = False,
) -> Person:
    """The new person; ``is_vouched``: a provider vouches for ``email``.

    Raises DP-SRV-003 where somebody was faster, DP-SRV-006 where the address is taken.
    """
    used = Invitation.objects.filter(pk=invitation.pk, hash=invitation.hash, used_at=None).update(
        used_at=timezone.now()
    )
    if not used:
        raise NOT_FOUND.error(says="this invitation was used already", fix="ask for another one")
    try:
        with transaction.atomic():
            person = Person.objects.create_user(
                invitation.email or email,
                password,
                name=name,
                email_is_vouched=bool(invitation.email) or is_vouched,
                function=invitation.function,
                role=Role.NONE if invitation.map else invitation.role,
            )
    except IntegrityError:
        raise CONFLICT.error("email", says="somebody here has this address already", fix="sign in") from None
    if invitation.map:
        MapRole.objects.create(person=person, map=invitation.map, role=invitation.role)
    Invitation.objects.filter(pk=invitation.pk).update(used_by=person)
    write_down("accepted an invitation", request=request, person=person, target=person.email)
    return person


@transaction.atomic
def revoke(request: HttpRequest, invitation: Invitation) -> None:
    """Make an open invitation worthless."""
    Invitation.objects.filter(pk=invitation.pk).delete()
    write_down("took back an invitation", request=request, target=invitation.email or "(by link)")
