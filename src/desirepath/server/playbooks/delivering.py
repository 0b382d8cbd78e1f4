"""One call of a target: signed after Standard Webhooks, and what came of it kept."""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import datetime
from hashlib import sha256
from typing import Final

import orjson
from django.conf import settings

from desirepath import __version__
from desirepath.server.intake.sealing import unseal
from desirepath.server.playbooks.calling import Answered, BrokenOffError, NotReachedError, call
from desirepath.server.playbooks.models import Target, TargetCall
from desirepath.server.playbooks.reaching import RefusedError
from desirepath.server.playbooks.targets import SECRET_PREFIX, valid_secrets

TEST_EVENT: Final = "desirepath.test"
KEPT_CALLS: Final = 50
_TEST_WORDS: Final = "A test of Desirepath: this is where playbooks write to."


def post(target: Target, *, key: str, event: str, body: bytes, now: datetime) -> Answered:
    """Call it, signed where it has secrets, and keep what came of it.

    Raises RefusedError, NotReachedError and BrokenOffError as ``calling.call`` does, and DP-INT-014 where
    what it is called with cannot be read any more.
    """
    url = unseal(target.sealed_url)
    headers = {"Content-Type": "application/json", "User-Agent": f"Desirepath/{__version__}"}
    if target.kind == Target.Kind.WEBHOOK:
        headers |= signed_headers(key, body, now, [unseal(one.sealed) for one in valid_secrets(target, now)])
    try:
        answer = call(url, body, headers, may_call=settings.CONFIGURATION.may_call, now=now)
    except (RefusedError, NotReachedError, BrokenOffError) as error:
        _note(TargetCall(target=target, key=key, event=event, at=now, milliseconds=0, says=str(error)[:300]))
        raise
    _note(
        TargetCall(
            target=target,
            key=key,
            event=event,
            at=now,
            status=answer.status,
            milliseconds=answer.milliseconds,
            says=answer.words,
        )
    )
    return answer


def signed_headers(key: str, body: bytes, now: datetime, with_secrets: list[str]) -> dict[str, str]:
    """The headers of Standard Webhooks: one signature for each secret, the newest first.

    >>> from datetime import UTC
    >>> now = datetime.fromtimestamp(1614265330, UTC)
    >>> secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    >>> signed = signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', now, [secret])
    >>> signed["webhook-signature"]
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    at = str(int(now.timestamp()))
    signed = f"{key}.{at}.".encode() + body
    digests = [hmac.new(_bytes_of(secret), signed, sha256).digest() for secret in with_secrets]
    return {
        "webhook-id": key,
        "webhook-timestamp": at,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(one).decode('ascii')}" for one in digests),
    }


def body_of_test(target: Target, now: datetime) -> bytes:
    """What a test call says."""
    if target.kind == Target.Kind.CHAT:
        return orjson.dumps({"text": _TEST_WORDS})
    return webhook_body(TEST_EVENT, now, {"says": _TEST_WORDS})


def webhook_body(event: str, at: datetime, data: dict[str, str]) -> bytes:
    """The body of a webhook: what happened, when, and what is told of it; the same whenever it is made."""
    return orjson.dumps({"type": event, "timestamp": at.isoformat(), "data": data})


def _bytes_of(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        return secret.encode()


def _note(one: TargetCall) -> None:
    one.save()
    kept = TargetCall.objects.filter(target=one.target).order_by("-pk").values_list("pk", flat=True)
    oldest = kept[KEPT_CALLS - 1 : KEPT_CALLS]
    for pk in oldest:
        TargetCall.objects.filter(target=one.target, pk__lt=pk).delete()
