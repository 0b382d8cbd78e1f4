"""What past terms say of those to come: how likely each is, which levels of health renew less often, and
which signals told it beforehand.

The likelihood of a term is the share of past terms that were renewed, among those who were customers so long
before it ended and in the same level of health, with Wilson's interval; where too few are known, among all
who were customers then. Two shares differ where the interval of their difference (Newcombe's) leaves out
zero; of several signals looked at, each must differ so much more surely (Bonferroni).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import from_microseconds
from desirepath.measures.book.months import DAY_US
from desirepath.measures.book.records import Records
from desirepath.measures.book.source import Source
from desirepath.measures.book.subscriptions import Due
from desirepath.measures.statistics.mover import mover, p_of_difference
from desirepath.measures.statistics.wilson import wilson
from desirepath.success.health import Health, work_out
from desirepath.success.signals import SignalReader

Json = dict[str, object]
FEWEST: Final = 20
"""Of fewer past terms nothing is said of a level, or of a signal, by itself."""
MOST_PAST_DAYS: Final = 24
NONE_DECIDED: Final = "no term has ended and been decided yet"
_SURE: Final = 0.05


@dataclass(frozen=True, slots=True)
class SignalToldRenewal:
    """How often terms were renewed where a signal was at its worst so long before their end (``worst``), and
    where it was not (``others``). ``low`` and ``high`` bound the difference; it ``tells`` where those at
    worst renewed less often by more than chance, all signals looked at."""

    signal: str
    name: str
    worst: Estimate
    others: Estimate
    low: float | None
    high: float | None
    tells: bool

    @property
    def difference(self) -> float:
        """By how much the others were renewed more often."""
        return (self.others.value or 0.0) - (self.worst.value or 0.0)

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "signal": self.signal,
            "name": self.name,
            "worst": self.worst.to_json(),
            "others": self.others.to_json(),
            "difference": [self.difference, self.low, self.high],
            "tells": self.tells,
        }


@dataclass(frozen=True)
class RenewalHistory:
    """What was learned: ``likelihoods`` by level of health (None: of all), and how well each signal told by
    itself, the clearest first. ``levels`` are the scorecard's, from the worst."""

    likelihoods: Mapping[str | None, Estimate]
    levels: tuple[str, ...] = ()
    signals: tuple[SignalToldRenewal, ...] = ()

    @property
    def risk(self) -> frozenset[str] | None:
        """The levels that are at risk: the lowest, and those that were renewed no more often by more than
        chance. None where that is every level: health tells nothing of who renews."""
        if not self.levels:
            return None
        lowest = self.levels[0]
        told = [level for level in self.levels[1:] if {level, lowest} <= set(self.likelihoods)]
        worse = {level for level in told if not _is_likelier(self.likelihoods, level, lowest)}
        if told and len(worse) == len(told):
            return None
        return frozenset({lowest, *worse})

    @property
    def tells(self) -> bool | None:
        """Whether health tells who renews; None: too few terms are known of a level to say so."""
        known = [level for level in self.levels if level in self.likelihoods]
        if len(known) < 2 or self.levels[0] not in known:
            return None
        return self.risk is not None

    @property
    def telling(self) -> tuple[str, ...]:
        """The ids of the signals that told who renewed, the clearest first."""
        return tuple(one.signal for one in self.signals if one.tells)


