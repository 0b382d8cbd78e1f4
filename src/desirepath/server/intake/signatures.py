"""How each provider proves that a webhook is its own; every comparison takes the same time, right or wrong.

Where the time is signed as well, what is older than five minutes (or from the future) is refused. Typeform,
Intercom, MailerSend, Mandrill, Postal and Unisender Go sign no time: what is sent once more is a duplicate,
known by its own id for ever.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1, sha256
from typing import Any, Final
from urllib.parse import unquote

from desirepath.base.problem import DesirepathError
from desirepath.server.intake.kinds import BAD_SIGNATURE, TOO_OLD

WINDOW_SECONDS: Final = 300.0


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted: ``url`` as the sender wrote it, ``headers`` in small letters, the body unpacked or not
    as it was sent; ``now`` in seconds since 1970."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    now: float
    scope: Mapping[str, Any]


Scheme = Callable[[Posted, str], None]
"""Raises DP-INT-010 or -011 unless ``posted`` was signed with the secret."""


def stripe(posted: Posted, secret: str) -> None:
    """``Stripe-Signature: t=...,v1=...``: HMAC-SHA256 of "time.body", in hexadecimal."""
    said = [pair.partition("=")[::2] for pair in _header(posted, "stripe-signature").split(",")]
    times = [value for name, value in said if name.strip() == "t"]
    signed = [value for name, value in said if name.strip() == "v1"]
    if len(times) != 1:
        raise BAD_SIGNATURE.error("Stripe-Signature", says="the header has no time")
    expected = hmac.new(secret.encode(), times[0].encode() + b"." + posted.body, sha256).hexdigest()
    _must_be_among(expected, signed)
    _must_be_lately(posted, _seconds(times[0]))


def typeform(posted: Posted, secret: str) -> None:
    """``Typeform-Signature: sha256=...``: HMAC-SHA256 of the body, in Base64."""
    expected = "sha256=" + _base64(hmac.new(secret.encode(), posted.body, sha256).digest())
    _must_be_among(expected, [_header(posted, "typeform-signature")])


def intercom(posted: Posted, secret: str) -> None:
    """``X-Hub-Signature: sha1=...``: HMAC-SHA1 of the body, in hexadecimal."""
    expected = "sha1=" + hmac.new(secret.encode(), posted.body, sha1).hexdigest()
    _must_be_among(expected, [_header(posted, "x-hub-signature")])


def hubspot(posted: Posted, secret: str) -> None:
    """``X-HubSpot-Signature-v3``: HMAC-SHA256 of method, address, body and time, in Base64."""
    said, at = _header(posted, "x-hubspot-signature-v3"), _header(posted, "x-hubspot-request-timestamp")
    signed = posted.method.encode() + _hubspot_url(posted.url).encode() + posted.body + at.encode()
    _must_be_among(_base64(hmac.new(secret.encode(), signed, sha256).digest()), [said])
    _must_be_lately(posted, _seconds(at) / 1000)


def zendesk(posted: Posted, secret: str) -> None:
    """``X-Zendesk-Webhook-Signature``: HMAC-SHA256 of time and body, in Base64."""
    said = _header(posted, "x-zendesk-webhook-signature")
    at = _header(posted, "x-zendesk-webhook-signature-timestamp")
    expected = _base64(hmac.new(secret.encode(), at.encode() + posted.body, sha256).digest())
    _must_be_among(expected, [said])
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise BAD_SIGNATURE.error(says="the signed time is none") from None
    _must_be_lately(posted, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def standard(posted: Posted, secret: str) -> None:
    """Standard Webhooks (and Svix, with which Resend signs): ``webhook-signature: v1,...``, HMAC-SHA256 of
    "id.time.body" in Base64, under the Base64 after ``whsec_``."""
    prefix = "svix-" if "svix-id" in posted.headers else "webhook-"
    name, at = _header(posted, f"{prefix}id"), _header(posted, f"{prefix}timestamp")
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        key = secret.encode()
    signed = f"{name}.{at}.".encode() + posted.body
    expected = _base64(hmac.new(key, signed, sha256).digest())
    said = [part.partition(",") for part in _header(posted, f"{prefix}signature").split()]
    _must_be_among(expected, [value for version, _, value in said if version == "v1"])
    _must_be_lately(posted, _seconds(at))


def token(posted: Posted, secret: str) -> None:
    """The secret itself: as a bearer, as the password or user of basic auth, or in ``X-Webhook-Secret``."""
    given = [posted.headers[name] for name in ("x-webhook-secret",) if name in posted.headers]
    kind, _, said = posted.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        given.append(said.strip())
    elif kind.lower() == "basic":
        try:
            user, _, password = base64.b64decode(said.strip(), validate=True).decode("latin-1").partition(":")
            given += [user, password]
        except binascii.Error:
            given = []
    if not given:
        raise BAD_SIGNATURE.error(says="it shows no secret", fix="send it as a bearer, or by basic auth")
    _must_be_among(secret, given)


def must_be_signed(scheme: Scheme, posted: Posted, secrets: list[str]) -> None:
    """Raise what the scheme raises unless it was signed with one of the secrets (two overlap for a while when
    one is rotated); a true signature that is too old is said to be that."""
    said: DesirepathError | None = None
    for secret in secrets:
        try:
            scheme(posted, secret)
        except DesirepathError as error:
            if said is None or error.code == TOO_OLD.code:
                said = error
        else:
            return
    raise said or BAD_SIGNATURE.error(
        says="the connection has no secret yet", fix="enter the tool's secret on the Data page"
    )


def _header(posted: Posted, name: str) -> str:
    said = posted.headers.get(name, "")
    if not said:
        raise BAD_SIGNATURE.error(name, says=f"the header {name} is missing")
    return said


def _must_be_among(expected: str, given: list[str]) -> None:
    right = False
    for one in given:
        right |= hmac.compare_digest(expected.encode(), one.encode("utf-8", "replace"))
    if not right:
        raise BAD_SIGNATURE.error(says="the signature is wrong")


def _must_be_lately(posted: Posted, at: float) -> None:
    apart = posted.now - at
    if not abs(apart) <= WINDOW_SECONDS:
        raise TOO_OLD.error(says=f"it was signed {abs(apart):.0f} seconds {'ago' if apart > 0 else 'ahead'}")


def _seconds(text: str) -> float:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BAD_SIGNATURE.error(says="the signed time is none")
    return float(text)


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode("ascii")


_HUBSPOT_DECODES: Final = {f"%{ord(character):02X}": character for character in ":/?@!$'()*,;"}


def _hubspot_url(url: str) -> str:
    """The address as HubSpot signs it: some characters are never encoded in it."""
    path, mark, query = url.partition("?")
    for encoded, character in _HUBSPOT_DECODES.items():
        path = path.replace(encoded, character).replace(encoded.lower(), character)
    return f"{path}{mark}{unquote(query) if '%' in query else query}"
