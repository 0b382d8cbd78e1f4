"""What people write down by hand about a customer, as facts of the log: notes, promises, calls, pulses,
milestones, subscriptions; and what takes one of them back.

They are interactions like any other, so they are replayed, exported and erased with the customer. They are
told apart by their source, and known by a key that whoever writes chooses: said twice, they are kept once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from desirepath.log.interaction import Interaction

SOURCE: Final = "by hand"
NOTE, CALL, PULSE = "note.written", "call.held", "pulse.given"
MILESTONE, WITHDRAWN = "milestone.reached", "entry.withdrawn"
OVERRIDDEN: Final = "health.overridden"
NO_FEELINGS: Final = frozenset({NOTE, PULSE, MILESTONE, WITHDRAWN, OVERRIDDEN})
"""What one of us says of a customer: whatever score it carries is none that the customer gave."""
WORST_PULSE, BEST_PULSE = 1, 6
MOST_REASONS: Final = 3

REASONS: Final[Mapping[str, str]] = {
    "value": "sees the value, or does not",
    "usage": "uses it more, or less",
    "adoption": "a key feature is used, or is not",
    "onboarding": "the beginning went well, or badly",
    "training": "people know how, or do not",
    "product-gap": "something is missing in the product",
    "quality": "faults, outages, slowness",
    "support": "help came, or did not",
    "relationship": "how we get on with each other",
    "sponsor": "who stands up for us there: won, or lost",
    "stakeholders": "other people decide now",
    "budget": "there is money, or there is none",
    "price": "what it costs",
    "contract": "terms, length, papers",
    "competitor": "somebody else is looked at",
    "strategy": "their plans have changed",
    "merger": "they buy, or are bought",
    "no-contact": "nobody answers",
    "advocate": "speaks well of us",
}
"""Why a pulse is what it is, by code. A pulse names at most three."""


def note(
    objects: Mapping[str, str],
    text: str,
    *,
    at: datetime,
    by: str,
    key: str,
    kind: str = "note",
    due_on: date | None = None,
) -> Interaction:
    """Something written down about a customer; of the kind ``promise`` with the day it is due, where there is
    one."""
    properties: dict[str, object] = {"kind": kind}
    if due_on is not None:
        properties["due_on"] = due_on.isoformat()
    return entry_by_hand(NOTE, objects, at=at, by=by, key=key, text=text, properties=properties)


def call(objects: Mapping[str, str], text: str, *, at: datetime, by: str, key: str) -> Interaction:
    """A call with a customer, and what was said."""
    return entry_by_hand(CALL, objects, at=at, by=by, key=key, text=text, channel="phone")


def pulse(
    objects: Mapping[str, str],
    points: int,
    *,
    at: datetime,
    by: str,
    key: str,
    reasons: Sequence[str] = (),
    text: str | None = None,
) -> Interaction:
    """How one of us says that a customer is: 6 is extremely satisfied, 1 a severe risk.

    It is a property and no score: scores are what customers say themselves, and make the measured feeling.
    """
    properties: dict[str, object] = {"pulse": points}
    if reasons:
        properties["reasons"] = list(reasons)
    return entry_by_hand(PULSE, objects, at=at, by=by, key=key, text=text, properties=properties)


def milestone(
    objects: Mapping[str, str],
    *,
    map_id: str,
    step: str,
    name: str,
    reason: str,
    at: datetime,
    by: str,
    key: str,
) -> Interaction:
    """That a customer has come to a step of a map, whatever the data say, and why."""
    properties = {"map": map_id, "step": step, "name": name}
    text = reason or None
    return entry_by_hand(MILESTONE, objects, at=at, by=by, key=key, text=text, properties=properties)


def subscription(
    objects: Mapping[str, str],
    what: Literal["started", "renewed", "changed", "cancelled"],
    *,
    at: datetime,
    by: str,
    key: str,
    amount: Decimal | None = None,
    currency: str | None = None,
    properties: Mapping[str, object] | None = None,
    text: str | None = None,
) -> Interaction:
    """What became of a subscription, where no billing tool tells of it.

    ``amount`` is for one term: ``properties`` say what of (``plan``, ``product``) and how long it is
    (``interval`` with ``interval_count``, ``term_days``, or ``ends_on``); of a cancellation ``ends_on`` is
    from when on it holds. ``text`` is why.
    """
    entry = entry_by_hand(
        f"subscription.{what}", objects, at=at, by=by, key=key, text=text, properties=properties or {}
    )
    return replace(entry, amount=amount, currency=currency)


def withdrawal(of_key: str, objects: Mapping[str, str], *, at: datetime, by: str) -> Interaction:
    """What takes an entry back from an instant on. Said twice, it is kept once."""
    properties = {"key": of_key}
    return entry_by_hand(WITHDRAWN, objects, at=at, by=by, key=f"{of_key}-withdrawn", properties=properties)


def entry_by_hand(
    activity: str,
    objects: Mapping[str, str],
    *,
    at: datetime,
    by: str,
    key: str,
    text: str | None = None,
    channel: str | None = None,
    properties: Mapping[str, object] | None = None,
) -> Interaction:
    """Any fact that somebody here writes down about a customer; ``by`` is who, ``key`` makes it once."""
    return Interaction(
        objects=dict(objects),
        occurred_at=at,
        activity=activity,
        source=SOURCE,
        key=key,
        channel=channel,
        direction="by_us",
        actor=by,
        text=text,
        properties=dict(properties or {}),
    )
