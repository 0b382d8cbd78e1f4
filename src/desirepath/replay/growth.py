"""An index that grows with its log: only the subjects with news are laid out again, at the end of their
bucket.

What was laid out before is never touched, so whoever reads it goes on reading; the rows that a subject had
before its news stay where they are and belong to nobody, until there are so many of them that the bucket is
written anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.base.slow import load
from desirepath.log.identity import Identities, resolve_interactions
from desirepath.log.keys import text_buffers
from desirepath.log.schema import INTERACTIONS
from desirepath.replay.columns import (
    NEEDED,
    NO_SEQUENCE,
    ROW_COLUMNS,
    Array,
    Bucket,
    Layout,
    Names,
    bucket_of,
    code_rows,
    frozen,
    ids_of,
)
from desirepath.replay.laying_out import arrange
from desirepath.replay.moves import Moves


@dataclass(frozen=True, slots=True)
class Grown:
    """How a bucket changes: its subjects anew, and the rows that come at the end of every column."""

    subjects: pa.Array
    starts: Array
    ends: Array
    added: Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Growth:
    """How a layout changes: per bucket, None where nothing does."""

    names: Names
    buckets: tuple[Grown | None, ...]
    log_rows: int
    last_us: int | None


def grow(
    layout: Layout,
    travels: str,
    *,
    news: pa.Table,
    then: Identities,
    now: Identities,
    moves: Moves | None = None,
) -> Growth:
    """How ``layout`` changes by the interactions ``news`` (as stored, in any order).

    ``then`` are the identities that the layout knew, ``now`` those that hold; ``moves`` the interactions of
    its log that change hands by that one by one.
    """
    news = news.select([name for name in INTERACTIONS.names if name in {*_RESOLVED, *NEEDED}])
    moved = moves.rows.select(news.column_names) if moves else news.slice(0, 0)
    given = resolve_interactions(pa.concat_tables([news, moved]), now)
    rows, names = code_rows(given, layout.names)
    touched = _renamed(layout, then.resolve(travels), now.resolve(travels))
    for account in sorted(moves.left) if moves else ():
        touched.setdefault(account, now.resolve(travels).get(account, account))
    kept, kept_ids = _rows_of(layout, touched, leaving=moved.column("arrival"))
    ids = pa.chunked_array([*ids_of(given, travels).cast(pa.string()).chunks, kept_ids], pa.string())
    fresh = arrange(ids, _joined(rows, kept), buckets=len(layout.buckets))
    gone: list[list[str]] = [[] for _ in layout.buckets]
    for name in touched:
        gone[bucket_of(name, len(gone))].append(name)
    last = [] if layout.last_us is None else [layout.last_us]
    return Growth(
        names=names,
        buckets=tuple(map(_grow_bucket, layout.buckets, fresh, gone)),
        log_rows=layout.log_rows + news.num_rows,
        last_us=max([*last, *rows["time_us"].tolist()], default=None),
    )


def _renamed(layout: Layout, then: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """The subjects of the layout that are part of another one now. Ids only ever join, so all that a
    subject did moves."""
    changed = {name for name in {*then, *now} if then.get(name, name) != now.get(name, name)}
    moves = {then.get(name, name): now.get(name, name) for name in changed}
    return {
        name: moves[name]
        for name in sorted(moves)
        if moves[name] != name and _place_of(layout, name)[1] is not None
    }


def _place_of(layout: Layout, subject: str) -> tuple[int, int | None]:
    """A subject's bucket, and its place there; None where it is not in the layout."""
    number = bucket_of(subject, len(layout.buckets))
    place = pc.index(layout.buckets[number].subjects, subject).as_py()
    return number, place if place >= 0 else None


def _rows_of(
    layout: Layout, subjects: Mapping[str, str], *, leaving: pa.ChunkedArray
) -> tuple[dict[str, Array], pa.Array]:
    """All rows of these subjects but those that leave (by arrival), and the id that each row has now."""
    parts: list[dict[str, Array]] = []
    owners: list[str] = []
    for name, new in subjects.items():
        number, place = _place_of(layout, name)
        bucket = layout.buckets[number]
        mine = slice(bucket.starts[place], bucket.ends[place])
        part = {column: _values(bucket, column, mine) for column in ROW_COLUMNS}
        if len(leaving):
            stays = ~pc.is_in(pa.array(part["arrival"]), leaving.combine_chunks()).to_numpy(
                zero_copy_only=False
            )
            part = {column: values[stays] for column, values in part.items()}
        parts.append(part)
        owners += [new] * len(part["time_us"])
    rows = {
        column: np.concatenate([np.zeros(0, kind), *(part[column] for part in parts)]).astype(kind)
        for column, kind in ROW_COLUMNS.items()
    }
    return rows, pa.array(owners, pa.string())


def _values(bucket: Bucket, column: str, rows: slice | Array) -> Array:
    """A column's values, spelled out where the bucket leaves its sequences out."""
    values: Array = getattr(bucket, column)
    if column == "sequence" and not len(values):
        return np.full_like(bucket.arrival[rows], NO_SEQUENCE)
    return np.asarray(values[rows])


