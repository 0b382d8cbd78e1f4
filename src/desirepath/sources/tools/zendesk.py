"""Zendesk: tickets, comments, satisfaction ratings, ticket metrics, users and organizations as its API and
its JSON export write them, and the events that its webhooks post."""

from __future__ import annotations

from desirepath.log.row_checks import Row
from desirepath.sources.tools.record import (
    Record,
    belongs,
    belongs_since,
    dicts,
    dig,
    email,
    first,
    no_meaning,
    prefixed,
    same_as,
    utc,
)
from desirepath.sources.tools.tool import Tool

_EVENT = "zen:event-type:"
_GOOD, _BAD = ("good", "good_with_comment"), ("bad", "bad_with_comment")
_NO_ANSWER = ("offered", "unoffered", "received", None)


def _recognises(record: Record) -> bool:
    return _kind(record) is not None


def _kind(record: Record) -> str | None:
    has = record.keys().__ge__
    if str(record.get("type")).startswith(_EVENT) and isinstance(record.get("detail"), dict):
        return "event"
    if has({"requester_id", "subject", "submitter_id", "created_at"}):
        return "ticket"
    if has({"ticket_id", "requester_id", "score"}):
        return "rating"
    if has({"ticket_id", "reopens", "replies"}):
        return "metrics"
    if has({"author_id", "body", "public", "created_at"}):
        return "comment"
    if has({"organization_id", "role", "email", "created_at"}):
        return "user"
    if has({"shared_tickets", "domain_names"}):
        return "organization"
    return None


def _facts(record: Record) -> list[Row | None]:
    kind = _kind(record)
    if kind == "event":
        return _event(record)
    if kind == "ticket":
        return _ticket(record)
    if kind == "comment":
        return [_comment(record, record.get("ticket_id"), None, None)]
    if kind == "rating":
        return [_rating(record)]
    if kind == "metrics":
        return [_solved(record, record.get("ticket_id"), {})]
    if kind == "user":
        return _user(record)
    if kind == "organization":
        return _organization(record)
    raise no_meaning("a record that is no ticket, comment, rating, metric, user or organization")


def _event(event: Record) -> list[Row | None]:
    """What a webhook posts: the ticket, user or organization as it is then, and what has changed."""
    name = str(event.get("type")).removeprefix(_EVENT)
    told = dig(event, "detail")
    detail = {field: value for field, value in told.items() if value not in ("", "0")}  # these mean none
    if name.startswith("user."):
        return _user(detail)
    if name.startswith("organization."):
        return _organization(detail)
    if not name.startswith("ticket."):
        raise no_meaning(f'the event "{name[:60]}"')
    if name == "ticket.created":
        return _ticket(detail)
    ticket, at, requester = detail.get("id"), utc(event.get("time"), "time"), detail.get("requester_id")
    customer = prefixed("zendesk", requester)
    base: Row = {
        "customer": customer,
        "account": prefixed("zendesk", detail.get("organization_id")),
        "objects": {"ticket": ticket},
        "occurred_at": at,
        "channel": dig(detail, "via", "channel"),
        "key": f"event:{event.get('id')}",
    }
    if name == "ticket.comment_added":
        comment = dig(event, "event", "comment")
        author = dig(comment, "author", "id")
        is_noted = dig(comment, "is_public") is False
        activity = "ticket.noted" if is_noted else "ticket.replied"
        is_theirs = not is_noted and str(author) == str(requester)
        return [
            {
                **base,
                "activity": activity,
                "direction": "by_customer" if is_theirs else "by_us",
                "actor": None if is_theirs else prefixed("zendesk", author),
                "text": dig(comment, "body"),
                "key": f"{activity}:{first(dig(comment, 'id'), event.get('id'))}",
            }
        ]
    if name == "ticket.csat_received" and (rated := _rated(event, base)) is not None:
        return [rated]
    now, before = (str(dig(event, "event", which)).lower() for which in ("current", "previous"))
    said = {"status": now, "previous": before, "subject": detail.get("subject")}
    if name == "ticket.status_changed" and now == "solved":
        return [
            {**base, "activity": "ticket.solved", "properties": said, "key": f"ticket.solved:{ticket}:{at}"}
        ]
    if name == "ticket.status_changed" and before == "solved" and now != "closed":
        return [{**base, "activity": "ticket.reopened", "properties": said}]
    return [{**base, "activity": f"zendesk.{name}", "properties": {"now": dig(event, "event", "current")}}]


def _rated(event: Record, base: Row) -> Row | None:
    """The satisfaction that a webhook tells, in capitals; None where it is neither good nor bad."""
    rating = dig(event, "event", "satisfaction_score")
    said = str(first(dig(rating, "score"), rating)).lower()
    if said not in _GOOD + _BAD:
        return None
    return {
        **base,
        "activity": "survey.answered",
        "solicited": True,
        "direction": "by_customer",
        "score": 1 if said in _GOOD else 0,
        "scale": "thumbs",
        "text": dig(rating, "comment"),
        "properties": {"survey": "zendesk satisfaction", "reason": dig(rating, "reason")},
    }


