"""HubSpot: contacts, companies, deals, tickets and engagements of its CRM API, its e-mail events, and what
its webhooks post."""

from __future__ import annotations

from typing import Any

from desirepath.log.row_checks import Row
from desirepath.sources.tools.record import (
    Record,
    belongs_since,
    dig,
    email,
    first,
    no_meaning,
    prefixed,
    same_as,
    unix,
    utc,
)
from desirepath.sources.tools.tool import Tool

_EMAIL = {
    "SENT": "email.sent",
    "DELIVERED": "email.delivered",
    "OPEN": "email.opened",
    "CLICK": "email.clicked",
    "BOUNCE": "email.bounced",
    "DROPPED": "email.dropped",
    "DEFERRED": "email.deferred",
    "SPAMREPORT": "email.marked_as_spam",
    "UNSUBSCRIBED": "email.unsubscribed",
}
_MEETINGS = {"COMPLETED": "meeting.held", "NO_SHOW": "meeting.missed", "CANCELED": "meeting.cancelled"}
_TYPES = {
    "0-1": "contact",
    "0-2": "company",
    "0-3": "deal",
    "0-5": "ticket",
    "0-47": "meeting",
    "0-48": "call",
}
_TRAVELLERS = {"contact": "customer", "company": "account"}
_BY_CUSTOMER = ("OPEN", "CLICK", "SPAMREPORT", "UNSUBSCRIBED")
_KINDS = {
    "dealname": "deal",
    "hs_pipeline_stage": "ticket",
    "hs_ticket_priority": "ticket",
    "hs_meeting_outcome": "meeting",
    "hs_meeting_title": "meeting",
    "hs_call_title": "call",
    "hs_call_disposition": "call",
    "hs_note_body": "note",
    "hs_email_direction": "email",
    "domain": "company",
    "email": "contact",
    "firstname": "contact",
    "name": "company",
}


def _recognises(record: Record) -> bool:
    return (
        _is_email_event(record)
        or _is_change(record)
        or ({"id", "properties", "createdAt"} <= record.keys() and _kind(record) is not None)
    )


def _is_email_event(record: Record) -> bool:
    return {"type", "recipient", "created", "portalId"} <= record.keys()


def _is_change(record: Record) -> bool:
    return {"subscriptionType", "objectId", "occurredAt", "portalId"} <= record.keys()


def _kind(record: Record) -> str | None:
    """What a CRM object is: its type where the API says it, else told by the properties it has."""
    told = record.get("objectTypeId")
    if isinstance(told, str) and told in _TYPES:
        return _TYPES[told]
    properties = record.get("properties")
    if not isinstance(properties, dict):
        return None
    return next((kind for name, kind in _KINDS.items() if name in properties), None)


def _facts(record: Record) -> list[Row | None]:
    if _is_email_event(record):
        return [_email_event(record)]
    if _is_change(record):
        return [_change(record)]
    kind = _kind(record)
    read = {
        "contact": _contact,
        "company": _company,
        "deal": _deal,
        "ticket": _ticket,
        "meeting": _engagement,
        "call": _engagement,
        "email": _engagement,
    }.get(str(kind))
    if read is None:
        raise no_meaning("a CRM object of a kind that is not known")
    return read(record)


def _email_event(record: Record) -> Row | None:
    kind = record.get("type")
    if kind == "STATUSCHANGE":
        kind = record.get("portalSubscriptionStatus")
        if kind != "UNSUBSCRIBED":
            return None
    activity = _EMAIL.get(kind) if isinstance(kind, str) else None
    if activity is None:
        raise no_meaning(f'the e-mail event "{str(kind)[:40]}"')
    is_machine = record.get("filteredEvent") is True
    return {
        "customer": email(record.get("recipient")),
        "objects": {"email": dig(record, "sentBy", "id")},
        "occurred_at": unix(record.get("created"), "created", per_second=1000),
        "activity": activity,
        "channel": "email",
        "direction": "by_customer" if kind in _BY_CUSTOMER and not is_machine else "by_us",
        "actor": "machine" if is_machine else None,
        "properties": {
            "template": first(
                record.get("emailCampaignName"), record.get("emailCampaignId"), record.get("subject")
            ),
            "subject": record.get("subject"),
            "url": record.get("url"),
            "reason": first(record.get("dropReason"), record.get("category")),
            "machine": True if is_machine else None,
        },
        "key": record.get("id"),
    }


