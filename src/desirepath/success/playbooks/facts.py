"""What playbooks ask of the log, as it was known up to an instant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.log.store import Log
from desirepath.measures.book.records import Records
from desirepath.measures.book.traits import KnownTraits
from desirepath.model.expression import Expression
from desirepath.model.expression_parser import parse_expression
from desirepath.model.journey_map import JourneyMap
from desirepath.model.rule import Rule, any_rule
from desirepath.replay.binding import bind_questions
from desirepath.replay.columns import Array, rows_and_owners
from desirepath.replay.index import Index, open_index
from desirepath.replay.lookup import Lookup
from desirepath.replay.matching_times import first_times
from desirepath.replay.replay import Replay, replay
from desirepath.success.handoffs import Passing
from desirepath.success.health import Health, work_out
from desirepath.success.playbooks import occurrences
from desirepath.success.playbooks.moves import all_moves
from desirepath.success.playbooks.occurrences import Occurrence, by_time, span_us
from desirepath.success.playbooks.people import People
from desirepath.success.playbooks.playbook import Playbook, Purpose, Trigger
from desirepath.success.playbooks.stops import Stops
from desirepath.success.playbooks.told import Told, read_told
from desirepath.success.scorecard import Scorecard
from desirepath.success.signals import SignalReader, read_signals

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Matches:
    """The interactions that match one question: their rows in each bucket, and their instants by subject."""

    rows: tuple[Array, ...]
    subject: Array
    time_us: Array
    starts: Array


class OfType:
    """What the log says of one type of subject: accounts, or customers."""

    def __init__(self, log: Log, of: str, questions: Sequence[Expression]) -> None:
        self.index: Index = open_index(log, of)
        self.subjects = self.index.subject_ids
        self.place = {subject: number for number, subject in enumerate(self.subjects)}
        self.since_us = np.sort(first_times(self.index))
        self.traits = KnownTraits(log, of)
        self.lookup = Lookup(self.index)
        self.matches: dict[Expression, _Matches] = {}
        unique = tuple(dict.fromkeys(questions))
        if unique:
            self._bind(unique)

    def _bind(self, questions: tuple[Expression, ...]) -> None:
        match, answers = bind_questions(questions, self.index, self.lookup)
        holds = [np.array([number in yes for yes in answers], np.bool_) for number in range(len(questions))]
        parts: list[list[tuple[Array, Array, Array]]] = [[] for _ in questions]
        before = 0
        for bucket, codes in zip(self.index.buckets, match, strict=True):
            rows, owners = rows_and_owners(bucket)
            for number, mine in enumerate(holds):
                chosen = mine[codes[rows]]
                parts[number].append((rows[chosen], owners[chosen] + before, bucket.time_us[rows[chosen]]))
            before += len(bucket.ends)
        for question, found in zip(questions, parts, strict=True):
            none = np.zeros(0, np.int64)
            subject = np.concatenate([none, *(part[1] for part in found)])
            time_us = np.concatenate([none, *(part[2] for part in found)])
            starts = np.concatenate([[0], np.cumsum(np.bincount(subject, minlength=before))])
            rows_of = tuple(part[0] for part in found)
            self.matches[question] = _Matches(rows_of, subject, time_us, starts)

    def first(self, question: Expression, subject: str, after_us: int, until_us: int) -> int | None:
        """The first instant after ``after_us`` and up to ``until_us`` at which the subject did it."""
        place = self.place.get(subject)
        if place is None:
            return None
        found = self.matches[question]
        low, high = int(found.starts[place]), int(found.starts[place + 1])
        if low == high:
            return None
        mine = found.time_us[low:high]
        at = int(np.searchsorted(mine, after_us, side="right"))
        return int(mine[at]) if at < high - low and mine[at] <= until_us else None


class Facts:
    """What was known up to ``as_of``: the triggers of ``playbooks`` that occurred, traits, people, what was
    done.

    ``maps`` and ``cards`` are by their ids, ``passings`` the handoffs by map (rows of the workspace, not
    of the log). Nothing is read before it is asked for.
    """

    def __init__(
        self,
        log: Log,
        playbooks: Sequence[Playbook],
        as_of: datetime,
        *,
        maps: Mapping[str, JourneyMap] | None = None,
        cards: Mapping[str, Scorecard] | None = None,
        passings: Mapping[str, Sequence[Passing]] | None = None,
    ) -> None:
        self.log = log
        self.as_of_us = to_microseconds(as_of)
        self.zone = ZoneInfo(log.settings.time_zone)
        self._maps, self._cards, self._passings = maps or {}, cards or {}, passings or {}
        self._playbooks = tuple(playbooks)
        self._asked: dict[int, Expression] = {}
        self._parsed: dict[str, Expression] = {}
        self._questions: dict[str, list[Expression]] = {}
        for playbook in playbooks:
            self._questions.setdefault(playbook.of, []).extend(questions_of(playbook))
        self._types: dict[str, OfType] = {}
        self._replays: dict[str, Replay] = {}
        self._records: dict[str, Records] = {}
        self._readers: dict[str, SignalReader] = {}
        self._health: dict[tuple[str, int], Health] = {}

    def of_type(self, of: str) -> OfType:
        """What the log says of the subjects of a type."""
        if of not in self._types:
            self._types[of] = OfType(self.log, of, self._questions.get(of, ()))
        return self._types[of]

    def size(self, of: str, at_us: int) -> int:
        """How many subjects of a type the log knew at an instant."""
        return int(np.searchsorted(self.of_type(of).since_us, at_us, side="right"))

    def occurrences(self, playbook: Playbook, since_us: int, seen_us: int) -> list[Occurrence]:
        """What the playbook waits for, after ``since_us`` and by now, in order of time.

        Up to ``seen_us`` it was looked for before: what is found there again came late. Health, which is of
        whole days, is looked for after that only.
        """
        holds_us = 0 if playbook.holds_for is None else span_us(playbook.holds_for)
        found: list[Occurrence] = []
        for trigger in playbook.when:
            begin_us = since_us if trigger.health_falls_to is None else max(since_us, seen_us)
            found += self._of(playbook, trigger, holds_us, begin_us)
        return by_time(found)

    def _of(self, playbook: Playbook, trigger: Trigger, holds_us: int, since_us: int) -> Iterator[Occurrence]:
        until_us = self.as_of_us
        if trigger.does is not None or trigger.poor_experience is not None:
            mine = self.of_type(playbook.of)
            condition = None if playbook.if_ is None else parse_expression(playbook.if_)
            if trigger.does is not None:
                rows = mine.matches[any_rule(trigger.does)].rows
                yield from occurrences.of_interactions(
                    mine.index,
                    mine.subjects,
                    mine.lookup,
                    rows,
                    condition,
                    holds_us,
                    since_us,
                    until_us,
                    self.zone,
                )
            else:
                yield from occurrences.of_answers(
                    mine.index,
                    mine.subjects,
                    mine.lookup,
                    trigger.poor_experience or (),
                    condition,
                    holds_us,
                    since_us,
                    until_us,
                    self.zone,
                )
        elif trigger.renewal_in is not None:
            yield from occurrences.of_terms(
                self._records_of(playbook.of), trigger.renewal_in, since_us, until_us
            )
        elif trigger.health_falls_to is not None:
            yield from self._falls(playbook, trigger.health_falls_to, holds_us, since_us)
        elif trigger.handoff_late is not None:
            yield from occurrences.of_handoffs(
                self._handed_over(playbook), trigger.handoff_late, since_us, until_us
            )
        elif playbook.map is not None:
            told = self._replay(playbook.map, playbook.of)
            yield from occurrences.of_steps(told, trigger, holds_us, since_us, until_us)

    def _handed_over(self, playbook: Playbook) -> Sequence[Passing]:
        """The handoffs on its map, which calls itself by its own id whatever the playbook calls it by."""
        journey = self._maps.get(playbook.map or "")
        return () if journey is None else self._passings.get(journey.id, ())

    def _records_of(self, of: str) -> Records:
        if of not in self._records:
            self._records[of] = Records.read(self.log, of=of)
        return self._records[of]

    def _replay(self, journey: str, of: str) -> Replay:
        if journey not in self._replays:
            self._replays[journey] = replay(
                self._maps[journey], self.of_type(of).index, as_of=from_microseconds(self.as_of_us)
            )
        return self._replays[journey]

    def _falls(self, playbook: Playbook, level: str, holds_us: int, since_us: int) -> Iterator[Occurrence]:
        """Who came from a better level into this or a lower one, at the beginning of a day, and stayed
        there."""
        card = self._cards[playbook.scorecard or ""]
        order = {one.name: number for number, one in enumerate(card.levels)}
        worst_of_them = order[level]
        more = -(-holds_us // (86_400 * 1_000_000))
        days = self._days(since_us - holds_us - 1)
        for number in range(1, len(days) - more):
            before, after = (self._levels(card, at_us, playbook) for at_us in days[number - 1 : number + 1])
            stays = [self._levels(card, days[number + one], playbook) for one in range(1, more + 1)]
            at_us = days[number + more]
            if not since_us < at_us <= self.as_of_us:
                continue
            for subject, was, now, *later in zip(
                self._reader(card, playbook).subjects, before, after, *stays, strict=True
            ):
                if was is None or now is None or order[was] <= worst_of_them or order[now] > worst_of_them:
                    continue
                if all(one is not None and order[one] <= worst_of_them for one in later):
                    day = from_microseconds(days[number]).astimezone(self.zone).date()
                    says = f"health fell from {was} to {now}"
                    yield Occurrence(subject, f"health:{level}:{day.isoformat()}", at_us, says)

    def _days(self, since_us: int) -> list[int]:
        """The beginnings of the days from the one in which ``since_us`` lies, up to now."""
        day = from_microseconds(since_us).astimezone(self.zone).date()
        found: list[int] = []
        while True:
            at_us = to_microseconds(datetime.combine(day, time(), tzinfo=self.zone))
            if at_us > self.as_of_us:
                return found
            found.append(at_us)
            day += _DAY

    def _reader(self, card: Scorecard, playbook: Playbook) -> SignalReader:
        if card.id not in self._readers:
            journey = None if playbook.map is None else self._maps.get(playbook.map)
            index = self._records_of(card.of).index
            self._readers[card.id] = read_signals(card, index, journey, zone=str(self.zone))
        return self._readers[card.id]

    def _levels(self, card: Scorecard, at_us: int, playbook: Playbook) -> tuple[str | None, ...]:
        if (card.id, at_us) not in self._health:
            reader = self._reader(card, playbook)
            health = work_out(reader, from_microseconds(at_us), records=self._records_of(card.of))
            self._health[card.id, at_us] = health
        return self._health[card.id, at_us].levels

    def first_did(
        self, of: str, rules: Sequence[Rule], subject: str, after_us: int, until_us: int
    ) -> int | None:
        """The first instant after ``after_us`` and up to ``until_us`` at which the subject did any of
        these."""
        # The rules belong to the playbooks, which are kept: no other list gets their place in memory.
        question = self._asked.get(id(rules))
        if question is None:
            question = self._asked[id(rules)] = any_rule(rules)
        return self.of_type(of).first(question, subject, after_us, min(until_us, self.as_of_us))

    def holds(self, expression: str, of: str, subject: str, at_us: int) -> bool:
        """Whether an expression over traits held of somebody at an instant."""
        asked = self._parsed.get(expression)
        if asked is None:
            asked = self._parsed[expression] = parse_expression(expression)
        return self._traits(of).is_in(asked, subject, at_us)

    def trait(self, of: str, subject: str, key: str, at_us: int) -> object:
        """The value of a trait at an instant; None where nothing was known."""
        return self._traits(of).at(subject, key, at_us)

    def _traits(self, of: str) -> KnownTraits:
        if of in self._questions:
            return self.of_type(of).traits
        return self._customers

    @cached_property
    def _customers(self) -> KnownTraits:
        return KnownTraits(self.log, "customer")

    def people(self, of: str, subject: str, at_us: int) -> tuple[str, ...]:
        """The people of an account that were known at an instant, those known longest first; of a customer
        the customer."""
        if of == "customer":
            return (subject,)
        return self._people.known(subject, at_us)

    @cached_property
    def _told(self) -> Told:
        return read_told(self.log)

    @cached_property
    def _people(self) -> People:
        return People(self._told.people)

    def refuses(self, person: str, at_us: int, purpose: Purpose) -> str | None:
        """Why no e-mail with this purpose may go to somebody at an instant; None where it may."""
        return self._stops.why_not(person, at_us, purpose)

    @cached_property
    def _stops(self) -> Stops:
        return Stops(self._told.letters)


def questions_of(playbook: Playbook) -> Iterator[Expression]:
    """The questions about interactions that a playbook asks."""
    if playbook.goal:
        yield any_rule(playbook.goal)
    for trigger in playbook.when:
        if trigger.does:
            yield any_rule(trigger.does)
    for _, move in all_moves(playbook.moves):
        if move.branch is not None and move.branch.did:
            yield any_rule(move.branch.did)
        if move.wait_until is not None and move.wait_until.does:
            yield any_rule(move.wait_until.does)


def known_until(log: Log, of: str) -> int | None:
    """The last instant that the log tells of such subjects; None of an empty one."""
    return open_index(log, of).last_us
