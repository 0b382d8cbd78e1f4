"""The inbox: facts that were acknowledged one request at a time, on their way into segments.

An accepted fact is on the disk (written and flushed, by ``inbox_writer.py``) before it is acknowledged, as
one line of a file that only ever grows: a checksum and the rows of one request. ``drain`` brings everything
that waits into the log in one append and removes the files after it; killed in between, the next drain finds
the facts to be duplicates, so that each is stored once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from zlib import crc32

import orjson
import pyarrow as pa

from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.facts import row_of
from desirepath.log.inbox_writer import InboxWriter, inbox_files, seal_files
from desirepath.log.interaction import Fact
from desirepath.log.kinds import BAD_FACT, DAMAGED
from desirepath.log.row_checks import Row, RowRefusedError, tidy_row
from desirepath.log.rows import FactTable, content_key, read_rows
from desirepath.log.schema import FactKind
from desirepath.log.segments import remove_files
from desirepath.log.writer import AppendResult, Transaction

_ROWS_AT_ONCE = 4_000
_T = TypeVar("_T")
Ready = Callable[[bytes], tuple[FactTable, ...] | None]
"""The facts of a line of the inbox (without its end), where whoever asks has read them already; else None."""
_GIVEN_BY_US = {"interaction": "received_at", "identity": "occurred_at"}


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many rows are safe on the disk, and (position, why) of each that was refused."""

    acknowledged: int
    refused: tuple[tuple[int, Problem], ...] = ()


class Inbox:
    """The inbox of a log that is open for writing: ``log.inbox``. Several threads may use it at once.

    There is one for each log, so that whoever drains knows which file somebody is writing to.
    """

    def __init__(
        self, path: Path, *, must_write: Callable[[], None], transaction: Callable[[], Transaction]
    ) -> None:
        self._path = path
        self._must_write = must_write
        self._transaction = transaction
        self._folder = path / "log" / "inbox"
        self._writer = InboxWriter(path)
        self._draining = Lock()

    def __enter__(self) -> Inbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def waiting(self) -> int:
        """How many accepted facts are not in segments yet. Raises DP-LOG-005 for a damaged file."""
        return sum(1 for _ in waiting_rows(self._path))

    def accept(self, facts: Iterable[Fact]) -> int:
        """Write the facts to the disk; how many. When this returns, no crash loses them.

        Raises DP-LOG-007 for facts that cannot be kept and DP-LOG-006 where the disk refuses; nothing is
        acknowledged then.
        """
        accepted, refused = _tidy(map(row_of, facts), "")
        if refused:
            raise DesirepathError(
                BAD_FACT.at(str(problem.address), says=f"fact {place}: {problem.says}", fix=problem.fix)
                for place, problem in refused[:20]
            )
        self._write(accepted)
        return len(accepted)

    def accept_rows(self, rows: Iterable[Row], *, source: str) -> Accepted:
        """The same for rows with the facts' own field names; those that are no facts are refused, the others
        written. ``source`` is given to rows that name none. Raises DP-LOG-006 where the disk refuses."""
        accepted, refused = _tidy(rows, source)
        self._write(accepted)
        return Accepted(len(accepted), tuple(refused))

    def drain(self, ready: Ready = lambda line: None) -> AppendResult:
        """Bring everything that waits into the log, in the order in which it was accepted.

        What is ``ready`` is not read once more. Facts may be accepted meanwhile; they wait for the next
        time. Raises what ``Log.append`` does, and
        DP-LOG-005 for a damaged file; everything waits on then.
        """
        self._must_write()
        with self._draining:
            names = seal_files(self._folder)  # what is accepted from here on is not in these
            if not names:
                return AppendResult(0, 0)
            with self._transaction() as transaction:
                for table in _together(self._folder, names, ready):
                    transaction.add(table)
            remove_files(self._folder, names)
            return transaction.result

    def close(self) -> None:
        """Begin a new file with the next fact."""
        self._writer.close()

    def _write(self, rows: list[Row]) -> None:
        self._must_write()
        if rows:
            self._writer.write([pack_rows(rows)])


