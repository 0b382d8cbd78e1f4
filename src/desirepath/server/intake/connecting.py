"""Making, rotating and taking back what lets somebody send. Everything is written down, no secret is."""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta
from typing import Final, Literal

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from desirepath.server.intake.hooks import HOOKS
from desirepath.server.intake.kinds import CANNOT_HAVE
from desirepath.server.intake.known import KNOWN
from desirepath.server.intake.models import Connection, HookSecret, Place, WriteKey
from desirepath.server.intake.sealing import seal
from desirepath.server.kinds import BAD_REQUEST, CONFLICT, NOT_FOUND
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.people.secrets import hash_secret, new_secret
from desirepath.sources.mapping import read_mapping_text

KEY_PREFIX: Final = "dpw_"
"""What a write key begins with, so that scanners for leaked secrets can know it."""
Needed = Literal["key", "secret", "both"]
_HINT: Final = 4
_MOST: Final = 20


def find_connection(connection_id: int) -> Connection:
    """The connection. Raises DP-SRV-003."""
    found = Connection.objects.filter(pk=connection_id).first() if 0 < connection_id < 2**62 else None
    if found is None:
        raise NOT_FOUND.error(str(connection_id), says="there is no such connection")
    return found


def make_connection(request: HttpRequest, *, name: str, kind: str, title: str, mapping: str) -> Connection:
    """A new connection. Raises DP-SRV-004 for a kind that is none, DP-SRV-006 for a name that is taken, and
    DP-SRC- for a mapping that cannot be read."""
    if kind not in HOOKS:
        raise BAD_REQUEST.error("kind", says=f'"{kind[:20]}" cannot be connected', fix="see /api/v1/tools")
    check_mapping(mapping)
    try:
        with transaction.atomic():
            made = Connection.objects.create(
                name=name,
                kind=kind,
                title=title,
                mapping=mapping,
                hook=secrets.token_urlsafe(18),
                made_by=asker(request),
            )
            write_down("made a connection", request=request, target=name, kind=kind)
    except IntegrityError:
        raise CONFLICT.error("name", says=f'there is a connection called "{name}"') from None
    KNOWN.renew()
    return made


def check_mapping(mapping: str) -> None:
    """Raises DP-SRC- for one that cannot be read; an empty one is none."""
    if mapping:
        read_mapping_text(mapping, file="the mapping")


def make_key(
    request: HttpRequest, connection: Connection, *, place: Place, origins: list[str]
) -> tuple[WriteKey, str]:
    """A new write key and itself, which nobody can read again. Raises DP-INT-015 and DP-SRV-006."""
    if needs_of(connection.kind) == "secret":
        raise CANNOT_HAVE.error(says=f"{connection.kind} signs with a secret; it has no write key")
    if connection.kind == "in_app" and (place != Place.BROWSER or not origins):
        raise BAD_REQUEST.error(
            "origins",
            says="a product shows messages on its own pages only",
            fix="make a key for browsers, with the pages that may use it: https://app.example.com",
        )
    if origins and place != Place.BROWSER:
        raise BAD_REQUEST.error("origins", says="only a key for browsers has origins")
    if connection.keys.count() >= _MOST:
        raise CONFLICT.error(says=f"the connection has {_MOST} keys", fix="take back one that is not used")
    with transaction.atomic():
        made, key = _new_key(connection, place, origins)
        write_down(
            "made a write key", request=request, target=connection.name, place=place.value, origins=origins
        )
    KNOWN.renew()
    return made, key


def rotate_key(request: HttpRequest, key: WriteKey, *, overlap: timedelta) -> tuple[WriteKey, str]:
    """A new key like this one, which stays valid for the overlap and no longer."""
    with transaction.atomic():
        made, secret = _new_key(key.connection, Place(key.place), list(key.origins))
        _expire(key, overlap)
        write_down("rotated a write key", request=request, target=key.connection.name, ends_with=key.hint)
    KNOWN.renew()
    return made, secret


def make_secret(request: HttpRequest, connection: Connection, *, given: str | None) -> tuple[HookSecret, str]:
    """The tool's own secret, or a new one: kept encrypted. Raises DP-INT-015 and DP-SRV-006."""
    if needs_of(connection.kind) == "key":
        raise CANNOT_HAVE.error(says="Segment's clients show a write key; they have no secret")
    if connection.secrets.count() >= _MOST:
        raise CONFLICT.error(says=f"the connection has {_MOST} secrets", fix="take back one that is not used")
    with transaction.atomic():
        made, secret = _new_secret(connection, given)
        write_down("entered a webhook secret", request=request, target=connection.name, ours=given is None)
    KNOWN.renew()
    return made, secret


def rotate_secret(
    request: HttpRequest, old: HookSecret, *, given: str | None, overlap: timedelta
) -> tuple[HookSecret, str]:
    """A new secret; the old one stays valid for the overlap and no longer."""
    with transaction.atomic():
        made, secret = _new_secret(old.connection, given)
        _expire(old, overlap)
        write_down("rotated a webhook secret", request=request, target=old.connection.name)
    KNOWN.renew()
    return made, secret


def needs_of(kind: str) -> Needed:
    """What proves who sends. A product that shows messages needs both: the key says which product it is, and
    may be read by everybody; with the secret its server signs who looks."""
    return {"segment": "key", "in_app": "both"}.get(kind, "secret")  # type: ignore[return-value]


def _new_key(connection: Connection, place: Place, origins: list[str]) -> tuple[WriteKey, str]:
    key = new_secret(KEY_PREFIX)
    made = WriteKey.objects.create(
        connection=connection, hash=hash_secret(key), hint=key[-_HINT:], place=place, origins=origins
    )
    return made, key


def _new_secret(connection: Connection, given: str | None) -> tuple[HookSecret, str]:
    secret = given or "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode("ascii")
    made = HookSecret.objects.create(connection=connection, sealed=seal(secret), hint=secret[-_HINT:])
    return made, secret


def _expire(one: WriteKey | HookSecret, overlap: timedelta) -> None:
    until = timezone.now() + overlap
    one.expires_at = until if one.expires_at is None else min(one.expires_at, until)
    one.save(update_fields=["expires_at"])
