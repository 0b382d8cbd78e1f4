"""Segments: files of facts of one kind, in the order of their arrival, written once and never changed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from desirepath.log.durable import flush_folder, write_durably
from desirepath.log.kinds import CANNOT_WRITE, DAMAGED
from desirepath.log.manifest import Manifest, SegmentEntry
from desirepath.log.schema import INSTANT, SCHEMAS, FactKind

_ALL_DIFFERENT = ("key", "text")
_COUNTING = (INSTANT, pa.int64())
_SAMPLE = 2_000
_ANY = (0, (1 << 63) - 1)
_ROWS_TOGETHER = 1 << 13
"""Rows that are read together at least: who wants a few reads no whole segment. A page of an account's story
costs half of what it does with four times as many; half as many would make files larger and gain nothing."""

Change = Callable[[FactKind, pa.Table], pa.Table]
"""What becomes of the facts of a segment: the same table object where nothing does."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Some facts of one kind, stored together, that will never change: ``name`` identifies them for ever."""

    name: str
    kind: FactKind
    rows: int
    first_arrival: int
    path: Path
    last_arrival: int = -1

    def read(self, columns: Sequence[str] | None = None, *, coded: Sequence[str] = ()) -> pa.Table:
        """The facts in the order of their arrival; ``coded`` columns as dictionaries of their texts. Raises
        DP-LOG-005 where the file is damaged."""
        try:
            table = pq.read_table(
                self.path,
                columns=list(columns) if columns is not None else None,
                read_dictionary=list(coded) or None,
                page_checksum_verification=True,
            )
        except (OSError, pa.ArrowException) as error:
            raise DAMAGED.error(
                says=f"the segment {self.name} cannot be read", file=str(self.path)
            ) from error
        return table

    def parts(self) -> Iterator[pa.Table]:
        """The same facts a part after the other, so that memory does not grow with the file. Raises
        DP-LOG-005 as above."""
        try:
            with pq.ParquetFile(self.path, page_checksum_verification=True) as file:
                for number in range(file.num_row_groups):
                    yield file.read_row_group(number, use_threads=False)
        except (OSError, pa.ArrowException) as error:
            raise DAMAGED.error(
                says=f"the segment {self.name} cannot be read", file=str(self.path)
            ) from error

    def read_at(self, arrivals: pa.Array, columns: Sequence[str] | None = None) -> pa.Table:
        """The facts with these arrivals (ascending): only the parts of the file that hold some are read, and
        of ``columns`` and ``arrival`` (None: of all). Raises DP-LOG-005 as above."""
        try:
            with pq.ParquetFile(self.path, page_checksum_verification=True) as file:
                bounds = _BOUNDS.get(self.path)
                if bounds is None:
                    bounds = _keep_bounds(self.path, file.metadata)
                held = _held(bounds, arrivals)
                names = None if columns is None else sorted({*columns, "arrival"})
                table = file.read_row_groups(held, columns=names)
        except (OSError, pa.ArrowException) as error:
            raise DAMAGED.error(
                says=f"the segment {self.name} cannot be read", file=str(self.path)
            ) from error
        return table.filter(
            _among(table.column("arrival").to_numpy(), arrivals.to_numpy(zero_copy_only=False))
        )


Bounds = tuple[np.ndarray[Any, np.dtype[np.int64]], np.ndarray[Any, np.dtype[np.int64]]]
_BOUNDS: Final[dict[Path, Bounds]] = {}
_MOST_BOUNDS: Final = 1024
"""Of so many files is kept where each arrival lies: a file never changes, and telling takes longer than
reading."""


def _keep_bounds(path: Path, metadata: pq.FileMetaData) -> Bounds:
    """The first and last arrival of each part of a file, as far as it says."""
    first = metadata.row_group(0)
    place = next(one for one in range(first.num_columns) if first.column(one).path_in_schema == "arrival")
    told = [metadata.row_group(one).column(place).statistics for one in range(metadata.num_row_groups)]
    known = [one is not None and one.has_min_max for one in told]
    low = [one.min if is_known else _ANY[0] for one, is_known in zip(told, known, strict=True)]
    high = [one.max if is_known else _ANY[1] for one, is_known in zip(told, known, strict=True)]
    if len(_BOUNDS) >= _MOST_BOUNDS:
        _BOUNDS.clear()
    bounds = _BOUNDS[path] = np.array(low, np.int64), np.array(high, np.int64)
    return bounds


def _held(bounds: Bounds, arrivals: pa.Array) -> list[int]:
    """Which parts may hold one of the arrivals (ascending)."""
    wanted = arrivals.to_numpy(zero_copy_only=False)
    begins, ends = np.searchsorted(wanted, bounds[0]), np.searchsorted(wanted, bounds[1], side="right")
    held: list[int] = np.flatnonzero(begins < ends).tolist()
    return held


