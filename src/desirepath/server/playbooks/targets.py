"""The targets that webhooks and chats are called at: made, rotated, changed, switched off."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from desirepath.server.intake.sealing import seal
from desirepath.server.kinds import BAD_REQUEST, CONFLICT, NOT_FOUND
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.playbooks.models import Target, TargetSecret
from desirepath.server.playbooks.reaching import Place, RefusedError, reachable, read_place

GONE: Final = 410
SECRET_PREFIX: Final = "whsec_"  # noqa: S105  # what one begins with
"""So that scanners for leaked secrets can know it, and receivers how it is written."""
_HINT: Final = 4
_MOST: Final = 100


def find_target(target_id: int) -> Target:
    """The target. Raises DP-SRV-003."""
    found = Target.objects.filter(pk=target_id).first() if 0 < target_id < 2**62 else None
    if found is None:
        raise NOT_FOUND.error(str(target_id), says="there is no such target")
    return found


def target_named(kind: str, name: str) -> Target | None:
    """The target of a kind that moves call so; None where there is none."""
    return Target.objects.filter(kind=kind, name=name).first()


def make_target(request: HttpRequest, *, kind: str, name: str, url: str) -> tuple[Target, str]:
    """A new target, and the secret that it is signed with (empty: a chat has none), which nobody can read
    again. Raises DP-SRV-004 for an address that cannot be called, DP-SRV-006 for a name that is taken."""
    place = check_url(url)
    if Target.objects.count() >= _MOST:
        raise CONFLICT.error(says=f"there are {_MOST} targets", fix="remove one that is not used")
    try:
        with transaction.atomic():
            made = Target.objects.create(
                kind=kind, name=name, sealed_url=seal(url), hint=_hint(kind, place), made_by=asker(request)
            )
            secret = _new_secret(made) if kind == Target.Kind.WEBHOOK else ""
            write_down("made a target", request=request, target=name, kind=kind, host=place.host)
    except IntegrityError:
        raise CONFLICT.error("name", says=f'there is a {kind} called "{name}"') from None
    return made, secret


def change_target(request: HttpRequest, target: Target, *, url: str | None, is_on: bool | None) -> None:
    """Call another address, or switch it off and on. Raises DP-SRV-004 as ``make_target`` does."""
    if url is not None:
        place = check_url(url)
        target.sealed_url, target.hint = seal(url), _hint(target.kind, place)
    if is_on is not None:
        target.is_on, target.off_because = is_on, ""
    target.rests_until, target.is_silent = None, False
    target.save()
    what = [name for name, value in (("url", url), ("is_on", is_on)) if value is not None]
    write_down("changed a target", request=request, target=target.name, what=what)


def remove_target(request: HttpRequest, target: Target) -> None:
    """Take it away, with its secrets and what was said of its calls."""
    target.delete()
    write_down("removed a target", request=request, target=target.name, kind=target.kind)


def rotate_target(request: HttpRequest, target: Target, *, overlap: timedelta) -> str:
    """A new secret; those before sign beside it for the overlap and no longer. Raises DP-SRV-004 of a
    chat."""
    if target.kind != Target.Kind.WEBHOOK:
        raise BAD_REQUEST.error(
            says="a chat has no secret but its address", fix="make a new one over there, and enter it here"
        )
    until = timezone.now() + overlap
    with transaction.atomic():
        before = target.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=until))
        before.update(expires_at=until)
        secret = _new_secret(target)
        write_down("rotated a target's secret", request=request, target=target.name)
    return secret


def switch_off(target: Target, why: str) -> None:
    """Switch it off by itself, and say why."""
    if Target.objects.filter(pk=target.pk, is_on=True).update(is_on=False, off_because=why[:300]):
        write_down("switched a target off", target=target.name, why=why)


def valid_secrets(target: Target, now: datetime) -> list[TargetSecret]:
    """Those that sign, the newest first."""
    return list(target.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=now)))


def check_url(url: str) -> Place:
    """What an address says, where it may be called as far as one can tell now. Raises DP-SRV-004.

    A name that is not known now may be known later; whenever it is called it is looked at again.
    """
    try:
        place = read_place(url)
        reachable(place, settings.CONFIGURATION.may_call)
    except RefusedError as error:
        raise BAD_REQUEST.error(
            "url", says=str(error), fix="enter an address that anybody can reach, or ask them"
        ) from None
    except (OSError, UnicodeError):
        raise BAD_REQUEST.error("url", says="this host is not known", fix="look for a slip in it") from None
    return place


def _new_secret(target: Target) -> str:
    secret = SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    TargetSecret.objects.create(target=target, sealed=seal(secret), hint=secret[-_HINT:])
    return secret


def _hint(kind: str, place: Place) -> str:
    """What is shown of an address: of a chat's its host and its end, since who knows it all can write
    there."""
    if kind == Target.Kind.CHAT:
        return f"{place.scheme}://{place.authority}/…{place.path[-_HINT:]}"[:200]
    path, asks, _ = place.path.partition("?")
    return f"{place.scheme}://{place.authority}{path}{'?…' if asks else ''}"[:200]
