"""A log's interactions laid out for one kind of traveller: subject by subject, column by column, in
codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from desirepath.base.slow import load
from desirepath.log.scales import parse_scale
from desirepath.replay.kinds import TOO_MANY_NAMES

Array = NDArray[Any]

NOT_KNOWN: Final = 65_535
"""The code of a channel or a scale that the interaction does not have."""

NO_SEQUENCE: Final = np.iinfo(np.int64).max
"""The sequence of an interaction whose source gave none: at one instant it comes after those with one."""

NEEDED: Final = ("occurred_at", "activity", "channel", "source", "score", "scale", "sequence", "arrival")


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some subjects, sorted by id, each with all its interactions in the log's total order.

    The interactions of subject i, whose id is ``subjects[i]``, are those at ``starts[i]`` to before
    ``ends[i]``. Where :attr:`is_compact`, the subjects lie one after the other with nothing between, so that
    ``starts[i + 1]`` is ``ends[i]``. An index that has grown is not: what it had of a subject with news lies
    there still, and belongs to nobody.

    ``time_us`` counts microseconds since 1970 (UTC). ``activity``, ``channel``, ``source`` and ``scale`` are
    codes into the index's names (NOT_KNOWN: missing). ``level`` is the score as a level of its scale, 0 the
    worst and 420 the best answer; -1 where there is none, where it is no answer on its scale, or where the
    scale has no order. ``arrival`` is the number by which the log knows the interaction, ``sequence`` what
    its source gave it (NO_SEQUENCE: nothing); of length 0 where no interaction of the bucket has one.
    """

    subjects: pa.Array
    starts: Array
    ends: Array
    time_us: Array
    activity: Array
    channel: Array
    source: Array
    level: Array
    scale: Array
    arrival: Array
    sequence: Array

    @property
    def is_compact(self) -> bool:
        """Whether every row belongs to a subject, one after the other."""
        return np.array_equal(self.starts, np.append(0, self.ends)) and self.starts[-1] == len(self.time_us)

    @property
    def interactions(self) -> int:
        """How many rows belong to a subject."""
        return int((self.ends - self.starts[:-1]).sum())

    def owners(self, rows: Array) -> Array:
        """Per row (its place in the columns) the place of its subject; -2 where it belongs to nobody."""
        by_place = np.argsort(self.starts[:-1], kind="stable")
        before = np.searchsorted(self.starts[:-1][by_place], rows, side="right") - 1
        if not len(by_place):
            return np.full(len(rows), -2, np.int64)
        found = by_place[before]
        return np.where((before >= 0) & (rows < self.ends[found]), found, -2)


ROW_COLUMNS: Final = {
    "time_us": np.int64,
    "activity": np.uint16,
    "channel": np.uint16,
    "source": np.uint16,
    "level": np.int16,
    "scale": np.uint16,
    "arrival": np.int64,
    "sequence": np.int64,
}
"""The columns with one value per interaction, and their types."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes stand for: the code is the place in the tuple. Names come in the order in which they
    first arrived, so that new ones come last."""

    activities: tuple[str, ...]
    channels: tuple[str, ...]
    sources: tuple[str, ...]
    scales: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """All of a log's interactions for one kind of traveller. ``log_rows`` and ``last_us`` are of the whole
    log."""

    names: Names
    buckets: tuple[Bucket, ...]
    log_rows: int
    last_us: int | None


def columns_to_read(travels: str) -> list[str]:
    """The columns of the log that :func:`lay_out` needs."""
    return [travels if travels in ("customer", "account") else "objects", *NEEDED]


NO_NAMES: Final = Names((), (), (), ())


def lay_out(interactions: pa.Table, travels: str, *, buckets: int) -> Layout:
    """Lay out ``interactions`` (in total order) for subjects of the type ``travels``; those without one are
    left out.

    Which bucket a subject is in depends on its id alone (CRC-32 modulo ``buckets``); within it, subjects
    are sorted by id. Raises DP-RPL-001 where activities, channels, sources or scales have more than 65,535
    names.
    """
    rows, names = code_rows(interactions, NO_NAMES)
    time_us = rows["time_us"]
    return Layout(
        names=names,
        buckets=arrange(ids_of(interactions, travels), rows, buckets=buckets),
        log_rows=len(time_us),
        last_us=int(time_us.max()) if len(time_us) else None,
    )


def code_rows(interactions: pa.Table, known: Names) -> tuple[dict[str, Array], Names]:
    """The :data:`ROW_COLUMNS` of ``interactions``, and the names: those ``known``, then the new ones."""
    arrival = interactions.column("arrival").to_numpy()
    activity, activities = _codes(interactions, "activity", arrival, known.activities)
    channel, channels = _codes(interactions, "channel", arrival, known.channels)
    source, sources = _codes(interactions, "source", arrival, known.sources)
    scale, scales = _codes(interactions, "scale", arrival, known.scales)
    sequence = interactions.column("sequence")
    rows = {
        "time_us": interactions.column("occurred_at").cast(pa.int64()).to_numpy(),
        "activity": activity,
        "channel": channel,
        "source": source,
        "level": _levels(interactions, scale, scales),
        "scale": scale,
        "arrival": arrival,
        "sequence": pc.fill_null(sequence, NO_SEQUENCE).to_numpy()
        if sequence.null_count < len(sequence)
        else np.zeros(0, np.int64),
    }
    return rows, Names(activities, channels, sources, scales)


