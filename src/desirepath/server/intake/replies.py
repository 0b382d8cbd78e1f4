"""Mails that came in, as providers post them to where their events go, too: somebody has answered.

django-anymail reads them. Mailtrap and Resend post only who wrote one, and nothing of its words: what that is
good for is in ``announced.py``. Unisender Go takes none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final

import orjson
from django.http import HttpRequest

from desirepath.base.slow import load
from desirepath.log.row_checks import Row
from desirepath.server.intake.announced import ANNOUNCED
from desirepath.server.intake.body import read_json
from desirepath.server.intake.kinds import NOT_AN_EVENT
from desirepath.server.intake.signatures import Posted


@dataclass(frozen=True, slots=True)
class Inbound:
    """One provider: anymail's view that reads its mails, and how a post with mails is told from one with
    events. ``is_form``: it comes as a form."""

    view: str
    is_mail: Callable[[Any], bool]
    is_form: bool = False

    def parse(self, request: HttpRequest) -> Sequence[Any]:
        """The mails in a request that was proved to be the provider's."""
        module, _, name = self.view.partition(":")
        view_class = getattr(load(f"anymail.webhooks.{module}"), name)
        # Not set up as a view: that asks for keys with which it would fetch from the provider.
        found: Sequence[Any] = view_class.__new__(view_class).parse_events(request)
        return found


def _has(*names: str) -> Callable[[Any], bool]:
    return lambda said: isinstance(said, dict) and all(name in said for name in names)


def _of_amazon(said: Any) -> bool:
    try:
        message = orjson.loads(said["Message"])
    except (ValueError, TypeError, KeyError):
        return False
    return isinstance(message, dict) and message.get("notificationType") == "Received"


def _of_sparkpost(said: Any) -> bool:
    wrapped = [one.get("msys") for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    return any(isinstance(one, dict) and "relay_message" in one for one in wrapped)


INBOUND: Final[Mapping[str, Inbound]] = {
    "amazon_ses": Inbound("amazon_ses:AmazonSESInboundWebhookView", _of_amazon),
    "brevo": Inbound("brevo:BrevoInboundWebhookView", _has("items")),
    "mailersend": Inbound(
        "mailersend:MailerSendInboundWebhookView",
        lambda said: _has("type")(said) and said["type"] == "inbound.message",
    ),
    "mailgun": Inbound("mailgun:MailgunInboundWebhookView", lambda form: "event" not in form, is_form=True),
    "mailjet": Inbound("mailjet:MailjetInboundWebhookView", _has("Headers", "Parts")),
    "postal": Inbound("postal:PostalInboundWebhookView", _has("message", "rcpt_to")),
    "postmark": Inbound(
        "postmark:PostmarkInboundWebhookView",
        lambda said: _has("FromFull")(said) and "RecordType" not in said,
    ),
    "sendgrid": Inbound("sendgrid:SendGridInboundWebhookView", lambda form: "from" in form, is_form=True),
    "sparkpost": Inbound("sparkpost:SparkPostInboundWebhookView", _of_sparkpost),
}


def read_mails(
    kind: str, posted: Posted, request_of: Callable[[Posted], HttpRequest]
) -> Sequence[Any] | None:
    """The mails that were posted; None where it is something else. Raises DP-INT-003, and whatever anymail
    does."""
    request = request_of(posted)
    is_form = request.content_type != "application/json"
    inbound = INBOUND.get(kind)
    if inbound is not None and inbound.is_form:
        return inbound.parse(request) if is_form and inbound.is_mail(request.POST) else None
    if inbound is None:
        return ANNOUNCED[kind](read_json(posted.body)) if kind in ANNOUNCED else None
    said = read_json(posted.body)
    if not inbound.is_mail(said):
        return None
    if kind == "brevo":  # it says where attachments can be fetched, and we fetch nothing
        mails = [{**one, "Attachments": []} for one in said["items"]]
        request = request_of(replace(posted, body=orjson.dumps({"items": mails})))
    return inbound.parse(request)


def reply_row(event: Any) -> Row:
    """The fact that somebody has answered, or that a program has for them. Raises DP-INT-005."""
    message = event.message
    sender = message.from_email
    if sender is None or "@" not in sender.addr_spec:
        raise NOT_AN_EVENT.error(says="the mail does not say who wrote it")
    is_machine = str(message.get("Auto-Submitted") or "no").strip().lower() != "no"
    subject = str(message.subject or "")
    name = message.get("Message-ID") or event.event_id or _hash(str(message))
    row: Row = {
        "customer": sender.addr_spec.lower(),
        "occurred_at": _at(message.date or event.timestamp),
        "activity": "email.autoreplied" if is_machine else "email.replied",
        "channel": "email",
        "direction": "by_customer",
        "properties": {"template": subject, "subject": subject} if subject else {},
        "key": f"email.replied:{name}",
    }
    if answers := message.get("In-Reply-To"):
        row["properties"]["in_reply_to"] = str(answers).strip()[:500]
    if is_machine:
        row["actor"] = "machine"
    if text := (message.stripped_text or message.text):
        row["text"] = str(text)
    return row


def _at(said: datetime | None) -> str:
    if said is None:
        return datetime.now(UTC).isoformat()
    return (said if said.tzinfo else said.replace(tzinfo=UTC)).isoformat()


def _hash(said: str) -> str:
    return blake2b(said.encode("utf-8", "replace"), digest_size=16).hexdigest()
