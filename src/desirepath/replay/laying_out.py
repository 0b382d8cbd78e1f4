"""A log into a layout, part by part: memory holds one part and one bucket, however long the log is.

Each part's rows are put into their buckets as they come. A bucket is then sorted by itself, small enough to
stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import DTypeLike

from desirepath.base.slow import load
from desirepath.log.keys import text_buffers
from desirepath.replay.columns import (
    NO_NAMES,
    NO_SEQUENCE,
    ROW_COLUMNS,
    Array,
    Bucket,
    Layout,
    Names,
    code_rows,
    frozen,
    ids_of,
    without_missing,
)

AT_ONCE: Final = 2
"""So many buckets are made at the same time."""
_IN_MEMORY = 256 << 20
_SUBJECT = "subject"


class _Part(Protocol):
    """Some rows of a log, bucket by bucket."""

    def bucket(self, number: int) -> pa.RecordBatch:
        """Whose a bucket's rows are, and their columns; where none of the rows has a sequence, there is no
        column of them."""


@dataclass(frozen=True, slots=True)
class _InMemory:
    """The rows of bucket b are ``edges[b]`` to before ``edges[b + 1]``."""

    rows: pa.RecordBatch
    edges: Array

    def bucket(self, number: int) -> pa.RecordBatch:
        low, high = self.edges[number], self.edges[number + 1]
        return self.rows.slice(low, high - low)


@dataclass(frozen=True, slots=True)
class _LaidAside:
    """A part in a file, of which a bucket is read when it is its turn: not mapped, so that memory holds
    nothing of it."""

    path: Path

    def bucket(self, number: int) -> pa.RecordBatch:
        with pa.OSFile(str(self.path)) as file:
            return pa.ipc.open_file(file).get_batch(number)


class LayingOut:
    """A log on its way into a layout for subjects of the type ``travels``.

    ``add`` its parts, in the order of arrival. Where they are large they lie in ``scratch`` meanwhile (None:
    always in memory); whoever made that folder takes it away. ``names``, ``log_rows`` and ``last_us`` are
    those of the layout.
    """

    def __init__(self, travels: str, *, buckets: int, scratch: Path | None = None) -> None:
        self.names: Names = NO_NAMES
        self.log_rows = 0
        self.last_us: int | None = None
        self._buckets = buckets
        self._travels = travels
        self._scratch = scratch
        self._parts: list[_Part] = []
        self._size = 0

    def add(self, interactions: pa.Table) -> None:
        """Take some rows in. Raises DP-RPL-001 where activities, channels, sources or scales have too many
        names."""
        rows, self.names = code_rows(interactions, self.names)
        self.log_rows += len(rows["time_us"])
        if len(rows["time_us"]):
            last = int(rows["time_us"].max())
            self.last_us = last if self.last_us is None else max(self.last_us, last)
        part = _put_into_buckets(ids_of(interactions, self._travels), rows, self._buckets)
        self._size += part.rows.nbytes
        if self._scratch is not None and self._size > _IN_MEMORY:
            path = self._scratch / f"{len(self._parts)}.arrow"
            _lay_aside(part, path)
            self._parts.append(_LaidAside(path))
        else:
            self._parts.append(part)

    @property
    def buckets(self) -> Sequence[Callable[[], Bucket]]:
        """What makes each bucket of the layout."""
        return [partial(_sorted_bucket, self._parts, number) for number in range(self._buckets)]

    def layout(self) -> Layout:
        """The whole layout."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            buckets = tuple(pool.map(lambda make: make(), self.buckets))
        return Layout(self.names, buckets, self.log_rows, self.last_us)


def lay_out(interactions: pa.Table, travels: str, *, buckets: int) -> Layout:
    """Lay out ``interactions`` for subjects of the type ``travels``; those without one are left out.

    Which bucket a subject is in depends on its id alone (CRC-32 modulo ``buckets``); within it, subjects
    are sorted by id. Raises DP-RPL-001 where activities, channels, sources or scales have more than 65,535
    names.
    """
    laying_out = LayingOut(travels, buckets=buckets)
    laying_out.add(interactions)
    return laying_out.layout()


def arrange(ids: pa.ChunkedArray, rows: Mapping[str, Array], *, buckets: int) -> tuple[Bucket, ...]:
    """Coded interactions sorted into buckets by their subject's id (null: left out)."""
    part = _put_into_buckets(ids, rows, buckets)
    return tuple(_sorted_bucket([part], number) for number in range(buckets))


