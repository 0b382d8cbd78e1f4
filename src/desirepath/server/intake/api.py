"""The endpoints about connections: what can be connected, who may send, with which keys, what came in."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router, Status

from desirepath.server.answers import REFUSALS
from desirepath.server.books.seeing import has_own_book_only, sight_of
from desirepath.server.intake.api_shapes import (
    CameOut,
    ConnectionChange,
    ConnectionIn,
    ConnectionOut,
    KeyIn,
    KeyMade,
    Rotation,
    SecretIn,
    SecretMade,
    SecretRotation,
    ToolOut,
    key_out,
    light_of,
    secret_out,
)
from desirepath.server.intake.connecting import (
    check_mapping,
    find_connection,
    make_connection,
    make_key,
    make_secret,
    needs_of,
    rotate_key,
    rotate_secret,
)
from desirepath.server.intake.known import KNOWN
from desirepath.server.intake.matched import came_out, is_in_sight, steps_for
from desirepath.server.intake.models import Connection, HookSecret, WriteKey
from desirepath.server.intake.tail import MOST_KEPT, TAIL
from desirepath.server.intake.tools import TOOLS
from desirepath.server.intake.watch import TOPIC
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.live.broker import Event
from desirepath.server.live.stream import stream
from desirepath.server.log_state import current_log
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down

router = Router(tags=["connections"])
_UNQUOTED = {
    "message": "what came last was refused",
    "address": "",
    "fix": "who sees every account can read here why",
}
"""What is said of a problem, which may quote what came in, to whoever sees their own book only."""


@router.get("/tools", response={200: list[ToolOut], **REFUSALS})
def list_tools(request: HttpRequest) -> Any:
    """What can be connected, and what to click over there."""
    return TOOLS


@router.get("/tail", response={200: list[CameOut], **REFUSALS})
def what_came(
    request: HttpRequest,
    after: int = 0,
    connection: int | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST_KEPT)] = 50,
) -> Any:
    """What came in lately, the oldest first: kept in memory, since the server was started."""
    steps, sight = steps_for(asker(request)), sight_of(asker(request))
    came = [one for one in TAIL.after(after) if connection in (None, one.connection)]
    rules = current_log().rules
    if sight is not None:
        came = [one for one in came if is_in_sight(one, sight, rules)]
    return [came_out(one, steps, rules) for one in came[-limit:]]


@router.get("/tail/events", response={200: None, **REFUSALS})
def tail_events(request: HttpRequest) -> StreamingHttpResponse:
    """What comes in, as it does (server-sent events): ``came`` says up to which number; ask ``tail`` for it.
    It is told twice a second at most."""
    return stream(TOPIC, missed=_nothing)


@router.get("", response={200: list[ConnectionOut], **REFUSALS})
def list_connections(request: HttpRequest) -> Any:
    """Everything that may send, by name."""
    TAIL.write_down()
    found = Connection.objects.prefetch_related("keys", "secrets").order_by("name")
    return [_out(request, one) for one in found]


@router.post("", response={201: ConnectionOut, **REFUSALS})
def add_connection(request: HttpRequest, body: ConnectionIn) -> Status[ConnectionOut]:
    """A new connection; it has no key and no secret yet."""
    made = make_connection(
        request, name=body.name, kind=body.kind, title=body.title or body.name, mapping=body.mapping
    )
    return Status(201, _out(request, made))


@router.get("/{int:connection_id}", response={200: ConnectionOut, **REFUSALS})
def one_connection(request: HttpRequest, connection_id: int) -> ConnectionOut:
    """One connection."""
    TAIL.write_down()
    return _out(request, find_connection(connection_id))


@router.patch("/{int:connection_id}", response={200: ConnectionOut, **REFUSALS})
def change_connection(request: HttpRequest, connection_id: int, body: ConnectionChange) -> ConnectionOut:
    """Call it otherwise, pause or resume it, limit it, or say anew what its JSON means."""
    found = find_connection(connection_id)
    changes = body.model_dump(exclude_none=True)
    check_mapping(changes.get("mapping", ""))
    for name, value in changes.items():
        setattr(found, name, value)
    found.save(update_fields=list(changes))
    write_down("changed a connection", request=request, target=found.name, what=sorted(changes))
    KNOWN.renew()
    return _out(request, found)


@router.delete("/{int:connection_id}", response={204: None, **REFUSALS})
def remove_connection(request: HttpRequest, connection_id: int) -> Status[None]:
    """Take it away with its keys and secrets, at once; what it sent stays in the log."""
    found = find_connection(connection_id)
    found.delete()
    write_down("removed a connection", request=request, target=found.name)
    KNOWN.renew()
    return Status(204, None)


@router.post("/{int:connection_id}/keys", response={201: KeyMade, **REFUSALS})
def add_key(request: HttpRequest, connection_id: int, body: KeyIn) -> Status[KeyMade]:
    """A new write key, shown this once."""
    found = find_connection(connection_id)
    made, key = make_key(request, found, place=body.place, origins=sorted(set(body.origins)))
    return Status(201, KeyMade(**key_out(made).model_dump(), key=key))


@router.post("/{int:connection_id}/keys/{int:key_id}/rotate", response={201: KeyMade, **REFUSALS})
def rotate_write_key(
    request: HttpRequest, connection_id: int, key_id: int, body: Rotation
) -> Status[KeyMade]:
    """A new key like this one, which ends after the overlap."""
    made, key = rotate_key(request, _key(connection_id, key_id), overlap=timedelta(hours=body.overlap_hours))
    return Status(201, KeyMade(**key_out(made).model_dump(), key=key))


@router.delete("/{int:connection_id}/keys/{int:key_id}", response={204: None, **REFUSALS})
def revoke_key(request: HttpRequest, connection_id: int, key_id: int) -> Status[None]:
    """Take a key back: it stops at once."""
    key = _key(connection_id, key_id)
    key.delete()
    write_down("took back a write key", request=request, target=key.connection.name, ends_with=key.hint)
    KNOWN.renew()
    return Status(204, None)


@router.post("/{int:connection_id}/secrets", response={201: SecretMade, **REFUSALS})
def add_secret(request: HttpRequest, connection_id: int, body: SecretIn) -> Status[SecretMade]:
    """The tool's own secret, or a new one to be entered over there: shown this once, kept encrypted."""
    made, secret = make_secret(request, find_connection(connection_id), given=body.secret)
    return Status(201, SecretMade(**secret_out(made).model_dump(), secret=secret))


