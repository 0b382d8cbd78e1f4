"""The files of an index: columns that only ever grow at their end, and a manifest that says how much of them
counts.

In the index's folder lie ``manifest.json`` and the folder it names; in that one, per bucket, a file for each
column and ``subjects.N.arrow``, N being the number of the growth that wrote it. A growth writes beyond what
the manifest counts, and new files for the subjects; then it turns the manifest over. So whoever looks, and
whatever dies in between, finds the old index or the new one.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike

from desirepath.replay.columns import ROW_COLUMNS, Array, Bucket, Layout, Names
from desirepath.replay.growth import Growth
from desirepath.replay.laying_out import AT_ONCE
from desirepath.replay.tally import SEMANTICS

VERSION: Final = 3
"""Of the files and of what their columns mean: an index of another version is rebuilt."""

SCRATCH: Final = "parts-"
"""How folders begin in which an index is made; one that was left there is of no use."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A layout as it lies on the disk: of which generation of the log, in which folder, grown how often."""

    layout: Layout
    generation: str
    folder: Path
    growths: int


class Contents(Protocol):
    """What a layout says of the whole log."""

    @property
    def names(self) -> Names:
        """What the codes stand for."""

    @property
    def log_rows(self) -> int:
        """How many interactions the log has."""

    @property
    def last_us(self) -> int | None:
        """Its last instant."""


@contextmanager
def writers_turn(folder: Path) -> Iterator[None]:
    """One process at a time: waits for its turn. Raises OSError where ``folder`` cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for left in folder.glob(f"{SCRATCH}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def is_latest(folder: Path, kept: Kept | None) -> bool:
    """Whether nobody has written since ``kept`` was read."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        return kept is not None and (kept.folder.name, kept.growths) == (
            manifest["folder"],
            manifest["growths"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def read_kept(folder: Path) -> Kept | None:
    """The kept layout, its columns memory-mapped; None where there is none of this version, or a damaged
    one."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        if (manifest["version"], manifest["semantics"]) != (VERSION, SEMANTICS):
            return None
        data = folder / manifest["folder"]
        buckets = enumerate(manifest["buckets"])
        layout = Layout(
            names=Names(**{axis: tuple(names) for axis, names in manifest["names"].items()}),
            buckets=tuple(
                _read_bucket(data / f"{number:02}", sizes, manifest["growths"]) for number, sizes in buckets
            ),
            log_rows=manifest["log_rows"],
            last_us=manifest["last_us"],
        )
        return Kept(layout, manifest["generation"], data, manifest["growths"])
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        return None


def _read_bucket(folder: Path, sizes: dict[str, int], growths: int) -> Bucket:
    columns = {
        name: _map_column(folder / name, sizes["sequences" if name == "sequence" else "rows"], kind)
        for name, kind in ROW_COLUMNS.items()
    }
    with pa.memory_map(str(folder / f"subjects.{min(growths, sizes['growth'])}.arrow")) as source:
        table = pa.ipc.open_file(source).read_all()
    if table.num_rows != sizes["subjects"]:
        raise ValueError("not the subjects that the manifest counts")
    low, high = (_numbers(table.column(name).combine_chunks()) for name in ("start", "end"))
    is_compact = len(low) == 0 or bool((low[1:] == high[:-1]).all() and high[-1] == sizes["rows"])
    starts = np.append(low, sizes["rows"])
    starts.flags.writeable = False
    if not is_compact:
        high = high.copy()
        high.flags.writeable = False
    return Bucket(
        table.column("subject").combine_chunks(), starts, starts[1:] if is_compact else high, **columns
    )


def _numbers(column: pa.Array) -> Array:
    """A column of whole numbers without missing ones; not by ``to_numpy``, which loads pandas (0.3 s)."""
    return np.frombuffer(column.buffers()[1], np.int64)[column.offset : column.offset + len(column)]


def _map_column(path: Path, rows: int, kind: DTypeLike) -> Array:
    """Memory-mapped, read-only; nothing at all cannot be mapped. Raises ValueError for too short a file."""
    if rows == 0:
        column: Array = np.zeros(0, kind)
        column.flags.writeable = False
        return column
    with path.open("rb") as file:
        mapped = mmap(file.fileno(), rows * np.dtype(kind).itemsize, access=ACCESS_READ)
    return np.frombuffer(mapped, kind)


def write_kept(
    folder: Path, generation: str, content: Contents, buckets: Sequence[Callable[[], Bucket]]
) -> None:
    """Write the (compact) buckets of a layout beside what is there, turn the manifest over, then clear away
    the rest. Each bucket is made when it is its turn, some of them at the same time."""
    data = Path(mkdtemp(prefix="columns-", dir=folder))

    def write(number: int) -> dict[str, int]:
        made = buckets[number]()
        part = data / f"{number:02}"
        part.mkdir()
        for name in ROW_COLUMNS:
            np.ascontiguousarray(getattr(made, name)).tofile(part / name)
        _write_subjects(part / "subjects.0.arrow", made.subjects, made.starts[:-1], made.ends)
        return _sizes(len(made.subjects), len(made.time_us), len(made.sequence), 0)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        sizes = list(pool.map(write, range(len(buckets))))
    _write_manifest(folder, data, generation, content, sizes, growths=0)
    for other in folder.glob("columns-*"):
        if other.name != data.name:  # from Python 3.12 on, mkdtemp answers with an absolute path
            shutil.rmtree(other, ignore_errors=True)


def add_growth(folder: Path, generation: str, kept: Kept, growth: Growth) -> None:
    """Write a growth of what is kept."""
    growths = kept.growths + 1
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    sizes = manifest["buckets"]
    stale = []
    for number, (old, grown) in enumerate(zip(kept.layout.buckets, growth.buckets, strict=True)):
        if grown is None:
            continue
        part = kept.folder / f"{number:02}"
        stale.append(part / f"subjects.{sizes[number]['growth']}.arrow")
        for name, added in grown.added.items():
            with (part / name).open("r+b") as file:
                # A growth that died may have left something beyond what counts.
                file.truncate(getattr(old, name).nbytes)
                file.seek(0, os.SEEK_END)
                added.tofile(file)
        _write_subjects(part / f"subjects.{growths}.arrow", grown.subjects, grown.starts[:-1], grown.ends)
        rows, sequences = (
            len(old.time_us) + len(grown.added["time_us"]),
            len(old.sequence) + len(grown.added["sequence"]),
        )
        sizes[number] = _sizes(len(grown.subjects), rows, sequences, growths)
    _write_manifest(folder, kept.folder, generation, growth, sizes, growths=growths)
    for path in stale:
        path.unlink(missing_ok=True)


def _sizes(subjects: int, rows: int, sequences: int, growth: int) -> dict[str, int]:
    return {"subjects": subjects, "rows": rows, "sequences": sequences, "growth": growth}


def _write_subjects(path: Path, subjects: pa.Array, starts: Array, ends: Array) -> None:
    table = pa.table({"subject": subjects, "start": pa.array(starts), "end": pa.array(ends)})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _write_manifest(
    folder: Path,
    data: Path,
    generation: str,
    content: Contents,
    buckets: list[dict[str, int]],
    *,
    growths: int,
) -> None:
    manifest: dict[str, Any] = {
        "version": VERSION,
        "semantics": SEMANTICS,
        "generation": generation,
        "folder": data.name,
        "growths": growths,
        "buckets": buckets,
        "log_rows": content.log_rows,
        "last_us": content.last_us,
        "names": asdict(content.names),
    }
    draft = data / "manifest.json"
    draft.write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    os.replace(draft, folder / "manifest.json")
