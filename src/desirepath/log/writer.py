"""One append: rows gathered into segments, known ones left out, everything made visible in one move."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.ids import Mask
from desirepath.log.keys import CHECKED, KeyFiles, hash_key_columns, hash_keys
from desirepath.log.manifest import Manifest, SegmentEntry
from desirepath.log.rows import FactTable
from desirepath.log.rules import Rules
from desirepath.log.schema import INSTANT, FactKind
from desirepath.log.segments import new_segment_name, write_segment
from desirepath.log.suppression import Suppression

_SEGMENT_ROWS = 500_000
_SEGMENT_BYTES = 256 << 20
_MOST_KEYS_WAITING = 1 << 22


@dataclass(frozen=True, slots=True)
class AppendResult:
    """How many facts were new and are stored now, and how many were known already.

    Not stored and not counted there: ``suppressed`` facts name somebody who must not be stored again,
    ``expired`` ones are older than the workspace keeps those of their source.
    """

    added: int
    duplicates: int
    suppressed: int = 0
    expired: int = 0


class Transaction:
    """Facts on their way into the log; nobody sees them before the ``with`` block ends without an error.

    Until then other threads that want to write wait.
    """

    def __init__(
        self,
        folder: Path,
        rules: Rules,
        *,
        turn: AbstractContextManager[object],
        manifest: Callable[[], Manifest],
        commit: Callable[[Manifest], None],
        generation: str = "",
    ) -> None:
        self._folder = folder
        self._rules = rules
        self._turn = turn
        self._manifest = manifest
        self._commit = commit
        self._generation = generation
        self._segments: list[Future[SegmentEntry]] = []
        self._writer: ThreadPoolExecutor | None = None
        self._written: list[Path] = []
        self._waiting: dict[FactKind, list[pa.Table]] = {}
        self._sizes: dict[FactKind, tuple[int, int]] = {}
        self._now = datetime.now(UTC)
        self.result = AppendResult(0, 0)

    def __enter__(self) -> Transaction:
        with ExitStack() as undo:
            undo.enter_context(self._turn)
            self._before = self._manifest()
            self._first_arrival = self._next_arrival = self._before.next_arrival
            self._keys = KeyFiles(self._folder / "keys", self._before.keys)
            self._suppression = Suppression(self._folder, self._rules.secret)
            undo.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with ExitStack() as end:
            end.push(self._turn)
            segments: tuple[SegmentEntry, ...] = ()
            try:
                if error is None:
                    for waiting in list(self._waiting):
                        self._flush(waiting)
                    if self._keys.waiting:
                        self._write_keys()
                    segments = tuple(segment.result() for segment in self._segments)
            except BaseException:
                self._tidy_up()
                raise
            if segments:
                self._publish(segments)  # where this fails, the next one sweeps
            self._tidy_up()

    def add(self, facts: FactTable) -> None:
        """Take these in, after those already taken."""
        rows, size = self._sizes.get(facts.kind, (0, 0))
        rows, size = rows + facts.table.num_rows, size + facts.table.nbytes
        self._sizes[facts.kind] = rows, size
        self._waiting.setdefault(facts.kind, []).append(facts.table)
        if rows >= _SEGMENT_ROWS or size >= _SEGMENT_BYTES:
            self._flush(facts.kind)

    @property
    def arrivals(self) -> tuple[int, int]:
        """Which arrivals the new facts have: from the first on, up to the second (not included)."""
        return self._first_arrival, self._next_arrival

    def count_known(self, kind: FactKind, source: str, keys: pa.ChunkedArray) -> int:
        """How many of these keys the log has from a source."""
        texts = keys.to_pylist()
        return self._keys.count_known(hash_keys(self._rules.secret, kind, [source] * len(texts), texts))

    def suppresses(self, refused_row: object) -> bool:
        """Whether a row that is no fact mentions somebody who must not be stored; it is counted then."""
        found = self._suppression.mentioned_in(refused_row)
        self._count(suppressed=int(found))
        return found

    def _flush(self, kind: FactKind) -> None:
        table = self._wanted(kind, pa.concat_tables(self._waiting.pop(kind)))
        self._sizes[kind] = 0, 0
        if not table.num_rows:
            return
        sources, keys = table.column("source"), table.column("key")
        hashes = hash_key_columns(self._rules.secret, kind, sources, keys)
        fresh = self._keys.learn(hashes)
        rows = int(fresh.sum())
        self._count(added=rows, duplicates=len(fresh) - rows)
        if not rows:
            return
        if rows < len(fresh):
            table = table.filter(pa.array(fresh))
        self._write_segment(kind, self._rules.apply_to_fields(kind, table))
        if self._keys.waiting >= _MOST_KEYS_WAITING:
            self._write_keys()

    def _write_keys(self) -> None:
        name = f"{secrets.token_hex(8)}{CHECKED}"
        self._written.append(self._folder / "keys" / name)
        self._keys.write(name)

    def _wanted(self, kind: FactKind, table: pa.Table) -> pa.Table:
        """Without those who must not be stored and what is too old to keep."""
        suppressed = self._suppression.found_in(kind, table)
        expired: Mask = self._rules.expired(kind, table, self._now) & ~suppressed
        unwanted = suppressed | expired
        if not unwanted.any():
            return table
        self._count(suppressed=int(suppressed.sum()), expired=int(expired.sum()))
        return table.filter(pa.array(~unwanted))

    def _count(self, **more: int) -> None:
        counted = {name: getattr(self.result, name) + number for name, number in more.items()}
        self.result = replace(self.result, **counted)

    def _write_segment(self, kind: FactKind, table: pa.Table) -> None:
        first = self._next_arrival
        self._next_arrival += table.num_rows
        columns = {
            **{name: table.column(name) for name in table.column_names},
            "arrival": pa.array(np.arange(first, self._next_arrival)),
        }
        given_by_us = {"interactions": "received_at", "identities": "occurred_at"}.get(kind)
        if given_by_us:
            columns[given_by_us] = pc.fill_null(columns[given_by_us], pa.scalar(self._now, INSTANT))
        name = new_segment_name(kind, first)
        self._written.append(self._folder / "segments" / name)
        self._segments.append(self._in_its_turn(write_segment, self._folder, kind, pa.table(columns), name))

    def _in_its_turn(self, write: Callable[..., SegmentEntry], *given: Any) -> Future[SegmentEntry]:
        """A large segment is written in a second thread, while the next one gathers."""
        if self._next_arrival - self._before.next_arrival < _SEGMENT_ROWS:
            done: Future[SegmentEntry] = Future()
            done.set_result(write(*given))
            return done
        if self._writer is None:
            self._writer = ThreadPoolExecutor(1, thread_name_prefix="desirepath-segments")
        if self._segments:
            self._segments[-1].result()  # one at a time: memory does not grow
        return self._writer.submit(write, *given)

    def _publish(self, segments: tuple[SegmentEntry, ...]) -> None:
        after = self._before.appended(segments, self._keys.names, self._next_arrival, self._generation)
        self._commit(after)
        self._before = after

    def _tidy_up(self) -> None:
        """Remove what did not become part of the log (a crash leaves that to the next writer)."""
        if self._writer:
            self._writer.shutdown(cancel_futures=True)
        live = self._before.names
        for path in [*self._written, *(self._folder / "keys").iterdir()]:
            if path.name not in live and path.exists():
                path.unlink(missing_ok=True)
