"""A log's interactions laid out for one kind of traveller: subject by subject, column by column, in
codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from desirepath.log.by_hand import NO_FEELINGS
from desirepath.log.scales import parse_scale
from desirepath.replay.kinds import TOO_MANY_NAMES

Array = NDArray[Any]

NOT_KNOWN: Final = 65_535
"""The code of a channel or a scale that the interaction does not have."""

NO_SEQUENCE: Final = np.iinfo(np.int64).max
"""The sequence of an interaction whose source gave none: at one instant it comes after those with one."""

NEEDED: Final = ("occurred_at", "activity", "channel", "source", "score", "scale", "sequence", "arrival")

CODED: Final = ("activity", "channel", "source", "scale")
"""The columns of names, which a layout keeps as codes."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some subjects, sorted by id, each with all its interactions in the log's total order.

    The interactions of subject i, whose id is ``subjects[i]``, are those at ``starts[i]`` to before
    ``ends[i]``. Where :attr:`is_compact`, the subjects lie one after the other with nothing between, so that
    ``starts[i + 1]`` is ``ends[i]``. An index that has grown is not: what it had of a subject with news lies
    there still, and belongs to nobody.

    ``time_us`` counts microseconds since 1970 (UTC). ``activity``, ``channel``, ``source`` and ``scale`` are
    codes into the index's names (NOT_KNOWN: missing). ``level`` is the score as a level of its scale, 0 the
    worst and 420 the best answer; -1 where there is none, where it is no answer on its scale, where the scale
    has no order, or where it is what one of us says of a customer. ``arrival`` is the number by which the log
    knows the interaction, ``sequence`` what its source gave it (NO_SEQUENCE: nothing); of length 0 where no
    interaction of the bucket has one.
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
    """The columns of the log that a layout needs."""
    return [travels if travels in ("customer", "account") else "objects", *NEEDED]


NO_NAMES: Final = Names((), (), (), ())


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
        "level": _levels(interactions, scale, scales, _no_feelings(activity, activities)),
        "scale": scale,
        "arrival": arrival,
        "sequence": pc.fill_null(sequence, NO_SEQUENCE).to_numpy()
        if sequence.null_count < len(sequence)
        else np.zeros(0, np.int64),
    }
    return rows, Names(activities, channels, sources, scales)


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
    columns = {name: getattr(bucket, name) for name in ROW_COLUMNS}
    taken = {
        name: frozen(without_missing(column[take] if len(column) else column, name))
        for name, column in columns.items()
    }
    return Bucket(bucket.subjects, edges, edges[1:], **taken)


def without_missing(column: Array, name: str) -> Array:
    """The column; without values where it is that of sequences and there is not one."""
    return np.asarray(column[:0]) if name == "sequence" and (column == NO_SEQUENCE).all() else column


def positions_of(starts: Array, ends: Array) -> Array:
    """All places from each start to before its end, one range after the other."""
    sizes = ends - starts
    before = np.cumsum(sizes) - sizes
    return np.asarray(np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes))


def rows_and_owners(bucket: Bucket) -> tuple[Array, Array]:
    """The rows that belong to a subject, by subject and in order; and per row the place of its subject."""
    lengths = bucket.ends - bucket.starts[:-1]
    return positions_of(bucket.starts[:-1], bucket.ends), np.repeat(np.arange(len(lengths)), lengths)


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


def _codes(
    interactions: pa.Table, column: str, arrival: Array, known: tuple[str, ...]
) -> tuple[Array, tuple[str, ...]]:
    values = interactions.column(column)
    if values.null_count == len(values):
        return np.full(len(values), NOT_KNOWN, np.uint16), known
    coded = values.combine_chunks().dictionary_encode()
    found = coded.dictionary.to_pylist()
    codes = coded.indices.fill_null(len(found)).to_numpy()
    counts = np.bincount(codes, minlength=len(found))
    place = {name: code for code, name in enumerate(known)}
    new = [code for code, name in enumerate(found) if counts[code] and name not in place]
    if len(new) > 1:
        first = np.full(len(found) + 1, NO_SEQUENCE)
        np.minimum.at(first, codes, arrival)
        new = sorted(new, key=first.__getitem__)
    place |= {found[code]: number for number, code in enumerate(new, len(place))}
    if len(place) > NOT_KNOWN:
        raise TOO_MANY_NAMES.error(column, says=f"the log has {len(place):,} different names of {column}")
    code_of = np.array([*(place.get(name, NOT_KNOWN) for name in found), NOT_KNOWN], np.uint16)
    return code_of[codes], tuple(place)


def _no_feelings(activity: Array, activities: tuple[str, ...]) -> Array:
    """Which interactions are what one of us says of a customer."""
    codes = [code for code, name in enumerate(activities) if name in NO_FEELINGS]
    return np.isin(activity, codes) if codes else np.zeros(len(activity), bool)


def _levels(interactions: pa.Table, scale: Array, scales: tuple[str, ...], is_ours: Array) -> Array:
    given = interactions.column("score")
    levels = np.full(len(given), -1, np.int16)
    if given.null_count == len(given):
        return levels
    scores = pc.fill_null(given, float("nan")).to_numpy()
    for code, name in enumerate(scales):
        try:
            ends = parse_scale(name)
        except ValueError:
            continue
        rows = np.flatnonzero((scale == code) & ~np.isnan(scores) & ~is_ours)
        distinct, which = np.unique(scores[rows], return_inverse=True)
        level_of = [ends.level(score) if ends.contains(score) else -1 for score in distinct.tolist()]
        levels[rows] = np.array(level_of, np.int16)[which]
    return levels
