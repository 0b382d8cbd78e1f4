"""A funnel's question bound to an index: one small code per interaction, and what each code means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from desirepath.base.spans import to_microseconds
from desirepath.model.expression import ALWAYS, Expression
from desirepath.replay.binding import FOREVER_US, bind_questions
from desirepath.replay.columns import Array
from desirepath.replay.funnel_question import FunnelQuestion
from desirepath.replay.funnel_shapes import (
    ANY_ORDER,
    BEGINS,
    ORDERED,
    SEQUENCE,
    STRICT,
    STRICTLY_LATER,
    UNORDERED,
    Finer,
    FunnelRules,
)
from desirepath.replay.index import Index
from desirepath.replay.lookup import Lookup

MOST_STARTS: Final = 1000
"""The full walk follows every first step of a subject: of one with more, about so many, evenly spread. Else a
single robot with a hundred thousand would take as long as all customers together."""

_MODES: Final = {"ordered": ORDERED, "strict": STRICT, "unordered": UNORDERED}
_TIES: Final = {"sequence": SEQUENCE, "any": ANY_ORDER, "strict": STRICTLY_LATER}


@dataclass(frozen=True, slots=True)
class BoundFunnel:
    """``match`` has, per bucket, each interaction's code; ``rules`` and ``finer`` what codes and steps mean;
    ``exists`` per code whether the question sees the interaction at all (``where``)."""

    match: tuple[Array, ...]
    rules: FunnelRules
    finer: Finer
    exists: Array

    @property
    def most_steps_at_once(self) -> int:
        """How many steps one interaction can be, at most."""
        steps = BEGINS - 1
        return max((int(mark & steps).bit_count() for mark in self.rules.marks.tolist()), default=0)


def bind_funnel(
    question: FunnelQuestion, index: Index, as_of_us: int, *, most_starts: int = MOST_STARTS
) -> BoundFunnel:
    """Bind the question to an index, of which nothing after ``as_of_us`` is seen."""
    steps, bars = len(question.steps), len(question.exclusions)
    asked: list[Expression] = [step.when for step in question.steps]
    asked += [exclusion.when for exclusion in question.exclusions]
    asked += [question.where or ALWAYS, question.segment or ALWAYS]
    match, answers = bind_questions(tuple(asked), index, Lookup(index))
    exists = np.array([steps + bars in yes for yes in answers], np.bool_)
    in_segment = np.array([steps + bars + 1 in yes for yes in answers], np.bool_)
    marks = _bits(answers, 0, steps) * exists
    barred = _bits(answers, steps, steps + bars) * exists
    breaks_strict = question.mode == "strict" and question.between == "interactions"
    beginners = question.turn[0] if question.mode == "unordered" else 1
    period = question.period
    rules = FunnelRules(
        marks=_with_beginnings(marks, beginners, in_segment, is_plain=question.is_plain),
        bars=barred,
        is_seen=exists & (breaks_strict | (marks != 0) | (barred != 0)),
        is_optional=np.array([step.optional for step in question.steps], np.bool_),
        within_us=np.array([-1 if s.within_us is None else s.within_us for s in question.steps], np.int64),
        after=np.array([exclusion.after - 1 for exclusion in question.exclusions], np.int64),
        before=np.array([exclusion.before - 1 for exclusion in question.exclusions], np.int64),
        window_us=FOREVER_US if question.window_us is None else min(question.window_us, FOREVER_US),
        since_us=to_microseconds(period.since) if period.since else -FOREVER_US,
        until_us=to_microseconds(period.until) if period.until else FOREVER_US,
        as_of_us=as_of_us,
        mode=_MODES[question.mode],
        ties=_TIES[question.ties],
        drops=question.exclusion == "drop",
        from_first=question.start == "first",
    )
    return BoundFunnel(match, rules, Finer(np.array(question.turn, np.int64), most_starts), exists)


def _bits(answers: tuple[tuple[int, ...], ...], low: int, high: int) -> Array:
    """Per code the questions from ``low`` to before ``high`` that it answers with yes, as bits."""
    return np.array([sum(1 << q - low for q in yes if low <= q < high) for yes in answers], np.int64)


def _with_beginnings(marks: Array, beginners: int, in_segment: Array, *, is_plain: bool) -> Array:
    """The same marks, and where the funnel may begin."""
    if is_plain:
        # The quick walks know a beginning by its being the first step, and nothing else by that.
        marks = np.where(in_segment, marks, marks & ~1)
    return np.where(in_segment & (marks & beginners != 0), marks | BEGINS, marks)
