"""Renewals: which terms end when, what became of them, and how likely those to come are.

Terms and amounts are the success measures' own (:mod:`desirepath.measures.book`): early and late renewals
count when they were due, and what a renewal brings on top of the old amount is expansion, not renewal. The
likelihood of a term to come is the share of past terms that were renewed, among those who were customers so
long before it and in the same level of health, with Wilson's interval; where too few are known, among all
who were customers then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Final, Literal

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import Period, from_microseconds, to_microseconds
from desirepath.measures.book.months import DAY_US
from desirepath.measures.book.records import Records
from desirepath.measures.book.source import Source
from desirepath.measures.book.subscriptions import Due
from desirepath.measures.statistics.mover import mover
from desirepath.measures.statistics.sum_of_chances import sum_of_chances
from desirepath.measures.statistics.wilson import wilson
from desirepath.success.health import Health, work_out
from desirepath.success.signals import SignalReader

State = Literal["renewed", "lost", "open", "overdue"]
Call = Literal["committed", "likely", "at risk", "lost"]

FEWEST: Final = 20
"""Of fewer past terms nothing is said of a level by itself."""
MOST_PAST_DAYS: Final = 24
NONE_DECIDED: Final = "no term has ended and been decided yet"


@dataclass(frozen=True, slots=True)
class Renewal:
    """One term that ends. ``cents`` is what it costs a month; None, with ``gap`` as the reason, where that
    cannot be said. ``kept_cents`` is what stays of it where that is known: at most ``cents``.

    ``call`` is what to expect: renewed already (committed); open, of somebody whose health is not in the
    lowest level (likely), or is, or is not known (at risk); or lost. Without a scorecard open terms are
    likely where history says that more than half are renewed, else at risk; what is overdue is at risk.
    ``likelihood`` is of open terms only. ``settled`` is when it was renewed or cancelled, which may be long
    before it is due; None of what is open.
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


def find_renewals(
    records: Records,
    period: Period,
    *,
    now: Health | None = None,
    likelihoods: Mapping[str | None, Estimate] | None = None,
    only: frozenset[str] | None = None,
) -> tuple[Renewal, ...]:
    """The terms that end in ``period``, by when they are due; ``only`` are whose (None: everybody's).

    ``now`` gives the level of health of whose they are; ``likelihoods`` are by level (None: of all), as
    :func:`learn_likelihoods` or :func:`learn_from_history` finds them.
    """
    since_us = None if period.since is None else to_microseconds(period.since)
    until_us = None if period.until is None else to_microseconds(period.until)
    levels = {} if now is None else dict(zip(now.subjects, now.levels, strict=True))
    lowest = None if now is None else now.card.levels[0].name
    found = []
    dues, subjects, _ = Source(records).dues
    for due, subject in zip(dues, subjects.tolist(), strict=True):
        if (since_us is None or due.due_us >= since_us) and (until_us is None or due.due_us < until_us):
            whose = records.subjects[subject]
            if only is None or whose in only:
                level = levels.get(whose)
                found.append(_renewal(due, whose, level, lowest, records.last_us, likelihoods or {}))
    return tuple(sorted(found, key=lambda one: (one.due, one.subject)))


def _renewal(
    due: Due,
    subject: str,
    level: str | None,
    lowest: str | None,
    last_us: int,
    likelihoods: Mapping[str | None, Estimate],
) -> Renewal:
    state = state_of(due, last_us)
    is_known = isinstance(due.target, int)
    kept: int | None = None
    if state == "renewed" and isinstance(due.target, int) and isinstance(due.final, int):
        kept = min(due.final, due.target)
    elif state == "lost":
        kept = 0
    call: Call = "at risk"
    if state in ("renewed", "lost"):
        call = "committed" if state == "renewed" else "lost"
    elif state == "open" and (_is_likely(likelihoods) if lowest is None else level not in (None, lowest)):
        call = "likely"
    likelihood = None
    if state in ("open", "overdue"):
        likelihood = likelihoods.get(level) or likelihoods.get(None)
    settled_us = due.lost_us if due.renewed_us is None else due.renewed_us
    return Renewal(
        subject=subject,
        due=from_microseconds(due.due_us),
        state=state,
        cents=due.target if isinstance(due.target, int) else None,
        gap=None if is_known else str(due.target),
        kept_cents=kept,
        level=level,
        call=call,
        likelihood=likelihood,
        settled=None if settled_us is None else from_microseconds(settled_us),
    )


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


