"""The rows of a map's customers, and their order: where each stands, what the kept board knows of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from desirepath.model.journey_map import JourneyMap
from desirepath.replay.tables import Standing
from desirepath.replay.tally import OPEN, OUTCOMES
from desirepath.server.books.roster import ACCOUNT
from desirepath.server.lived.board_facts import UNKNOWN, Facts
from desirepath.server.lived.names import names_of
from desirepath.server.lived.replays import Followed
from desirepath.server.lived.whose_moment import WhoseMoment
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Function

Sort = Literal["moved", "name", "step", "days", "health", "money", "renewal", "owner"]
LARGEST_FIRST: Final[frozenset[Sort]] = frozenset({"moved", "money", "days"})
"""What begins with the largest, or the latest, unless somebody asks for it the other way round."""


@dataclass(frozen=True, slots=True)
class Row:
    """One who travels. ``stayed_seconds`` is None where the passage is over."""

    subject: str
    name: str | None
    step: str | None
    since: datetime
    passage: int
    outcome: str
    stayed_seconds: float | None
    pace: str | None
    moved_by: str | None
    score: float | None
    level: str | None
    cents: int | None
    gap: str | None
    renewal: date | None
    owner: str | None


@dataclass(frozen=True)
class Listed:
    """Everybody on a map, whoever moved last first. Who owns moments is said of accounts alone."""

    journey: JourneyMap
    followed: Followed
    facts: Facts

    @property
    def now(self) -> datetime:
        """The instant up to which the log was seen."""
        return self.followed.told.as_of

    def rows(self) -> Iterator[Row]:
        """A row for each."""
        of, names = self.journey.travels, names_of(self.journey.travels)
        whose = WhoseMoment(self.journey) if of == ACCOUNT else None
        for one in self.followed.everybody:
            yield self._row(one, names, whose)

    def _row(self, one: Standing, names: Mapping[str, str], whose: WhoseMoment | None) -> Row:
        fact = self.facts.of.get(one.subject, UNKNOWN)
        is_open = one.outcome == OUTCOMES[OPEN]
        step, since, moved_by = one.step, one.since, None
        if is_open and fact.moved_at is not None and fact.moved_at >= one.since:
            step, since, moved_by = fact.moved_to, fact.moved_at, fact.moved_by
        return Row(
            subject=one.subject,
            name=names.get(one.subject),
            step=step,
            since=since,
            passage=one.passage,
            outcome=one.outcome,
            stayed_seconds=(self.now - since).total_seconds() if is_open else None,
            pace=fact.pace if is_open else None,
            moved_by=moved_by,
            score=fact.score,
            level=fact.level,
            cents=fact.cents,
            gap=fact.gap,
            renewal=fact.renewal,
            owner=None if whose is None else whose.of(one.subject, step),
        )


def usual_sort(person: Person, facts: Facts) -> Sort:
    """What somebody sees first: a success manager the accounts that pay most, where that is known."""
    is_manager = person.function == Function.CUSTOMER_SUCCESS
    return "money" if is_manager and facts.currency is not None else "moved"


def in_order(rows: Sequence[Row], sort: Sort, journey: JourneyMap, *, is_descending: bool) -> list[Row]:
    """The rows, whoever moved last first, in another order; of whom that is not known last."""
    if sort == "moved":
        return list(rows) if is_descending else list(reversed(rows))
    places = {step.id: place for place, step in enumerate(journey.steps())}
    keys: dict[Sort, Callable[[Row], Any]] = {
        "name": lambda one: (one.name or one.subject).casefold(),
        "step": lambda one: places.get(one.step or "", -1),
        "days": lambda one: one.stayed_seconds,
        "health": lambda one: one.score,
        "money": lambda one: one.cents,
        "renewal": lambda one: one.renewal,
        "owner": lambda one: None if one.owner is None else one.owner.casefold(),
    }
    key = keys[sort]
    known = sorted((one for one in rows if key(one) is not None), key=key, reverse=is_descending)
    return [*known, *(one for one in rows if key(one) is None)]
