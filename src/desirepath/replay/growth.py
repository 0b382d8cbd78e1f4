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
from desirepath.log.identity import Identities, read_identities, resolve_interactions
from desirepath.log.keys import text_buffers
from desirepath.log.order import in_total_order
from desirepath.replay.columns import (
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
    before: pa.Table,
    identities: pa.Table,
) -> Growth | None:
    """How ``layout`` changes by the interactions ``news`` (as stored, in any order).

    ``identities`` are all identity facts of the log, ``before`` those that the layout knew. None where
    they move interactions from one subject to another in a way that only a layout from nothing can tell.
    """
    then, now = read_identities(before), read_identities(identities)
    if _may_move_single_rows(then, now, travels):
        return None
    rows, names = code_rows(news := in_total_order(resolve_interactions(news, now)), layout.names)
    ids = ids_of(news, travels).cast(pa.string())
    renamed = _renamed(layout, then.resolve(travels), now.resolve(travels))
    moved, moved_ids = _rows_of(layout, renamed)
    time_us = rows["time_us"]
    ids = pa.chunked_array([*ids.chunks, moved_ids], pa.string())
    fresh = arrange(*_in_order(ids, rows, moved), buckets=len(layout.buckets))
    gone: list[list[str]] = [[] for _ in layout.buckets]
    for name in renamed:
        gone[bucket_of(name, len(gone))].append(name)
    return Growth(
        names=names,
        buckets=tuple(map(_grow_bucket, layout.buckets, fresh, gone)),
        log_rows=layout.log_rows + len(time_us),
        last_us=max(
            [*time_us[-1:].tolist(), *([] if layout.last_us is None else [layout.last_us])], default=None
        ),
    )


def _may_move_single_rows(then: Identities, now: Identities, travels: str) -> bool:
    """Whether a customer's account was learned or changed: then some of its interactions change hands, and
    the index of accounts does not know whose they are."""
    return travels == "account" and (
        then.accounts != now.accounts or then.resolve("customer") != now.resolve("customer")
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


def _rows_of(layout: Layout, renamed: Mapping[str, str]) -> tuple[dict[str, Array], pa.Array]:
    """All rows of the renamed subjects, and the id that each row has now."""
    parts: list[dict[str, Array]] = []
    owners: list[str] = []
    for name, new in renamed.items():
        number, place = _place_of(layout, name)
        bucket = layout.buckets[number]
        mine = slice(bucket.starts[place], bucket.ends[place])
        parts.append({column: _values(bucket, column, mine) for column in ROW_COLUMNS})
        owners += [new] * len(parts[-1]["time_us"])
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


def _in_order(
    ids: pa.ChunkedArray, rows: Mapping[str, Array], moved: Mapping[str, Array]
) -> tuple[pa.ChunkedArray, dict[str, Array]]:
    """News and moved rows together, in total order."""
    if not len(moved["time_us"]):
        return ids, dict(rows)
    spelled = dict(rows)
    if not len(rows["sequence"]):
        spelled["sequence"] = np.full(len(rows["time_us"]), NO_SEQUENCE)
    both = {name: np.concatenate([spelled[name], moved[name]]) for name in ROW_COLUMNS}
    order = np.lexsort((both["arrival"], both["sequence"], both["time_us"]))
    return ids.take(pa.array(order)), {name: column[order] for name, column in both.items()}


def _grow_bucket(old: Bucket, fresh: Bucket, gone: Sequence[str]) -> Grown | None:
    """``old`` with the interactions of ``fresh``, and without the subjects that are ``gone``."""
    if not len(fresh.subjects) and not gone:
        return None
    place, is_known = _places_among(fresh.subjects, old.subjects)
    low, high = np.zeros(len(place), np.int64), np.zeros(len(place), np.int64)
    known = place[is_known]
    low[is_known], high[is_known] = old.starts[known], old.ends[known]
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
