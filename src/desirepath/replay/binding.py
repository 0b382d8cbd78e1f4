"""Binding: what each interaction of an index means to a map, as one small code per interaction.

A map asks S + 3 questions of an interaction: is it step 1, ... step S; does it start, succeed, fail a
passage? And where playbooks have asked customers something, S more: was it asked at step 1, ... step S? What
was asked there belongs there, wherever its subject stands when it answers. A code stands for one set of
answers, and the kernel works with codes alone. So any number of steps fits, and an interaction may be several
steps at once. Where every question can be answered from the activity, the activity is the code and nothing is
looked at row by row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from desirepath.base.spans import parse_span
from desirepath.log.activities import PLAYBOOKS
from desirepath.model.expression import (
    And,
    Compare,
    Contains,
    Expression,
    Name,
    Not,
    OneOf,
    Or,
    evaluate,
)
from desirepath.model.journey_map import JourneyMap
from desirepath.model.rule import any_rule
from desirepath.replay.columns import Array, Bucket
from desirepath.replay.index import Index
from desirepath.replay.kinds import HORIZON_NOT_POSITIVE
from desirepath.replay.lookup import Lookup

FOREVER_US: Final = 1 << 62
MOST_SMALL_CODES: Final = 1 << 16
ACTIVITY: Final = Name("field", "activity")
PASSAGE_QUESTIONS: Final = 3
ASKING: Final = ("survey.sent", "survey.answered")
"""What playbooks ask, and the answers: these facts say at which step of which map it was."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The part of a binding that is worked out row by row: see :class:`Binding`."""

    match: tuple[Array, ...]
    answers: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Binding:
    """A map bound to an index.

    ``match`` has, per bucket, each interaction's code. ``answers[c]`` are the questions that code c
    answers with yes, by number, ascending. The rest are the map's own settings, one per step:
    ``may_be_passed`` (optional, or believed but not measured), ``repeatable``, ``within_us`` (-1: none);
    ``horizon_us`` is FOREVER_US where there is none.
    """

    steps: tuple[str, ...]
    match: tuple[Array, ...]
    answers: tuple[tuple[int, ...], ...]
    may_be_passed: Array
    repeatable: Array
    within_us: Array
    horizon_us: int
    again: bool
    is_by_activity: bool = False
    """Whether the code is the activity, everywhere."""

    @property
    def codes(self) -> Codes | None:
        """What was worked out row by row; None where nothing was."""
        return None if self.is_by_activity else Codes(self.match, self.answers)


def ask(journey: JourneyMap) -> tuple[Expression, ...]:
    """The S + 3 questions of a map; a step without a rule, and a passage rule that is not given, never match.

    >>> from desirepath.model.journey_map import Stage, Step
    >>> from desirepath.model.rule import Rule
    >>> step = Step(id="kickoff", name="Kick-off", when=(Rule(activity="call.held"),))
    >>> stages = (Stage(id="begin", name="Begin", steps=(step,)),)
    >>> asked = ask(JourneyMap(format="desirepath/1", id="m", title="M", stages=stages))
    >>> len(asked), asked[1:] == (any_rule(()),) * 3
    (4, True)
    """
    passage = journey.passage
    rules = (*(step.when for step in journey.steps()), passage.starts, passage.succeeds, passage.fails)
    return tuple(any_rule(rule or ()) for rule in rules)


def ask_where(journey: JourneyMap) -> tuple[Expression, ...]:
    """The S questions whether something was asked at a step of this map, and whether it answers that."""
    return tuple(
        And(
            (
                OneOf(ACTIVITY, ASKING),
                Compare(Name("field", "source"), "==", PLAYBOOKS),
                Compare(Name("properties", "map"), "==", journey.id),
                Compare(Name("properties", "step"), "==", step.id),
            )
        )
        for step in journey.steps()
    )


def bind(journey: JourneyMap, index: Index, lookup: Lookup, *, before: Codes | None = None) -> Binding:
    """Bind ``journey`` to ``index``. ``before`` are the codes of the same map and the index before it grew:
    then only what was added is looked at.

    Raises DP-RPL-002 where the map's horizon is not a positive length of time.
    """
    steps = tuple(journey.steps())
    questions = ask(journey)
    if PLAYBOOKS in index.names.sources:
        questions += ask_where(journey)
    match, answers = bind_questions(questions, index, lookup, before)
    if not journey.passage.starts:
        answers = tuple(_with_start(yes, len(steps)) for yes in answers)
    return Binding(
        steps=tuple(step.id for step in steps),
        match=match,
        answers=answers,
        may_be_passed=np.array([step.optional or not step.when for step in steps], np.bool_),
        repeatable=np.array([step.repeatable for step in steps], np.bool_),
        within_us=np.array([_span_us(step.within) if step.within else -1 for step in steps], np.int64),
        horizon_us=_horizon_us(journey.passage.horizon),
        again=journey.passage.again,
        is_by_activity=all(
            codes is bucket.activity for codes, bucket in zip(match, index.buckets, strict=True)
        ),
    )


def _with_start(yes: tuple[int, ...], steps: int) -> tuple[int, ...]:
    """The same answers, and that any step starts a passage."""
    return (*yes, steps) if any(question < steps for question in yes) and steps not in yes else yes


def _span_us(span: str) -> int:
    return min(round(parse_span(span).total_seconds() * 1_000_000), FOREVER_US)


def _horizon_us(horizon: str | None) -> int:
    if horizon is None:
        return FOREVER_US
    span_us = _span_us(horizon)
    if span_us <= 0:
        raise HORIZON_NOT_POSITIVE.error("passage.horizon", says=f'a passage cannot last "{horizon}"')
    return span_us


