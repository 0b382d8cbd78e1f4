"""What mail providers say of the mails that were sent: django-anymail reads all thirteen the same way."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from io import BytesIO
from typing import Any, Final

import orjson
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest

from desirepath.base.problem import DesirepathError
from desirepath.base.slow import load
from desirepath.log.row_checks import Row
from desirepath.server.intake import amazon, signatures
from desirepath.server.intake.kinds import BAD_SIGNATURE, NOT_AN_EVENT, TO_CONFIRM, UNREADABLE
from desirepath.server.intake.replies import read_mails, reply_row
from desirepath.server.intake.signatures import Posted, Scheme

_ACTIVITIES: Final[Mapping[str, str]] = {
    "queued": "email.queued",
    "sent": "email.sent",
    "delivered": "email.delivered",
    "opened": "email.opened",
    "clicked": "email.clicked",
    "bounced": "email.bounced",
    "deferred": "email.deferred",
    "rejected": "email.dropped",
    "failed": "email.dropped",
    "complained": "email.marked_as_spam",
    "unsubscribed": "email.unsubscribed",
    "subscribed": "email.resubscribed",
    "autoresponded": "email.autoreplied",
}
_BY_CUSTOMER: Final = ("opened", "clicked", "complained", "unsubscribed", "subscribed")
_QUEUED_IS_SENT: Final = ("sendgrid", "brevo", "unisender_go")
"""They say once that they have taken a mail, and not again that they have sent it."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider: anymail's view that reads its events, and the name of the setting with which anymail
    checks its signature (empty: ``scheme`` checks it)."""

    view: str
    setting: str = ""
    own: Scheme = signatures.token

    @property
    def scheme(self) -> Scheme:
        """What checks that a request is the provider's."""
        return _anymails_own(self) if self.setting else self.own

    def reader(self, secret: str = "", url: str = "") -> Any:
        """The view that reads (and, with a secret, checks) a request."""
        settings: dict[str, Any] = {"webhook_secret": ["-:-"]}
        if self.setting:
            settings[self.setting] = secret
        if self.setting == "webhook_key" and url:
            settings["webhook_url"] = url
        module, _, name = self.view.partition(":")
        view_class = getattr(load(f"anymail.webhooks.{module}"), name)
        if module == "amazon_ses":
            return view_class.__new__(view_class)  # it wants Amazon's library, to fetch what we do not
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            view = view_class(**settings)
        view.basic_auth = []
        return view


MAIL: Final[Mapping[str, Provider]] = {
    "amazon_ses": Provider("amazon_ses:AmazonSESTrackingWebhookView", own=amazon.sns),
    "brevo": Provider("brevo:BrevoTrackingWebhookView"),
    "mailersend": Provider("mailersend:MailerSendTrackingWebhookView", "signing_secret"),
    "mailgun": Provider("mailgun:MailgunTrackingWebhookView", "webhook_signing_key"),
    "mailjet": Provider("mailjet:MailjetTrackingWebhookView"),
    "mailtrap": Provider("mailtrap:MailtrapTrackingWebhookView"),
    "mandrill": Provider("mandrill:MandrillCombinedWebhookView", "webhook_key"),
    "postal": Provider("postal:PostalTrackingWebhookView", "webhook_key"),
    "postmark": Provider("postmark:PostmarkTrackingWebhookView"),
    "resend": Provider("resend:ResendTrackingWebhookView", own=signatures.standard),
    "sendgrid": Provider("sendgrid:SendGridTrackingWebhookView", "tracking_webhook_verification_key"),
    "sparkpost": Provider("sparkpost:SparkPostTrackingWebhookView"),
    "unisender_go": Provider("unisender_go:UnisenderGoTrackingWebhookView", "api_key"),
}


def read_mail(kind: str, posted: Posted) -> tuple[Sequence[Any], Callable[[Any], Sequence[Row]]]:
    """What a provider says of the mails it sent, event by event. Raises DP-INT-003, and -016 where it asks
    somebody to confirm the address."""
    try:
        if kind == "amazon_ses":
            _look_for_question(posted)
        events = read_mails(kind, posted, _request_of)
        if events is None:
            events = MAIL[kind].reader().parse_events(_request_of(posted))
    except (_anymail_error(), ImproperlyConfigured, SuspiciousOperation) as error:
        raise UNREADABLE.error("body", says=str(error).splitlines()[0][:200]) from None
    except DesirepathError:
        raise
    except Exception as error:  # noqa: BLE001 - the parsers of mails and forms break in many ways
        raise UNREADABLE.error("body", says=f"this is nothing that {kind} sends: {error!r}"[:200]) from None

    def rows(record: Any) -> Sequence[Row]:
        try:
            event = events[record["number"]]
            return [] if _is_known_already(event) else [_as_json(_row(kind, event))]
        except DesirepathError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            raise NOT_AN_EVENT.error(says=f"this is nothing that {kind} sends: {error!r}"[:200]) from None

    return [{"number": number} for number in range(len(events))], rows


