"""What an account pays, has paid, and when its terms end."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from desirepath.base.spans import from_microseconds
from desirepath.success.measure_one import MeasuredOne


class PaidOut(Schema):
    """What the account pays a month from an instant on, in whole cents; ``gap``: why that is not known."""

    at: datetime
    cents: int | None
    subscriptions: int
    gap: str | None


class TermOut(Schema):
    """A term that ends. ``state``: renewed, lost, open or overdue; ``call`` is what to expect."""

    due: datetime
    state: str
    cents: int | None
    gap: str | None
    call: str
    likelihood: float | None
    low: float | None
    high: float | None


class ToldAmount(Schema):
    """An amount as the data tell it, in whole cents of its own currency."""

    cents: int
    currency: str


class WorthOut(Schema):
    """What the account pays. ``has_subscriptions``: whether the log tells of any, of anybody.

    ``without_term`` counts subscriptions of which nobody said when they end; ``untimed`` is what those that
    run so were told to cost.
    """

    has_subscriptions: bool
    currency: str
    now: PaidOut | None
    history: list[PaidOut]
    terms: list[TermOut]
    without_term: int
    untimed: list[ToldAmount]


def worth_of(known: MeasuredOne, account: str, currency: str) -> WorthOut:
    """What one account pays in the currency of the reports; what cannot be said is said so."""
    history = known.records.histories.get(known.records.place[account])
    moments = [one for one in (history.moments if history else ()) if one.at_us <= known.records.last_us]
    paid = [
        PaidOut(
            at=from_microseconds(max(one.at_us, known.records.first_us)),
            cents=None if one.gaps else one.cents,
            subscriptions=one.running,
            gap=one.gaps[0] if one.gaps else None,
        )
        for one in moments
    ]
    terms = [
        TermOut(
            due=one.due,
            state=one.state,
            cents=one.cents,
            gap=one.gap,
            call=one.call,
            likelihood=one.likelihood.value if one.likelihood else None,
            low=one.likelihood.low if one.likelihood else None,
            high=one.likelihood.high if one.likelihood else None,
        )
        for one in known.renewals
    ]
    return WorthOut(
        has_subscriptions=known.records.has_subscriptions,
        currency=currency,
        now=paid[-1] if paid and paid[-1].subscriptions else None,
        history=paid,
        terms=terms,
        without_term=len(history.untimed) if history else 0,
        untimed=[
            ToldAmount(cents=int(100 * told[1]), currency=told[0])
            for told in (history.untimed if history else ())
            if told is not None
        ],
    )
