"""What passages do beside the steps of the map, and at which step they stand when they do it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desirepath.replay.binding import PASSAGE_QUESTIONS
from desirepath.replay.columns import Array, Bucket
from desirepath.replay.replay import Replay


@dataclass(frozen=True, slots=True)
class Doings:
    """One row per interaction inside a passage, by passage and in order; columns are NumPy arrays.

    ``passage`` is a row of the passage table, ``activity`` a place in the index's names, ``place`` the step
    where the passage stood, or to which it belongs (the number of steps: at none yet), ``since_us`` the time
    since the passage came where it stood.
    """

    passage: Array
    activity: Array
    place: Array
    since_us: Array

    def __len__(self) -> int:
        return len(self.passage)


def find_doings(told: Replay, wanted: Array) -> Doings:
    """Every interaction with one of the ``wanted`` activities (a mask over the index's names)."""
    rows = [_rows_of(bucket) for bucket in told.index.buckets]
    every = list(zip(rows, told.index.buckets, strict=True))

    def column(name: str) -> Array:
        return np.concatenate([getattr(bucket, name)[mine] for mine, bucket in every])

    labels = told.labels(column("arrival"))
    inside = np.flatnonzero(labels >= 0)
    # Passages come by subject and in order, as the rows do: so their interactions lie one after the other.
    passage = np.repeat(np.arange(len(told.passages)), told.passages.interactions)
    activity = column("activity")[inside]
    chosen = wanted[activity]
    at = inside[chosen]
    place = labels[at]
    time_us = column("time_us")[at]
    return Doings(
        passage[chosen], activity[chosen], place, time_us - _came_us(told, passage[chosen], time_us)
    )


def unmapped(told: Replay) -> Array:
    """Which activities never are a step, a start or an end: a mask over the index's names."""
    asked = len(told.binding.steps) + PASSAGE_QUESTIONS
    means_something = np.array([any(q < asked for q in yes) for yes in told.binding.answers], np.bool_)
    found = np.ones(len(told.index.names.activities), np.bool_)
    for bucket, match in zip(told.index.buckets, told.binding.match, strict=True):
        found[np.unique(bucket.activity[means_something[match]])] = False
    return found


def _rows_of(bucket: Bucket) -> Array:
    """The rows of all subjects, one subject after the other."""
    starts = bucket.starts[: len(bucket.ends)]
    lengths = bucket.ends - starts
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.repeat(starts - before, lengths) + np.arange(int(lengths.sum())))


def _came_us(told: Replay, passage: Array, time_us: Array) -> Array:
    """When each passage had come to where it stood at these times; before any step: when it started."""
    visits, started_us = told.visits, told.passages.started_us
    everyone = np.arange(len(told.passages))
    came_us = np.concatenate([started_us, visits.entered_us])
    whose = np.concatenate([everyone, visits.passage, passage])
    order = np.lexsort((np.concatenate([came_us, time_us]), whose))
    is_coming = order < len(came_us)
    latest = order[np.maximum.accumulate(np.where(is_coming, np.arange(len(order)), 0))]
    found = np.empty(len(time_us), np.int64)
    found[order[~is_coming] - len(came_us)] = came_us[latest[~is_coming]]
    return found