def arrange(ids: pa.ChunkedArray, rows: Mapping[str, Array], *, buckets: int) -> tuple[Bucket, ...]:
    """Interactions in total order, sorted into buckets by their subject's id (null: left out)."""
    rank, subjects, first_of_bucket = _rank_subjects(ids, buckets)
    order = np.empty(int((rank >= 0).sum()), np.int64)
    starts = np.zeros(len(subjects) + 1, np.int64)
    load("desirepath.replay.kernel").sort_by_subject(rank, len(subjects), order, starts)

    def parts() -> Iterator[Bucket]:
        for low, high in pairwise(first_of_bucket):
            mine = order[starts[low] : starts[high]]
            edges = frozen(starts[low : high + 1] - starts[low])
            yield Bucket(
                subjects=subjects.slice(low, high - low),
                starts=edges,
                ends=edges[1:],
                **{name: frozen(_take(rows[name], mine, name)) for name in ROW_COLUMNS},
            )

    return tuple(parts())


def bucket_of(subject: str, buckets: int) -> int:
    """In which bucket a subject is."""
    return crc32(subject.encode()) % buckets


def compacted(bucket: Bucket) -> Bucket:
    """The same subjects with the same interactions, one after the other and nothing between; itself where it
    is so already."""
    if bucket.is_compact:
        return bucket
    edges = np.concatenate([[0], np.cumsum(bucket.ends - bucket.starts[:-1])])
    take = positions_of(bucket.starts[:-1], bucket.ends)
    edges = frozen(edges)
    columns = {name: frozen(_take(getattr(bucket, name), take, name)) for name in ROW_COLUMNS}
    return Bucket(bucket.subjects, edges, edges[1:], **columns)


def _take(column: Array, places: Array, name: str) -> Array:
    """The values at these places; none at all where the interactions there have no sequence."""
    taken = np.asarray(column[places]) if len(column) else column
    return np.asarray(taken[:0]) if name == "sequence" and (taken == NO_SEQUENCE).all() else taken


def positions_of(starts: Array, ends: Array) -> Array:
    """All places from each start to before its end, one range after the other."""
    sizes = ends - starts
    before = np.cumsum(sizes) - sizes
    return np.asarray(np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes))


def frozen(array: Array) -> Array:
    """The same values read-only, as a memory-mapped column is: the kernel is compiled once for both."""
    array = np.ascontiguousarray(array).view(np.ndarray)
    array.flags.writeable = False
    return array


def ids_of(interactions: pa.Table, travels: str) -> pa.ChunkedArray:
    """The id of each interaction's object of the type ``travels``; null where it has none."""
    if travels in ("customer", "account"):
        return interactions.column(travels)
    return pc.map_lookup(interactions.column("objects"), pa.scalar(travels), "first")


def _rank_subjects(ids: pa.ChunkedArray, buckets: int) -> tuple[Array, pa.Array, list[int]]:
    """Per row the rank of its subject (-1: none), the subjects by rank, and the first rank of each
    bucket."""
    coded = ids.combine_chunks().dictionary_encode()
    found = coded.dictionary.to_pylist()
    mine = [bucket_of(subject, buckets) for subject in found]
    by_rank = sorted(range(len(found)), key=lambda code: (mine[code], found[code]))
    rank_of = np.empty(len(found) + 1, np.int32)
    rank_of[by_rank] = np.arange(len(found), dtype=np.int32)
    rank_of[-1] = -1
    rank = rank_of[coded.indices.fill_null(len(found)).to_numpy()]
    sizes = np.bincount(np.array(mine, np.int64), minlength=buckets)
    subjects = pa.array([found[code] for code in by_rank], pa.string())
    return rank, subjects, [0, *np.cumsum(sizes).tolist()]


def _codes(
    interactions: pa.Table, column: str, arrival: Array, known: tuple[str, ...]
) -> tuple[Array, tuple[str, ...]]:
    coded = interactions.column(column).combine_chunks().dictionary_encode()
    found = coded.dictionary.to_pylist()
    codes = coded.indices.fill_null(len(found)).to_numpy()
    place = {name: code for code, name in enumerate(known)}
    new = [code for code, name in enumerate(found) if name not in place]
    if len(new) > 1:
        first = np.full(len(found) + 1, NO_SEQUENCE)
        np.minimum.at(first, codes, arrival)
        new = sorted(new, key=first.__getitem__)
    place |= {found[code]: number for number, code in enumerate(new, len(place))}
    if len(place) > NOT_KNOWN:
        raise TOO_MANY_NAMES.error(column, says=f"the log has {len(place):,} different names of {column}")
    code_of = np.array([*(place[name] for name in found), NOT_KNOWN], np.uint16)
    return code_of[codes], tuple(place)


def _levels(interactions: pa.Table, scale: Array, scales: tuple[str, ...]) -> Array:
    scores = pc.fill_null(interactions.column("score"), float("nan")).to_numpy()
    levels = np.full(len(scores), -1, np.int16)
    for code, name in enumerate(scales):
        try:
            ends = parse_scale(name)
        except ValueError:
            continue
        rows = np.flatnonzero((scale == code) & ~np.isnan(scores))
        distinct, which = np.unique(scores[rows], return_inverse=True)
        level_of = [ends.level(score) if ends.contains(score) else -1 for score in distinct.tolist()]
        levels[rows] = np.array(level_of, np.int16)[which]
    return levels