def _change(record: Record) -> Row:
    """What a webhook posts: an object was made, or one of its properties changed. Who it belongs to is not
    said; importing the object, or its next export, ties it."""
    kind, _, what = str(record.get("subscriptionType")).partition(".")
    if kind == "object":
        kind = _TYPES.get(str(record.get("objectTypeId")), "object")
    mine, at = record.get("objectId"), unix(record.get("occurredAt"), "occurredAt", per_second=1000)
    name, value = record.get("propertyName"), record.get("propertyValue")
    key = f"webhook:{first(record.get('eventId'), mine)}:{record.get('occurredAt')}:{what}:{name or ''}"
    if what == "propertyChange" and kind in _TRAVELLERS and isinstance(name, str):
        return {
            "type": "traits",
            _TRAVELLERS[kind]: prefixed("hubspot", mine),
            "occurred_at": at,
            "traits": {name: value},
            "key": key,
        }
    activity = {"deal.creation": "deal.opened", "ticket.creation": "ticket.opened"}.get(f"{kind}.{what}")
    if kind == "deal" and name == "dealstage":
        activity = {"closedwon": "contract.signed", "closedlost": "deal.lost"}.get(str(value))
    own = f"{activity}:{mine}" if activity else key
    who = {_TRAVELLERS[kind]: prefixed("hubspot", mine)} if kind in _TRAVELLERS else {}
    return {
        **who,
        "objects": {} if kind in _TRAVELLERS else {kind: mine},
        "occurred_at": at,
        "activity": activity or f"hubspot.{kind}.{what}",
        "properties": {"property": name, "value": value, "change_source": record.get("changeSource")},
        "key": own,
    }


def _linked(record: Record, kind: str) -> Any:
    """The first associated object of a kind, with the tool's name before its id."""
    return prefixed("hubspot", first(dig(record, "associations", kind, "results", 0, "id")))


def _who(record: Record) -> Row:
    return {"customer": _linked(record, "contacts"), "account": _linked(record, "companies")}


def _traits(record: Record, kind: str, name: Any) -> Row:
    at = utc(first(record.get("updatedAt"), record.get("createdAt")), "updatedAt")
    key = f"{kind}:{record.get('id')}:{at}"
    traits = record.get("properties")
    return {"type": "traits", kind: name, "occurred_at": at, "traits": traits, "key": key}


def _contact(record: Record) -> list[Row | None]:
    mine, address = prefixed("hubspot", record.get("id")), email(dig(record, "properties", "email"))
    customer, at = first(address, mine), utc(record.get("createdAt"), "createdAt")
    changed = utc(first(record.get("updatedAt"), record.get("createdAt")), "updatedAt")
    return [
        same_as(mine, address, at),
        belongs_since(customer, _linked(record, "companies"), changed),
        _traits(record, "customer", customer),
    ]


def _company(record: Record) -> list[Row | None]:
    return [_traits(record, "account", prefixed("hubspot", record.get("id")))]


def _deal(record: Record) -> list[Row | None]:
    said = record.get("properties")
    deal, currency = record.get("id"), dig(said, "deal_currency_code")
    won = str(first(dig(said, "hs_is_closed_won"), dig(said, "dealstage") == "closedwon")).lower() == "true"
    lost = (
        str(first(dig(said, "hs_is_closed_lost"), dig(said, "dealstage") == "closedlost")).lower() == "true"
    )
    base: Row = {
        **_who(record),
        "objects": {"deal": deal},
        "amount": dig(said, "amount") if currency else None,
        "currency": currency,
        "properties": {n: dig(said, n) for n in ("dealname", "dealstage", "pipeline", "dealtype", "amount")},
    }
    made: list[Row | None] = [
        {
            **base,
            "occurred_at": utc(first(dig(said, "createdate"), record.get("createdAt")), "createdate"),
            "activity": "deal.opened",
            "key": f"deal.opened:{deal}",
        }
    ]
    if (won or lost) and (at := utc(dig(said, "closedate"), "closedate")) is not None:
        activity = "contract.signed" if won else "deal.lost"
        made.append({**base, "occurred_at": at, "activity": activity, "key": f"{activity}:{deal}"})
    return made


