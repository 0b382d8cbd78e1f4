"""Intercom: conversations and contacts as its API writes them, and the notifications of its webhooks."""

from __future__ import annotations

from typing import Any

from desirepath.log.row_checks import Row
from desirepath.sources.tools.record import (
    Record,
    belongs_since,
    dicts,
    dig,
    email,
    first,
    no_meaning,
    prefixed,
    same_as,
    unix,
)
from desirepath.sources.tools.tool import Tool

_WE = ("admin", "bot", "team")
_CUSTOMER = ("user", "lead", "contact")


def _recognises(record: Record) -> bool:
    if record.get("type") == "notification_event":
        return isinstance(dig(record, "data", "item"), dict)
    is_conversation = record.get("type") == "conversation" and {"id", "created_at"} <= record.keys()
    return is_conversation or (record.get("type") == "contact" and {"id", "role"} <= record.keys())


def _facts(record: Record) -> list[Row | None]:
    if record.get("type") == "notification_event":
        item = dig(record, "data", "item")
        if not isinstance(item, dict):
            raise no_meaning(f'the notification "{str(record.get("topic"))[:60]}"')
        return [] if dig(item, "type") == "ping" or record.get("topic") == "ping" else _facts(item)
    if record.get("type") == "contact":
        return _contact(record)
    if record.get("type") != "conversation":
        raise no_meaning("a record that is neither a conversation nor a contact")
    conversation, customer, made = record.get("id"), _customer(record), []
    source = record.get("source")
    is_ours = dig(source, "delivered_as") == "admin_initiated" or dig(source, "author", "type") in _WE
    base: Row = {"customer": customer, "objects": {"conversation": conversation, "ticket": conversation}}
    about = {
        "subject": dig(source, "subject"),
        "tags": [tag.get("name") for tag in dicts(record, "tags", "tags")] or None,
        "priority": record.get("priority"),
        "state": record.get("state"),
    }
    opened: Row = {
        **base,
        "occurred_at": unix(record.get("created_at"), "created_at"),
        "activity": "message.sent" if is_ours else "ticket.opened",
        "channel": first(dig(source, "type"), "chat"),
        "direction": "by_us" if is_ours else "by_customer",
        "solicited": False,
        "text": dig(source, "body"),
        "properties": about,
        "key": f"conversation:{conversation}",
    }
    made = [*_who(record, customer), opened]
    is_closed = False
    for part in dicts(record, "conversation_parts", "conversation_parts"):
        row = _part(part, base, is_closed)
        if row is not None:
            made.append(row)
            is_closed = row["activity"] == "ticket.solved" or (
                is_closed and row["activity"] != "ticket.reopened"
            )
    closed_at = dig(record, "statistics", "last_close_at")
    if closed_at is not None and not dig(record, "conversation_parts", "conversation_parts"):
        at = unix(closed_at, "statistics.last_close_at")
        key = f"ticket.solved:{conversation}:{at}"
        made.append({**base, "occurred_at": at, "activity": "ticket.solved", "key": key})
    made.append(_rating(record, base))
    return made


def _part(part: Record, base: Row, is_closed: bool) -> Row | None:
    """One part of a conversation. Assignments and the like are no interactions."""
    kind, author = part.get("part_type"), dig(part, "author", "type")
    row: Row = {
        **base,
        "occurred_at": unix(part.get("created_at"), "created_at"),
        "direction": "by_customer" if author in _CUSTOMER else "by_us",
        "actor": None if author in _CUSTOMER else prefixed("intercom", dig(part, "author", "id")),
        "channel": "chat",
        "text": part.get("body"),
        "key": f"part:{part.get('id')}",
    }
    if kind == "close":
        return {**row, "activity": "ticket.solved"}
    if kind == "open":
        return {**row, "activity": "ticket.reopened"} if is_closed else None
    if kind == "comment":
        return {**row, "activity": "ticket.replied"}
    return {**row, "activity": "ticket.noted"} if kind == "note" else None


def _rating(record: Record, base: Row) -> Row | None:
    rating = record.get("conversation_rating")
    if dig(rating, "rating") is None:
        return None
    return {
        **base,
        "occurred_at": unix(dig(rating, "created_at"), "conversation_rating.created_at"),
        "activity": "survey.answered",
        "solicited": True,
        "direction": "by_customer",
        "score": dig(rating, "rating"),
        "scale": "1..5",
        "text": dig(rating, "remark"),
        "properties": {"survey": "intercom conversation rating"},
        "key": f"rating:{record.get('id')}:{dig(rating, 'created_at')}",
    }


def _customer(record: Record) -> Any:
    contact = dig(record, "contacts", "contacts", 0)
    author = dig(record, "source", "author") if dig(record, "source", "author", "type") in _CUSTOMER else None
    return first(
        dig(contact, "external_id"),
        email(first(dig(contact, "email"), dig(author, "email"))),
        prefixed("intercom", first(dig(contact, "id"), dig(author, "id"))),
    )


def _who(record: Record, customer: Any) -> list[Row | None]:
    contact = dig(record, "contacts", "contacts", 0)
    return [same_as(prefixed("intercom", dig(contact, "id")), customer)]


def _contact(record: Record) -> list[Row | None]:
    mine, address, own = (
        prefixed("intercom", record.get("id")),
        email(record.get("email")),
        record.get("external_id"),
    )
    customer = first(own, address, mine)
    at = unix(first(record.get("updated_at"), record.get("created_at")), "updated_at")
    named = ("name", "email", "phone", "role", "signed_up_at", "last_seen_at", "custom_attributes")
    traits = {name: record.get(name) for name in named}
    companies = [
        belongs_since(customer, first(company.get("company_id"), prefixed("intercom", company.get("id"))), at)
        for company in dicts(record, "companies", "data")
    ]
    return [
        same_as(mine, customer, at),
        same_as(address, own, at),
        *companies,
        {
            "type": "traits",
            "customer": customer,
            "occurred_at": at,
            "traits": traits,
            "key": f"contact:{mine}:{at}",
        },
    ]


TOOL = Tool(
    "intercom",
    "Intercom: conversations (with their parts) and contacts, from its API or its webhooks",
    _recognises,
    _facts,
    customer="your own id of the contact (`external_id`), else the e-mail, else `intercom:<id>`",
    key="the ids of the conversation and of its parts",
    times="seconds since 1970",
    wrappers=("conversations", "data"),
)
