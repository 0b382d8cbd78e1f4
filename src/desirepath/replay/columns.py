"""A log's interactions laid out for one kind of traveller: subject by subject, column by column, in
codes."""

from __future__ import annotations

from collections.abc import Iterator
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

NEEDED: Final = ("occurred_at", "activity", "channel", "source", "score", "scale")


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some subjects with all their interactions, sorted by subject and, within one, in the log's total
    order.

    ``starts[i]`` to before ``starts[i + 1]`` are the interactions of subject i, whose id is
    ``subjects[i]``. ``time_us`` counts microseconds since 1970 (UTC). ``activity``, ``channel``, ``source``
    and ``scale`` are codes into the index's names (NOT_KNOWN: missing). ``level`` is the score as a level
    of its scale, 0 the worst and 420 the best answer; -1 where there is none, where it is no answer on its
    scale, or where the scale has no order. ``row`` is the interaction's place in the log's total order.
    """

    subjects: pa.Array
    starts: Array
    time_us: Array
    activity: Array
    channel: Array
    source: Array
    level: Array
    scale: Array
    row: Array


ROW_COLUMNS: Final = ("time_us", "activity", "channel", "source", "level", "scale", "row")


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes stand for: the code is the place in the tuple. Names come in the order of the log."""

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


def lay_out(interactions: pa.Table, travels: str, *, buckets: int) -> Layout:
    """Lay out ``interactions`` (in total order) for subjects of the type ``travels``; those without one are
    left out.

    Which bucket a subject is in depends on its id alone (CRC-32 modulo ``buckets``); within it, subjects
    are sorted by id. Raises DP-RPL-001 where activities, channels, sources or scales have more than 65,535
    names.
    """
    ids = _ids(interactions, travels)
    rank, subjects, first_of_bucket = _rank_subjects(ids, buckets)
    order = np.empty(int((rank >= 0).sum()), np.int64)
    starts = np.zeros(len(subjects) + 1, np.int64)
    load("desirepath.replay.kernel").sort_by_subject(rank, len(subjects), order, starts)

    time_us = interactions.column("occurred_at").cast(pa.int64()).to_numpy()
    activity, activities = _codes(interactions, "activity")
    channel, channels = _codes(interactions, "channel")
    source, sources = _codes(interactions, "source")
    scale, scales = _codes(interactions, "scale")
    level = _levels(interactions, scale, scales)
    rows = {
        "time_us": time_us,
        "activity": activity,
        "channel": channel,
        "source": source,
        "level": level,
        "scale": scale,
    }

    def parts() -> Iterator[Bucket]:
        for low, high in pairwise(first_of_bucket):
            mine = order[starts[low] : starts[high]]
            yield Bucket(
                subjects=subjects.slice(low, high - low),
                starts=_frozen(starts[low : high + 1] - starts[low]),
                row=_frozen(mine),
                **{name: _frozen(column[mine]) for name, column in rows.items()},
            )

    return Layout(
        names=Names(activities, channels, sources, scales),
        buckets=tuple(parts()),
        log_rows=len(time_us),
        last_us=int(time_us.max()) if len(time_us) else None,
    )


def _frozen(array: Array) -> Array:
    """Read-only, as a memory-mapped column is: so that the kernel is compiled once for both."""
    array = np.ascontiguousarray(array).view(np.ndarray)
    array.flags.writeable = False
    return array


def _ids(interactions: pa.Table, travels: str) -> pa.ChunkedArray:
    if travels in ("customer", "account"):
        return interactions.column(travels)
    return pc.map_lookup(interactions.column("objects"), pa.scalar(travels), "first")


def _rank_subjects(ids: pa.ChunkedArray, buckets: int) -> tuple[Array, pa.Array, list[int]]:
    """Per row the rank of its subject (-1: none), the subjects by rank, and the first rank of each
    bucket."""
    coded = ids.combine_chunks().dictionary_encode()
    found = coded.dictionary.to_pylist()
    bucket_of = [crc32(subject.encode()) % buckets for subject in found]
    by_rank = sorted(range(len(found)), key=lambda code: (bucket_of[code], found[code]))
    rank_of = np.empty(len(found) + 1, np.int32)
    rank_of[by_rank] = np.arange(len(found), dtype=np.int32)
    rank_of[-1] = -1
    rank = rank_of[coded.indices.fill_null(len(found)).to_numpy()]
    sizes = np.bincount(np.array(bucket_of, np.int64), minlength=buckets)
    subjects = pa.array([found[code] for code in by_rank], pa.string())
    return rank, subjects, [0, *np.cumsum(sizes).tolist()]


def _codes(interactions: pa.Table, column: str) -> tuple[Array, tuple[str, ...]]:
    coded = interactions.column(column).combine_chunks().dictionary_encode()
    names = tuple(coded.dictionary.to_pylist())
    if len(names) > NOT_KNOWN:
        raise TOO_MANY_NAMES.error(column, says=f"the log has {len(names):,} different names of {column}")
    return coded.indices.fill_null(NOT_KNOWN).to_numpy().astype(np.uint16), names


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
