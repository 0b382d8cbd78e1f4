"""Trails: what somebody did, or where a passage was, one thing after the other.

A *trail* is a sequence of codes in order: the activities of one subject (:func:`trails_of_log`), or the steps
that one passage visited (:func:`trails_of_passages`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from desirepath.base.spans import Period, to_microseconds
from desirepath.model.expression import Expression
from desirepath.replay.binding import matching
from desirepath.replay.columns import Array, Bucket, positions_of
from desirepath.replay.index import Index
from desirepath.replay.lookup import Lookup
from desirepath.replay.replay import EVER, Replay


@dataclass(frozen=True, slots=True)
class Part:
    """Some trails: ``code[starts[t] : ends[t]]`` at ``time_us`` (microseconds since 1970, UTC), in order.

    ``owner`` is the number of each trail's subject, ascending: subjects count through all parts. Rows between
    trails belong to nobody.
    """

    starts: Array
    ends: Array
    code: Array
    time_us: Array
    owner: Array

    @property
    def lengths(self) -> Array:
        """(T,) how many codes each trail holds."""
        return np.asarray(self.ends - self.starts)


@dataclass(frozen=True, slots=True)
class Trails:
    """Trails of whole subjects. A code is a place in ``names``; trails count through all parts."""

    names: tuple[str, ...]
    parts: tuple[Part, ...]
    index: Index = field(repr=False)

    def __len__(self) -> int:
        return sum(len(part.owner) for part in self.parts)

    @property
    def rows(self) -> int:
        """How many codes they hold together."""
        return sum(int(part.lengths.sum()) for part in self.parts)

    @property
    def owner(self) -> Array:
        """(T,) the number of each trail's subject."""
        return np.concatenate([np.zeros(0, np.int32), *(part.owner for part in self.parts)])

    def codes_of(self, trail: int) -> Array:
        """The codes of one trail."""
        for part in self.parts:
            if trail < len(part.owner):
                return np.asarray(part.code[part.starts[trail] : part.ends[trail]])
            trail -= len(part.owner)
        raise IndexError("there are not so many trails")

    def subject_id(self, owner: int) -> str:
        """The id of a subject by its number."""
        for bucket in self.index.buckets:
            if owner < len(bucket.subjects):
                return str(bucket.subjects[owner].as_py())
            owner -= len(bucket.subjects)
        raise IndexError("there are not so many subjects")


def trails_of_log(
    index: Index,
    *,
    period: Period = EVER,
    segment: Expression | None = None,
    session_us: int | None = None,
) -> Trails:
    """One trail per subject: all its activities, in the log's total order.

    With ``session_us`` one per session of its: a trail ends where nothing more comes for longer than that.

    With a ``period`` only those in it, of the subjects that have any; with a ``segment`` only subjects for
    whose first of these interactions it holds, a trait having the value it had then.
    """
    lookup = Lookup(index)
    before = np.cumsum([0, *(len(bucket.subjects) for bucket in index.buckets)]).tolist()
    parts = []
    for bucket, low in zip(index.buckets, before[:-1], strict=True):
        starts, ends = _within(bucket, period)
        owner = np.arange(low, low + len(ends), dtype=np.int32)
        if period != EVER or segment is not None:
            asked = np.flatnonzero(starts < ends)
            if segment is not None:
                asked = asked[matching(segment, bucket, starts[asked], lookup)]
            starts, ends, owner = starts[asked], ends[asked], owner[asked]
        if session_us is not None:
            starts, ends, owner = _sessions(bucket.time_us, starts, ends, owner, session_us)
        parts.append(Part(starts, ends, bucket.activity, bucket.time_us, owner))
    lookup.keep()
    return Trails(index.names.activities, tuple(parts), index)


def _sessions(
    time_us: Array, starts: Array, ends: Array, owner: Array, gap_us: int
) -> tuple[Array, Array, Array]:
    """The same trails, cut where for longer than ``gap_us`` nothing comes; of no codes there are none."""
    rows = positions_of(starts, ends)
    mine = np.repeat(np.arange(len(starts)), ends - starts)
    begins = np.ones(len(rows), np.bool_)
    begins[1:] = (mine[1:] != mine[:-1]) | (time_us[rows[1:]] - time_us[rows[:-1]] > gap_us)
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(rows))[: len(first)] - 1
    return rows[first], rows[last] + 1, owner[mine[first]]


def _within(bucket: Bucket, period: Period) -> tuple[Array, Array]:
    """From where to before where the interactions of each subject lie in the period."""
    starts, ends = bucket.starts[: len(bucket.ends)], bucket.ends

    def first_at_or_after(instant: datetime) -> Array:
        earlier = np.concatenate([[0], np.cumsum(bucket.time_us < to_microseconds(instant))])
        return np.asarray(starts + earlier[ends] - earlier[starts])

    low = starts if period.since is None else first_at_or_after(period.since)
    high = ends if period.until is None else first_at_or_after(period.until)
    return low, np.maximum(low, high)


def trails_of_passages(told: Replay) -> Trails:
    """One trail per passage: the steps it visited, in order. One that visited none is an empty trail."""
    visits, passages = told.visits, told.passages
    numbers = np.arange(len(passages))
    part = Part(
        starts=np.searchsorted(visits.passage, numbers),
        ends=np.searchsorted(visits.passage, numbers, side="right"),
        code=visits.step.astype(np.uint16),
        time_us=visits.entered_us,
        owner=passages.subject.astype(np.int32),
    )
    return Trails(told.binding.steps, (part,), told.index)
