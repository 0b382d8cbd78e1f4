"""Webhooks: who posts what, how it is proved, and which reader makes facts of it.

What a tool's records mean is said once, in ``sources/tools`` and in mappings, for files and for webhooks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from desirepath.log.row_checks import Row
from desirepath.server.intake import signatures
from desirepath.server.intake.accepting import ToRows
from desirepath.server.intake.body import Headers, read_json, unpack
from desirepath.server.intake.cloud_events import read_cloud_events
from desirepath.server.intake.kinds import NOT_AN_EVENT, SECRET_LOST, TOO_LARGE, UNREADABLE
from desirepath.server.intake.known import Hook, Sender
from desirepath.server.intake.limits import MOST_EVENTS
from desirepath.server.intake.mail import MAIL, read_mail
from desirepath.server.intake.mapped import read_mapped
from desirepath.server.intake.signatures import Posted, Scheme
from desirepath.sources.tools import cloudevents, hubspot, intercom, stripe, typeform, zendesk
from desirepath.sources.tools.tool import Tool

Records = tuple[Sequence[Any], ToRows]


@dataclass(frozen=True, slots=True)
class HookKind:
    """One kind of webhook. ``read`` makes records of what was posted, and says how they become rows.
    ``tries``: the tool only tries whether somebody is there, before anybody can know its secret; it is
    answered, and nothing is read."""

    scheme: Scheme
    read: Callable[[Sender, Posted], Records]
    tries: Callable[[Posted], bool] = lambda posted: False


def read_hook(hook: Hook, scope: Mapping[str, Any], url: str, headers: Headers, body: bytes) -> Records:
    """What was posted to a hook, once it is proved who did. Raises DP-INT-003, -004, -010, -011 and -014."""
    kind = HOOKS[hook.sender.kind]
    named = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()}
    posted = Posted(scope["method"], url, named, body, time.time(), scope)
    if kind.tries(posted):
        return [], cloudevents.TOOL.rows
    now = datetime.now(UTC)
    secrets = [secret for secret, expires_at in hook.secrets if expires_at is None or expires_at > now]
    if not secrets and hook.is_lost:
        raise SECRET_LOST.error()
    signatures.must_be_signed(kind.scheme, posted, secrets)
    records, to_rows = kind.read(hook.sender, posted)
    if len(records) > MOST_EVENTS:
        raise TOO_LARGE.error("body", says=f"{len(records):,} events; at most {MOST_EVENTS:,} are taken")
    return records, to_rows


def json_of(posted: Posted) -> Any:
    """The JSON that was posted, plain or packed. Raises DP-INT-003 and -004."""
    headers = {name.encode("latin-1"): value.encode("latin-1") for name, value in posted.headers.items()}
    return read_json(unpack(posted.body, headers))


def _records_of(tool: Tool) -> Callable[[Sender, Posted], Records]:
    """One record, or a list of them, that a tool's own reader understands."""

    def read(sender: Sender, posted: Posted) -> Records:
        found = json_of(posted)
        return (found if isinstance(found, list) else [found]), tool.rows

    return read


def _standard(sender: Sender, posted: Posted) -> Records:
    """Standard Webhooks wrap what they say in ``type``, ``timestamp`` and ``data``: a CloudEvent with other
    names. Where the connection has a mapping, that says what it means."""
    if sender.mapping:
        return read_mapped(sender, json_of(posted))
    name = posted.headers.get("webhook-id") or posted.headers.get("svix-id")

    def rows(record: Any) -> Sequence[Row]:
        if not isinstance(record.get("type"), str):
            raise NOT_AN_EVENT.error("type", says="it does not say what happened")
        event = {
            "specversion": "1.0",
            "id": name,
            "source": sender.name,
            "type": record["type"],
            "time": record.get("timestamp"),
            "data": record.get("data"),
        }
        return cloudevents.TOOL.rows(event)

    return [json_of(posted)], rows


def _mapped(sender: Sender, posted: Posted) -> Records:
    return read_mapped(sender, json_of(posted))


def _cloud_events(sender: Sender, posted: Posted) -> Records:
    return read_cloud_events(posted.headers, posted.body, lambda: json_of(posted))


def _mail(sender: Sender, posted: Posted) -> Records:
    return read_mail(sender.kind, posted)


def _mailersend_tries(posted: Posted) -> bool:
    """MailerSend saves no webhook whose address does not answer its ``webhook.test`` with 200, and shows the
    secret only of one that is saved: what it signs this with stands in its documentation."""
    found = json_of(posted) if b"webhook.test" in posted.body else None
    return isinstance(found, dict) and found.get("type") == "webhook.test"


def _no_scheme(posted: Posted, secret: str) -> None:
    raise UNREADABLE.error(says="nothing is posted to here: Segment's clients send to /v1/, with a write key")


HOOKS: Final[Mapping[str, HookKind]] = {
    "segment": HookKind(_no_scheme, _records_of(cloudevents.TOOL)),
    "in_app": HookKind(_no_scheme, _records_of(cloudevents.TOOL)),
    "stripe": HookKind(signatures.stripe, _records_of(stripe.TOOL)),
    "typeform": HookKind(signatures.typeform, _records_of(typeform.TOOL)),
    "intercom": HookKind(signatures.intercom, _records_of(intercom.TOOL)),
    "hubspot": HookKind(signatures.hubspot, _records_of(hubspot.TOOL)),
    "zendesk": HookKind(signatures.zendesk, _records_of(zendesk.TOOL)),
    "standard": HookKind(signatures.standard, _standard),
    "cloudevents": HookKind(signatures.token, _cloud_events),
    "mapped": HookKind(signatures.token, _mapped),
    **{name: HookKind(one.scheme, _mail) for name, one in MAIL.items()},
    "mailersend": HookKind(MAIL["mailersend"].scheme, _mail, _mailersend_tries),
}
"""The visible list of what can be connected; ``tools.toml`` says in words how."""