@router.post("/{int:connection_id}/secrets/{int:secret_id}/rotate", response={201: SecretMade, **REFUSALS})
def rotate_hook_secret(
    request: HttpRequest, connection_id: int, secret_id: int, body: SecretRotation
) -> Status[SecretMade]:
    """A new secret beside this one, which ends after the overlap."""
    old = _secret(connection_id, secret_id)
    overlap = timedelta(hours=body.overlap_hours)
    made, secret = rotate_secret(request, old, given=body.secret, overlap=overlap)
    return Status(201, SecretMade(**secret_out(made).model_dump(), secret=secret))


@router.delete("/{int:connection_id}/secrets/{int:secret_id}", response={204: None, **REFUSALS})
def revoke_secret(request: HttpRequest, connection_id: int, secret_id: int) -> Status[None]:
    """Take a secret back: what is signed with it is refused at once."""
    found = _secret(connection_id, secret_id)
    found.delete()
    write_down("took back a webhook secret", request=request, target=found.connection.name)
    KNOWN.renew()
    return Status(204, None)


async def _nothing() -> list[Event]:
    return []


def _key(connection_id: int, key_id: int) -> WriteKey:
    found = find_connection(connection_id).keys.filter(pk=key_id).first()
    if found is None:
        raise NOT_FOUND.error(str(key_id), says="the connection has no such key")
    return found


def _secret(connection_id: int, secret_id: int) -> HookSecret:
    found = find_connection(connection_id).secrets.filter(pk=secret_id).first()
    if found is None:
        raise NOT_FOUND.error(str(secret_id), says="the connection has no such secret")
    return found


def _out(request: HttpRequest, one: Connection) -> ConnectionOut:
    host = settings.CONFIGURATION.url.rstrip("/")
    if not settings.CONFIGURATION.is_secure:
        host = f"{request.scheme}://{request.get_host()}"  # on one's own machine the port may be another one
    names = (
        "name", "title", "kind", "mapping", "is_paused", "per_second", "made_at", "first_event_at",
        "last_event_at", "accepted", "duplicates", "rejected", "last_problem", "last_problem_at",
    )  # fmt: skip
    needs = needs_of(one.kind)
    shown = {name: getattr(one, name) for name in names}
    if shown["last_problem"] is not None and has_own_book_only(asker(request)):
        shown["last_problem"] |= _UNQUOTED
    return ConnectionOut(
        id=one.pk,
        needs=needs,
        address=f"{host}/hooks/{one.hook}" if needs == "secret" else host,
        light=light_of(one),
        keys=[key_out(key) for key in one.keys.all()],
        secrets=[secret_out(secret) for secret in one.secrets.all()],
        **shown,
    )