def _put_into_buckets(ids: pa.ChunkedArray, rows: Mapping[str, Array], buckets: int) -> _InMemory:
    subjects = ids.combine_chunks().cast(pa.string())
    mine = load("desirepath.replay.subject_kernel").buckets_of(*text_buffers(subjects), buckets)
    if subjects.null_count:
        mine[pc.is_null(subjects).to_numpy(zero_copy_only=False)] = buckets
    counts = np.bincount(mine, minlength=buckets + 1)[:buckets]
    edges = np.concatenate([[0], np.cumsum(counts)])
    columns = {name: column for name, column in rows.items() if len(column)}
    if buckets > 1 or subjects.null_count:
        order = np.argsort(mine, kind="stable")[: edges[-1]]
        subjects = subjects.take(pa.array(order))
        columns = {name: column[order] for name, column in columns.items()}
    named = {_SUBJECT: subjects, **{name: pa.array(column) for name, column in columns.items()}}
    return _InMemory(pa.record_batch(named), edges)


def _lay_aside(part: _InMemory, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, part.rows.schema) as writer:
        for number in range(len(part.edges) - 1):
            writer.write_batch(part.bucket(number))


def _sorted_bucket(parts: Sequence[_Part], number: int) -> Bucket:
    found = [part.bucket(number) for part in parts]
    subjects = pa.chunked_array([rows.column(0) for rows in found], pa.string()).combine_chunks()
    columns = {name: _joined(found, name) for name in ROW_COLUMNS}
    del found
    rank, names = _rank(subjects)
    by_time = _order_in_time(columns)
    if by_time is not None:
        rank = rank[by_time]
    order = np.empty(len(rank), np.int64)
    starts = np.zeros(len(names) + 1, np.int64)
    load("desirepath.replay.kernel").sort_by_subject(rank, len(names), order, starts)
    if by_time is not None:
        order = by_time[order]
    starts = frozen(starts)
    sorted_columns = {
        name: frozen(without_missing(column[order] if len(column) else column, name))
        for name, column in columns.items()
    }
    return Bucket(subjects=names, starts=starts, ends=starts[1:], **sorted_columns)


def _joined(parts: Sequence[pa.RecordBatch], name: str) -> Array:
    """A column from all parts; of length 0 where not one of them has it."""
    if not any(name in rows.schema.names for rows in parts):
        return np.zeros(0, ROW_COLUMNS[name])
    spelled = [
        _numbers(rows.column(name), ROW_COLUMNS[name])
        if name in rows.schema.names
        else np.full(rows.num_rows, NO_SEQUENCE)
        for rows in parts
    ]
    return spelled[0] if len(spelled) == 1 else np.concatenate(spelled)


def _numbers(column: pa.Array, kind: DTypeLike) -> Array:
    """Not by ``to_numpy``, which loads pandas (0.3 s)."""
    if not len(column):
        return np.zeros(0, kind)
    return np.frombuffer(column.buffers()[1], kind)[column.offset : column.offset + len(column)]


def _rank(ids: pa.Array) -> tuple[Array, pa.Array]:
    """Per row the rank of its subject, and the subjects by rank: by their bytes, which is the order of their
    letters too."""
    coded = ids.dictionary_encode()
    by_rank = pc.sort_indices(coded.dictionary)
    rank_of = np.empty(len(by_rank), np.int32)
    rank_of[by_rank.to_numpy()] = np.arange(len(by_rank), dtype=np.int32)
    return rank_of[coded.indices.to_numpy()], coded.dictionary.take(by_rank)


def _order_in_time(columns: Mapping[str, Array]) -> Array | None:
    """The total order of a bucket's rows; None where they lie in it already, as they mostly arrive."""
    time_us, sequence, arrival = columns["time_us"], columns["sequence"], columns["arrival"]
    is_after = arrival[1:] > arrival[:-1]
    if len(sequence):
        is_after = (sequence[1:] > sequence[:-1]) | ((sequence[1:] == sequence[:-1]) & is_after)
    if ((time_us[1:] > time_us[:-1]) | ((time_us[1:] == time_us[:-1]) & is_after)).all():
        return None
    return np.lexsort((arrival, sequence, time_us) if len(sequence) else (arrival, time_us))
