"""Personal tokens: made, shown once, taken back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from desirepath.server.kinds import CONFLICT, NOT_FOUND
from desirepath.server.people.audit import write_down
from desirepath.server.people.closing import tell_access_changed
from desirepath.server.people.models import Person, Token
from desirepath.server.people.roles import Scope
from desirepath.server.people.secrets import hash_secret, new_secret

MOST = 100
PREFIX = "dp_"
"""What a token begins with, so that scanners for leaked secrets can know it."""


@transaction.atomic
def make_token(
    request: HttpRequest, person: Person, *, name: str, scope: Scope, days: int | None
) -> tuple[Token, str]:
    """A new token and its secret, which nobody can read again. Raises DP-SRV-006 where there are too many."""
    if person.tokens.count() >= MOST:
        raise CONFLICT.error(says=f"you have {MOST} tokens", fix="take back one that is not used")
    secret = new_secret(PREFIX)
    token = Token.objects.create(
        person=person,
        name=name,
        hash=hash_secret(secret),
        scope=scope,
        expires_at=None if days is None else timezone.now() + timedelta(days=days),
    )
    write_down("made a token", request=request, person=person, target=name, scope=scope.value, days=days)
    return token, secret


@transaction.atomic
def revoke_token(request: HttpRequest, person: Person, token_id: int) -> None:
    """Take a token back, at once. Raises DP-SRV-003 where the person has none of this id."""
    token = person.tokens.filter(pk=token_id).first()
    if token is None:
        raise NOT_FOUND.error(str(token_id), says="you have no such token")
    token.delete()
    tell_access_changed(person.pk)
    write_down("took back a token", request=request, person=person, target=token.name)
