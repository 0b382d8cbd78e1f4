"""Which interactions happened at a step, and at which step each interaction of a subject happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.model.expression import Expression
from desirepath.replay.binding import matching
from desirepath.replay.columns import Array
from desirepath.replay.index import Index
from desirepath.replay.lookup import Lookup
from desirepath.replay.replay import Replay


def moments_at(told: Replay, step_id: str, *, labels: Array | None = None) -> Array:
    """The arrivals of the interactions at a step, the newest first. Raises KeyError for a step that is none.

    ``labels`` are those of :func:`all_labels`, where somebody has them already.
    """
    if step_id not in told.binding.steps:
        raise KeyError(step_id)
    step = told.binding.steps.index(step_id)
    arrivals, times = _columns(told.index)
    here = np.flatnonzero((all_labels(told) if labels is None else labels) == step)
    newest_first = np.lexsort((-arrivals[here], -times[here]))
    return arrivals[here[newest_first]]


def all_labels(told: Replay) -> Array:
    """At which step each interaction of the index happened, bucket after bucket, as :meth:`Replay.labels`."""
    return told.labels(_columns(told.index)[0])


def moments_of(told: Replay, subject_id: str) -> tuple[tuple[int, ...], tuple[str | None, ...]]:
    """The arrivals of a subject's interactions in order, and the step each happened at (None: at none).

    Both are empty where nobody has this id.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> from desirepath.model.map_file import read_map_text
    >>> from desirepath.replay.index import open_index
    >>> from desirepath.replay.replay import replay
    >>> stages = "[{id: begin, name: Begin, steps: [{id: use, name: Use, when: [{activity: used}]}]}]"
    >>> journey = read_map_text("{format: desirepath/1, id: m, title: M, stages: " + stages + "}")
    >>> def on(day, what):
    ...     at = datetime(2026, 1, day, tzinfo=UTC)
    ...     return Interaction({"customer": "u1"}, at, what, source="crm", key=f"{day}")
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append([on(1, "mail"), on(2, "used"), on(3, "mail")])
    ...     told = replay(journey, open_index(log, "customer"))
    ...     moments_of(told, "u1"), moments_at(told, "use").tolist()
    (((0, 1, 2), (None, 'use', 'use')), [2, 1])
    """
    for bucket in told.index.buckets:
        place = pc.index(bucket.subjects, pa.scalar(subject_id, bucket.subjects.type)).as_py()
        if place >= 0:
            arrivals = bucket.arrival[bucket.starts[place] : bucket.ends[place]]
            names = (*told.binding.steps, None, None)
            return tuple(arrivals.tolist()), tuple(names[label] for label in told.labels(arrivals).tolist())
    return (), ()


@dataclass(frozen=True, slots=True)
class Matching:
    """How many ``interactions`` match an expression, how many ``subjects`` have one that does, and the
    arrivals of the ``latest`` ones, the newest first."""

    interactions: int
    subjects: int
    latest: tuple[int, ...]


def find_matching(
    index: Index, expression: Expression, *, latest: int = 0, only: frozenset[str] | None = None
) -> Matching:
    """The interactions of the index that match, ``only`` of these subjects (None: of all); so many of the
    latest by their arrival."""
    lookup, interactions, subjects = Lookup(index), 0, 0
    newest: list[tuple[int, int]] = []
    for bucket in index.buckets:
        alive = np.flatnonzero(bucket.owners(np.arange(len(bucket.time_us))) >= 0)
        if only is not None:
            mine = np.array([one in only for one in bucket.subjects.to_pylist()], dtype=bool)
            alive = alive[mine[bucket.owners(alive)]] if len(alive) else alive
        found = alive[matching(expression, bucket, alive, lookup)]
        interactions += len(found)
        subjects += len(np.unique(bucket.owners(found)))
        if latest:
            last = found[np.argsort(bucket.time_us[found], kind="stable")[-latest:]]
            newest += zip(bucket.time_us[last].tolist(), bucket.arrival[last].tolist(), strict=True)
    lookup.keep()
    arrivals = (arrival for _, arrival in sorted(newest, reverse=True)[:latest])
    return Matching(interactions, subjects, tuple(arrivals))


def _columns(index: Index) -> tuple[Array, Array]:
    """The arrivals and instants of all rows, bucket after bucket."""
    return (
        np.concatenate([bucket.arrival for bucket in index.buckets]),
        np.concatenate([bucket.time_us for bucket in index.buckets]),
    )
