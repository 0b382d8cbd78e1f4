"""What the ``subscription.*`` interactions of one subject say: which subscriptions ran, from when to when,
for how much a month, and which terms came up for renewal.

A subscription is told apart by ``objects.subscription``, else by ``properties.product``; a subject without
either has one. One that is first heard of when it is renewed, changed or cancelled has run since before the
log began. A cancellation takes effect when it occurs, or at ``properties.ends_on`` where that is later; what
is renewed before that day stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from decimal import Decimal
from typing import Any, Final, Literal

from desirepath.measures.book.money import Rates, Term, read_day, read_term

STARTED: Final = "subscription.started"
RENEWED: Final = "subscription.renewed"
CHANGED: Final = "subscription.changed"
CANCELLED: Final = "subscription.cancelled"
ACTIVITIES: Final = (STARTED, RENEWED, CHANGED, CANCELLED)
_RAN_BEFORE: Final = "ran before"

Cents = int | str
"""Whole cents a month in the currency of the reports, or why that cannot be said."""


@dataclass(frozen=True, slots=True)
class Event:
    """One ``subscription.*`` interaction: ``traits`` are the subject's at that instant.

    ``told_us`` is when it was told, where that is not ``at_us``, from which on it holds. Days and months that
    it names are those of ``zone``.
    """

    at_us: int
    activity: str
    amount: Decimal | None
    currency: str | None
    subscription: str | None
    properties: Mapping[str, Any]
    traits: Mapping[str, Any] = field(default_factory=dict)
    told_us: int | None = None
    zone: tzinfo = UTC

    @property
    def name(self) -> str:
        """What tells this subscription from the subject's others."""
        return self.subscription or self.product or ""

    @property
    def product(self) -> str:
        """What was bought; empty where the log does not tell products apart."""
        product = self.properties.get("product")
        return product if isinstance(product, str) else ""

    @property
    def term(self) -> Term | None:
        """For how long the amount is: the interaction's own word, else the subject's traits."""
        begins_us = self.at_us if self.told_us is None else self.told_us
        told = read_term(self.properties, begins_us, self.zone)
        return told or read_term(self.traits, begins_us, self.zone)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a subject had right after an instant at which something changed.

    ``running`` counts its subscriptions, ``cents`` is what they cost a month together; ``gaps`` are the
    reasons why some of that cannot be said. ``joins_product`` is whether a subscription of another product
    (or of another name) began beside one that ran already.
    """

    at_us: int
    running: int
    cents: int
    gaps: tuple[str, ...] = ()
    joins_product: bool = False


Step = Literal["up", "down", "same", "unknown"]


@dataclass(frozen=True, slots=True)
class Change:
    """A ``subscription.changed``: to more a month, to less, to the same, or it cannot be said."""

    at_us: int
    step: Step


@dataclass(frozen=True, slots=True)
class Due:
    """A term that came up for renewal at ``due_us``.

    ``renewed_us`` is when it was renewed, ``lost_us`` when the subscription was cancelled instead; with
    neither it is open. ``target`` is what a month cost before, ``final`` what it costs after.
    """

    due_us: int
    target: Cents
    renewed_us: int | None = None
    lost_us: int | None = None
    final: Cents = 0


@dataclass(frozen=True, slots=True)
class History:
    """What one subject's subscriptions went through, in order. ``without_term`` counts those whose end is
    not told when they begin. ``untimed`` has, for each that still runs without a word for when it ends, the
    currency and the amount that it was last told to cost; None where that is not told either."""

    moments: tuple[Moment, ...]
    changes: tuple[Change, ...]
    dues: tuple[Due, ...]
    without_term: int = 0
    untimed: tuple[tuple[str, Decimal] | None, ...] = ()


@dataclass(slots=True)
class _Running:
    cents: Cents
    amount_a_month: tuple[str | None, Decimal] | None
    product: str
    term: Term | None
    due_us: int | None
    told: tuple[str, Decimal] | None = None
    is_running: bool = True


def read_history(events: Sequence[Event], rates: Rates, *, before_log_us: int) -> History:
    """The history of one subject, from its ``events`` in total order.

    ``before_log_us`` is an instant before the log began.
    """
    reader = _Reader(rates)
    for at_us, together in _by_instant([*_ran_before(events, before_log_us), *_in_effect(events)]):
        reader.read(at_us, together)
    return reader.history()


class _Reader:
    """Follows the subscriptions of one subject from one instant to the next."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.running: dict[str, _Running] = {}
        self.moments: list[Moment] = []
        self.changes: list[Change] = []
        self.dues: list[Due] = []
        self.without_term = 0

    def read(self, at_us: int, together: Iterable[Event]) -> None:
        """What happened at one instant: a subscription that ends while another begins is a move, not a
        loss."""
        together = list(together)
        had = {name for name, one in self.running.items() if one.is_running}
        products = {one.product or name for name, one in self.running.items() if one.is_running}
        joins = False
        for event in together:
            match event.activity:
                case "ran before":
                    self.running[event.name] = self._subscription(event, due_us=None)
                case "subscription.started":
                    joins |= bool(had) and (event.product or event.name) not in products
                    self._begin(event)
                case "subscription.renewed":
                    self._renew(event)
                case "subscription.changed":
                    self._change(event)
                case _:
                    self._cancel(event)
        self._remember(at_us, joins_product=joins)

    def history(self) -> History:
        """Everything read so far; terms that have not ended are due and open."""
        still_due = [
            Due(one.due_us, one.cents)
            for one in self.running.values()
            if one.is_running and one.due_us is not None
        ]
        return History(
            tuple(self.moments),
            tuple(self.changes),
            (*self.dues, *still_due),
            self.without_term,
            tuple(one.told for one in self.running.values() if one.is_running and one.due_us is None),
        )

    def _remember(self, at_us: int, *, joins_product: bool = False) -> None:
        now = [one for one in self.running.values() if one.is_running]
        cents = sum(one.cents for one in now if isinstance(one.cents, int))
        gaps = tuple(one.cents for one in now if isinstance(one.cents, str))
        self.moments.append(Moment(at_us, len(now), cents, gaps, joins_product and len(now) > 1))

    def _subscription(self, event: Event, *, due_us: int | None) -> _Running:
        term = event.term
        cents = self.rates.cents_a_month(event.amount, event.currency, term)
        a_month = None
        if event.amount is not None and term is not None:
            a_month = event.currency, event.amount / Decimal(repr(term.months))
        told = None if event.amount is None or event.currency is None else (event.currency, event.amount)
        return _Running(cents, a_month, event.product, term, due_us, told)

    def _begin(self, event: Event) -> None:
        term = event.term
        if term is None:
            self.without_term += 1
        due_us = None if term is None else term.end(event.at_us)
        self.running[event.name] = self._subscription(event, due_us=due_us)

    def _renew(self, event: Event) -> None:
        before = self.running[event.name]
        after = self._subscription(event, due_us=None)
        if event.term is None:
            after.term = before.term
            if event.amount is not None:
                after.cents = self.rates.cents_a_month(event.amount, event.currency, before.term)
        if event.amount is None:
            # Prolonged as it was.
            after.cents, after.amount_a_month, after.told = before.cents, before.amount_a_month, before.told
        term = after.term
        begins_us = event.at_us
        if before.is_running and before.due_us is not None:
            self.dues.append(Due(before.due_us, before.cents, renewed_us=event.at_us, final=after.cents))
            length_us = 0 if term is None else term.end(before.due_us) - before.due_us
            # Early or late, the next term begins where this one ends; after a long gap it begins anew.
            if abs(event.at_us - before.due_us) <= length_us / 2:
                begins_us = before.due_us
        after.due_us = None if term is None else term.end(begins_us)
        after.product = after.product or before.product
        self.running[event.name] = after

    def _change(self, event: Event) -> None:
        before = self.running[event.name]
        after = self._subscription(event, due_us=before.due_us)
        if event.term is None:
            after.term = before.term
            after.cents = self.rates.cents_a_month(event.amount, event.currency, before.term)
            if event.amount is not None and before.term is not None:
                after.amount_a_month = event.currency, event.amount / Decimal(repr(before.term.months))
        after.product = after.product or before.product
        self.changes.append(Change(event.at_us, _step(event, before, after)))
        self.running[event.name] = after

    def _cancel(self, event: Event) -> None:
        one = self.running[event.name]
        if not one.is_running:
            return
        if one.due_us is not None:
            self.dues.append(Due(one.due_us, one.cents, lost_us=event.at_us))
        one.is_running = False


