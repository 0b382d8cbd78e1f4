"""The endpoints about oneself, and what the API shows of a person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Schema, Status
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.people.audit import write_down
from desirepath.server.people.browsers import browser_name
from desirepath.server.people.closing import end_session, end_sessions
from desirepath.server.people.invitations import has_way_in
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Beginning, Function, Role, RoleName, Scope
from desirepath.server.people.shapes import Body, Name
from desirepath.server.people.tokens import make_token, revoke_token

router = Router(tags=["people"])


class PersonOut(Schema):
    """A person, as everybody in the workspace sees them."""

    id: int
    name: str
    email: str
    function: Function
    role: RoleName
    is_active: bool


class Me(PersonOut):
    """You, and how you can come in. ``map_roles``: your own role on maps where it differs. ``begins_at``: the
    page on which you chose to begin (empty: as your team usually does). ``can_return``: signed out, you can
    come in again by yourself."""

    map_roles: dict[str, RoleName]
    begins_at: Beginning | Literal[""]
    has_password: bool
    passkeys: int
    has_app_code: bool
    can_return: bool


class MeChange(Body):
    """What you may change of yourself."""

    name: Name | None = None
    function: Function | None = None
    begins_at: Beginning | Literal[""] | None = None


class SessionOut(Schema):
    """A browser you are signed in with."""

    id: int
    address: str
    browser: str
    began_at: datetime
    is_this_one: bool


class Ended(Schema):
    """How many were ended."""

    ended: int


class TokenOut(Schema):
    """A personal token; its secret was shown when it was made."""

    id: int
    name: str
    scope: Scope
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class TokenMade(TokenOut):
    """A new token with its secret, which is shown this once."""

    secret: str


class TokenIn(Body):
    """A token to make. ``days`` null: it does not expire."""

    name: Name
    scope: Scope = Scope.READ
    days: Annotated[int, Field(ge=1, le=3660)] | None = 90


def asker(request: HttpRequest) -> Person:
    """The person the door let in."""
    person = getattr(request, "auth", None)
    assert isinstance(person, Person)
    return person


def person_out(person: Person) -> PersonOut:
    """What is shown of a person."""
    return PersonOut(
        id=person.pk,
        name=person.name,
        email=person.email,
        function=Function(person.function),
        role=Role(person.role).word,
        is_active=person.is_active,
    )


@router.get("/me", response={200: Me, **REFUSALS})
def me(request: HttpRequest) -> Me:
    """Who you are here. Sets the cookie whose value a page sends back as X-CSRFToken."""
    get_token(request)
    return _me(asker(request))


@router.patch("/me", response={200: Me, **REFUSALS})
def change_me(request: HttpRequest, body: MeChange) -> Me:
    """Change your name, what you do in the team, or on which page you begin."""
    person = asker(request)
    for name, value in body.model_dump(exclude_none=True).items():
        setattr(person, name, value)
    person.save(update_fields=["name", "function", "begins_at"])
    return _me(person)


@router.get("/me/sessions", response={200: list[SessionOut], **REFUSALS})
def my_sessions(request: HttpRequest) -> list[SessionOut]:
    """The browsers you are signed in with, the latest first."""
    found = UserSession.objects.purge_and_list(asker(request))
    found.sort(key=lambda one: one.pk, reverse=True)
    return [
        SessionOut(
            id=one.pk,
            address=one.ip,
            browser=browser_name(one.user_agent),
            began_at=one.created_at,
            is_this_one=one.session_key == request.session.session_key,
        )
        for one in found
    ]


@router.delete("/me/sessions", response={200: Ended, **REFUSALS})
def end_my_other_sessions(request: HttpRequest) -> Ended:
    """Sign out everywhere else."""
    ended = end_sessions(asker(request), but=request.session.session_key)
    write_down("ended other sessions", request=request, how_many=ended)
    return Ended(ended=ended)


@router.delete("/me/sessions/{session_id}", response={204: None, **REFUSALS})
def end_my_session(request: HttpRequest, session_id: int) -> Status[None]:
    """Sign out one browser."""
    if not end_session(asker(request), session_id):
        raise NOT_FOUND.error(str(session_id), says="you have no such session")
    write_down("ended a session", request=request)
    return Status(204, None)


@router.get("/me/tokens", response={200: list[TokenOut], **REFUSALS})
def my_tokens(request: HttpRequest) -> list[TokenOut]:
    """Your tokens, the latest first."""
    return [TokenOut.model_validate(one) for one in asker(request).tokens.order_by("-pk")]


@router.post("/me/tokens", response={201: TokenMade, **REFUSALS})
def make_my_token(request: HttpRequest, body: TokenIn) -> Status[TokenMade]:
    """A new token. It may never do more than you may, and never more than its scope says."""
    token, secret = make_token(request, asker(request), name=body.name, scope=body.scope, days=body.days)
    return Status(201, TokenMade(**TokenOut.model_validate(token).model_dump(), secret=secret))


@router.delete("/me/tokens/{token_id}", response={204: None, **REFUSALS})
def revoke_my_token(request: HttpRequest, token_id: int) -> Status[None]:
    """Take a token back: it stops at once."""
    revoke_token(request, asker(request), token_id)
    return Status(204, None)


def _me(person: Person) -> Me:
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return Me(
        **person_out(person).model_dump(),
        map_roles={one.map: Role(one.role).word for one in person.map_roles.all()},
        begins_at=Beginning(person.begins_at) if person.begins_at else "",
        has_password=person.has_usable_password(),
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_app_code=Authenticator.Type.TOTP in kinds,
        can_return=settings.IS_DEMO  # it lets its owner in itself
        or has_way_in(person)
        or (bool(settings.CONFIGURATION.oidc) and person.email_is_vouched),
    )
