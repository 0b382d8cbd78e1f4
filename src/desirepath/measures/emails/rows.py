"""Mails counted: a row a letter, its versions below it, its days beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.emails.definitions import MEASURES_OF, EmailMeasure
from desirepath.measures.emails.fate import Fate
from desirepath.measures.emails.letter import Letter
from desirepath.measures.estimates import share_of_clusters
from desirepath.measures.statistics.ratio_of_means import moments_of

Json = dict[str, object]
Tellers = Mapping[str, frozenset[str]]
"""What is ever told of the mails that somebody sends."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many mails, and of how many of them what was told. ``clicks`` counts every click, ``clickers``
    the people who clicked."""

    sent: int
    young: int
    arrived: int
    delivered: int
    bounced: int
    opened: int
    machine_only: int
    clicked: int
    clicks: int
    clickers: int
    replied: int
    unsubscribed: int
    complained: int
    seen: int
    dismissed: int

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Day:
    """The mails that were sent on one day, and what has come of them since."""

    on: date
    counts: Counts

    def to_json(self) -> Json:
        """The published JSON shape; what is 0 is left out."""
        return {
            "on": self.on.isoformat(),
            **{name: one for name, one in self.counts.to_json().items() if one},
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One letter, with all its versions or one of them (``letter.version``; 0: all). ``counts`` is of every
    mail; ``estimates`` are shares of those alone whose days are over, each by the id of its measure."""

    key: str
    letter: Letter
    counts: Counts
    estimates: Mapping[str, Estimate]
    days: tuple[Day, ...]
    versions: tuple[Row, ...] = ()

    @property
    def since(self) -> date:
        """The first day on which it was sent."""
        return self.days[0].on

    @property
    def until(self) -> date:
        """The last one."""
        return self.days[-1].on

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "key": self.key,
            "channel": self.letter.channel,
            "playbook": self.letter.playbook or None,
            "move": self.letter.move or None,
            "version": self.letter.version or None,
            "template": self.letter.template or None,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "counts": self.counts.to_json(),
            "estimates": {name: one.to_json() for name, one in self.estimates.items()},
            "days": [one.to_json() for one in self.days],
            "versions": [one.to_json() for one in self.versions],
        }


def rows_of(fates: Sequence[Fate], tellers: Tellers) -> tuple[Row, ...]:
    """A row a letter, those sent most first; versions the latest first."""
    by_letter: dict[tuple[str, str], list[Fate]] = defaultdict(list)
    for one in fates:
        by_letter[one.letter.channel, one.letter.whole].append(one)
    rows = []
    for (_, key), mine in by_letter.items():
        versions: dict[int, list[Fate]] = defaultdict(list)
        for one in mine:
            versions[one.letter.version].append(one)
        below = [
            _row(theirs[0].letter.key, theirs[0].letter, theirs, tellers)
            for number, theirs in sorted(versions.items(), reverse=True)
        ]
        first = mine[0].letter
        whole = Letter(first.channel, first.playbook, first.move, 0, first.template)
        rows.append(_row(key, whole, mine, tellers, tuple(below) if first.is_playbook else ()))
    return tuple(sorted(rows, key=lambda one: (-one.counts.sent, one.letter)))


def _row(
    key: str, letter: Letter, fates: Sequence[Fate], tellers: Tellers, versions: tuple[Row, ...] = ()
) -> Row:
    by_day: dict[date, list[Fate]] = defaultdict(list)
    for one in fates:
        by_day[one.on].append(one)
    return Row(
        key,
        letter,
        count(fates),
        {one.id: estimate(one, fates, tellers) for one in MEASURES_OF[letter.channel]},
        tuple(Day(on, count(mine)) for on, mine in sorted(by_day.items())),
        versions,
    )


def count(fates: Sequence[Fate]) -> Counts:
    """Mails counted; what came of those that are young counts so far."""
    return Counts(
        sent=len(fates),
        young=sum(one.is_young for one in fates),
        arrived=sum(one.arrived for one in fates),
        delivered=sum(one.delivered for one in fates),
        bounced=sum(not one.arrived for one in fates),
        opened=sum(one.opened for one in fates),
        machine_only=sum(one.machine_only for one in fates),
        clicked=sum(one.clicked for one in fates),
        clicks=sum(one.clicks for one in fates),
        clickers=len(
            {(one.person, n if not one.person else 0) for n, one in enumerate(fates) if one.clicked}
        ),
        replied=sum(one.replied for one in fates),
        unsubscribed=sum(one.unsubscribed for one in fates),
        complained=sum(one.complained for one in fates),
        seen=sum(one.seen for one in fates),
        dismissed=sum(one.dismissed for one in fates),
    )


def estimate(measure: EmailMeasure, fates: Sequence[Fate], tellers: Tellers) -> Estimate:
    """The share of the mails whose days are over and of which it is told. One person's mails are one
    cluster; the young are ``censored``."""
    known = [one for one in fates if tellers[one.teller].intersection(measure.told_by)]
    if not known:
        return unknown(measure.id, measure.missing, unit="share")
    young = sum(one.is_young for one in known)
    n: Counter[object] = Counter()
    k: Counter[object] = Counter()
    for place, one in enumerate(known):
        if not one.is_young and measure.of(one):
            person: object = one.person or place
            n[person] += 1
            k[person] += measure.counts(one)
    reason = f"{young} too young to tell" if young else "none that it could be told of"
    found = share_of_clusters(
        measure.id, moments_of(n.values(), (k[one] for one in n)), censored=young, of_none=reason
    )
    return found if found.value is not None else unknown(measure.id, reason, unit="share", censored=young)
