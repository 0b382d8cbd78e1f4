"""A book of business: what the records say of some subjects in one period. Everything a success measure
reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desirepath.log.scales import parse_scale
from desirepath.measures.book.money import NO_TERM, say_gaps
from desirepath.measures.book.months import MONTH_US
from desirepath.measures.book.movements import KINDS, Movements, read_movements
from desirepath.measures.book.records import NEVER, Records, Row
from desirepath.measures.book.subscriptions import ACTIVITIES, RENEWED, Change, Due
from desirepath.replay.tally import LEVELS

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


class Source:
    """The records, and what several books of them share: worked out once."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._rows: dict[tuple[str, ...], tuple[list[Row], Array, Array]] = {}

    @cached_property
    def movements(self) -> Movements:
        """All movements of MRR."""
        return read_movements(self.records.histories.items(), first_us=self.records.first_us)

    @cached_property
    def is_answered(self) -> Array:
        """For every ``survey.sent``, in order: whether it was answered.

        An answer belongs to the latest survey of its name sent to the same customer before it.
        """
        sent, _, _ = self.rows("survey.sent")
        answers = [row for row in self.rows("survey.answered")[0] if row["score"] is not None or row["text"]]
        waiting: dict[tuple[str | None, object], list[int]] = {}
        found = np.zeros(len(sent), bool)
        both = [(row["at_us"], 0, place, row) for place, row in enumerate(sent)]
        both += [(row["at_us"], 1, place, row) for place, row in enumerate(answers)]
        for _, is_answer, place, row in sorted(both, key=lambda entry: entry[:3]):
            name = row["properties"].get("survey")
            asked = (row["customer"] or row["account"], name if isinstance(name, str) else None)
            if not is_answer:
                waiting.setdefault(asked, []).append(place)
            elif waiting.get(asked):
                found[waiting[asked].pop()] = True
        return found

    @cached_property
    def tells_products_apart(self) -> bool:
        """Whether any subscription says which it is, or of what product."""
        return any(
            row["objects"].get("subscription") or row["properties"].get("product")
            for row in self.rows(*ACTIVITIES)[0]
        )

    def rows(self, *activities: str) -> tuple[list[Row], Array, Array]:
        """All interactions with these activities; their subjects (-1: none), and their instants."""
        if activities not in self._rows:
            rows = self.records.events(*activities)
            subject, at_us = (np.array([row[key] for row in rows], np.int64) for key in ("subject", "at_us"))
            self._rows[activities] = rows, subject, at_us
        return self._rows[activities]


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

    def levels(self, scales: tuple[str, ...]) -> Array:
        """(L,) the survey answers on these scales together, by level from the worst (0) to the best.

        Without a score it is no answer: who dismissed the question said nothing.
        """
        found = np.zeros(LEVELS, np.int64)
        for row in self.rows("survey.answered"):
            level = level_of(row) if row["scale"] in scales else None
            if level is not None:
                found[level] += 1
        return found

    def surveys_sent(self) -> tuple[Array, Array]:
        """The surveys sent in the period: when, and whether each was answered by the end of the data."""
        _, subject, at_us = self.source.rows("survey.sent")
        mine = np.append(self.chosen, self.is_everybody)[subject] & self._in_period(at_us)
        return at_us[mine], self.source.is_answered[mine]

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
        gaps: dict[str, int] = {}
        for subject, history in self.records.histories.items():
            if not self.chosen[subject]:
                continue
            mine: set[str] = set()
            for moment, after in zip(history.moments, (*history.moments[1:], None), strict=True):
                holds_until = NEVER if after is None else after.at_us
                if moment.at_us < self.end_us and holds_until >= self.since_us:
                    mine |= set(moment.gaps)
            for gap in mine:
                gaps[gap] = gaps.get(gap, 0) + 1
        return say_gaps(gaps, f"paying {self.records.of}") if gaps else None

    def changes(self) -> Iterator[tuple[int, Change]]:
        """The changes of subscriptions in the period, of those that were customers when it began."""
        for subject, history in self.records.histories.items():
            if self.at_start[subject]:
                for change in history.changes:
                    if self.since_us <= change.at_us < self.end_us:
                        yield subject, change

    def dues(self) -> Iterator[tuple[int, Due]]:
        """The terms of the chosen that came up for renewal in the period, as known at the end of the data.

        An early renewal and a late one count when they were due.
        """
        for subject, history in self.records.histories.items():
            if self.chosen[subject]:
                for due in history.dues:
                    if self.since_us <= due.due_us < self.end_us:
                        yield subject, due

    @property
    def renewal_gap(self) -> str | None:
        """Why it is not known what came up for renewal; None where it is."""
        if not self.records.has_subscriptions:
            return NO_SUBSCRIPTIONS
        if not self.records.holds(RENEWED):
            return "the log holds no renewals (subscription.renewed)"
        count = sum(
            history.without_term
            for subject, history in self.records.histories.items()
            if self.chosen[subject]
        )
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
