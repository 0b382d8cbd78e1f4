"""Where on the map customers ask for help, how badly they fare there, and so when they need us most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.words import count_of, plural, say_count, say_share
from desirepath.findings.finding import Json, address_of
from desirepath.findings.support_tickets import NEVER, NOBODY, Tickets
from desirepath.findings.support_times import NO_RETURNS
from desirepath.measures.estimates import per_visit, share_of_clusters
from desirepath.measures.statistics.holm import holm
from desirepath.measures.statistics.normal import Z, two_sided_p
from desirepath.measures.statistics.ratio_of_means import moments_of
from desirepath.replay.answers import CES, CSAT, level_of
from desirepath.replay.replay import Replay

Array = NDArray[Any]

DAY_US: Final = 86_400 * 1_000_000
SURE: Final = 0.05
ANSWERED: Final = "answered"
SOLVED: Final = "solved"
_FOR_WHAT: Final = {ANSWERED: "for an answer", SOLVED: "until they are solved"}
FEWEST: Final = 5
"""Of fewer tickets at a step nothing is said of how badly customers fare there."""
_POOR_BELOW: Final = {scale: level_of(2, 4) for scale in CSAT.scales} | {
    scale: level_of(3, 6) for scale in CES.scales
}
"""Below which level an answer is a poor one: 1 or 2 of five, 1 to 3 of seven where 7 is easy."""


@dataclass(frozen=True, slots=True)
class SupportPlace:
    """One step of the map.

    ``per_visits`` is how many tickets a hundred visits bring, ``elsewhere`` how many a hundred visits to all
    other steps do, ``p`` how often chance alone makes such a difference, all steps looked at counted (Holm).
    ``reach`` is the share of passages that come here. How badly customers fare: ``reopened`` of the solved
    tickets, ``slow`` (not answered within a day; ``slow_until`` is "solved" where the data hold no answers,
    only ends) and ``poor`` of the answers to a question of ours;
    ``badness`` is the mean of those that are known. ``need`` is tickets x reach x badness: of a hundred who
    set out, so many asked for help here and were served badly. ``topics`` are what they ask about, most asked
    first: places in the list of topics, each with its tickets.
    """

    step: str
    name: str
    address: str
    tickets: int
    subjects: int
    per_visits: Estimate
    elsewhere: Estimate
    p: float | None
    reach: Estimate
    reopened: Estimate
    slow: Estimate
    poor: Estimate
    badness: Estimate
    need: Estimate
    slow_until: str = ANSWERED
    topics: tuple[tuple[int, int], ...] = ()

    @property
    def stands_out(self) -> bool:
        """Whether more tickets come from here than from the other steps, by more than chance."""
        here, there = self.per_visits.value, self.elsewhere.value
        return self.p is not None and self.p < SURE and (here or 0) > (there or 0)

    def say(self, who: str) -> str:
        """The moment with its evidence, in words to read aloud."""
        rate, bad = self.per_visits, []
        whose = f"{say_count(self.subjects)} {plural(who, self.subjects)}"
        parts = [f"“{self.name}”: {count_of(self.tickets, 'ticket', 'tickets')} from {whose}"]
        if rate.value is not None:
            often = f"every 100 visits to this step bring {rate.value:.0f}"
            if rate.low is not None and rate.high is not None:
                often += f" ({rate.low:.0f} to {rate.high:.0f})"
            if self.stands_out and self.elsewhere.value:
                often += f", to the other steps {self.elsewhere.value:.0f}"
            parts.append(often)
        for one, words in (
            (self.reopened, "of the solved ones come back"),
            (self.slow, f"wait longer than a day {_FOR_WHAT[self.slow_until]}"),
            (self.poor, "of the answers we asked for here are poor"),
        ):
            if one.value:
                hits = say_count(round(one.value * one.n))
                bad.append(f"{say_share(one.value)} {words} ({hits} of {say_count(one.n)})")
        return ". ".join(["; ".join(parts), *([", ".join(bad)] if bad else [])]) + "."

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "step": self.step,
            "name": self.name,
            "address": self.address,
            "tickets": self.tickets,
            "subjects": self.subjects,
            "per_visits": self.per_visits.to_json(),
            "elsewhere": self.elsewhere.to_json(),
            "p": self.p,
            "stands_out": self.stands_out,
            "reach": self.reach.to_json(),
            "reopened": self.reopened.to_json(),
            "slow": self.slow.to_json(),
            "slow_until": self.slow_until,
            "poor": self.poor.to_json(),
            "badness": self.badness.to_json(),
            "need": self.need.to_json(),
            "topics": [list(pair) for pair in self.topics],
        }


@dataclass(frozen=True)
class _Counts:
    """(S,) by subject, at one step: visits, tickets, passages that came, solved tickets and those of them
    that came back, tickets one knows of whether they waited a day and those that did, answers and poor
    ones."""

    visits: Array
    tickets: Array
    came: Array
    solved: Array
    back: Array
    aged: Array
    slow: Array
    answers: Array
    poor: Array


def places_of(
    told: Replay, tickets: Tickets, *, only: Array | None = None
) -> tuple[tuple[SupportPlace, ...], Array]:
    """The steps with a rule, in the order in which customers need us most; and at which of them (in the map's
    order; -1: at none) each ticket was opened. ``only`` is a mask of the subjects that are looked at (None:
    all).

    A ticket belongs to the step where its subject stood. Tickets of nobody known are at no step.
    """
    steps, size = told.binding.steps, len(told.subject_ids)
    chosen = np.ones(size, bool) if only is None else only
    answers = _answers(told, chosen)
    labels = told.labels(np.concatenate([tickets.arrival, answers.arrival]))
    labels = np.where(labels < len(steps), labels, -1)
    at_step, answered_at = labels[: len(tickets)], labels[len(tickets) :]
    at_step[tickets.subject == NOBODY] = -1
    passages, visits = told.passages, told.visits
    whose = passages.subject[visits.passage]
    mine = chosen[whose]
    started = np.bincount(passages.subject[chosen[passages.subject]], minlength=size)
    counts = []
    for step in range(len(steps)):
        here = mine & (visits.step == step)
        came = np.unique(visits.passage[here])
        counts.append(
            _Counts(
                visits=np.bincount(whose[here], minlength=size),
                came=np.bincount(passages.subject[came], minlength=size),
                **_of_tickets(tickets, at_step == step, size),
                **_of_answers(answers, answered_at == step, size),
            )
        )
    all_visits = sum((one.visits for one in counts), np.zeros(size, np.int64))
    all_tickets = sum((one.tickets for one in counts), np.zeros(size, np.int64))
    found = []
    for number, one in enumerate(counts):
        others = all_visits - one.visits, all_tickets - one.tickets
        found.append(_place(told, number, one, others, started, tickets))
    shown = [one for one in found if one.per_visits.value is not None]
    looked = [place for place, one in enumerate(shown) if one.p is not None]
    for place, p in zip(looked, holm([shown[place].p or 0.0 for place in looked]), strict=True):
        shown[place] = replace(shown[place], p=p)
    # Where nothing is known of how they fare, by tickets alone, behind those of which it is.
    shown.sort(
        key=lambda one: (-(one.need.value or -1.0 if one.need.value is not None else -1.0), -one.tickets)
    )
    return tuple(shown), at_step


def _place(
    told: Replay,
    number: int,
    one: _Counts,
    others: tuple[Array, Array],
    started: Array,
    tickets: Tickets,
) -> SupportPlace:
    step = told.journey.step(told.binding.steps[number])
    here = _rate(one.visits, one.tickets)
    reach = share_of_clusters(
        "reach", moments_of(started[started > 0], one.came[started > 0]), of_none="nobody set out"
    )
    # What the data never tell of is not therefore nought.
    if tickets.tells_returns:
        reopened = _share("reopened", one.solved, one.back, "no ticket from here was solved")
    else:
        reopened = unknown("reopened", NO_RETURNS, unit="share")
    slow_until = ANSWERED if tickets.tells_answers or not tickets.tells_ends else SOLVED
    slow = _share("slow_response", one.aged, one.slow, "of no ticket from here is it known by now")
    poor = _share("poor_answers", one.answers, one.poor, "nobody was asked how it was here, or none answered")
    known = [
        (n, s)
        for n, s, estimate in (
            (one.solved, one.back, reopened),
            (one.aged, one.slow, slow),
            (one.answers, one.poor, poor),
        )
        if estimate.value is not None
    ]
    badness, need = _need(one, started, known)
    return SupportPlace(
        step=step.id,
        name=step.name,
        address=address_of(told.journey, step.id),
        tickets=int(one.tickets.sum()),
        subjects=int(np.count_nonzero(one.tickets)),
        per_visits=here,
        elsewhere=_rate(*others),
        p=_p_of_rates(one.visits, one.tickets, *others),
        reach=reach,
        reopened=reopened,
        slow=slow,
        slow_until=slow_until,
        poor=poor,
        badness=badness,
        need=need,
    )


def _rate(visits: Array, tickets: Array) -> Estimate:
    """Tickets from a hundred visits; each subject is one cluster, as in the measure tickets_per_visit."""
    there = visits > 0
    # Tickets of whom no visit is known (it began before the log) would be tickets without a visit.
    n, s = visits[there].tolist(), tickets[there].tolist()
    found = per_visit("tickets_per_visit", sum(s), sum(n), moments_of(n, s))
    if found.value is None:
        return replace(found, measure="tickets_per_100_visits", unit="per 100 visits")
    low, high = (None if bound is None else 100 * bound for bound in (found.low, found.high))
    return replace(
        found,
        measure="tickets_per_100_visits",
        value=100 * found.value,
        low=low,
        high=high,
        unit="per 100 visits",
    )


def _share(measure: str, n: Array, s: Array, of_none: str) -> Estimate:
    return share_of_clusters(measure, moments_of(n[n > 0], s[n > 0]), of_none=of_none)


def _p_of_rates(visits: Array, tickets: Array, other_visits: Array, other_tickets: Array) -> float | None:
    """How often chance alone makes such a difference of two rates of the same subjects (linearised, each
    subject one cluster: W. G. Cochran, Sampling Techniques (3rd ed. 1977), 6.3)."""
    n, m = float(visits.sum()), float(other_visits.sum())
    if not n or not m or not tickets.sum() + other_tickets.sum():
        return None
    here, there = tickets.sum() / n, other_tickets.sum() / m
    parts = (tickets - here * visits) / n - (other_tickets - there * other_visits) / m
    k = int(np.count_nonzero(visits + other_visits))
    if k < 2:
        return None
    variance = k / (k - 1) * float((parts * parts).sum())
    return None if variance <= 0 else two_sided_p((here - there) / sqrt(variance))


def _need(one: _Counts, started: Array, bad: Sequence[tuple[Array, Array]]) -> tuple[Estimate, Estimate]:
    """How badly customers fare, and how many of a hundred who set out ask here and fare so.

    The interval is that of a product of ratios over subjects, linearised on the scale of logarithms (the
    delta method; each subject one cluster).
    """
    tickets, visits, passages = int(one.tickets.sum()), float(one.visits.sum()), float(started.sum())
    few = f"fewer than {FEWEST} tickets came from here"
    if tickets < FEWEST or not bad or not visits or not passages:
        reason = few if tickets < FEWEST else "nothing is known of how they were served here"
        return unknown("badness", reason, unit="share", n=tickets), unknown(
            "support_need", reason, unit="per 100 started", n=tickets
        )
    shares = [float(s.sum()) / float(n.sum()) for n, s in bad]
    badness = sum(shares) / len(shares)
    rate, reach = tickets / visits, float(one.came.sum()) / passages
    of_bad = sum(
        ((s - share * n) / float(n.sum()) for (n, s), share in zip(bad, shares, strict=True)),
        np.zeros(len(started)),
    ) / len(shares)
    method = "product of ratios, linearised"
    k = max(int(np.count_nonzero(one.tickets)), 2)
    spread_of_bad = sqrt(k / (k - 1) * float((of_bad * of_bad).sum()))
    told_badness = Estimate(
        "badness",
        badness,
        max(badness - Z * spread_of_bad, 0.0),
        min(badness + Z * spread_of_bad, 1.0),
        n=tickets,
        unit="share",
        method="mean of shares, linearised",
    )
    value = 100 * rate * reach * badness
    if not badness:
        return told_badness, Estimate(
            "support_need",
            0.0,
            n=tickets,
            unit="per 100 started",
            method="nobody was served badly, no interval",
        )
    parts = (
        (one.tickets - rate * one.visits) / (visits * rate)
        + (one.came - reach * started) / (passages * reach)
        + of_bad / badness
    )
    spread = sqrt(k / (k - 1) * float((parts * parts).sum()))
    return told_badness, Estimate(
        "support_need",
        value,
        value * exp(-Z * spread),
        value * exp(Z * spread),
        n=tickets,
        unit="per 100 started",
        method=method,
    )


def _of_tickets(tickets: Tickets, here: Array, size: int) -> dict[str, Array]:
    def by_subject(mask: Array) -> Array:
        return np.bincount(tickets.subject[here & mask], minlength=size)

    # Where the data hold no answers, this is when it was closed; where no ends either, nothing is known.
    answered_us = np.minimum(tickets.replied_us, tickets.closed_us)
    is_told = tickets.has_number & (tickets.tells_answers or tickets.tells_ends)
    until_us = np.where(answered_us < NEVER, answered_us, tickets.now_us)
    is_slow = is_told & (until_us - tickets.opened_us > DAY_US)
    return {
        "tickets": by_subject(np.ones(len(tickets), bool)),
        "solved": by_subject(tickets.was_solved),
        "back": by_subject(tickets.was_solved & (tickets.reopened > 0)),
        "aged": by_subject(is_told & ((answered_us < NEVER) | is_slow)),
        "slow": by_subject(is_slow),
    }


@dataclass(frozen=True, slots=True)
class _Answers:
    """The answers to our questions: which, whose (a place), and whether it is a poor one."""

    arrival: Array
    subject: Array
    is_poor: Array


def _answers(told: Replay, chosen: Array) -> _Answers:
    index = told.index
    limit = np.array([_POOR_BELOW.get(scale, -1) for scale in (*index.names.scales, "")])
    none = np.zeros(0, np.int64)
    arrivals, subjects, poor, before = [none], [none], [np.zeros(0, bool)], 0
    for bucket in index.buckets:
        scale = np.minimum(bucket.scale, len(limit) - 1)
        rows = np.flatnonzero((bucket.level >= 0) & (limit[scale] >= 0))
        owners = bucket.owners(rows)
        known = owners >= 0
        rows, owners = rows[known], owners[known] + before
        mine = chosen[owners]
        rows = rows[mine]
        arrivals.append(bucket.arrival[rows])
        subjects.append(owners[mine])
        poor.append(bucket.level[rows] < limit[scale[rows]])
        before += len(bucket.ends)
    return _Answers(*(np.concatenate(part) for part in (arrivals, subjects, poor)))


def _of_answers(answers: _Answers, here: Array, size: int) -> dict[str, Array]:
    return {
        "answers": np.bincount(answers.subject[here], minlength=size),
        "poor": np.bincount(answers.subject[here & answers.is_poor], minlength=size),
    }