@dataclass(frozen=True, slots=True)
class _CodeBook:
    """Sets of answers by code, and codes by set."""

    answers: list[tuple[int, ...]] = field(default_factory=list)
    codes: dict[tuple[int, ...], int] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: tuple[tuple[int, ...], ...]) -> _CodeBook:
        """The book in which these are the answers by code."""
        return cls(list(answers), {yes: code for code, yes in enumerate(answers)})

    def code(self, answers: tuple[int, ...]) -> int:
        if answers not in self.codes:
            self.codes[answers] = len(self.answers)
            self.answers.append(answers)
        return self.codes[answers]

    def with_yes(self, codes: Array, question: int) -> Array:
        """The codes of the same answers and one more yes; questions are asked in ascending order or in
        any."""
        distinct, which = np.unique(codes, return_inverse=True)
        new = [self.code(tuple(sorted({*self.answers[code], question}))) for code in distinct.tolist()]
        return np.array(new, np.int64)[which]


def bind_questions(
    questions: tuple[Expression, ...], index: Index, lookup: Lookup, before: Codes | None = None
) -> tuple[tuple[Array, ...], tuple[tuple[int, ...], ...]]:
    """Per bucket each interaction's code, and per code the numbers of the questions it answers with yes.

    Codes that ``before`` has given already, of the same questions, are kept.
    """
    activities = index.names.activities
    decided = [[decide(question, activity) for question in questions] for activity in activities]
    sure = [tuple(q for q, answer in enumerate(answers) if answer) for answers in decided]
    unsure = np.array([[answer is None for answer in answers] for answers in decided], np.bool_)
    if not unsure.any():
        return tuple(bucket.activity for bucket in index.buckets), tuple(sure)
    book = _CodeBook()
    known: tuple[Array, ...] = tuple(bucket.activity[:0] for bucket in index.buckets)
    if before is not None:
        book, known = _CodeBook.of(before.answers), before.match
    by_activity = np.array([book.code(answers) for answers in sure], np.int64)
    match = []
    for bucket, old in zip(index.buckets, known, strict=True):
        added = bucket.activity[len(old) :]
        codes = by_activity[added]
        for number, question in enumerate(questions):
            if unsure[:, number].any():
                candidates = np.flatnonzero(unsure[:, number][added])
                found = candidates[matching(question, bucket, candidates + len(old), lookup)]
                codes[found] = book.with_yes(codes[found], number)
        match.append((old, codes))
    lookup.keep()
    small = np.uint16 if len(book.answers) <= MOST_SMALL_CODES else np.uint32
    joined = (np.concatenate([old.astype(small), codes.astype(small)]) for old, codes in match)
    return tuple(map(_read_only, joined)), tuple(book.answers)


def _read_only(array: Array) -> Array:
    array.flags.writeable = False
    return array


def decide(expression: Expression, activity: str) -> bool | None:
    """Whether the expression holds of an interaction of which only the activity is known; None: it depends.

    >>> rule = And((Compare(ACTIVITY, "==", "call.held"), Compare(Name("field", "channel"), "==", "phone")))
    >>> decide(rule, "login"), decide(rule, "call.held"), decide(And(()), "login")
    (False, None, True)
    """
    match expression:
        case And(parts):
            answers = [decide(part, activity) for part in parts]
            return False if False in answers else None if None in answers else True
        case Or(parts):
            answers = [decide(part, activity) for part in parts]
            return True if True in answers else None if None in answers else False
        case Not(inner):
            answer = decide(inner, activity)
            return None if answer is None else not answer
        case Compare(name) | OneOf(name) | Contains(name):
            return evaluate(expression, lambda _: activity) if name == ACTIVITY else None


def matching(expression: Expression, bucket: Bucket, positions: Array, lookup: Lookup) -> Array:
    """Whether the expression holds, for each of the interactions of ``bucket`` at ``positions``.

    The parts of an ``and`` are asked only where all before them held, of an ``or`` only where none did, the
    cheap ones first: so properties are parsed for as few interactions as possible.
    """
    match expression:
        case And(parts):
            return _until(False, parts, bucket, positions, lookup)
        case Or(parts):
            return _until(True, parts, bucket, positions, lookup)
        case Not(inner):
            return ~matching(inner, bucket, positions, lookup)
        case Compare(name) | OneOf(name) | Contains(name):
            found = lookup.values_at(name, bucket, positions)
            holds = [evaluate(expression, lambda _, value=value: value) for value in found.values]  # type: ignore[misc]
            return np.array(holds, np.bool_)[found.codes]


def _until(
    settled: bool, parts: tuple[Expression, ...], bucket: Bucket, positions: Array, lookup: Lookup
) -> Array:
    """Ask the parts one after the other, of those interactions whose answer is not settled yet."""
    answers = np.full(len(positions), not settled, np.bool_)
    open_ = np.arange(len(positions))
    for part in sorted(parts, key=_cost):
        holds = matching(part, bucket, positions[open_], lookup)
        answers[open_[holds == settled]] = settled
        open_ = open_[holds != settled]
    return answers


def _cost(expression: Expression) -> int:
    """How dear it is to ask: 0 from the index, 1 from a column of the log, 2 by parsing."""
    match expression:
        case And(parts) | Or(parts):
            return max((_cost(part) for part in parts), default=0)
        case Not(inner):
            return _cost(inner)
        case Compare(name) | OneOf(name) | Contains(name):
            if name.scope != "field":
                return 2
            return 0 if name.key in ("activity", "channel", "source") else 1
