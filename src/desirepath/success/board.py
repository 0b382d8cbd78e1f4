"""The journey board: every account in the step where it stands, since when, and whether it is on track."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desirepath.base.spans import to_microseconds
from desirepath.replay.replay import Replay
from desirepath.success.pace import Expected, Pace, expected_stays


@dataclass(frozen=True, slots=True)
class Milestone:
    """Somebody moved an account to a step by hand: who, when, and why. It holds until the log tells of a
    later step, somebody moves it again, or it is taken back (``withdrawn_at``). ``name`` is what was reached,
    ``key`` the entry that says so."""

    subject: str
    step: str
    at: datetime
    by: str
    reason: str
    name: str = ""
    key: str = ""
    withdrawn_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it was set by an instant, and not taken back by then."""
        return self.at <= at and (self.withdrawn_at is None or at < self.withdrawn_at)


@dataclass(frozen=True, slots=True)
class Told:
    """Where the log has an account that somebody moved by hand, for how long, and how that compares."""

    step: str | None
    stayed_us: int
    pace: Pace


@dataclass(frozen=True, slots=True)
class Card:
    """Where one account stands. ``step`` None: under way, and at no step yet. ``moved`` is the milestone that
    put it there by hand, None where the log did; ``told`` is then where the log has it still."""

    subject: str
    step: str | None
    since: datetime
    stayed_us: int
    pace: Pace
    passage: int
    moved: Milestone | None
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One step of the board: its cards, the longest there first, and how long a stay may last."""

    step: str | None
    cards: tuple[Card, ...]
    expected: Expected | None

    def count(self, pace: Pace) -> int:
        """How many of its cards are of that pace."""
        return sum(card.pace == pace for card in self.cards)


@dataclass(frozen=True, slots=True)
class JourneyBoard:
    """The columns in the map's order, those who are at no step yet first; and how many have ended, by
    outcome."""

    as_of: datetime
    columns: tuple[Column, ...]
    ended: Mapping[str, int]

    @property
    def expected(self) -> Mapping[str, Expected]:
        """How long a stay may last, by step."""
        return {one.step: one.expected for one in self.columns if one.step is not None and one.expected}

    def cards(self) -> Iterable[Card]:
        """All cards, column by column."""
        for column in self.columns:
            yield from column.cards


def latest_milestones(
    milestones: Iterable[Milestone], at: datetime, steps: Container[str]
) -> dict[str, Milestone]:
    """The milestone of each subject that holds at an instant; one that names none of the steps does not."""
    held = (one for one in milestones if one.step in steps and one.holds(at))
    return {one.subject: one for one in sorted(held, key=lambda one: one.at)}


def lay_out_board(
    told: Replay,
    milestones: Sequence[Milestone] = (),
    *,
    only: frozenset[str] | None = None,
    expected: Mapping[str, Expected] | None = None,
) -> JourneyBoard:
    """The board at a replay's instant. ``only`` are whose cards are wanted (None: everybody's), ``expected``
    how long stays last (None: as the replay itself tells).

    A milestone is later than what the log says where it is set after the account came to where the log has
    it; of several the latest holds. One that names a step that the map no longer has moves nothing, and one
    that was taken back neither.
    """
    expected = expected_stays(told) if expected is None else expected
    steps = told.binding.steps
    by_hand = latest_milestones(milestones, told.as_of, expected)
    now_us = to_microseconds(told.as_of)
    cards: dict[str | None, list[Card]] = {None: [], **{step: [] for step in steps}}
    ended: dict[str, int] = {}
    for standing in told.standings():
        if only is not None and standing.subject not in only:
            continue
        if standing.ended_at is not None:
            ended[standing.outcome] = ended.get(standing.outcome, 0) + 1
            continue
        moved = by_hand.get(standing.subject)
        if moved is not None and moved.at < standing.since:
            moved = None
        step, since = (standing.step, standing.since) if moved is None else (moved.step, moved.at)
        stayed_us = now_us - to_microseconds(since)
        pace = _pace(step, stayed_us, expected)
        in_log = None
        if moved is not None:
            log_us = now_us - to_microseconds(standing.since)
            in_log = Told(standing.step, log_us, _pace(standing.step, log_us, expected))
        card = Card(standing.subject, step, since, stayed_us, pace, standing.passage, moved, in_log)
        cards[step].append(card)
    columns = tuple(
        Column(
            step,
            tuple(sorted(cards[step], key=lambda card: (-card.stayed_us, card.subject))),
            None if step is None else expected[step],
        )
        for step in (None, *steps)
    )
    return JourneyBoard(told.as_of, columns, ended)


def _pace(step: str | None, stayed_us: int, expected: Mapping[str, Expected]) -> Pace:
    return "not known" if step is None else expected[step].pace(stayed_us)
