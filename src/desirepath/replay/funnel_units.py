"""Whom a funnel follows: every subject, every session of theirs, or every value that they hold.

A unit is followed as if the log knew nothing but its interactions; each belongs to one subject.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from desirepath.base.slow import load
from desirepath.model.expression import Value
from desirepath.replay.columns import Array, positions_of
from desirepath.replay.funnel_binding import BoundFunnel
from desirepath.replay.funnel_question import FunnelQuestion
from desirepath.replay.funnel_shapes import FunnelRows
from desirepath.replay.index import Index
from desirepath.replay.lookup import Lookup

ROWS_KERNEL: Final = "desirepath.replay.funnel_rows_kernel"


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one bucket: unit u has the interactions ``starts[u]`` to before ``ends[u]`` of ``time_us``
    and ``match``.

    ``owner[u]`` is the place of its subject in the bucket. ``place[i]`` is where interaction i lies in the
    bucket's own columns (None: just there). ``may_go_on[u]``: more may come to the unit (None: to every one).
    ``held[u]`` is the value that a unit holds.
    """

    starts: Array
    ends: Array
    time_us: Array
    match: Array
    owner: Array
    place: Array | None = None
    may_go_on: Array | None = None
    held: tuple[Value, ...] = ()

    @property
    def rows(self) -> FunnelRows:
        """What a walk reads."""
        return FunnelRows(self.starts, self.ends, self.time_us, self.match)


def units_of(question: FunnelQuestion, index: Index, bound: BoundFunnel) -> tuple[Units, ...]:
    """The units of each bucket."""
    if question.held is not None:
        units = _by_value(question, index, bound)
    elif question.session_us is not None:
        units = _by_session(question.session_us, index, bound)
    else:
        units = tuple(
            Units(bucket.starts, bucket.ends, bucket.time_us, match, np.arange(len(bucket.ends)))
            for bucket, match in zip(index.buckets, bound.match, strict=True)
        )
    if not question.tolerance_us:
        return units
    return tuple(_with_tolerance(question.tolerance_us, unit, bound) for unit in units)


def _by_session(gap_us: int, index: Index, bound: BoundFunnel) -> tuple[Units, ...]:
    """A session ends where for longer than ``gap_us`` nothing is seen of its subject."""
    as_of_us = bound.rules.as_of_us

    def cut(number: int) -> Units:
        bucket, match = index.buckets[number], bound.match[number]
        rows, owner = _rows_of(bucket.starts, bucket.ends)
        seen = bound.exists[match[rows]] & (bucket.time_us[rows] <= as_of_us)
        rows, owner = rows[seen], owner[seen]
        time_us = bucket.time_us[rows]
        begins = np.ones(len(rows), np.bool_)
        begins[1:] = (owner[1:] != owner[:-1]) | (time_us[1:] - time_us[:-1] > gap_us)
        first = np.flatnonzero(begins)
        last = np.append(first[1:], len(rows))[: len(first)] - 1
        return Units(
            starts=rows[first],
            ends=rows[last] + 1,
            time_us=bucket.time_us,
            match=match,
            owner=owner[first],
            may_go_on=as_of_us - time_us[last] <= gap_us,
        )

    return tuple(cut(number) for number in range(len(index.buckets)))


def _by_value(question: FunnelQuestion, index: Index, bound: BoundFunnel) -> tuple[Units, ...]:
    """What a subject did with one value of the held name; what has no value belongs to nobody."""
    assert question.held is not None
    name, lookup = question.held, Lookup(index)

    def sort(number: int) -> Units:
        bucket, match = index.buckets[number], bound.match[number]
        rows, owner = _rows_of(bucket.starts, bucket.ends)
        seen = bound.rules.is_seen[match[rows]]
        rows, owner = rows[seen], owner[seen]
        found = lookup.values_at(name, bucket, rows)
        has_value = np.array([value is not None for value in found.values], np.bool_)[found.codes]
        rows, owner, codes = rows[has_value], owner[has_value], found.codes[has_value]
        # Stable: what one unit did stays in the log's order.
        order = np.lexsort((codes, owner))
        rows, owner, codes = rows[order], owner[order], codes[order]
        begins = np.ones(len(rows), np.bool_)
        begins[1:] = (owner[1:] != owner[:-1]) | (codes[1:] != codes[:-1])
        first = np.flatnonzero(begins)
        return Units(
            starts=first,
            ends=np.append(first[1:], len(rows))[: len(first)],
            time_us=_frozen(bucket.time_us[rows]),
            match=_frozen(match[rows]),
            owner=owner[first],
            place=rows,
            held=tuple(found.values[code] for code in codes[first].tolist()),
        )

    units = tuple(sort(number) for number in range(len(index.buckets)))
    lookup.keep()
    return units


def _with_tolerance(tolerance_us: int, units: Units, bound: BoundFunnel) -> Units:
    """The same, what comes shortly after another taken as simultaneous with it."""
    time_us = np.array(units.time_us)
    rules = bound.rules
    load(ROWS_KERNEL).join_instants(units.rows, rules.is_seen, rules.as_of_us, tolerance_us, time_us)
    return replace(units, time_us=_frozen(time_us))


def _rows_of(starts: Array, ends: Array) -> tuple[Array, Array]:
    """The rows of all subjects of a bucket, one after the other, and whose each is."""
    lengths = ends - starts[:-1]
    return positions_of(starts[:-1], ends), np.repeat(np.arange(len(lengths)), lengths)


def _frozen(array: Array) -> Array:
    """Read-only, as a memory-mapped column is: the kernels are compiled once for both."""
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array
