"""Money and the decision to stay, told: payments, changes of plan, renewals, cancellations."""

from __future__ import annotations

from typing import Any

from desirepath.stories.clock import DAY, HOUR, at_work
from desirepath.stories.techcorp import letters, voices
from desirepath.stories.techcorp.causes import PAYMENTS_FAIL, PAYMENTS_FAIL_IN_SLACK, PRICE_CHANGE
from desirepath.stories.techcorp.company import price
from desirepath.stories.techcorp.life import Life


def tell_money(life: Life) -> None:
    """Writes down what the account paid, how it grew or shrank, and whether it stayed."""
    change = _change(life)
    _payments(life, change)
    _renewals(life, change)
    plan, company = life.plan, life.company
    life.feeds.interaction(
        "billing",
        plan.cancelled_at,
        "subscription.cancelled",
        None,
        company.id,
        direction="by_customer",
        properties={"reason": plan.cancelled_because, "plan": company.plan},
    )


def _change(life: Life) -> tuple[int, int]:
    """From when on the account has how many seats (its own number where nothing changes)."""
    chance, company, plan = life.chance, life.company, life.plan
    at = at_work(chance, plan.signed_at + chance.between(100, 320) * DAY, company.zone)
    happy = plan.approvals_at is not None and plan.approvals_at < at
    grows = chance.yes(0.34 if happy else 0.06)
    shrinks = not grows and chance.yes(0.03 if happy else 0.1)
    if not (grows or shrinks):
        return at, company.seats
    factor = chance.between(1.15, 1.6) if grows else chance.between(0.5, 0.85)
    seats = max(5, round(company.seats * factor))
    if seats == company.seats:
        return at, seats
    life.happens(
        "billing",
        at,
        "subscription.changed",
        life.lead,
        direction="by_customer",
        amount=price(company, seats, company.term_days, at=at),
        currency=company.currency,
        properties={"plan": company.plan, "seats": seats, "change": "upgrade" if grows else "downgrade"},
    )
    if at < plan.cancelled_at:
        life.feeds.traits("billing", at, "account", company.id, {"seats": seats})
    return at, seats


def _payments(life: Life, change: tuple[int, int]) -> None:
    """What was agreed is paid: at the signature, by a change of seats or by a renewal. A new price comes with
    the next of them, and not within a term."""
    chance, company, plan = life.chance, life.company, life.plan
    changes = (change[0],) if change[1] != company.seats else ()
    agreed = (plan.signed_at, *changes, *plan.renewals)
    every = 91 if company.plan == "business" else 30
    at = plan.signed_at + 2 * DAY
    number = 0
    while not life.is_over(at):
        number += 1
        seats = change[1] if at >= change[0] else company.seats
        invoice = {"invoice": f"I{company.id[1:]}-{number}"}
        money: dict[str, Any] = {
            "amount": price(company, seats, every, at=max(one for one in agreed if one <= at)),
            "currency": company.currency,
            "objects": invoice,
        }
        paid = at + chance.whole(0, 6) * HOUR
        if chance.yes(PAYMENTS_FAIL if plan.vigour(at) == 1 else PAYMENTS_FAIL_IN_SLACK):
            life.happens("billing", paid, "payment.failed", properties={"why": "card refused"}, **money)
            paid += chance.whole(3, 6) * DAY
        life.happens("billing", paid, "payment.succeeded", **money)
        at += every * DAY


def _renewals(life: Life, change: tuple[int, int]) -> None:
    chance, company, plan = life.chance, life.company, life.plan
    ahead = 30 if company.plan == "starter" else 60
    ends = [plan.signed_at + term * company.term_days * DAY for term in (1, 2, 3)]
    for number, end in enumerate(ends):
        life.write(at_work(chance, end - (ahead + 10) * DAY, company.zone), letters.RENEWAL, life.lead)
        call = at_work(chance, end - (ahead - chance.whole(-5, 10)) * DAY, company.zone)
        if chance.yes(0.5 if company.segment == "small" else 0.74):
            life.happens(
                "crm",
                call,
                "call.held",
                life.lead,
                channel="phone",
                direction="by_us",
                actor="customer-success",
                properties={"kind": "renewal"},
            )
            pricier = -0.6 if call > PRICE_CHANGE and company.segment == "small" else 0
            life.ask(
                call + HOUR,
                letters.CALL,
                life.lead,
                voices.RENEWAL,
                mood=life.mood(call) + pricier,
                about="renewal",
            )
        if number >= len(plan.renewals):
            break
        renewed_at = plan.renewals[number]
        seats = change[1] if renewed_at >= change[0] else company.seats
        life.happens(
            "billing",
            renewed_at,
            "subscription.renewed",
            life.lead,
            direction="by_customer",
            amount=price(company, seats, company.term_days, at=renewed_at),
            currency=company.currency,
            properties={"plan": company.plan, "term_days": company.term_days},
        )
