"""Stripe: events, and the objects subscription, charge, invoice, refund, dispute and customer, as its API
writes them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from desirepath.log.row_checks import Row
from desirepath.sources.currencies import major_units
from desirepath.sources.kinds import BAD_CELL
from desirepath.sources.tools.record import (
    Record,
    dicts,
    dig,
    email,
    first,
    no_meaning,
    refuse,
    same_as,
    unix,
)
from desirepath.sources.tools.tool import Tool

_OBJECTS = ("event", "subscription", "charge", "invoice", "refund", "dispute", "customer")
_UNPAID = ("incomplete", "incomplete_expired", "trialing")


def _recognises(record: Record) -> bool:
    is_one = isinstance(record.get("object"), str) and isinstance(record.get("id"), str)
    return is_one and (record["object"] in _OBJECTS or "livemode" in record)


def _facts(record: Record) -> list[Row | None]:
    kind = record.get("object")
    if kind == "event":
        return _event(record)
    read: Callable[[Record], list[Row | None]] | None = {
        "subscription": _subscription,
        "charge": _charge,
        "invoice": _invoice,
        "refund": _refund,
        "dispute": _dispute,
        "customer": _customer,
    }.get(str(kind))
    if read is None:
        raise no_meaning(f'Stripe\'s object "{str(kind)[:40]}"')
    return read(record)


def _event(event: Record) -> list[Row | None]:
    name, thing = str(event.get("type")), dig(event, "data", "object")
    if not isinstance(thing, dict):
        raise refuse(BAD_CELL, "data.object", "the event has no data.object")
    at = unix(event.get("created"), "created")
    if name.startswith("customer.subscription."):
        return _subscription_event(event, name.rpartition(".")[2], thing, at)
    if name in ("charge.succeeded", "charge.failed"):
        return _charge(thing)
    if name in ("invoice.paid", "invoice.payment_failed"):
        return _invoice(thing, event=event)
    if name in ("customer.created", "customer.updated"):
        return _customer(thing, since=event.get("created"))
    if name == "charge.dispute.created":
        return _dispute(thing)
    if name in ("refund.created", "charge.refund.created"):
        return _refund(thing)
    return [_as_it_is(event, f"stripe.{name}", thing, at)]


def _as_it_is(event: Record, activity: str, thing: Record, at: str | None) -> Row:
    """An event that has no reserved name: nothing is lost."""
    is_customer = thing.get("object") == "customer"
    customer = _id(thing) if is_customer else _id(thing.get("customer"))
    return {
        "customer": customer,
        "occurred_at": at,
        "activity": activity,
        "objects": {} if is_customer else {str(thing.get("object") or "object"): _id(thing)},
        "properties": {"status": thing.get("status")},
        "key": event.get("id"),
    }


# Subscriptions


def _subscription_event(event: Record, verb: str, now: Record, at: str | None) -> list[Row | None]:
    before = dig(event, "data", "previous_attributes")
    before = before if isinstance(before, dict) else {}
    status, was = now.get("status"), before.get("status")
    if verb == "deleted":
        return [_ended(now, unix(now.get("ended_at"), "ended_at") or at)]
    if verb == "created":
        began = _began(now, at) if status not in _UNPAID else None
        return [_trial(now), began]
    if verb != "updated":
        return [_as_it_is(event, f"subscription.{verb}", now, at)]
    base = _base(now, at)
    key = str(event.get("id"))
    made: list[Row | None] = []
    if was in _UNPAID and status not in _UNPAID and status != "canceled":
        made.append(_began(now, at))
    elif _bought(now) != _bought({**now, **before}):
        made.append({**base, "activity": "subscription.changed", "key": f"subscription.changed:{key}"})
    elif (start := _period(now)[0]) != _period({**now, **before})[0] and was is None:
        renewed = {
            "activity": "subscription.renewed",
            "occurred_at": unix(start, "current_period_start") or at,
        }
        made.append({**base, **renewed, "key": f"subscription.renewed:{now.get('id')}:{start}"})
    if before.get("cancel_at_period_end") is False and now.get("cancel_at_period_end"):
        made.append(_scheduled(now, at))
    return made or [_as_it_is(event, "subscription.updated", now, at)]


def _subscription(record: Record) -> list[Row | None]:
    """What a subscription, as it is now, says about its past: its trial, its beginning, its end. Renewals
    are in the events, or in the invoices."""
    ended, trial_end = record.get("ended_at"), record.get("trial_end")
    began = first(
        trial_end if record.get("trial_start") else None, record.get("start_date"), record.get("created")
    )
    is_paid = record.get("status") not in _UNPAID
    if is_paid and ended is not None and isinstance(began, int | float) and isinstance(ended, int | float):
        is_paid = began < ended or not record.get("trial_start")
    made = [_trial(record), _began(record, unix(began, "start_date")) if is_paid else None]
    if record.get("cancel_at_period_end") and record.get("canceled_at") is not None:
        made.append(_scheduled(record, unix(record["canceled_at"], "canceled_at")))
    if ended is not None:
        made.append(_ended(record, unix(ended, "ended_at")))
    return made


def _base(record: Record, at: str | None) -> Row:
    items = _items(record)
    price = first(*(dig(item, "price") or dig(item, "plan") for item in items), record.get("plan"))
    currency = _currency(first(record.get("currency"), dig(price, "currency")))
    product = dig(price, "product")
    names = (dig(price, "nickname"), dig(price, "lookup_key"), dig(product, "name"), _id(product), _id(price))
    interval = first(dig(price, "recurring", "interval"), dig(price, "interval"))
    count = first(dig(price, "recurring", "interval_count"), dig(price, "interval_count"))
    ends = _period(record)[1]
    return {
        "customer": _id(record.get("customer")),
        "objects": {"subscription": record.get("id")},
        "occurred_at": at,
        "amount": _sum(items, currency),
        "currency": currency,
        "properties": {
            "plan": first(*names),
            "quantity": dig(items, 0, "quantity"),
            "interval": interval,
            "interval_count": count,
            "status": record.get("status"),
            "period_ends": unix(ends, "current_period_end"),
        },
    }


def _trial(record: Record) -> Row | None:
    at = unix(record.get("trial_start"), "trial_start")
    key = f"trial.started:{record.get('id')}"
    return {**_base(record, at), "activity": "trial.started", "key": key} if at else None


def _began(record: Record, at: str | None) -> Row:
    key = f"subscription.started:{record.get('id')}"
    return {**_base(record, at), "activity": "subscription.started", "key": key}


def _scheduled(record: Record, at: str | None) -> Row:
    row = _base(record, at)
    row["properties"] |= {"reason": _reason(record)}
    text = dig(record, "cancellation_details", "comment")
    key = f"subscription.cancel_scheduled:{record.get('id')}:{at}"
    return {**row, "activity": "subscription.cancel_scheduled", "text": text, "key": key}


def _ended(record: Record, at: str | None) -> Row:
    row = _base(record, at)
    row["properties"] |= {"reason": _reason(record)}
    text = dig(record, "cancellation_details", "comment")
    key = f"subscription.cancelled:{record.get('id')}"
    return {**row, "activity": "subscription.cancelled", "text": text, "key": key}


def _reason(record: Record) -> Any:
    details = record.get("cancellation_details")
    return first(dig(details, "feedback"), dig(details, "reason"))


def _items(record: Record) -> list[dict[str, Any]]:
    return dicts(record, "items", "data") or ([dict(record)] if isinstance(record.get("plan"), dict) else [])


def _bought(record: Record) -> list[tuple[Any, Any]]:
    """What is paid for: prices and their quantities."""
    return [(_id(dig(i, "price") or dig(i, "plan")), i.get("quantity")) for i in _items(record)]


def _period(record: Record) -> tuple[Any, Any]:
    """Begin and end of the current period: on the subscription, since the versions of 2025 on its items."""
    item = dig(record, "items", "data", 0)
    begin, end = "current_period_start", "current_period_end"
    return first(record.get(begin), dig(item, begin)), first(record.get(end), dig(item, end))


def _sum(items: list[dict[str, Any]], currency: str | None) -> str | None:
    total, is_known = Decimal(0), False
    for item in items:
        price = dig(item, "price") or dig(item, "plan")
        named = ("unit_amount_decimal", "unit_amount", "amount_decimal", "amount")
        each = first(*(dig(price, name) for name in named))
        if each is None:
            continue
        try:
            total += Decimal(str(each)) * Decimal(str(first(item.get("quantity"), 1)))
            is_known = True
        except ArithmeticError:
            raise refuse(BAD_CELL, "items", f"{str(each)[:40]} is not an amount") from None
    return _amount(format(total.normalize(), "f"), currency) if is_known and total.is_finite() else None


# Money


def _charge(record: Record) -> list[Row | None]:
    """A charge is the moment money moves, or does not. What is only authorised has not moved yet."""
    status = record.get("status")
    currency = _currency(record.get("currency"))
    invoice = _id(record.get("invoice"))
    row: Row = {
        "customer": _id(record.get("customer")),
        "objects": {"charge": record.get("id"), "invoice": invoice},
        "occurred_at": unix(record.get("created"), "created"),
        "currency": currency,
        "properties": {
            "description": record.get("description"),
            "payment_intent": _id(record.get("payment_intent")),
        },
    }
    if status == "failed":
        row["properties"] |= {"reason": first(record.get("failure_code"), dig(record, "outcome", "reason"))}
        amount, activity = _amount(record.get("amount"), currency), "payment.failed"
    elif status in ("succeeded", "paid") and record.get("captured") is not False:
        captured = first(record.get("amount_captured"), record.get("amount"))
        amount, activity = _amount(captured, currency), "payment.succeeded"
    else:
        return []
    return [{**row, "activity": activity, "amount": amount, "key": f"{activity}:{record.get('id')}"}]


def _invoice(record: Record, event: Record | None = None) -> list[Row | None]:
    """What an invoice says that its charge does not: a renewal, and its being paid.

    An invoice and its charge are the same money. Where the invoice names its charge (the versions before
    2025), both make one fact, with the charge's key. Where it does not, it is ``invoice.paid`` under its own
    name, so that money is never counted twice.
    """
    currency = _currency(record.get("currency"))
    failed = dig(event, "type") == "invoice.payment_failed"
    at = first(dig(record, "status_transitions", "paid_at"), dig(event, "created"), record.get("created"))
    charge = first(
        _id(record.get("charge")),
        *(_id(dig(p, "payment", "charge")) for p in dicts(record, "payments", "data")),
    )
    subscription = first(
        _id(record.get("subscription")), _id(dig(record, "parent", "subscription_details", "subscription"))
    )
    row: Row = {
        "customer": _id(record.get("customer")),
        "objects": {"invoice": record.get("id"), "subscription": subscription, "charge": charge},
        "occurred_at": unix(dig(event, "created") if failed else at, "created"),
        "currency": currency,
        "properties": {"reason": record.get("billing_reason"), "number": record.get("number")},
    }
    made = [same_as(email(record.get("customer_email")), row["customer"])]
    if failed:
        amount = _amount(record.get("amount_due"), currency)
        activity = "payment.failed" if charge else "invoice.payment_failed"
        key = f"{activity}:{charge}" if charge else dig(event, "id")
        return [*made, {**row, "activity": activity, "amount": amount, "key": key}]
    if record.get("status") != "paid" and record.get("paid") is not True:
        return made
    paid = _amount(record.get("amount_paid"), currency)
    activity = "payment.succeeded" if charge or record.get("paid_out_of_band") is True else "invoice.paid"
    made.append(
        {**row, "activity": activity, "amount": paid, "key": f"{activity}:{charge or record.get('id')}"}
    )
    return made


def _refund(record: Record) -> list[Row | None]:
    return _about_a_charge(record, "refund", "payment.refunded")


def _dispute(record: Record) -> list[Row | None]:
    return _about_a_charge(record, "dispute", "payment.disputed")


def _about_a_charge(record: Record, kind: str, activity: str) -> list[Row | None]:
    currency = _currency(record.get("currency"))
    row: Row = {
        "objects": {"charge": _id(record.get("charge")), kind: record.get("id")},
        "occurred_at": unix(record.get("created"), "created"),
        "activity": activity,
        "amount": _amount(record.get("amount"), currency),
        "currency": currency,
        "properties": {"reason": record.get("reason"), "status": record.get("status")},
        "key": f"{activity}:{record.get('id')}",
    }
    return [row]


def _customer(record: Record, since: Any = None) -> list[Row | None]:
    if record.get("deleted") is True:
        return []  # only its id is left
    since = first(since, record.get("created"))
    customer, at = record.get("id"), unix(since, "created")
    named = ("name", "email", "phone", "currency", "delinquent", "description", "address")
    traits = {name: record.get(name) for name in named}
    metadata = record.get("metadata")
    if isinstance(metadata, dict):
        traits |= {f"metadata_{name}": value for name, value in metadata.items()}
    return [
        same_as(email(record.get("email")), customer, at),
        {
            "type": "traits",
            "customer": customer,
            "occurred_at": at,
            "traits": traits,
            "key": f"customer:{customer}:{since}",
        },
    ]


def _id(value: Any) -> Any:
    """An id, or the id of the object that stands in its place where it was expanded."""
    return value.get("id") if isinstance(value, dict) else value


def _currency(value: Any) -> str | None:
    return value.upper() if isinstance(value, str) else None


def _amount(value: Any, currency: str | None) -> str | None:
    if value is None or currency is None:
        return None
    try:
        return major_units(value, currency)
    except ValueError as error:
        raise refuse(BAD_CELL, "amount", str(error)) from None


TOOL = Tool(
    "stripe",
    "Stripe: events, subscriptions, charges, invoices, refunds, disputes, customers (API or webhook)",
    _recognises,
    _facts,
    customer="Stripe's customer (`cus_...`); the customer's e-mail is tied to it",
    key="what happened to which object (`subscription.started:sub_...`), so that events and objects agree; "
    "else the event's id",
    times="seconds since 1970",
    wrappers=("data",),
)