def learn_likelihoods(
    reader: SignalReader, records: Records, *, days_before: float = 90
) -> Mapping[str | None, Estimate]:
    """How likely a term is to be renewed, by the level of health so many days before it ended; under None of
    all who were customers then. Learned from the terms of the last two years that are due and decided; a
    term that was cancelled earlier than that says nothing of who is still a customer.

    A level of which fewer than 20 terms are known is not in it.
    """
    ends = _decided(records)
    if not ends:
        return {None: unknown("renewal_rate", NONE_DECIDED, unit="share")}
    step_us, lead_us = 30 * DAY_US, round(days_before * DAY_US)
    last_us = max(due.due_us for due, _ in ends) - lead_us
    days = [last_us - number * step_us for number in range(MOST_PAST_DAYS)]
    healths = {at_us: work_out(reader, from_microseconds(at_us), records=records) for at_us in days}
    then = {
        at_us: {
            subject: level
            for subject, level, is_meant in zip(one.subjects, one.levels, one.is_meant, strict=True)
            if is_meant
        }
        for at_us, one in healths.items()
    }
    renewed: Counter[str | None] = Counter()
    total: Counter[str | None] = Counter()
    for due, subject in ends:
        known = [at_us for at_us in days if at_us <= due.due_us - lead_us < at_us + step_us]
        if known and subject in then[known[0]]:
            for level in {None, then[known[0]][subject]}:
                total[level] += 1
                renewed[level] += due.renewed_us is not None
    if not total:
        return {
            None: unknown("renewal_rate", "no term of somebody who was known then is decided", unit="share")
        }
    return {level: _share(renewed[level], n) for level, n in total.items() if level is None or n >= FEWEST}


def alike(likelihoods: Mapping[str | None, Estimate], levels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of levels whose likelihoods do not differ by more than chance (the interval of their
    difference holds zero), in the order of ``levels``.

    >>> share = lambda k, n: Estimate("renewal_rate", k / n, *wilson(k, n), n=n, method="wilson")
    >>> known = {"poor": share(223, 399), "average": share(143, 264), "good": share(137, 164)}
    >>> list(alike(known, ["poor", "average", "good"]))
    [('poor', 'average')]
    """
    for one, other in combinations([level for level in levels if level in likelihoods], 2):
        here, there = likelihoods[one], likelihoods[other]
        if here.value is not None and there.value is not None:
            low, high = mover(here.value, (here.low, here.high), there.value, (there.low, there.high))
            if low is None or high is None or low <= 0 <= high:
                yield one, other


def learn_from_history(records: Records, *, days_before: float = 90) -> Mapping[str | None, Estimate]:
    """How likely a term is to be renewed, whoever's it is: the same as :func:`learn_likelihoods` says of all,
    where there is no scorecard. A term that was shorter than ``days_before`` counts from its own beginning.
    """
    lead_us = round(days_before * DAY_US)
    ends = _decided(records)
    first_us = max((due.due_us for due, _ in ends), default=0) - MOST_PAST_DAYS * 30 * DAY_US
    told = [
        due.renewed_us is not None
        for due, _ in ends
        if due.due_us >= first_us and (due.lost_us is None or due.lost_us > due.due_us - lead_us)
    ]
    if not told:
        return {None: unknown("renewal_rate", NONE_DECIDED, unit="share")}
    return {None: _share(sum(told), len(told))}


def _decided(records: Records) -> list[tuple[Due, str]]:
    """The terms that are due and of which one knows what became of them, and whose they are."""
    return [
        (due, records.subjects[subject])
        for due, subject in zip(*Source(records).dues[:2], strict=True)
        if due.due_us < records.last_us and (due.renewed_us is not None or due.lost_us is not None)
    ]


def _share(k: int, n: int) -> Estimate:
    low, high = wilson(k, n)
    return Estimate("renewal_rate", k / n, low, high, n=n, unit="share", method="wilson")


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
