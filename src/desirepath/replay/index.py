"""The replay index: a log laid out for one kind of traveller, kept beside the log. A cache, and nothing but
one."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, Protocol

import numpy as np
import pyarrow as pa

from desirepath.replay.columns import ROW_COLUMNS, Array, Bucket, Layout, Names, columns_to_read, lay_out
from desirepath.replay.tally import SEMANTICS

VERSION: Final = 1
"""Of the files and of what their columns mean: an index of another version is rebuilt."""

ROWS_PER_BUCKET: Final = 1 << 20
MOST_BUCKETS: Final = 64


class Facts(Protocol):
    """What a replay asks of a log: its place, a word that changes with its content, its interactions and
    traits."""

    @property
    def path(self) -> Path:
        """The log's directory."""

    @property
    def generation(self) -> str:
        """Changes whenever the content does."""

    def interactions(self, columns: Sequence[str] | None = None) -> pa.Table:
        """The interactions in their total order."""

    def traits(self) -> pa.Table:
        """What is known of objects, and from when on."""


@dataclass(frozen=True, slots=True)
class Index:
    """A log laid out for subjects of the type ``travels``: see :class:`~desirepath.replay.columns.Bucket`.

    ``log_rows`` counts the interactions of the whole log, ``last_us`` is its last instant, in microseconds
    since 1970 (UTC); None where it is empty.
    """

    log: Facts
    travels: str
    names: Names
    buckets: tuple[Bucket, ...]
    log_rows: int
    last_us: int | None

    @property
    def subject_ids(self) -> tuple[str, ...]:
        """The ids of all subjects; their places here are the numbers by which tables call them."""
        return tuple(subject for bucket in self.buckets for subject in bucket.subjects.to_pylist())

    @property
    def interactions(self) -> int:
        """How many interactions have a subject of this type."""
        return sum(len(bucket.row) for bucket in self.buckets)


def open_index(log: Facts, travels: str) -> Index:
    """The index of ``log`` for subjects of the type ``travels``: read where it is fresh, else built and
    kept.

    It lies under ``index/TYPE`` in the log's directory and may be deleted at any time. Where that directory
    cannot be written, the index is built in memory. Raises DP-RPL-001 where activities, channels, sources
    or scales have too many names.
    """
    folder = log.path / "index" / travels
    layout = _read(folder, log.generation)
    if layout is None:
        layout = build_layout(log, travels)
        try:
            _write(folder, log.generation, layout)
        except OSError:
            pass
        else:
            layout = _read(folder, log.generation) or layout
    return Index(log, travels, layout.names, layout.buckets, layout.log_rows, layout.last_us)


def build_index(log: Facts, travels: str) -> Index:
    """The same index in memory, leaving no file."""
    layout = build_layout(log, travels)
    return Index(log, travels, layout.names, layout.buckets, layout.log_rows, layout.last_us)


def build_layout(log: Facts, travels: str) -> Layout:
    """Lay out the whole log, in as many buckets as its size asks for: a power of two."""
    interactions = log.interactions(columns_to_read(travels))
    buckets = 1
    while buckets < MOST_BUCKETS and buckets * ROWS_PER_BUCKET < interactions.num_rows:
        buckets *= 2
    return lay_out(interactions, travels, buckets=buckets)


def _read(folder: Path, generation: str) -> Layout | None:
    """The kept layout, its columns memory-mapped; None where there is none of this version and
    generation."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        kept = (manifest["version"], manifest["semantics"], manifest["generation"])
        if kept != (VERSION, SEMANTICS, generation):
            return None
        parts = [folder / manifest["folder"] / f"{number:02}" for number in range(manifest["buckets"])]
        return Layout(
            names=Names(**{axis: tuple(names) for axis, names in manifest["names"].items()}),
            buckets=tuple(_read_bucket(part) for part in parts),
            log_rows=manifest["log_rows"],
            last_us=manifest["last_us"],
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        return None


def _read_bucket(folder: Path) -> Bucket:
    columns = {name: _map_column(folder / f"{name}.npy") for name in ("starts", *ROW_COLUMNS)}
    with pa.memory_map(str(folder / "subjects.arrow")) as source:
        subjects = pa.ipc.open_file(source).read_all().column("subject").combine_chunks()
    return Bucket(subjects=subjects, **columns)


def _map_column(path: Path) -> Array:
    """Memory-mapped, read-only; an empty file cannot be mapped and is read."""
    try:
        column: Array = np.load(path, mmap_mode="r").view(np.ndarray)
    except ValueError:
        column = np.load(path)
        column.flags.writeable = False
    return column


def _write(folder: Path, generation: str, layout: Layout) -> None:
    """Write everything beside what is there, then turn the manifest over: a reader sees the old one or the
    new."""
    folder.mkdir(parents=True, exist_ok=True)
    data = Path(mkdtemp(prefix="columns-", dir=folder))
    for number, bucket in enumerate(layout.buckets):
        part = data / f"{number:02}"
        part.mkdir()
        for name in ("starts", *ROW_COLUMNS):
            np.save(part / f"{name}.npy", getattr(bucket, name))
        table = pa.table({"subject": bucket.subjects})
        with (
            pa.OSFile(str(part / "subjects.arrow"), "wb") as sink,
            pa.ipc.new_file(sink, table.schema) as writer,
        ):
            writer.write_table(table)
    manifest = {
        "version": VERSION,
        "semantics": SEMANTICS,
        "generation": generation,
        "folder": data.name,
        "buckets": len(layout.buckets),
        "log_rows": layout.log_rows,
        "last_us": layout.last_us,
        "names": asdict(layout.names),
    }
    draft = data / "manifest.json"
    draft.write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    os.replace(draft, folder / "manifest.json")
    for other in folder.glob("columns-*"):
        if other != data:
            shutil.rmtree(other, ignore_errors=True)
