"""Funnels: how far along a list of steps each subject came, and how long each step took.

The question is bound to the index as a map is, one code per interaction
(:mod:`~desirepath.replay.funnel_binding`); it says whom to follow
(:mod:`~desirepath.replay.funnel_units`), and they are walked (:mod:`~desirepath.replay.funnel_walk`). What
comes out are rows and whole numbers, so that funnels over disjoint subjects add up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Final

import numpy as np

from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.replay.columns import Array
from desirepath.replay.funnel_binding import MOST_STARTS, BoundFunnel, bind_funnel
from desirepath.replay.funnel_question import FunnelQuestion
from desirepath.replay.funnel_shapes import Chains
from desirepath.replay.funnel_units import Units, units_of
from desirepath.replay.funnel_walk import Depth, Walked, is_compiled, walk
from desirepath.replay.index import Index

COMPILE_SECONDS: Final = 10


@dataclass(frozen=True)
class Funnel:
    """The answer. Counts are arrays over the steps; steps are numbered from 0 here.

    ``chains`` has a row for everybody that entered (a subject, or a session or value of one; of totals: an
    attempt), by subject; see :class:`~desirepath.replay.funnel_shapes.Chains`. ``as_of`` is the instant up to
    which the log was seen. ``chosen_rows``: of a part of a funnel, the places of its rows in the whole.
    """

    question: FunnelQuestion
    index: Index
    as_of: datetime
    chains: Chains = field(repr=False)
    bound: BoundFunnel = field(repr=False)
    units: tuple[Units, ...] = field(repr=False)
    threads: int | None = field(repr=False)
    chosen_rows: Array | None = field(default=None, repr=False)

    @cached_property
    def timed(self) -> Chains:
        """The same rows with their times. Those of a plain funnel are made when they are first asked for."""
        return self.chains if self.chains.took_us.shape[1] else self.walked("times").chains

    def walked(self, depth: Depth) -> Walked:
        """Walk again, as far as ``depth`` asks."""
        return _walk(self.question, self.index, self.units, self.bound, depth, self.threads)

    def part(self, rows: Array) -> Funnel:
        """The funnel of some of the rows, by a mask over them: with their times."""
        places = np.flatnonzero(rows)
        chosen = places if self.chosen_rows is None else self.chosen_rows[places]
        return replace(self, chains=_take(self.timed, places), chosen_rows=chosen)

    @cached_property
    def from_first(self) -> Chains:
        """The rows with their times from the very first start alone, whichever starts were asked for."""
        question = replace(self.question, start="first")
        bound = replace(self.bound, rules=self.bound.rules._replace(from_first=True))
        chains = _walk(question, self.index, self.units, bound, "times", self.threads).chains
        return chains if self.chosen_rows is None else _take(chains, self.chosen_rows)

    def came_after_us(self, step: int) -> Array:
        """(R,) how long after its very first start each row came to ``step`` from it, in microseconds; -1
        where it has not."""
        took = self.from_first.took_us
        required = [k for k in range(1, step) if not self.question.steps[k].optional]
        after = took[:, [*required, step]].sum(axis=1)
        return np.where(self.from_first.first >> step & 1, after, -1)

    @property
    def is_one_row_per_subject(self) -> bool:
        """Whether no subject has several rows."""
        return self.question.count == "uniques" and self.question.is_of_subjects

    @cached_property
    def thinned(self) -> int:
        """How many have so many first steps that not every one was followed."""
        if self.question.is_plain:
            return 0
        return int(np.count_nonzero(self.walked("levels").beside.is_thinned))

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
    def counted(self) -> Array:
        """Which rows are counted: not those that an exclusion dropped."""
        return np.asarray(self._chosen != 0)

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
        if self.is_one_row_per_subject:
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
    most_starts: int = MOST_STARTS,
) -> Funnel:
    """Follow every subject of ``index`` along the funnel.

    Interactions after ``as_of`` are not seen; None is the last instant of the log. The work is shared by
    ``threads`` (None: one per processor), and their number changes nothing. ``notify`` is told, before a
    wait, when the walk has to be compiled first. ``most_starts``: see
    :data:`~desirepath.replay.funnel_binding.MOST_STARTS`. Raises ValueError for an ``as_of`` without a zone.
    """
    if as_of is not None and as_of.tzinfo is None:
        raise ValueError("as_of needs a zone: nobody can know which instant it is without one")
    if notify is not None and not is_compiled(question):
        notify(f"compiling the funnel, once (about {COMPILE_SECONDS} s)")
    as_of_us = to_microseconds(as_of) if as_of else index.last_us or 0
    bound = bind_funnel(question, index, as_of_us, most_starts=most_starts)
    units = units_of(question, index, bound)
    chains = _walk(question, index, units, bound, "levels", threads).chains
    return Funnel(question, index, from_microseconds(as_of_us), chains, bound, units, threads)


def _walk(
    question: FunnelQuestion,
    index: Index,
    units: tuple[Units, ...],
    bound: BoundFunnel,
    depth: Depth,
    threads: int | None,
) -> Walked:
    subjects = [len(bucket.subjects) for bucket in index.buckets]
    return walk(question, units, bound, depth, subjects=subjects, threads=threads)


def _take(chains: Chains, places: Array) -> Chains:
    return Chains(*(column[places] for column in chains))


def _count_bits(masks: Array, steps: int) -> Array:
    return np.array([np.count_nonzero(masks & 1 << step) for step in range(steps)], np.int64)