def _as_json(row: Row) -> Row:
    """The row, where it can be written down: the mails and forms of others hold numbers and characters that
    JSON has not. Raises TypeError."""
    orjson.dumps(row)
    return row


def _row(kind: str, event: Any) -> Row:
    if not isinstance(event, load("anymail.signals").AnymailTrackingEvent):
        return reply_row(event)
    kind_of_event = event.event_type
    if kind_of_event == "queued" and kind in _QUEUED_IS_SENT:
        kind_of_event = "sent"
    activity = _ACTIVITIES.get(kind_of_event)
    if activity is None:
        raise NOT_AN_EVENT.error(says=f"{kind} says something of a mail that has no meaning here")
    is_machine = kind_of_event in ("opened", "clicked") and _is_machine(event.esp_event)
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    customer = metadata.get("customer") or metadata.get("user_id") or event.recipient
    tags = [tag for tag in event.tags or () if tag]
    properties = {
        "template": metadata.get("template") or (tags[0] if tags else None),
        "tags": tags or None,
        "url": event.click_url,
        "reason": event.reject_reason or event.description,
        "answer": event.mta_response,
        "user_agent": event.user_agent,
        "machine": True if is_machine else None,
        **{f"metadata_{name}": value for name, value in metadata.items()},
    }
    at = event.timestamp or datetime.now(UTC)
    row: Row = {
        "customer": str(customer).strip().lower() if "@" in str(customer) else customer,
        "objects": {"email": event.message_id},
        "occurred_at": at.isoformat(),
        "activity": activity,
        "channel": "email",
        "direction": "by_customer" if kind_of_event in _BY_CUSTOMER and not is_machine else "by_us",
        "actor": "machine" if is_machine else None,
        "properties": {name: value for name, value in properties.items() if value is not None},
        "key": _key(kind_of_event, event),
    }
    row["objects"] = {name: str(value) for name, value in row["objects"].items() if value}
    return {name: value for name, value in row.items() if value is not None}


def _is_known_already(event: Any) -> bool:
    """That a mail of our own outbox was sent stands in the log since it was: its rows name themselves."""
    metadata = getattr(event, "metadata", None)
    is_ours = isinstance(metadata, dict) and {"row", "playbook", "move"} <= metadata.keys()
    return is_ours and getattr(event, "event_type", "") in ("queued", "sent")


def _key(kind_of_event: str, event: Any) -> str:
    """The same event sent once more has the same key; two clicks on two links, or on one twice, have not."""
    link = f":{_hash(event.click_url)[:12]}" if event.click_url else ""
    if event.event_id:
        return f"{kind_of_event}:{event.event_id}:{event.recipient}{link}"
    said = event.esp_event
    content = said.dict() if hasattr(said, "dict") else said
    return f"{kind_of_event}:{_hash(orjson.dumps(content, option=orjson.OPT_SORT_KEYS, default=str))}"


def _hash(said: str | bytes) -> str:
    content = said if isinstance(said, bytes) else said.encode("utf-8", "replace")
    return blake2b(content, digest_size=16).hexdigest()


def _is_machine(said: Any) -> bool:
    """Whether the provider says that a program opened it, and not a person."""
    if not isinstance(said, dict):
        return False
    data = said.get("event-data")
    client = data.get("client-info") if isinstance(data, dict) else None
    parsed = said.get("user_agent_parsed")
    return (
        said.get("sg_machine_open") is True
        or str(said.get("event")) in ("proxy_open", "unique_proxy_open")
        or (isinstance(client, dict) and bool(client.get("bot")))
        or (isinstance(parsed, dict) and parsed.get("is_prefetched") is True)
    )


def _look_for_question(posted: Posted) -> None:
    """Amazon asks first, and sends an address to open. It is shown to people; we open nothing."""
    said = orjson.loads(posted.body)
    if isinstance(said, dict) and said.get("Type") == "SubscriptionConfirmation":
        raise TO_CONFIRM.error(says=f"Amazon asks to confirm: open {str(said.get('SubscribeURL'))[:1000]}")


def _anymails_own(provider: Provider) -> Scheme:
    def scheme(posted: Posted, secret: str) -> None:
        try:
            provider.reader(secret, posted.url).run_validators(_request_of(posted))
        except (_anymail_error(), SuspiciousOperation):
            raise BAD_SIGNATURE.error(says="the signature is missing or wrong") from None
        except (ValueError, KeyError, TypeError, AttributeError):  # a key that is none, a body that is none
            raise BAD_SIGNATURE.error(says="the signature cannot be checked") from None

    return scheme


def _anymail_error() -> type[Exception]:
    found: type[Exception] = load("anymail.exceptions").AnymailError
    return found


def _request_of(posted: Posted) -> HttpRequest:
    """The request as anymail reads it: a form has a length, even where it came in chunks, and its body can be
    read once more after its fields."""
    said = [(name, value) for name, value in posted.scope["headers"] if name != b"content-length"]
    length = str(len(posted.body)).encode()
    scope = {**posted.scope, "headers": [*said, (b"content-length", length)]}
    request = ASGIRequest(scope, BytesIO(posted.body))
    _ = request.body
    return request
