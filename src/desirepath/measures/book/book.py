"""A book of business: what the records say of some subjects in one period. Everything a success measure
reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desirepath.log.scales import parse_scale
from desirepath.measures.book.money import NO_TERM, say_gaps
from desirepath.measures.book.months import MONTH_US
from desirepath.measures.book.movements import KINDS
from desirepath.measures.book.records import NEVER, Records, Row
from desirepath.measures.book.source import Source
from desirepath.measures.book.subscriptions import RENEWED, Change, Due
from desirepath.measures.statistics.ratio_of_means import Moments, moments_of
from desirepath.replay.answers import Asked

Array = NDArray[Any]

NO_SUBSCRIPTIONS: Final = "the log holds no subscriptions (subscription.started and the like)"


@dataclass(frozen=True, slots=True)
class Review:
    """A public review: by whom (-1: it names nobody we know), when, and its level from 0 to 420."""

    subject: int
    at_us: int
    level: int


def level_of(row: Row) -> int | None:
    """The level of an interaction's score, None where it has none, or none on its scale."""
    score, scale = row["score"], row["scale"]
    if score is None or scale is None:
        return None
    try:
        ends = parse_scale(scale)
    except ValueError:
        return None
    return ends.level(score) if ends.contains(score) else None


@dataclass(frozen=True)
class Book:
    """Some subjects (``chosen``: a mask, or everybody) from ``since_us`` to before ``until_us``.

    ``is_everybody`` is whether interactions that name no subject, such as reviews, count too. ``margin`` is
    the share of what customers pay that is left after serving them.
    """

    source: Source
    since_us: int
    until_us: int
    chosen: Array
    is_everybody: bool
    margin: float = 1.0

    @property
    def records(self) -> Records:
        """What the log says."""
        return self.source.records

    @property
    def end_us(self) -> int:
        """The end of the period, or of the data where that comes first (its last instant included)."""
        return min(self.until_us, self.records.last_us + 1)

    @property
    def size(self) -> int:
        """How many subjects the log has in all."""
        return len(self.records.subjects)

    def customers_before(self, at_us: int) -> Array:
        """(S,) the chosen that were customers just before an instant."""
        subject, began_us, ended_us = self.records.spells
        found = np.zeros(self.size, bool)
        found[subject[(began_us < at_us) & (ended_us >= at_us)]] = True
        return found & self.chosen

    @cached_property
    def at_start(self) -> Array:
        """(S,) the chosen that were customers when the period began."""
        return self.customers_before(self.since_us)

    @cached_property
    def at_end(self) -> Array:
        """(S,) the chosen that are customers when it ends."""
        return self.customers_before(self.end_us)

    @cached_property
    def joined(self) -> Array:
        """(S,) the chosen that became customers in the period, for the first time."""
        joined_us = self.records.joined_us
        return self.chosen & (joined_us >= self.since_us) & (joined_us < self.end_us) & ~self._is_older

    @property
    def _is_older(self) -> Array:
        return self.records.is_older_than_log

    @cached_property
    def exposure_us(self) -> Array:
        """(S,) how long each of the chosen was a customer within the period."""
        subject, began_us, ended_us = self.records.spells
        within = np.minimum(ended_us, self.end_us) - np.maximum(began_us, self.since_us)
        found = np.zeros(self.size, np.int64)
        np.add.at(found, subject, np.maximum(within, 0))
        return np.where(self.chosen, found, 0)

    def rows(self, *activities: str) -> Iterator[Row]:
        """The interactions of the chosen with these activities in the period."""
        rows, subject, at_us = self.source.rows(*activities)
        is_mine = np.append(self.chosen, self.is_everybody)[subject]
        for place in np.flatnonzero(is_mine & self._in_period(at_us)):
            yield rows[place]

    def votes(self, asked: Asked) -> Moments:
        """The survey answers to a question, subject by subject: n counts them, s adds up their votes.

        Without a score it is no answer: who dismissed the question said nothing. Answers that name nobody we
        know count each as somebody else's.
        """
        found: dict[int, list[int]] = {}
        for place, row in enumerate(self.rows("survey.answered")):
            level = level_of(row) if row["scale"] in asked.scales else None
            if level is not None:
                who = row["subject"] if row["subject"] >= 0 else -1 - place
                mine = found.setdefault(who, [0, 0])
                mine[0] += 1
                mine[1] += (level >= asked.good_from) - (level < asked.bad_below)
        return moments_of((n for n, _ in found.values()), (s for _, s in found.values()))

    def surveys_sent(self) -> tuple[Array, Array, Array]:
        """The surveys sent in the period: to whom (-1: nobody we know), when, and whether each was answered
        by the end of the data."""
        _, subject, at_us = self.source.rows("survey.sent")
        mine = np.append(self.chosen, self.is_everybody)[subject] & self._in_period(at_us)
        return subject[mine], at_us[mine], self.source.is_answered[mine]

    def reviews(self) -> list[Review]:
        """The public reviews of the period that have a score on a scale with an order."""
        found = []
        for row in self.rows("review.posted"):
            level = level_of(row)
            if level is not None:
                found.append(Review(row["subject"], row["at_us"], level))
        return found

    @cached_property
    def days_of_use(self) -> Array:
        """(S,) on how many days of the period each of the chosen used the product, while a customer."""
        from_day, to_day = self._days
        subject, day = self.records.days_of_use
        asked = (day >= from_day) & (day < to_day) & self.chosen[subject]
        found = np.bincount(subject[asked], minlength=self.size)
        return np.where(self.exposure_us > 0, found, 0)

    @property
    def _days(self) -> tuple[int, int]:
        """The days of the workspace in the period; one that is cut belongs to the period it begins in."""
        # The first day that begins at or after an instant.
        edges = self.records.day_of(np.array([self.since_us - 1, self.end_us - 1])) + 1
        return int(edges[0]), int(edges[1])

    def users_between(self, since_us: int, until_us: int) -> Array:
        """(S,) the chosen that used the product from one instant to before another."""
        subject, at_us = self.records.uses
        found = np.zeros(self.size, bool)
        found[subject[(at_us >= since_us) & (at_us < until_us)]] = True
        return found & self.chosen

    def users_in_month(self, number: int) -> tuple[Array, Array]:
        """(S,) who of those who came in the period used the product in that month after (0: the first), and
        who has been seen for that whole month."""
        joined_us = np.where(self.joined, self.records.joined_us, 0)
        old_enough = self.joined & (joined_us + (number + 1) * MONTH_US <= self.known_us)
        subject, at_us = self.records.uses
        age_us = at_us - joined_us[subject]
        found = np.zeros(self.size, bool)
        found[subject[(age_us >= number * MONTH_US) & (age_us < (number + 1) * MONTH_US)]] = True
        return found & old_enough, old_enough

    @property
    def knows_use(self) -> bool:
        """Whether anything in the log counts as using the product."""
        return len(self.records.uses[0]) > 0

    @cached_property
    def cents_at_start(self) -> Array:
        """(S,) the MRR of each of the chosen when the period began."""
        return self._cents_before(self.since_us)

    @cached_property
    def cents_at_end(self) -> Array:
        """(S,) the MRR of each of the chosen when it ends."""
        return self._cents_before(self.end_us)

    def _cents_before(self, at_us: int) -> Array:
        moves = self.source.movements
        found = np.zeros(self.size, np.int64)
        known = moves.at_us < at_us
        # In order of time within a subject: the row assigned last stays.
        found[moves.subject[known]] = moves.cents[known]
        return np.where(self.chosen, found, 0)

    @cached_property
    def moved(self) -> tuple[Array, Array]:
        """(5,) whole cents, and (5,) movements, by kind, within the period."""
        moves = self.source.movements
        asked = self._in_period(moves.at_us) & self.chosen[moves.subject] & (moves.kind >= 0)
        kinds = moves.kind[asked]
        cents = np.zeros(len(KINDS), np.int64)
        np.add.at(cents, kinds, moves.by[asked])
        return cents, np.bincount(kinds, minlength=len(KINDS))

    def cents_moved(self, kind: int) -> Array:
        """(S,) whole cents that moved in one way within the period, by whose they are."""
        moves = self.source.movements
        asked = self._in_period(moves.at_us) & self.chosen[moves.subject] & (moves.kind == kind)
        found = np.zeros(self.size, np.int64)
        np.add.at(found, moves.subject[asked], moves.by[asked])
        return found

    def _in_period(self, at_us: Array) -> Array:
        return np.asarray((at_us >= self.since_us) & (at_us < self.end_us))

    @cached_property
    def joined_product(self) -> Array:
        """(S,) the chosen that added a subscription of another product in the period."""
        moves = self.source.movements
        asked = self._in_period(moves.at_us) & moves.joins_product
        found = np.zeros(self.size, bool)
        found[moves.subject[asked]] = True
        return found & self.chosen

    @cached_property
    def money_gap(self) -> str | None:
        """Why the MRR of the chosen cannot be added up; None where it can."""
        if not self.records.has_subscriptions:
            return NO_SUBSCRIPTIONS
        texts, subject, from_us, until_us = self.source.gaps
        here = self.chosen[subject] & (from_us < self.end_us) & (until_us >= self.since_us)
        mine = {(int(subject[place]), texts[place]) for place in np.flatnonzero(here)}
        gaps = Counter(text for _, text in mine)
        return say_gaps(gaps, f"paying {self.records.of}") if gaps else None

    def changes(self) -> Iterator[tuple[int, Change]]:
        """The changes of subscriptions in the period, of those that were customers when it began."""
        changes, subject, at_us = self.source.changes
        for place in np.flatnonzero(self.at_start[subject] & self._in_period(at_us)):
            yield int(subject[place]), changes[place]

    def dues(self) -> Iterator[tuple[int, Due]]:
        """The terms of the chosen that came up for renewal in the period, as known at the end of the data.

        An early renewal and a late one count when they were due.
        """
        dues, subject, due_us = self.source.dues
        for place in np.flatnonzero(self.chosen[subject] & self._in_period(due_us)):
            yield int(subject[place]), dues[place]

    @property
    def renewal_gap(self) -> str | None:
        """Why it is not known what came up for renewal; None where it is."""
        if not self.records.has_subscriptions:
            return NO_SUBSCRIPTIONS
        if not self.records.holds(RENEWED):
            return "the log holds no renewals (subscription.renewed)"
        count = int(self.source.without_term[self.chosen].sum())
        return say_gaps({NO_TERM: count}, "subscription") if count else None

    @property
    def known_us(self) -> int:
        """The end of the data, its last instant included: what became of those who came in the period."""
        return self.records.last_us + 1

    def left_by_us(self, at_us: int) -> Array:
        """(S,) when each subject first stopped being a customer, as known at an instant; NEVER for not
        yet."""
        left_us = self.records.left_us
        return np.where(left_us < at_us, left_us, NEVER)

    def known_spells(self) -> tuple[Array, Array]:
        """How long those that left were customers, and how long the others have been so far (microseconds).

        Of every chosen subject whose beginning the log holds, its first time as a customer; as known at the
        end of the period.
        """
        joined_us = self.records.joined_us
        known = self.chosen & ~self._is_older & (joined_us < self.end_us)
        left_us = self.left_by_us(self.end_us)
        has_left = known & (left_us < NEVER)
        still = known & ~has_left
        return left_us[has_left] - joined_us[has_left], self.end_us - joined_us[still]
