"""One append: rows gathered into segments, known ones left out, everything made visible in one move."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from desirepath.log.durable import write_durably
from desirepath.log.keys import KeyFiles, hash_key_columns
from desirepath.log.kinds import DAMAGED
from desirepath.log.manifest import Manifest, SegmentEntry
from desirepath.log.rows import FactTable
from desirepath.log.schema import INSTANT, SCHEMAS, FactKind

_SEGMENT_ROWS = 500_000
_SEGMENT_BYTES = 256 << 20
_ALL_DIFFERENT = ("key", "text")


@dataclass(frozen=True, slots=True)
class AppendResult:
    """How many facts were new and are stored now, and how many were known already."""

    added: int
    duplicates: int


class Transaction:
    """Facts on their way into the log; nobody sees them before the ``with`` block ends without an error."""

    def __init__(self, folder: Path, manifest: Manifest, commit: Callable[[Manifest], None]) -> None:
        self._folder = folder
        self._commit = commit
        self._before = manifest
        self._segments: list[SegmentEntry] = []
        self._written: list[Path] = []
        self._next_arrival = manifest.next_arrival
        self._keys = KeyFiles(folder / "keys", manifest.keys)
        self._secret = _read_secret(folder / "secret")
        self._waiting: dict[FactKind, list[pa.Table]] = {}
        self._sizes: dict[FactKind, tuple[int, int]] = {}
        self._now = pa.scalar(datetime.now(UTC), INSTANT)
        self.result = AppendResult(0, 0)

    def __enter__(self) -> Transaction:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                for waiting in list(self._waiting):
                    self._flush(waiting)
        except BaseException:
            self._tidy_up()
            raise
        if error is None:
            self._publish()  # where this fails nobody knows which list is on the disk: the next writer sweeps
        self._tidy_up()

    def add(self, facts: FactTable) -> None:
        """Take these in, after those already taken."""
        rows, size = self._sizes.get(facts.kind, (0, 0))
        rows, size = rows + facts.table.num_rows, size + facts.table.nbytes
        self._sizes[facts.kind] = rows, size
        self._waiting.setdefault(facts.kind, []).append(facts.table)
        if rows >= _SEGMENT_ROWS or size >= _SEGMENT_BYTES:
            self._flush(facts.kind)

    def _flush(self, kind: FactKind) -> None:
        table = pa.concat_tables(self._waiting.pop(kind))
        self._sizes[kind] = 0, 0
        sources, keys = table.column("source"), table.column("key")
        hashes = hash_key_columns(self._secret, kind, sources, keys)
        fresh = self._keys.first_of_each(hashes)
        rows = int(fresh.sum())
        self.result = AppendResult(self.result.added + rows, self.result.duplicates + len(fresh) - rows)
        if not rows:
            return
        if rows < len(fresh):
            table = table.filter(pa.array(fresh))
        token = secrets.token_hex(8)
        self._write_segment(kind, table, token)
        name = f"{token}.keys"
        self._keys.add(hashes.take(fresh), name)
        self._written.append(self._folder / "keys" / name)

    def _write_segment(self, kind: FactKind, table: pa.Table, token: str) -> None:
        first = self._next_arrival
        self._next_arrival += table.num_rows
        columns = {
            **{name: table.column(name) for name in table.column_names},
            "arrival": pa.array(np.arange(first, self._next_arrival)),
        }
        given_by_us = {"interactions": "received_at", "identities": "occurred_at"}.get(kind)
        if given_by_us:
            columns[given_by_us] = pc.fill_null(columns[given_by_us], self._now)
        schema = SCHEMAS[kind]
        complete = pa.table([columns[name] for name in schema.names], schema=schema)
        name = f"{kind}-{first:012d}-{token}.parquet"
        path = self._folder / "segments" / name
        options = {"compression": "zstd", "compression_level": 1, "use_dictionary": _repeating(schema)}
        write_durably(path, lambda file: pq.write_table(complete, file, **options))
        self._written.append(path)
        self._segments.append(SegmentEntry(name, kind, table.num_rows, first))

    def _publish(self) -> None:
        if self._segments:
            segments = (*self._before.segments, *self._segments)
            self._commit(Manifest(segments, self._keys.names, self._next_arrival))
            self._before = Manifest(segments, self._keys.names, self._next_arrival)

    def _tidy_up(self) -> None:
        """Remove what did not become part of the log (a crash leaves that to the next writer)."""
        live = {entry.name for entry in self._before.segments} | set(self._before.keys)
        for path in [*self._written, *(self._folder / "keys").iterdir()]:
            if path.name not in live:
                path.unlink(missing_ok=True)


def _repeating(schema: pa.Schema) -> list[str]:
    """The columns of texts that repeat themselves: worth a dictionary."""
    return [field.name for field in schema if field.type == pa.string() and field.name not in _ALL_DIFFERENT]


def _read_secret(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DAMAGED.error(
            says="the log's secret is missing: known keys cannot be recognised", file=str(path)
        ) from error
