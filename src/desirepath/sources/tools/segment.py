"""Segment: the calls of its spec (track, identify, group, page, screen, alias), as JSON lines or in
batches."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from desirepath.log.row_checks import Row
from desirepath.sources.tools.record import (
    Record,
    belongs,
    belongs_since,
    dig,
    email,
    first,
    no_meaning,
    same_as,
)
from desirepath.sources.tools.tool import Tool

_CALLS = ("track", "identify", "group", "page", "screen", "alias")
_ACTIVITIES = {
    "Email Delivered": "email.delivered",
    "Email Opened": "email.opened",
    "Email Link Clicked": "email.clicked",
    "Email Bounced": "email.bounced",
    "Unsubscribed": "email.unsubscribed",
    "Order Completed": "order.placed",
    "Order Cancelled": "order.cancelled",
    "Live Chat Message Sent": "message.replied",
    "Live Chat Message Received": "message.sent",
}
_OBJECTS = {
    "order_id": "order",
    "conversation_id": "conversation",
    "email_id": "email",
    "ticket_id": "ticket",
}


def _recognises(record: Record) -> bool:
    call = first(record.get("type"), record.get("action"))
    ids = ("userId", "anonymousId", "user_id", "anonymous_id", "messageId", "groupId")
    return call in _CALLS and any(name in record for name in ids)


def _facts(record: Record) -> list[Row | None]:
    call = first(record.get("type"), record.get("action"))
    user = first(record.get("userId"), record.get("user_id"))
    visitor = first(record.get("anonymousId"), record.get("anonymous_id"))
    customer, at = first(user, visitor), occurred_at(record)
    context = record.get("context")
    context = context if isinstance(context, dict) else {}
    account = first(record.get("groupId"), context.get("groupId"))
    traits = record.get("traits") if call == "identify" else context.get("traits")
    made: list[Row | None] = []
    if visitor is not None:
        made.append(same_as(visitor, user, at))
    if traits:
        made.append(same_as(email(dig(traits, "email")), user, at))
    if account is not None:
        made.append((belongs_since if call == "group" else belongs)(customer, account, at))
    if call in ("track", "page", "screen"):
        row = _event(record) if call == "track" else _view(record, call)
        row["occurred_at"], row["received_at"] = at, record.get("receivedAt")
        row["customer"], row["account"], row["key"] = customer, account, record.get("messageId")
        made.append(row)
    elif call == "identify":
        made.append(_traits("customer", customer, record, at))
    elif call == "group":
        made.append(_traits("account", account, record, at))
    elif call == "alias":
        made.append(same_as(record.get("previousId"), user, at))
    else:
        raise no_meaning(f'a call of the type "{str(call)[:60]}"')
    return made


_parsed = lru_cache(maxsize=64)(datetime.fromisoformat)
"""For times that all calls of a batch share."""


def occurred_at(record: Record) -> Any:
    """When a call happened, by the clock of whoever received it.

    A device's clock may be wrong by years: where the call says when it was sent (by the device) and received
    (by the server), the difference is taken off. A ``timestamp`` that was corrected already stands beside the
    ``originalTimestamp``.
    """
    stamp, sent, received = record.get("timestamp"), record.get("sentAt"), record.get("receivedAt")
    if stamp is None:
        return first(record.get("originalTimestamp"), received, sent)
    if "originalTimestamp" in record or sent is None or received is None:
        return stamp
    try:
        return (_parsed(received) - (_parsed(sent) - datetime.fromisoformat(stamp))).isoformat()
    except (TypeError, ValueError, OverflowError):
        return stamp


def _event(record: Record) -> Row:
    properties = record.get("properties")
    properties = dict(properties) if isinstance(properties, dict) else {}
    name = record.get("event")
    activity = _ACTIVITIES.get(name, name) if isinstance(name, str) else name
    row: Row = {"activity": activity, "channel": record.get("channel")}
    objects = {kind: properties[field] for field, kind in _OBJECTS.items() if properties.get(field)}
    if activity != name:
        properties["event"] = name
        if activity == "order.placed":
            row["amount"] = first(properties.get("total"), properties.get("revenue"), properties.get("value"))
            row["currency"] = properties.get("currency")
        elif str(activity).startswith("email."):
            named = (properties.get(n) for n in ("campaign_name", "campaign_id", "email_subject", "email_id"))
            properties.setdefault("template", first(*named))
            row["channel"] = "email"
        elif str(activity).startswith("message."):
            row["channel"] = "chat"
            row["direction"] = "by_customer" if activity == "message.replied" else "by_us"
            row["text"] = properties.pop("message_body", None)
    row["objects"] = objects or None
    row["properties"] = properties
    properties.update(_context(record))
    return row


def _view(record: Record, call: str) -> Row:
    properties = record.get("properties")
    properties = dict(properties) if isinstance(properties, dict) else {}
    page = dig(record, "context", "page")
    names = (properties.get("title"), properties.get("path"), properties.get("url"), dig(page, "path"))
    content = first(record.get("name"), *names)
    return {
        "activity": "content.viewed",
        "channel": "web" if call == "page" else "mobile",
        "properties": {**properties, "content": content, **_context(record)},
    }


def _context(record: Record) -> dict[str, Any]:
    context = record.get("context")
    if not isinstance(context, dict):
        return {}
    kept = {name: value for name, value in context.items() if name not in ("traits", "groupId", "library")}
    return {"context": kept} if kept else {}


def _traits(kind: str, name: Any, record: Record, at: Any) -> Row | None:
    traits = record.get("traits")
    if not traits:
        return None
    message = record.get("messageId")
    key = f"{kind}:{message}" if message else None
    return {"type": "traits", kind: name, "occurred_at": at, "traits": traits, "key": key}


TOOL = Tool(
    "segment",
    "Segment's track, identify, group, page, screen and alias calls: JSON lines, a list, or a batch",
    _recognises,
    _facts,
    customer="`userId`, else `anonymousId`; a call with both, an alias call and an e-mail trait tie them",
    key="`messageId`, else a hash of the content",
    times="`timestamp`, corrected by `receivedAt` less `sentAt` where it was not yet; none: refused",
    wrappers=("batch",),
    inherited=("sentAt", "receivedAt", "context"),
)
