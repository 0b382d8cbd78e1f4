"""Funnels: how far along a list of steps each subject came, and how long each step took.

The question is bound to the index as a map is, one code per interaction, and the subjects are walked in
threads: plain ordered funnels level by level (:mod:`~desirepath.replay.funnel_levels`) and, for their times,
along links (:mod:`~desirepath.replay.funnel_links`); all others in full
(:mod:`~desirepath.replay.funnel_kernel`). What comes out are rows and whole numbers, so that funnels over
disjoint subjects add up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from desirepath.base.slow import load
from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.model.expression import ALWAYS, Expression
from desirepath.replay.binding import FOREVER_US, bind_questions
from desirepath.replay.columns import Array
from desirepath.replay.engines.local import Piece, in_threads, pieces_of
from desirepath.replay.funnel_question import FunnelQuestion
from desirepath.replay.funnel_shapes import (
    ANY_ORDER,
    ORDERED,
    SEQUENCE,
    STRICT,
    STRICTLY_LATER,
    UNORDERED,
    Chains,
    FunnelRows,
    FunnelRules,
)
from desirepath.replay.index import Index
from desirepath.replay.lookup import Lookup

LEVELS: Final = "desirepath.replay.funnel_levels"
LINKS: Final = "desirepath.replay.funnel_links"
KERNEL: Final = "desirepath.replay.funnel_kernel"
COMPILE_SECONDS: Final = 10
_MODES: Final = {"ordered": ORDERED, "strict": STRICT, "unordered": UNORDERED}
_TIES: Final = {"sequence": SEQUENCE, "any": ANY_ORDER, "strict": STRICTLY_LATER}


@dataclass(frozen=True)
class Funnel:
    """The answer. Counts are arrays over the steps; steps are numbered from 0 here.

    ``chains`` has a row for every subject that entered (of totals: for every attempt), by subject; see
    :class:`~desirepath.replay.funnel_shapes.Chains`. ``as_of`` is the instant up to which the log was seen.
    """

    question: FunnelQuestion
    index: Index
    as_of: datetime
    chains: Chains = field(repr=False)
    _bound: tuple[tuple[Array, ...], FunnelRules] = field(repr=False)
    _threads: int | None = field(repr=False)

    @cached_property
    def timed(self) -> Chains:
        """The same rows with their times. Those of a plain funnel are made when they are first asked for."""
        if self.chains.took_us.shape[1]:
            return self.chains
        match, rules = self._bound
        return walk(self.question, self.index, match, rules, threads=self._threads)

    @property
    def subjects(self) -> int:
        """How many subjects the log has."""
        return sum(len(bucket.subjects) for bucket in self.index.buckets)

    @cached_property
    def reached(self) -> Array:
        """How many subjects (attempts) came to each step, from the starts that were asked for."""
        return _count_bits(self._chosen, len(self.question.steps))

    @cached_property
    def reached_from_any(self) -> Array:
        """How many came to each step from the starts that lead furthest."""
        return _count_bits(self.chains.reached, len(self.question.steps))

    @cached_property
    def reached_from_first(self) -> Array:
        """How many came to each step from their very first start."""
        return _count_bits(self.chains.first, len(self.question.steps))

    @cached_property
    def open_before(self) -> Array:
        """How many have entered, have not come to each step, and still may: their window is not over."""
        of_them = self._chosen[self._is_open]
        return np.asarray(len(of_them) - _count_bits(of_them, len(self.question.steps)))

    @property
    def dropped(self) -> int:
        """How many entered and are not counted at all: an exclusion dropped them."""
        return int(np.count_nonzero(self._chosen == 0))

    def took_us(self, step: int) -> Array:
        """The time from the step before (the nearest that is not optional) to ``step``, in microseconds: one
        value per subject (attempt) that reached it."""
        times: Array = self.timed.took_us[:, step]
        return times[times >= 0]

    def total_us(self) -> Array:
        """The time from the first step to the last, of those that completed the funnel."""
        last = len(self.question.steps) - 1
        required = [k for k, step in enumerate(self.question.steps) if k and (not step.optional or k == last)]
        complete = (self._chosen >> last & 1).astype(np.bool_)
        total: Array = self.timed.took_us[complete][:, required].sum(axis=1)
        return total

    def step_before(self, step: int) -> int:
        """The nearest step before that is not optional; of the first, itself."""
        return max((k for k in range(step) if not self.question.steps[k].optional), default=0)

    def attempts_of_subjects(self, step: int) -> Array:
        """How many attempts of each subject came to ``step``."""
        came = self.chains.subject[(self._chosen >> step & 1).astype(np.bool_)]
        counts: Array = np.bincount(came, minlength=self.subjects)
        return counts

    def reached_subjects(self, step: int) -> tuple[str, ...]:
        """The ids of those who came to ``step``, sorted."""
        return self._ids((self._chosen >> step & 1).astype(np.bool_))

    def dropped_subjects(self, step: int) -> tuple[str, ...]:
        """The ids of those who came to the step before (the nearest that is not optional) and not to
        ``step``; those that still may are among them."""
        before = self.step_before(step)
        reached = self._chosen
        stopped = self._ids((reached >> before & 1 & ~(reached >> step)).astype(np.bool_))
        if self.question.count == "uniques":
            return stopped
        return tuple(sorted({*stopped} - {*self.reached_subjects(step)}))

    @property
    def _chosen(self) -> Array:
        return self.chains.first if self.question.start == "first" else self.chains.reached

    @property
    def _is_open(self) -> Array:
        is_open: Array = self.chains.first_is_open if self.question.start == "first" else self.chains.is_open
        return np.asarray(is_open & (self._chosen != 0))

    def _ids(self, chosen: Array) -> tuple[str, ...]:
        ids = self.index.subject_ids
        return tuple(sorted({ids[subject] for subject in self.chains.subject[chosen].tolist()}))


def follow_funnel(
    index: Index,
    question: FunnelQuestion,
    *,
    as_of: datetime | None = None,
    threads: int | None = None,
    notify: Callable[[str], None] | None = None,
) -> Funnel:
    """Follow every subject of ``index`` along the funnel.

    Interactions after ``as_of`` are not seen; None is the last instant of the log. The work is shared by
    ``threads`` (None: one per processor), and their number changes nothing. ``notify`` is told, before a
    wait, when the walk has to be compiled first. Raises ValueError for an ``as_of`` without a zone.
    """
    if as_of is not None and as_of.tzinfo is None:
        raise ValueError("as_of needs a zone: nobody can know which instant it is without one")
    if notify is not None and not _is_compiled(question):
        notify(f"compiling the funnel, once (about {COMPILE_SECONDS} s)")
    as_of_us = to_microseconds(as_of) if as_of else index.last_us or 0
    match, rules = bind_funnel(question, index, as_of_us)
    chains = walk(question, index, match, rules, threads=threads, with_times=False)
    return Funnel(question, index, from_microseconds(as_of_us), chains, (match, rules), threads)


def bind_funnel(
    question: FunnelQuestion, index: Index, as_of_us: int
) -> tuple[tuple[Array, ...], FunnelRules]:
    """Bind the question: per bucket each interaction's code, and what the codes mean."""
    steps = len(question.steps)
    asked: list[Expression] = [step.when for step in question.steps]
    asked += [exclusion.when for exclusion in question.exclusions]
    asked += [question.where or ALWAYS]
    match, answers = bind_questions(tuple(asked), index, Lookup(index))
    seen = [len(asked) - 1 in yes for yes in answers]
    marks = np.array(
        [sum(1 << q for q in yes if q < steps) * sees for yes, sees in zip(answers, seen, strict=True)],
        np.int64,
    )
    bars = np.array(
        [
            sum(1 << q - steps for q in yes if steps <= q < len(asked) - 1) * sees
            for yes, sees in zip(answers, seen, strict=True)
        ],
        np.int64,
    )
    breaks_strict = question.mode == "strict" and question.between == "interactions"
    period = question.period
    rules = FunnelRules(
        marks=marks,
        bars=bars,
        is_seen=np.array(seen, np.bool_) & (breaks_strict | (marks != 0) | (bars != 0)),
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
    return match, rules


def walk(
    question: FunnelQuestion,
    index: Index,
    match: Sequence[Array],
    rules: FunnelRules,
    *,
    threads: int | None = None,
    with_times: bool = True,
    in_full: bool = False,
) -> Chains:
    """Walk every subject. Without times, where a quicker walk can leave them out, ``took_us`` has no columns;
    ``in_full`` forbids the quicker walks where they would do (all must agree).
    """
    steps = len(question.steps)
    per_interaction = max((bin(mark).count("1") for mark in rules.marks.tolist()), default=0)

    only_levels = question.is_plain and not with_times and not in_full and per_interaction <= 1

    def walk_piece(piece: Piece) -> Chains:
        bucket = index.buckets[piece.bucket]
        rows = FunnelRows(bucket.starts, bucket.ends, bucket.time_us, match[piece.bucket])
        longest = int((bucket.ends - bucket.starts[:-1])[piece.low : piece.high].max(initial=0))
        room = piece.high - piece.low
        while True:
            found = _no_chains(room, steps)
            if only_levels:
                count = load(LEVELS).count_levels(rows, rules, piece.low, piece.high, longest, found)
            elif question.is_plain and not in_full:
                count = load(LINKS).follow_links(
                    rows, rules, piece.low, piece.high, longest, longest * per_interaction, found
                )
            elif question.count == "uniques":
                count = load(KERNEL).walk_funnels(rows, rules, piece.low, piece.high, longest, found)
            else:
                count = load(KERNEL).walk_attempts(rows, rules, piece.low, piece.high, longest, found)
            if count <= room:
                kept = Chains(*(column[:count] for column in found))
                return kept._replace(took_us=kept.took_us[:, :0]) if only_levels else kept
            room = count

    pieces = pieces_of(index)
    before = np.cumsum([0, *(len(bucket.subjects) for bucket in index.buckets)]).tolist()
    parts = [_no_chains(0, 0 if only_levels else steps)]
    for piece, part in zip(pieces, in_threads(walk_piece, pieces, threads), strict=True):
        parts.append(part._replace(subject=part.subject + before[piece.bucket]))
    return Chains(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _no_chains(room: int, steps: int) -> Chains:
    return Chains(
        subject=np.empty(room, np.int64),
        reached=np.empty(room, np.int64),
        first=np.empty(room, np.int64),
        is_open=np.empty(room, np.bool_),
        first_is_open=np.empty(room, np.bool_),
        entered_us=np.empty(room, np.int64),
        took_us=np.empty((room, steps), np.int64),
    )


def _count_bits(masks: Array, steps: int) -> Array:
    return np.array([np.count_nonzero(masks & 1 << step) for step in range(steps)], np.int64)


def _is_compiled(question: FunnelQuestion) -> bool:
    """Whether the walk of this question lies compiled on this machine."""
    if question.is_plain:
        compiled: Any = load(LINKS).follow_links
    else:
        compiled = load(KERNEL).walk_funnels if question.count == "uniques" else load(KERNEL).walk_attempts
    source = Path(compiled.py_func.__code__.co_filename)
    kept = Path(compiled.stats.cache_path).glob(f"{source.stem}.{compiled.py_func.__name__}-*.nbi")
    return any(file.stat().st_mtime >= source.stat().st_mtime for file in kept)