def _joined(rows: Mapping[str, Array], more: Mapping[str, Array]) -> Mapping[str, Array]:
    """The columns with more rows at their end."""
    if not len(more["time_us"]):
        return rows
    spelled = dict(rows)
    if not len(rows["sequence"]):
        spelled["sequence"] = np.full(len(rows["time_us"]), NO_SEQUENCE)
    return {name: np.concatenate([spelled[name], more[name]]) for name in ROW_COLUMNS}


def _grow_bucket(old: Bucket, fresh: Bucket, gone: Sequence[str]) -> Grown | None:
    """``old`` with the interactions of ``fresh``, and without the subjects that are ``gone``."""
    if not len(fresh.subjects) and not gone:
        return None
    place, is_known = _places_among(fresh.subjects, old.subjects)
    low, high = np.zeros(len(place), np.int64), np.zeros(len(place), np.int64)
    known = place[is_known]
    low[is_known], high[is_known] = old.starts[known], old.ends[known]
    if gone:  # what they had is among the fresh rows, where it stays
        comes_back = pc.is_in(fresh.subjects, pa.array(gone, pa.string()))
        high = np.where(comes_back.to_numpy(zero_copy_only=False), low, high)
        gone = sorted({*gone} - {*fresh.subjects.to_pylist()})
    take = np.empty(int((high - low).sum()) + len(fresh.time_us), np.int64)
    edges = np.zeros(len(place) + 1, np.int64)
    has_sequences = len(old.sequence) + len(fresh.sequence) > 0
    keys = [
        tuple(_values(bucket, name, slice(None)) for name in ("time_us", "sequence", "arrival"))
        if has_sequences
        else (bucket.time_us, bucket.arrival, bucket.arrival)
        for bucket in (old, fresh)
    ]
    load("desirepath.replay.kernel").merge_subjects(low, high, fresh.starts, *keys[0], *keys[1], take, edges)
    at = len(old.time_us) + edges
    starts, ends = old.starts[:-1].copy(), old.ends.copy()
    starts[known], ends[known] = at[:-1][is_known], at[1:][is_known]
    subjects = old.subjects
    if not is_known.all():
        before = place[~is_known]
        subjects = _inserted(subjects, before, fresh.subjects.filter(pa.array(~is_known)))
        starts = np.insert(starts, before, at[:-1][~is_known])
        ends = np.insert(ends, before, at[1:][~is_known])
    if gone:
        stays = ~pc.is_in(subjects, pa.array(gone, pa.string())).to_numpy(zero_copy_only=False)
        subjects, starts, ends = subjects.filter(pa.array(stays)), starts[stays], ends[stays]
    end = len(old.time_us) + len(take)
    return Grown(subjects, np.append(starts, end), ends, _merged(old, fresh, take, has_sequences))


def _places_among(subjects: pa.Array, sorted_ones: pa.Array) -> tuple[Array, Array]:
    """Where each subject is among the sorted ones, or would have to be; and which of them are there."""
    places, is_there = np.empty(len(subjects), np.int64), np.empty(len(subjects), np.bool_)
    load("desirepath.replay.growth_kernel").find_sorted(
        *text_buffers(subjects), *text_buffers(sorted_ones), places, is_there
    )
    return places, is_there


def _inserted(subjects: pa.Array, before: Array, more: pa.Array) -> pa.Array:
    """The sorted subjects with more of them, each ``before`` the one at that place."""
    old = np.arange(len(subjects))
    order = np.insert(old, before, len(subjects) + np.arange(len(more)))
    return pa.concat_arrays([subjects, more]).take(pa.array(order))


def _merged(old: Bucket, fresh: Bucket, take: Array, has_sequences: bool) -> dict[str, Array]:
    """The values to be added to each column: of the old rows at ``take``, of the fresh row ``-1 - take``
    where that is negative."""
    kernel = load("desirepath.replay.growth_kernel")
    out = kernel.RowValues(*(np.empty(len(take), ROW_COLUMNS[name]) for name in kernel.RowValues._fields))
    rows = (
        kernel.RowValues(*(getattr(bucket, name) for name in kernel.RowValues._fields))
        for bucket in (old, fresh)
    )
    kernel.take_rows(take, *rows, out)
    return {**out._asdict(), "sequence": _merged_sequences(old, fresh, take) if has_sequences else _NONE}


def _merged_sequences(old: Bucket, fresh: Bucket, take: Array) -> Array:
    is_new = take < 0
    added = np.empty(len(take), np.int64)
    added[~is_new] = _values(old, "sequence", take[~is_new])
    added[is_new] = _values(fresh, "sequence", -1 - take[is_new])
    if not len(old.sequence):
        return np.concatenate([np.full(len(old.time_us), NO_SEQUENCE), added])
    return added


_NONE = np.zeros(0, np.int64)
_RESOLVED = ("customer", "account", "objects")


def with_growth(layout: Layout, growth: Growth) -> Layout:
    """The grown layout, in memory."""

    def grown_bucket(old: Bucket, grown: Grown | None) -> Bucket:
        if grown is None:
            return old
        columns = {
            name: frozen(np.concatenate([getattr(old, name), grown.added[name]])) for name in ROW_COLUMNS
        }
        return Bucket(grown.subjects, frozen(grown.starts), frozen(grown.ends), **columns)

    buckets: Sequence[Bucket] = [*map(grown_bucket, layout.buckets, growth.buckets)]
    return replace(
        layout, names=growth.names, buckets=tuple(buckets), log_rows=growth.log_rows, last_us=growth.last_us
    )
