"""Mailchimp: the e-mail activity of a campaign, as its API's report lists it."""

from __future__ import annotations

from desirepath.log.row_checks import Row
from desirepath.sources.tools.record import Record, dicts, email, first, no_meaning, utc
from desirepath.sources.tools.tool import Tool

_ACTIVITIES = {"open": "email.opened", "click": "email.clicked", "bounce": "email.bounced"}


def _recognises(record: Record) -> bool:
    return {"campaign_id", "email_address", "activity"} <= record.keys()


def _facts(record: Record) -> list[Row | None]:
    campaign, member = record.get("campaign_id"), record.get("email_id")
    made: list[Row | None] = []
    for one in dicts(record, "activity"):
        action = one.get("action")
        activity = _ACTIVITIES.get(action) if isinstance(action, str) else None
        if activity is None:
            raise no_meaning(f'the action "{str(action)[:40]}"')
        at, url = utc(one.get("timestamp"), "timestamp"), one.get("url")
        made.append(
            {
                "customer": email(record.get("email_address")),
                "objects": {"campaign": campaign},
                "occurred_at": at,
                "activity": activity,
                "channel": "email",
                "direction": "by_us" if action == "bounce" else "by_customer",
                "properties": {
                    "template": first(record.get("campaign_title"), campaign),
                    "list": record.get("list_id"),
                    "url": url,
                    "bounce": one.get("type"),
                },
                "key": f"{activity}:{campaign}:{member}:{at}" + (f":{url}" if url else ""),
            }
        )
    return made


TOOL = Tool(
    "mailchimp",
    "Mailchimp: the e-mail activity report of a campaign, from its API",
    _recognises,
    _facts,
    customer="the e-mail address, in lower case",
    key="action, campaign, member, time and link: Mailchimp gives these events no id",
    times="ISO 8601 with a zone",
    wrappers=("emails",),
)
