"""When did whom match a question? Instants by subject, for what needs no automaton."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desirepath.model.expression import Expression
from desirepath.replay.binding import bind_questions
from desirepath.replay.columns import Array, positions_of
from desirepath.replay.index import Index
from desirepath.replay.lookup import Lookup


@dataclass(frozen=True, slots=True)
class MatchingTimes:
    """The interactions that match, by subject and in order: of subject i the instants ``time_us[starts[i] :
    starts[i + 1]]``. ``subject`` has one value per instant.
    """

    subject: Array
    time_us: Array
    starts: Array


def find_times(index: Index, questions: tuple[Expression, ...], as_of_us: int) -> tuple[MatchingTimes, ...]:
    """Of each question the interactions up to ``as_of_us`` that match it; subjects count through all
    buckets."""
    match, answers = bind_questions(questions, index, Lookup(index))
    found: list[list[tuple[Array, Array]]] = [[] for _ in questions]
    before = 0
    for bucket, codes in zip(index.buckets, match, strict=True):
        rows = positions_of(bucket.starts[:-1], bucket.ends)
        lengths = bucket.ends - bucket.starts[:-1]
        subject = np.repeat(np.arange(len(lengths)) + before, lengths)
        time_us = bucket.time_us[rows]
        seen = time_us <= as_of_us
        for number, parts in enumerate(found):
            holds = np.array([number in yes for yes in answers], np.bool_)
            mine = holds[codes[rows]] & seen
            parts.append((subject[mine], time_us[mine]))
        before += len(lengths)
    return tuple(_join(parts, before) for parts in found)


def _join(parts: list[tuple[Array, Array]], subjects: int) -> MatchingTimes:
    none = np.zeros(0, np.int64)
    subject = np.concatenate([none, *(part[0] for part in parts)])
    time_us = np.concatenate([none, *(part[1] for part in parts)])
    starts = np.concatenate([[0], np.cumsum(np.bincount(subject, minlength=subjects))])
    return MatchingTimes(subject, time_us, starts)


def first_times(index: Index) -> Array:
    """The very first interaction of every subject, whatever it was."""
    parts = [bucket.time_us[bucket.starts[:-1]] for bucket in index.buckets if len(bucket.ends)]
    return np.concatenate([np.zeros(0, np.int64), *parts])