def _step(event: Event, before: _Running, after: _Running) -> Step:
    told = event.properties.get("change")
    if told in ("upgrade", "expansion"):
        return "up"
    if told in ("downgrade", "contraction"):
        return "down"
    if before.amount_a_month is None or after.amount_a_month is None:
        return "unknown"
    (currency, was), (other, now) = before.amount_a_month, after.amount_a_month
    if currency != other:
        return "unknown"
    return "same" if now == was else "up" if now > was else "down"


def _ran_before(events: Sequence[Event], before_log_us: int) -> list[Event]:
    """The subscriptions that had begun before the log did, as they are first heard of; when they end is not
    known. Of one that is first heard of when it is cancelled nobody knows what it cost."""
    first: dict[str, Event] = {}
    for event in events:
        first.setdefault(event.name, event)
    return [
        replace(
            event,
            at_us=before_log_us,
            told_us=event.at_us,
            activity=_RAN_BEFORE,
            amount=None if event.activity == CANCELLED else event.amount,
        )
        for event in first.values()
        if event.activity != STARTED
    ]


def _in_effect(events: Sequence[Event]) -> list[Event]:
    """The events at the instants from which they hold: a cancellation may be for a later day."""
    found: list[Event] = []
    for place, event in enumerate(events):
        ends_us = (
            read_day(event.properties.get("ends_on"), event.zone) if event.activity == CANCELLED else None
        )
        if ends_us is None or ends_us <= event.at_us:
            found.append(event)
            continue
        stays = any(
            later.name == event.name and later.activity in (STARTED, RENEWED) and later.at_us < ends_us
            for later in events[place + 1 :]
        )
        if not stays:
            found.append(replace(event, at_us=ends_us))
    return sorted(found, key=lambda event: event.at_us)


def _by_instant(events: Sequence[Event]) -> list[tuple[int, list[Event]]]:
    found: list[tuple[int, list[Event]]] = []
    for event in events:
        if not found or found[-1][0] != event.at_us:
            found.append((event.at_us, []))
        found[-1][1].append(event)
    return found
