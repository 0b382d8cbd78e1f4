"""The endpoints of targets: where webhooks and chats are called, with which secrets, and what came of it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Annotated, Final

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from desirepath.server.answers import REFUSALS
from desirepath.server.people.audit import write_down
from desirepath.server.people.shapes import Body
from desirepath.server.playbooks.calling import BrokenOffError, NotReachedError
from desirepath.server.playbooks.delivering import KEPT_CALLS, TEST_EVENT, body_of_test, post
from desirepath.server.playbooks.models import Target, TargetCall
from desirepath.server.playbooks.reaching import LONGEST_URL, RefusedError
from desirepath.server.playbooks.targets import (
    change_target,
    find_target,
    make_target,
    remove_target,
    rotate_target,
    valid_secrets,
)

router = Router(tags=["playbooks"])
TargetName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_URL)]


class TargetSecretOut(Schema):
    """What calls are signed with; it was shown when it was made. ``expires_at``: until then it signs beside
    the newer one."""

    id: int
    ends_with: str
    made_at: datetime
    expires_at: datetime | None


class TargetOut(Schema):
    """Where a webhook or a chat is called. ``address`` is what may be shown of it. ``off_because``: it was
    switched off by itself; ``rests_until``: it is left in peace until then."""

    id: int
    kind: Target.Kind
    name: str
    address: str
    is_on: bool
    off_because: str
    rests_until: datetime | None
    made_at: datetime
    secrets: list[TargetSecretOut]


class TargetMade(TargetOut):
    """A target, and its new secret, which is shown this once (null: a chat has none)."""

    secret: str | None


class TargetIn(Body):
    """A target to make; moves call it by its name."""

    kind: Target.Kind
    name: TargetName
    url: Url


class TargetChange(Body):
    """What to change; what is left out stays."""

    url: Url | None = None
    is_on: bool | None = None


class TargetRotation(Body):
    """For how long the secrets before go on signing beside the new one."""

    overlap_hours: Annotated[int, Field(ge=0, le=24 * 30)] = 24


class TargetCallOut(Schema):
    """One call: for which row of the outbox (``key``; of a test a key of its own), what was answered
    (``status`` null: nothing), and its first words."""

    id: int
    key: str
    event: str
    at: datetime
    status: int | None
    milliseconds: int
    says: str


class TargetTested(Schema):
    """What came of a test call."""

    is_taken: bool
    status: int | None
    milliseconds: int
    says: str


@router.get("", response={200: list[TargetOut], **REFUSALS})
def list_targets(request: HttpRequest) -> list[TargetOut]:
    """Everything that webhooks and chats call, by kind and name."""
    return [_out(one) for one in Target.objects.prefetch_related("secrets")]


@router.post("", response={201: TargetMade, **REFUSALS})
def add_target(request: HttpRequest, body: TargetIn) -> Status[TargetMade]:
    """A new target. The secret of a webhook is shown this once."""
    made, secret = make_target(request, kind=body.kind, name=body.name, url=body.url)
    return Status(201, _made(made, secret))


@router.patch("/{int:target_id}", response={200: TargetOut, **REFUSALS})
def alter_target(request: HttpRequest, target_id: int, body: TargetChange) -> TargetOut:
    """Call another address, or switch it off or on."""
    found = find_target(target_id)
    change_target(request, found, url=body.url, is_on=body.is_on)
    return _out(found)


@router.delete("/{int:target_id}", response={204: None, **REFUSALS})
def delete_target(request: HttpRequest, target_id: int) -> Status[None]:
    """Take it away. What playbooks would send to it stands in the outbox as not done from then on."""
    remove_target(request, find_target(target_id))
    return Status(204, None)


@router.post("/{int:target_id}/rotate", response={201: TargetMade, **REFUSALS})
def rotate_target_secret(request: HttpRequest, target_id: int, body: TargetRotation) -> Status[TargetMade]:
    """A new secret of a webhook; the one before signs beside it until the overlap is over."""
    found = find_target(target_id)
    secret = rotate_target(request, found, overlap=timedelta(hours=body.overlap_hours))
    return Status(201, _made(found, secret))


@router.post("/{int:target_id}/test", response={200: TargetTested, **REFUSALS})
def call_target_for_a_test(request: HttpRequest, target_id: int) -> TargetTested:
    """Call it once, now, with an event ``desirepath.test``, and say what it answers."""
    found = find_target(target_id)
    now = timezone.now()
    key = f"test-{secrets.token_hex(12)}"
    write_down("called a target for a test", request=request, target=found.name)
    try:
        answer = post(found, key=key, event=TEST_EVENT, body=body_of_test(found, now), now=now)
    except (RefusedError, NotReachedError, BrokenOffError) as error:
        return TargetTested(is_taken=False, status=None, milliseconds=0, says=str(error))
    return TargetTested(
        is_taken=answer.is_taken, status=answer.status, milliseconds=answer.milliseconds, says=answer.words
    )


@router.get("/{int:target_id}/calls", response={200: list[TargetCallOut], **REFUSALS})
def target_calls(request: HttpRequest, target_id: int) -> list[TargetCallOut]:
    """Its latest calls, the latest first."""
    return [_call_out(one) for one in find_target(target_id).calls.order_by("-pk")[:KEPT_CALLS]]


def _out(one: Target) -> TargetOut:
    now = timezone.now()
    resting = one.rests_until is not None and one.rests_until > now
    return TargetOut(
        id=one.pk,
        kind=Target.Kind(one.kind),
        name=one.name,
        address=one.hint,
        is_on=one.is_on,
        off_because=one.off_because,
        rests_until=one.rests_until if resting else None,
        made_at=one.made_at,
        secrets=[
            TargetSecretOut(id=it.pk, ends_with=it.hint, made_at=it.made_at, expires_at=it.expires_at)
            for it in valid_secrets(one, now)
        ],
    )


def _made(one: Target, secret: str) -> TargetMade:
    return TargetMade(**_out(one).model_dump(), secret=secret or None)


def _call_out(one: TargetCall) -> TargetCallOut:
    return TargetCallOut(
        id=one.pk,
        key=one.key,
        event=one.event,
        at=one.at,
        status=one.status,
        milliseconds=one.milliseconds,
        says=one.says,
    )


ROUTERS: Final[tuple[tuple[str, Router], ...]] = (("/targets", router),)
"""Where the endpoints begin."""