def _among(known: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> pa.Array:
    """Which of the arrivals of a segment, which ascend as the wanted ones do, are wanted."""
    place = np.searchsorted(known, wanted)
    inside = place < len(known)
    place, wanted = place[inside], wanted[inside]
    found = np.zeros(len(known), np.bool_)
    found[place[known[place] == wanted]] = True
    return pa.array(found)


def segment_of(folder: Path, entry: SegmentEntry) -> Segment:
    """The segment that an entry of the list in the log's ``folder`` stands for."""
    path = folder / "segments" / entry.name
    return Segment(entry.name, entry.kind, entry.rows, entry.first_arrival, path, entry.last_arrival)


def new_segment_name(kind: FactKind, first_arrival: int) -> str:
    """A name that no other segment has."""
    return f"{kind}-{first_arrival:012d}-{secrets.token_hex(8)}.parquet"


def write_segment(folder: Path, kind: FactKind, facts: pa.Table, name: str = "") -> SegmentEntry:
    """A new segment in the log's ``folder`` of facts in the order of ``arrival``, of which there is one at
    least. Raises DP-LOG-006 where the disk refuses."""
    arrivals = pc.min_max(facts.column("arrival")).as_py()
    name = name or new_segment_name(kind, arrivals["min"])
    _write_parts(folder / "segments" / name, kind, iter([_complete(kind, facts)]))
    return SegmentEntry(name, kind, facts.num_rows, arrivals["min"], arrivals["max"])


def join_segments(folder: Path, kind: FactKind, entries: Sequence[SegmentEntry]) -> SegmentEntry:
    """A new segment of the facts of several, in their order; however many they are, only some tens of
    thousands are in memory at a time. Raises DP-LOG-005 for a damaged one and -006 where the disk refuses."""
    name = new_segment_name(kind, entries[0].first_arrival)
    parts = chain.from_iterable(segment_of(folder, entry).parts() for entry in entries)
    _write_parts(folder / "segments" / name, kind, _even(_complete(kind, part) for part in parts))
    rows = sum(entry.rows for entry in entries)
    return SegmentEntry(name, kind, rows, entries[0].first_arrival, entries[-1].last_arrival)


def _complete(kind: FactKind, facts: pa.Table) -> pa.Table:
    """The facts with their columns in the schema's order and types."""
    schema = SCHEMAS[kind]
    return pa.table(
        [facts.column(name).cast(schema.field(name).type) for name in schema.names], schema=schema
    )


def _even(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The same rows, ``_ROWS_TOGETHER`` in each part, and what is left in the last."""
    waiting: list[pa.Table] = []
    count = 0
    for part in parts:
        waiting.append(part)
        count += part.num_rows
        while count >= _ROWS_TOGETHER:
            table = pa.concat_tables(waiting)
            yield table.slice(0, _ROWS_TOGETHER)
            waiting, count = [table.slice(_ROWS_TOGETHER)], count - _ROWS_TOGETHER
    if count:
        yield pa.concat_tables(waiting)


def _write_parts(path: Path, kind: FactKind, parts: Iterator[pa.Table]) -> None:
    """Write a file of these rows, of which there are some."""
    schema, first = SCHEMAS[kind], next(parts)
    options: dict[str, Any] = {
        "compression": "zstd",
        "compression_level": 1,
        "use_dictionary": _repeating(first),
        "column_encoding": {field.name: "DELTA_BINARY_PACKED" for field in schema if field.type in _COUNTING},
        "write_page_checksum": True,
        "write_statistics": [field.name for field in schema if field.type in _COUNTING],
    }

    def write(file: BinaryIO) -> None:
        with pq.ParquetWriter(file, schema, **options) as writer:
            for part in chain([first], parts):
                writer.write_table(part, row_group_size=_ROWS_TOGETHER)

    write_durably(path, write)


def _repeating(facts: pa.Table) -> list[str]:
    """The columns of texts that repeat themselves: worth a dictionary."""
    return [
        field.name
        for field in facts.schema
        if field.type == pa.string()
        and field.name not in _ALL_DIFFERENT
        and _repeats(facts.column(field.name))
    ]


def _repeats(texts: pa.ChunkedArray) -> bool:
    """Whether some texts from all over a column are mostly ones that came before."""
    step = max(1, len(texts) // _SAMPLE)
    some = texts.take(pa.array(range(0, len(texts), step))).drop_null()
    return bool(2 * pc.count_distinct(some).as_py() <= len(some))


def rewrite_segments(
    folder: Path, manifest: Manifest, change: Change, *, among: tuple[int, int] | None = None
) -> Manifest:
    """The list after ``change`` went through every fact, with new files for the segments it touched.

    With ``among`` only segments are looked at that may hold arrivals from the first on, up to the second (not
    included). The same list where it touched none. The old files are still there. Raises DP-LOG-005 and -006,
    and leaves nothing behind then.
    """
    entries: list[SegmentEntry] = []
    written: list[SegmentEntry] = []
    try:
        for entry in manifest.segments:
            if among is not None and not (entry.first_arrival < among[1] and among[0] <= entry.last_arrival):
                entries.append(entry)
                continue
            before = segment_of(folder, entry).read().cast(SCHEMAS[entry.kind])
            after = change(entry.kind, before)
            if after is before:
                entries.append(entry)
            elif after.num_rows:
                written.append(write_segment(folder, entry.kind, after))
                entries.append(written[-1])
    except BaseException:
        remove_files(folder / "segments", (entry.name for entry in written))
        raise
    changed = tuple(entries) != manifest.segments
    return manifest.rewritten(tuple(entries)) if changed else manifest


def remove_files(folder: Path, names: Iterable[str]) -> None:
    """Take these files away, for good: when this returns, a power cut does not bring them back.

    Raises DP-LOG-006 where one cannot be removed.
    """
    gone = False
    for name in names:
        try:
            (folder / name).unlink(missing_ok=True)
            gone = True
        except OSError as error:
            raise CANNOT_WRITE.error(
                says=f"cannot remove {name}: {error.strerror}", file=str(folder / name)
            ) from error
    if gone:
        try:
            flush_folder(folder)
        except OSError as error:
            raise CANNOT_WRITE.error(says=f"cannot write: {error.strerror}", file=str(folder)) from error
