"""The door: who asks, and whether they may. One table says what each endpoint needs.

Every operation of the API stands in ``ACCESS`` (a house test proves it complete). The door reads the table
before the endpoint runs, so an endpoint need not ask, and cannot forget to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.utils import check_csrf

from desirepath.server.kinds import NOT_ALLOWED, NOT_FOUND, NOT_SIGNED_IN
from desirepath.server.people.models import MapRole, Person, Token
from desirepath.server.people.roles import Role, Scope
from desirepath.server.people.secrets import hash_secret

_SAFE: Final = ("GET", "HEAD", "OPTIONS")
_HOW_OFTEN_USE_IS_NOTED: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Needs:
    """What one operation asks of the person: a role (on the map, where the path names one) and a scope.

    ``role`` None: anybody, signed in or not. ``Role.NONE``: anybody signed in. ``anywhere`` says that a role
    on some map will do where the path names none. ``guests``: also for whoever has a role on single maps
    only; whatever does not say so is closed to them, whichever role they have there.
    """

    role: Role | None
    scope: Scope = Scope.READ
    anywhere: bool = False
    guests: bool = False


VIEW: Final = Needs(Role.VIEWER)
COMMENT: Final = Needs(Role.COMMENTER, Scope.WRITE)
EDIT: Final = Needs(Role.EDITOR, Scope.WRITE)
OWN: Final = Needs(Role.OWNER, Scope.ADMIN)
SIGNED_IN: Final = Needs(Role.NONE, guests=True)
MY_OWN: Final = Needs(Role.NONE, Scope.WRITE, guests=True)
ANY_MAP: Final = Needs(Role.VIEWER, anywhere=True, guests=True)
"""What names no map, and answers with no more than the maps that one may see."""
VIEW_MAP: Final = replace(VIEW, guests=True)
COMMENT_MAP: Final = replace(COMMENT, guests=True)
EDIT_MAP: Final = replace(EDIT, guests=True)
OWN_MAP: Final = replace(OWN, guests=True)
"""What belongs to the map itself, so that its guests may have it too."""
ANYBODY: Final = Needs(None)

_ORDER: Final = (Scope.READ, Scope.WRITE, Scope.ADMIN)


def role_on(person: Person, map_id: str | None) -> Role:
    """The role that counts: the map's own where the person has one there, else the workspace's.

    An owner of the workspace is owner of every map.
    """
    if map_id is not None and person.role < Role.OWNER:
        own = MapRole.objects.filter(person=person, map=map_id).values_list("role", flat=True).first()
        if own is not None:
            return Role(own)
    return Role(person.role)


def is_guest(person: Person) -> bool:
    """Whether somebody has no role in the workspace, and sees at most the maps that they were invited to."""
    return person.role < Role.VIEWER


def visible_maps(person: Person) -> Q | None:
    """Which maps a person may see, as a filter on the map's id (field ``id``); None: all of them."""
    roles = dict(MapRole.objects.filter(person=person).values_list("map", "role"))
    if person.role >= Role.OWNER:
        return None
    if person.role >= Role.VIEWER:
        return ~Q(id__in=[name for name, role in roles.items() if role < Role.VIEWER])
    return Q(id__in=[name for name, role in roles.items() if role >= Role.VIEWER])


def require(person: Person, role: Role, map_id: str | None = None) -> None:
    """Raise DP-SRV-002 where the person may not; DP-SRV-003 where they may not even know of the map."""
    has = role_on(person, map_id)
    if has >= role:
        return
    if map_id is not None and has < Role.VIEWER:
        raise NOT_FOUND.error(map_id, says=f"there is no map {map_id!r}")
    raise NOT_ALLOWED.error(map_id or "", says=f"this needs the role {role.label}; yours is {has.label}")


class Door:
    """Django-ninja's ``auth`` of the whole API: lets a request through, or says why not."""

    def __init__(self, access: Mapping[str, Needs]) -> None:
        self._access = access

    def __call__(self, request: HttpRequest) -> Person | bool:
        """The person (True: nobody, where anybody may ask). Raises DP-SRV-001, -002 or -003."""
        match = request.resolver_match
        assert match is not None
        needs = self._access[f"{request.method} {match.route}"]
        person, scope = identify(request)
        if needs.role is None:
            return person or True
        if person is None:
            raise NOT_SIGNED_IN.error()
        if _ORDER.index(scope) < _ORDER.index(needs.scope):
            raise NOT_ALLOWED.error(
                says=f"this needs a token with the scope {needs.scope.value}; this one has {scope.value}",
                fix="make another token",
            )
        map_id = match.kwargs.get("map_id")
        if is_guest(person) and not needs.guests:
            if map_id is not None:
                require(person, Role.VIEWER, map_id)
            raise NOT_ALLOWED.error(
                map_id or "",
                says="this is for the people of the workspace; you see the maps that you were invited to",
                fix="ask whoever invited you",
            )
        if needs.anywhere and MapRole.objects.filter(person=person, role__gte=needs.role).exists():
            return person
        require(person, needs.role, map_id)
        return person


def identify(request: HttpRequest) -> tuple[Person | None, Scope]:
    """Who asks, by token or by session, and what at most they may do. A wrong token raises DP-SRV-001.

    A session must also prove that a changing request comes from our own page (DP-SRV-004).
    """
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind:
        return _by_token(kind, secret.strip())
    user = request.user
    if not isinstance(user, Person) or not user.is_active:
        return None, Scope.READ
    if request.method not in _SAFE:
        _check_csrf(request)
    return user, Scope.ADMIN


def _by_token(kind: str, secret: str) -> tuple[Person, Scope]:
    if kind.lower() != "bearer":
        raise NOT_SIGNED_IN.error(says="this way of signing in is not known here")
    token = Token.objects.select_related("person").filter(hash=hash_secret(secret)).first()
    now = timezone.now()
    if token is None or (token.expires_at and token.expires_at <= now) or not token.person.is_active:
        raise NOT_SIGNED_IN.error(says="this token is not, or no longer, valid", fix="make another one")
    if token.last_used_at is None or now - token.last_used_at > _HOW_OFTEN_USE_IS_NOTED:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.person, Scope(token.scope)


def _check_csrf(request: HttpRequest) -> None:
    if check_csrf(request) is not None:
        raise NOT_ALLOWED.error(
            says="this did not come from our own page", fix="send the X-CSRFToken header, or use a token"
        )