def _ticket(record: Record) -> list[Row | None]:
    said, ticket = record.get("properties"), record.get("id")
    base: Row = {**_who(record), "objects": {"ticket": ticket}}
    about = {n: dig(said, f"hs_ticket_{n}") for n in ("priority", "category")}
    made: list[Row | None] = [
        {
            **base,
            "occurred_at": utc(first(dig(said, "createdate"), record.get("createdAt")), "createdate"),
            "activity": "ticket.opened",
            "channel": dig(said, "source_type"),
            "direction": "by_customer",
            "solicited": False,
            "text": dig(said, "content"),
            "properties": {**about, "subject": dig(said, "subject")},
            "key": f"ticket.opened:{ticket}",
        }
    ]
    if (replied := utc(dig(said, "first_agent_reply_date"), "first_agent_reply_date")) is not None:
        key = f"ticket.replied:{ticket}:first"
        made.append(
            {**base, "occurred_at": replied, "activity": "ticket.replied", "direction": "by_us", "key": key}
        )
    if (closed := utc(dig(said, "closed_date"), "closed_date")) is not None:
        key = f"ticket.solved:{ticket}:{closed}"
        made.append(
            {**base, "occurred_at": closed, "activity": "ticket.solved", "properties": about, "key": key}
        )
    return made


def _engagement(record: Record) -> list[Row | None]:
    said, kind = record.get("properties"), _kind(record)
    at = utc(first(dig(said, "hs_timestamp"), record.get("createdAt")), "hs_timestamp")
    row: Row = {**_who(record), "occurred_at": at, "objects": {str(kind): record.get("id")}}
    key = f"{kind}:{record.get('id')}"
    if kind == "call":
        title, text = dig(said, "hs_call_title"), dig(said, "hs_call_body")
        missed = dig(said, "hs_call_status") in ("NO_ANSWER", "BUSY", "FAILED", "CANCELED", "MISSED")
        return [
            {
                **row,
                "activity": "call.missed" if missed else "call.held",
                "channel": "phone",
                "direction": "by_customer" if dig(said, "hs_call_direction") == "INBOUND" else "by_us",
                "text": text,
                "properties": {"title": title, "disposition": dig(said, "hs_call_disposition")},
                "key": key,
            }
        ]
    if kind == "email":
        incoming = dig(said, "hs_email_direction") == "INCOMING_EMAIL"
        template = first(dig(said, "hs_template_id"), dig(said, "hs_email_subject"))
        return [
            {
                **row,
                "activity": "email.replied" if incoming else "email.sent",
                "channel": "email",
                "direction": "by_customer" if incoming else "by_us",
                "text": dig(said, "hs_email_text"),
                "properties": {"template": template, "subject": dig(said, "hs_email_subject")},
                "key": key,
            }
        ]
    outcome = dig(said, "hs_meeting_outcome")
    activity = _MEETINGS.get(outcome, "meeting.booked") if isinstance(outcome, str) else "meeting.booked"
    return [
        {
            **row,
            "activity": activity,
            "text": dig(said, "hs_meeting_body"),
            "properties": {"title": dig(said, "hs_meeting_title"), "outcome": outcome},
            "key": f"{activity}:{key}",
        }
    ]


TOOL = Tool(
    "hubspot",
    "HubSpot: contacts, companies, deals, tickets, calls, meetings, e-mails, e-mail events (API, webhook)",
    _recognises,
    _facts,
    customer="the e-mail where the record has it, else `hubspot:<id>`; importing the contacts ties both",
    key="HubSpot's own ids",
    times="ISO 8601 in UTC; e-mail events in milliseconds since 1970",
    wrappers=("results", "events"),
)