def pack_rows(rows: Sequence[Row]) -> bytes:
    """The rows of one request as a line of the inbox. They are tidy: each has its ``source`` and ``key``."""
    packed = orjson.dumps(rows, default=str)
    return b"%08x %s\n" % (crc32(packed), packed)


def unpack_rows(line: bytes) -> list[Row] | None:
    """The rows of one request again, from a line without its end; None where that is damaged."""
    checksum, _, packed = line.partition(b" ")
    if checksum != b"%08x" % crc32(packed) or not packed:
        return None
    rows: Any = orjson.loads(packed)
    return list(rows)


def waiting_rows(path: Path) -> Iterator[Row]:
    """The rows that wait in the inbox of the workspace ``path``. Raises DP-LOG-005 for a damaged file."""
    folder = path / "log" / "inbox"
    for name in inbox_files(folder):
        for rows in _records(folder / name, unpack_rows):
            yield from rows


def _tidy(rows: Iterable[Row], source: str) -> tuple[list[Row], list[tuple[int, Problem]]]:
    accepted: list[Row] = []
    refused: list[tuple[int, Problem]] = []
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    for place, row in enumerate(rows):
        try:
            tidy = tidy_row(row)
        except RowRefusedError as error:
            refused.append((place, error.problem))
            continue
        if "key" not in tidy:
            tidy["key"] = content_key(row)
        tidy.setdefault("source", source)
        given = _GIVEN_BY_US.get(tidy.get("type", "interaction"))
        if given:
            tidy.setdefault(given, now)
        accepted.append(tidy)
    return accepted, refused


def _together(folder: Path, names: Iterable[str], ready: Ready) -> Iterator[FactTable]:
    """The facts of all files in their order, many requests at a time: columns are quick when long."""
    rows: list[Row] = []
    tables: list[FactTable] = []

    def unpack(line: bytes) -> list[Row] | tuple[FactTable, ...] | None:
        return ready(line) or unpack_rows(line)

    for name in names:
        records: Iterator[list[Row] | tuple[FactTable, ...]] = _records(folder / name, unpack)
        for found in records:
            if isinstance(found, tuple):
                yield from _read(rows)
                tables += found
            else:
                yield from _joined(tables)
                rows += found
            if len(rows) >= _ROWS_AT_ONCE:
                yield from _read(rows)
            elif sum(one.table.num_rows for one in tables) >= _ROWS_AT_ONCE:
                yield from _joined(tables)
    yield from _read(rows)
    yield from _joined(tables)


def _read(rows: list[Row]) -> Sequence[FactTable]:
    """The facts of these rows, which are taken out of the list."""
    if not rows:
        return ()
    read = read_rows(rows, source="")
    if read.refused:
        raise DesirepathError(problem for _, problem in read.refused)
    rows.clear()
    return read.tables


def _joined(tables: list[FactTable]) -> Sequence[FactTable]:
    """One table of each kind, in their order; these are taken out of the list."""
    by_kind: dict[FactKind, list[pa.Table]] = {}
    for one in tables:
        by_kind.setdefault(one.kind, []).append(one.table)
    tables.clear()
    return [FactTable(kind, pa.concat_tables(mine).combine_chunks()) for kind, mine in by_kind.items()]


def _records(path: Path, unpack: Callable[[bytes], _T | None]) -> Iterator[_T]:
    """The requests in a file. What was cut off at its end was never acknowledged, and is no request."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DAMAGED.error(says=f"the inbox cannot be read: {error.strerror}", file=str(path)) from error
    lines = content.split(b"\n")
    for number, line in enumerate(lines, 1):
        found = unpack(line)
        if found is not None:
            yield found
        elif any(unpack(later) is not None for later in lines[number:]):
            raise DAMAGED.error(f"line {number}", says="the inbox is damaged", file=str(path))
