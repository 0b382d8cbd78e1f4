"""Renewals: which terms end when, what became of them, and how likely those to come are.

Terms and amounts are the success measures' own (:mod:`desirepath.measures.book`): early and late renewals
count when they were due, and what a renewal brings on top of the old amount is expansion, not renewal. What
history says of terms to come is learned in :mod:`desirepath.success.renewal_history`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period, from_microseconds, to_microseconds
from desirepath.measures.book.records import Records
from desirepath.measures.book.source import Source
from desirepath.measures.book.subscriptions import Due
from desirepath.measures.statistics.sum_of_chances import sum_of_chances
from desirepath.success.explaining import WorstLine, worst_line
from desirepath.success.health import Health

State = Literal["renewed", "lost", "open", "overdue"]
Call = Literal["committed", "likely", "at risk", "lost"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """One term that ends. ``cents`` is what it costs a month; None, with ``gap`` as the reason, where that
    cannot be said. ``kept_cents`` is what stays of it where that is known: at most ``cents``.

    ``call`` is what to expect: renewed already (committed); open, of somebody whose health is in no level
    that history has as risky (likely), or is, or is not known (at risk); or lost. Where health tells nothing
    of who renews, and without a scorecard, open terms are likely where history says that more than half are
    renewed, else at risk; what is overdue is at risk. ``likelihood`` is of open terms only, and so is
    ``reason``, the line of health that speaks most against it. ``settled`` is when it was renewed or
    cancelled, which may be long before it is due; None of what is open. Days are of the log's zone.
    """

    subject: str
    due: datetime
    state: State
    cents: int | None
    gap: str | None
    kept_cents: int | None
    level: str | None
    call: Call
    likelihood: Estimate | None
    settled: datetime | None = None
    reason: WorstLine | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the terms of a period bring, in whole cents a month.

    ``expected`` is committed, and of what is open each amount times its likelihood; ``low`` and ``high`` are
    the same with the bounds of the likelihoods, all of which may be wrong in the same direction. ``least``
    and ``most`` have the luck of single terms in them too, each of which is renewed or is not: so much it
    will be in 95 of 100 cases. ``excluded`` says how many terms have no amount, and why.
    """

    due: int
    committed: int
    likely: int
    at_risk: int
    lost: int
    expected: float
    low: float
    high: float
    least: float
    most: float
    terms: int
    excluded: Mapping[str, int]


@dataclass(frozen=True)
class Known:
    """What is known beside the terms: ``health`` now (None: there is no scorecard), likelihoods by level
    (None: of all), the levels that are at ``risk`` (None: health tells nothing of who renews), and the ids of
    the signals that do tell."""

    health: Health | None = None
    likelihoods: Mapping[str | None, Estimate] = field(default_factory=dict)
    risk: frozenset[str] | None = None
    telling: Sequence[str] = ()

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each subject in ``health``."""
        return {} if self.health is None else {one: at for at, one in enumerate(self.health.subjects)}

    def level(self, subject: str) -> str | None:
        """The level of health of a subject; None where it has none."""
        place = self.places.get(subject)
        return None if self.health is None or place is None else self.health.levels[place]

    def reason(self, subject: str) -> WorstLine | None:
        """What speaks most against a subject; None where nothing does."""
        place = self.places.get(subject)
        return None if self.health is None or place is None else worst_line(self.health, place, self.telling)


def known_of(health: Health | None, likelihoods: Mapping[str | None, Estimate] | None = None) -> Known:
    """What is known where nothing was learned of a scorecard's levels: its lowest is at risk."""
    risk = None if health is None else frozenset({health.card.levels[0].name})
    return Known(health, likelihoods or {}, risk)


def find_renewals(
    records: Records,
    period: Period,
    known: Known = Known(),
    *,
    only: frozenset[str] | None = None,
) -> tuple[Renewal, ...]:
    """The terms that end in ``period``, by when they are due; ``only`` are whose (None: everybody's)."""
    since_us = None if period.since is None else to_microseconds(period.since)
    until_us = None if period.until is None else to_microseconds(period.until)
    zone = ZoneInfo(records.settings.time_zone)
    found = []
    dues, subjects, _ = Source(records).dues
    for due, subject in zip(dues, subjects.tolist(), strict=True):
        if (since_us is None or due.due_us >= since_us) and (until_us is None or due.due_us < until_us):
            whose = records.subjects[subject]
            if only is None or whose in only:
                found.append(_renewal(due, whose, known, records.last_us, zone))
    return tuple(sorted(found, key=lambda one: (one.due, one.subject)))