def learn_history(reader: SignalReader, records: Records, *, days_before: float = 90) -> RenewalHistory:
    """What the terms of the last two years that are due and decided say, by health so many days before their
    end. A term that was cancelled earlier than that says nothing of who is still a customer.

    A level or a signal of which fewer than 20 terms are known is not in it.
    """
    levels = tuple(level.name for level in reader.card.levels)
    ends = _decided(records)
    if not ends:
        return RenewalHistory({None: unknown("renewal_rate", NONE_DECIDED, unit="share")}, levels)
    step_us, lead_us = 30 * DAY_US, round(days_before * DAY_US)
    last_us = max(due.due_us for due, _ in ends) - lead_us
    days = [last_us - number * step_us for number in range(MOST_PAST_DAYS)]
    healths = {at_us: work_out(reader, from_microseconds(at_us), records=records) for at_us in days}
    places = {subject: place for place, subject in enumerate(reader.subjects)}
    renewed: Counter[str | None] = Counter()
    total: Counter[str | None] = Counter()
    seen: list[tuple[Health, int, bool]] = []
    for due, subject in ends:
        known = [at_us for at_us in days if at_us <= due.due_us - lead_us < at_us + step_us]
        place = places.get(subject)
        if not known or place is None or not healths[known[0]].is_meant[place]:
            continue
        health = healths[known[0]]
        seen.append((health, place, due.renewed_us is not None))
        for level in {None, health.levels[place]}:
            total[level] += 1
            renewed[level] += due.renewed_us is not None
    if not total:
        nobody = "no term of somebody who was known then is decided"
        return RenewalHistory({None: unknown("renewal_rate", nobody, unit="share")}, levels)
    likelihoods = {
        level: _share(renewed[level], n) for level, n in total.items() if level is None or n >= FEWEST
    }
    return RenewalHistory(likelihoods, levels, _signals(reader, seen))


def _signals(reader: SignalReader, seen: Sequence[tuple[Health, int, bool]]) -> tuple[SignalToldRenewal, ...]:
    points = np.array([health.points[place] for health, place, _ in seen])
    worst = np.array([health.worst_points[place] for health, place, _ in seen])
    was_renewed = np.array([renewed for _, _, renewed in seen])
    found = []
    for number, signal in enumerate(reader.card.signals):
        known = ~np.isnan(points[:, number])
        flagged = known & (points[:, number] == worst[:, number])
        others = known & ~flagged
        if min(flagged.sum(), others.sum()) < FEWEST:
            continue
        bad, good = (_share(int(was_renewed[some].sum()), int(some.sum())) for some in (flagged, others))
        assert bad.value is not None
        assert good.value is not None
        low, high = mover(good.value, (good.low, good.high), bad.value, (bad.low, bad.high))
        p = p_of_difference(good.value - bad.value, (low, high))
        tells = good.value > bad.value and p is not None and p * len(reader.card.signals) < _SURE
        found.append(SignalToldRenewal(signal.id, signal.name, bad, good, low, high, tells))
    return tuple(sorted(found, key=lambda one: (not one.tells, -one.difference)))


def alike(likelihoods: Mapping[str | None, Estimate], levels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of levels whose likelihoods do not differ by more than chance (the interval of their
    difference holds zero), in the order of ``levels``.

    >>> share = lambda k, n: Estimate("renewal_rate", k / n, *wilson(k, n), n=n, method="wilson")
    >>> known = {"poor": share(223, 399), "average": share(143, 264), "good": share(137, 164)}
    >>> list(alike(known, ["poor", "average", "good"]))
    [('poor', 'average')]
    """
    for one, other in combinations([level for level in levels if level in likelihoods], 2):
        low, high = _difference(likelihoods[one], likelihoods[other])
        if low is None or high is None or low <= 0 <= high:
            yield one, other


def _is_likelier(likelihoods: Mapping[str | None, Estimate], level: str, lowest: str) -> bool:
    low, _ = _difference(likelihoods[level], likelihoods[lowest])
    return low is not None and low > 0


def _difference(here: Estimate, there: Estimate) -> tuple[float | None, float | None]:
    if here.value is None or there.value is None:
        return None, None
    return mover(here.value, (here.low, here.high), there.value, (there.low, there.high))


def learn_from_history(records: Records, *, days_before: float = 90) -> RenewalHistory:
    """How likely a term is to be renewed, whoever's it is, where there is no scorecard. A term that was
    shorter than ``days_before`` counts from its own beginning.
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
        return RenewalHistory({None: unknown("renewal_rate", NONE_DECIDED, unit="share")})
    return RenewalHistory({None: _share(sum(told), len(told))})


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
