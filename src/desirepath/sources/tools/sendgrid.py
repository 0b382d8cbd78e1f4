"""SendGrid: what its Event Webhook posts."""

from __future__ import annotations

from typing import Any

from desirepath.log.row_checks import Row
from desirepath.sources.tools.record import Record, email, first, no_meaning, unix
from desirepath.sources.tools.tool import Tool

_ACTIVITIES = {
    "processed": "email.sent",
    "delivered": "email.delivered",
    "open": "email.opened",
    "click": "email.clicked",
    "bounce": "email.bounced",
    "unsubscribe": "email.unsubscribed",
    "group_unsubscribe": "email.unsubscribed",
    "group_resubscribe": "email.resubscribed",
    "spamreport": "email.marked_as_spam",
    "dropped": "email.dropped",
    "deferred": "email.deferred",
}
_BY_CUSTOMER = ("open", "click", "unsubscribe", "group_unsubscribe", "group_resubscribe", "spamreport")
_USED = ("email", "timestamp", "event", "sg_event_id", "sg_machine_open", "sg_message_id")


def _recognises(record: Record) -> bool:
    return str(record.get("event")) in _ACTIVITIES and {"email", "timestamp"} <= record.keys()


def _facts(record: Record) -> list[Row | None]:
    event = record.get("event")
    activity = _ACTIVITIES.get(event) if isinstance(event, str) else None
    if activity is None:
        raise no_meaning(f'the event "{str(event)[:40]}"')
    message = record.get("sg_message_id")
    properties = {name: value for name, value in record.items() if name not in _USED}
    properties["template"] = _template(record)
    is_machine = record.get("sg_machine_open") is True
    if is_machine:
        properties["machine"] = True
    return [
        {
            "customer": email(record.get("email")),
            "objects": {"email": message.split(".", 1)[0] if isinstance(message, str) else None},
            "occurred_at": unix(record.get("timestamp"), "timestamp"),
            "activity": activity,
            "channel": "email",
            "direction": "by_customer" if event in _BY_CUSTOMER and not is_machine else "by_us",
            "actor": "machine" if is_machine else None,
            "properties": properties,
            "key": record.get("sg_event_id"),
        }
    ]


def _template(record: Record) -> Any:
    category = record.get("category")
    names = (
        "sg_template_name",
        "sg_template_id",
        "marketing_campaign_name",
        "singlesend_name",
        "singlesend_id",
    )
    named = (record.get(name) for name in (*names, "marketing_campaign_id"))
    return first(*named, category[0] if isinstance(category, list) and category else category)


TOOL = Tool(
    "sendgrid",
    "SendGrid: the events its Event Webhook posts",
    _recognises,
    _facts,
    customer="the e-mail address, in lower case",
    key="`sg_event_id`, else a hash of the content: SendGrid sends the same event several times",
    times="seconds since 1970",
)