def _renewal(due: Due, subject: str, known: Known, last_us: int, zone: ZoneInfo) -> Renewal:
    state, level = state_of(due, last_us), known.level(subject)
    is_open = state in ("open", "overdue")
    kept: int | None = None
    if state == "renewed" and isinstance(due.target, int) and isinstance(due.final, int):
        kept = min(due.final, due.target)
    elif state == "lost":
        kept = 0
    call: Call = "at risk"
    if not is_open:
        call = "committed" if state == "renewed" else "lost"
    elif state == "open":
        is_likely = _is_likely(known.likelihoods) if known.risk is None else _is_well(level, known.risk)
        call = "likely" if is_likely else "at risk"
    settled_us = due.lost_us if due.renewed_us is None else due.renewed_us
    return Renewal(
        subject=subject,
        due=from_microseconds(due.due_us).astimezone(zone),
        state=state,
        cents=due.target if isinstance(due.target, int) else None,
        gap=None if isinstance(due.target, int) else str(due.target),
        kept_cents=kept,
        level=level,
        call=call,
        likelihood=(known.likelihoods.get(level) or known.likelihoods.get(None)) if is_open else None,
        settled=None if settled_us is None else from_microseconds(settled_us).astimezone(zone),
        reason=known.reason(subject) if is_open else None,
    )


def _is_well(level: str | None, risk: frozenset[str]) -> bool:
    return level is not None and level not in risk


def _is_likely(likelihoods: Mapping[str | None, Estimate]) -> bool:
    of_all = likelihoods.get(None)
    return of_all is not None and of_all.value is not None and of_all.value > 0.5


def state_of(due: Due, now_us: int) -> State:
    """What became of a term by now."""
    if due.renewed_us is not None:
        return "renewed"
    if due.lost_us is not None:
        return "lost"
    return "overdue" if due.due_us < now_us else "open"


def forecast(renewals: Sequence[Renewal]) -> Forecast:
    """Add up what the terms bring.

    An open term of unknown likelihood may bring nothing or everything: it counts in ``high`` and ``most``
    alone, and in ``expected`` not at all.

    >>> forecast([]).expected
    0.0
    """
    sums = {"committed": 0, "likely": 0, "at risk": 0, "lost": 0}
    due, expected, low, high, excluded = 0, 0.0, 0.0, 0.0, Counter[str]()
    amounts, lows, highs = list[int](), list[float](), list[float]()
    for one in renewals:
        if one.cents is None:
            excluded[one.gap or "without an amount"] += 1
            continue
        due += one.cents
        if one.state == "renewed":
            kept = one.cents if one.kept_cents is None else one.kept_cents
            sums["committed"] += kept
            sums["lost"] += one.cents - kept
            expected, low, high = expected + kept, low + kept, high + kept
            continue
        sums[one.call] += one.cents
        if one.state == "lost":
            continue
        chance, least, most = _chances(one.likelihood)
        expected, low, high = expected + one.cents * chance, low + one.cents * least, high + one.cents * most
        amounts.append(one.cents)
        lows.append(least)
        highs.append(most)
    luck = sum_of_chances(amounts, lows, highs)
    return Forecast(
        due=due,
        committed=sums["committed"],
        likely=sums["likely"],
        at_risk=sums["at risk"],
        lost=sums["lost"],
        expected=expected,
        low=low,
        high=high,
        least=sums["committed"] + luck[0],
        most=sums["committed"] + luck[1],
        terms=len(renewals) - sum(excluded.values()),
        excluded=dict(excluded),
    )


def _chances(likelihood: Estimate | None) -> tuple[float, float, float]:
    """A likelihood with its bounds; of an unknown one 0, between 0 and 1."""
    if likelihood is None or likelihood.value is None:
        return 0.0, 0.0, 1.0
    low = 0.0 if likelihood.low is None else likelihood.low
    return likelihood.value, low, 1.0 if likelihood.high is None else likelihood.high