def _ticket(record: Record) -> list[Row | None]:
    ticket, at = record.get("id"), utc(record.get("created_at"), "created_at")
    requester = record.get("requester_id")
    customer = first(email(dig(record, "requester", "email")), prefixed("zendesk", requester))
    who: Row = {"customer": customer, "account": prefixed("zendesk", record.get("organization_id"))}
    about = {name: record.get(name) for name in ("subject", "priority", "type", "tags", "status")}
    opened: Row = {
        **who,
        "objects": {"ticket": ticket},
        "occurred_at": at,
        "activity": "ticket.opened",
        "channel": dig(record, "via", "channel"),
        "direction": "by_customer",
        "solicited": False,
        "text": record.get("description"),
        "properties": about,
        "key": f"ticket.opened:{ticket}",
    }
    made: list[Row | None] = [
        same_as(prefixed("zendesk", requester), customer),
        belongs(customer, who["account"]),
        opened,
    ]
    for place, comment in enumerate(dicts(record, "comments")):
        if place or comment.get("body") != record.get("description"):  # the first one is the ticket itself
            made.append(_comment(comment, ticket, requester, who))
    metrics = first(record.get("metric_set"), record.get("metrics"))
    if isinstance(metrics, dict):
        made.append(_solved(metrics, ticket, who))
    return made


def _comment(record: Record, ticket: object, requester: object, who: Row | None) -> Row:
    author = record.get("author_id")
    row: Row = {
        **(who or {}),
        "objects": {"ticket": ticket},
        "occurred_at": utc(record.get("created_at"), "created_at"),
        "activity": "ticket.replied",
        "channel": dig(record, "via", "channel"),
        "actor": prefixed("zendesk", author),
        "text": first(record.get("plain_body"), record.get("body")),
        "key": f"ticket.replied:{record.get('id')}",
    }
    if record.get("public") is False:
        row |= {"activity": "ticket.noted", "direction": "by_us", "key": f"ticket.noted:{record.get('id')}"}
    elif requester is not None:
        row["direction"] = "by_customer" if author == requester else "by_us"
    elif "requester_id" in record:
        row["direction"] = "by_customer" if author == record["requester_id"] else "by_us"
    return row


def _solved(metrics: Record, ticket: object, who: Row) -> Row | None:
    solved_at = utc(metrics.get("solved_at"), "solved_at")
    if solved_at is None:
        return None
    minutes = dig(metrics, "full_resolution_time_in_minutes", "calendar")
    reply = dig(metrics, "reply_time_in_minutes", "calendar")
    return {
        **who,
        "objects": {"ticket": ticket},
        "occurred_at": solved_at,
        "activity": "ticket.solved",
        "properties": {
            "reopens": metrics.get("reopens"),
            "replies": metrics.get("replies"),
            "first_reply_minutes": reply,
            "resolution_minutes": minutes,
        },
        "key": f"ticket.solved:{ticket}:{solved_at}",
    }


def _rating(record: Record) -> Row:
    said = record.get("score")
    row: Row = {
        "customer": prefixed("zendesk", record.get("requester_id")),
        "objects": {"ticket": record.get("ticket_id")},
        "properties": {"survey": "zendesk satisfaction", "reason": record.get("reason")},
        "solicited": True,
    }
    if said in _NO_ANSWER:
        at = utc(record.get("created_at"), "created_at")
        return {**row, "activity": "survey.sent", "occurred_at": at, "key": f"survey.sent:{record.get('id')}"}
    if said not in _GOOD + _BAD:
        raise no_meaning(f'the satisfaction "{str(said)[:40]}"')
    at = utc(first(record.get("updated_at"), record.get("created_at")), "updated_at")
    return {
        **row,
        "occurred_at": at,
        "activity": "survey.answered",
        "score": 1 if said in _GOOD else 0,
        "scale": "thumbs",
        "text": record.get("comment"),
        "key": f"survey.answered:{record.get('id')}:{at}",
    }


def _user(record: Record) -> list[Row | None]:
    if record.get("role") not in ("end-user", None):
        return []  # agents are us
    at = utc(record.get("created_at"), "created_at")
    changed = utc(first(record.get("updated_at"), record.get("created_at")), "updated_at")
    mine, address = prefixed("zendesk", record.get("id")), email(record.get("email"))
    customer = first(address, mine)
    traits = {n: record.get(n) for n in ("name", "email", "phone", "locale", "time_zone", "tags")}
    key = f"user:{record.get('id')}:{changed}"
    return [
        same_as(mine, address, at),
        same_as(address, record.get("external_id"), at),
        belongs_since(customer, prefixed("zendesk", record.get("organization_id")), changed),
        {"type": "traits", "customer": customer, "occurred_at": changed, "traits": traits, "key": key},
    ]


def _organization(record: Record) -> list[Row | None]:
    changed = utc(first(record.get("updated_at"), record.get("created_at")), "updated_at")
    named = ("name", "domain_names", "details", "tags", "external_id", "organization_fields")
    traits = {name: record.get(name) for name in named}
    mine, key = prefixed("zendesk", record.get("id")), f"organization:{record.get('id')}:{changed}"
    return [{"type": "traits", "account": mine, "occurred_at": changed, "traits": traits, "key": key}]


TOOL = Tool(
    "zendesk",
    "Zendesk: tickets, comments, satisfaction, metrics, users, organizations (API, JSON export, webhook)",
    _recognises,
    _facts,
    customer="the requester's e-mail where the record has it, else `zendesk:<id>`; the users tie both",
    key="Zendesk's own ids; a solution also by its time, since a ticket may be solved twice",
    times="ISO 8601 with a zone; one without is UTC, as the API's documentation says",
    wrappers=(
        "tickets",
        "comments",
        "satisfaction_ratings",
        "ticket_metrics",
        "users",
        "organizations",
        "results",
    ),
)
