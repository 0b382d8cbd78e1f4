"""The log on disk: append facts, read them in order.

In a workspace folder lie ``log/manifest.json``, ``log/segments/*.parquet``, ``log/keys/*`` and
``log/secret``. An append writes new segments and key files beside the live ones and then swaps the
manifest: a crash before that leaves garbage which the next writer sweeps away, a crash after it loses
nothing.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from desirepath.base.problem import DesirepathError
from desirepath.log.durable import write_durably
from desirepath.log.facts import row_of
from desirepath.log.identity import Identities, read_identities, replace_ids, resolve_interactions
from desirepath.log.info import COLUMNS, LogInfo, count_log
from desirepath.log.interaction import Fact
from desirepath.log.kinds import BAD_FACT, CANNOT_WRITE, DAMAGED, NO_LOG, OPENED_FOR_READING
from desirepath.log.lock import WriterLock
from desirepath.log.manifest import Manifest, read_manifest, write_manifest
from desirepath.log.order import in_total_order
from desirepath.log.row_checks import Row
from desirepath.log.rows import FactTable, read_rows
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.workspace import Settings, read_settings, write_default_settings
from desirepath.log.writer import AppendResult, Transaction

_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Segment:
    """Some facts of one kind, stored together, that will never change: ``name`` identifies them for ever."""

    name: str
    kind: FactKind
    rows: int
    first_arrival: int
    path: Path

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """The facts in the order of their arrival. Raises DP-LOG-005 where the file is damaged."""
        try:
            table = pq.read_table(self.path, columns=list(columns) if columns is not None else None)
        except (OSError, pa.ArrowException) as error:
            raise DAMAGED.error(
                says=f"the segment {self.name} cannot be read", file=str(self.path)
            ) from error
        return table


class Log:
    """The facts of one workspace. Made by ``open_log`` (to read) and ``create_log`` (to write)."""

    def __init__(self, path: Path, lock: WriterLock | None = None) -> None:
        self.path = path
        self._lock = lock
        self._manifest = read_manifest(_manifest_path(path))

    def __enter__(self) -> Log:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Log {self.path}: {sum(s.rows for s in self._manifest.segments)} facts>"

    def close(self) -> None:
        """Let the next writer in. Reading still works."""
        if self._lock:
            self._lock.release()

    @property
    def settings(self) -> Settings:
        """The settings of the workspace."""
        return read_settings(self.path)

    @property
    def generation(self) -> str:
        """A word that changes whenever the content changes, and only then."""
        return self._manifest.generation

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The live segments, oldest first; a new append only adds to their end."""
        folder = self.path / "log" / "segments"
        return tuple(
            Segment(s.name, s.kind, s.rows, s.first_arrival, folder / s.name) for s in self._manifest.segments
        )

    def refresh(self) -> None:
        """See what others have appended since this log was opened."""
        self._manifest = read_manifest(_manifest_path(self.path))

    def append(self, facts: Iterable[Fact | FactTable]) -> AppendResult:
        """Store the facts that are not stored yet: after a crash either all of them are there or none is.

        ``facts`` may be facts, or tables of them as ``read_rows`` makes. A fact whose (source, key) was
        ever stored is a duplicate and counted, not stored. Memory does not grow with their number.

        Raises DP-LOG-003 without the writer's lock, and DP-LOG-007 for a fact that cannot be kept (nothing is
        stored then).
        """
        with self.transaction() as transaction:
            for table in _tables(facts):
                transaction.add(table)
        return transaction.result

    def transaction(self) -> Transaction:
        """An append in several steps: ``add`` tables inside a ``with`` block, at whose end all are stored."""
        if self._lock is None or not self._lock.is_held:
            raise OPENED_FOR_READING.error(file=str(self.path))
        return Transaction(self.path / "log", self._manifest, self._commit)

    def _commit(self, manifest: Manifest) -> None:
        write_manifest(_manifest_path(self.path), manifest)
        self._manifest = manifest

    def interactions(self, columns: Sequence[str] | None = None, *, resolved: bool = True) -> pa.Table:
        """All interactions in total order; ``columns`` in the order asked for, or all.

        Resolved, an alias is replaced by its canonical id, and an interaction without an account gets the
        one its customer belonged to. Unresolved, they are as they were stored.
        """
        wanted = list(columns) if columns is not None else SCHEMAS["interactions"].names
        identities = self.identities_resolved() if resolved else Identities()
        is_plain = not identities.canonical and not identities.accounts
        needed = {"occurred_at", "sequence", "arrival", *wanted}
        if not is_plain and {"customer", "account", "objects"} & set(wanted):
            needed |= {"customer", "account", "objects"}
            table = resolve_interactions(self._read("interactions", needed), identities)
        else:
            table = self._read("interactions", needed)
        return in_total_order(table).select(wanted)

    def traits(self, *, resolved: bool = True) -> pa.Table:
        """All traits in total order; resolved, of the canonical ids."""
        table = in_total_order(self._read("traits"))
        identities = self.identities_resolved() if resolved else Identities()
        for object_type, mapping in identities.canonical.items():
            mine = pc.equal(table.column("object_type"), object_type)
            ids = pc.if_else(mine, replace_ids(table.column("object_id"), mapping), table.column("object_id"))
            table = table.set_column(table.schema.get_field_index("object_id"), "object_id", ids)
        return table

    def identities(self) -> pa.Table:
        """All identity facts in total order, as they were stored."""
        return in_total_order(self._read("identities"))

    def identities_resolved(self) -> Identities:
        """What all identity facts say together."""
        return read_identities(self._read("identities"))

    def contexts(self) -> pa.Table:
        """All dated events without a subject, in total order."""
        return in_total_order(self._read("contexts"))

    def info(self) -> LogInfo:
        """What the log holds, in numbers."""
        facts: dict[str, int] = dict.fromkeys(SCHEMAS, 0)
        for segment in self._manifest.segments:
            facts[segment.kind] += segment.rows
        return count_log(facts, self.interactions(COLUMNS), self.generation)

    def _read(self, kind: FactKind, columns: set[str] | None = None) -> pa.Table:
        schema = SCHEMAS[kind]
        names = [name for name in schema.names if columns is None or name in columns]
        parts = [segment.read(names).select(names) for segment in self.segments if segment.kind == kind]
        wanted = pa.schema([schema.field(name) for name in names])
        return pa.concat_tables([part.cast(wanted) for part in parts]) if parts else wanted.empty_table()


def open_log(path: str | os.PathLike[str]) -> Log:
    """The log in the folder ``path``, for reading; no lock is needed.

    Raises DP-LOG-001 where there is none, DP-LOG-004 where a newer Desirepath wrote it.
    """
    folder = Path(path)
    if not _manifest_path(folder).is_file():
        raise NO_LOG.error(says=f"there is no log in {folder}", file=str(folder))
    return Log(folder)


def create_log(path: str | os.PathLike[str]) -> Log:
    """The log in the folder ``path``, for writing, made where there is none; it is the writer until closed.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> new_year = datetime(2026, 1, 1, tzinfo=UTC)
    >>> signed_up = Interaction({"customer": "u1"}, new_year, "sign up", source="app", key="1")
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     log.append([signed_up]), log.append([signed_up]), log.interactions(["customer"]).to_pylist()
    (AppendResult(added=1, duplicates=0), AppendResult(added=0, duplicates=1), [{'customer': 'u1'}])

    Raises DP-LOG-002 where somebody else writes, DP-LOG-006 where the folder cannot be written.
    """
    folder = Path(path)
    try:
        for part in ("segments", "keys"):
            (folder / "log" / part).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CANNOT_WRITE.error(
            says=f"cannot make a log in {folder}: {error.strerror}", file=str(folder)
        ) from error
    lock = WriterLock(folder / "log" / "writer.lock")
    try:
        write_default_settings(folder)
        read_settings(folder)
        _make_secret(folder / "log" / "secret")
        if not _manifest_path(folder).exists():
            write_manifest(_manifest_path(folder), Manifest())
        log = Log(folder, lock)
        _sweep(folder / "log", log._manifest)
    except BaseException:
        lock.release()
        raise
    return log


def _manifest_path(folder: Path) -> Path:
    return folder / "log" / "manifest.json"


def _make_secret(path: Path) -> None:
    if not path.exists():
        write_durably(path, lambda file: file.write(secrets.token_bytes(32)))
        path.chmod(0o600)


def _sweep(folder: Path, manifest: Manifest) -> None:
    """Remove what a crashed writer left: files that the manifest does not name."""
    live = {entry.name for entry in manifest.segments} | set(manifest.keys)
    for part in ("segments", "keys"):
        for path in (folder / part).iterdir():
            if path.name not in live:
                path.unlink(missing_ok=True)


def _tables(facts: Iterable[Fact | FactTable]) -> Iterator[FactTable]:
    """The facts as tables, in batches; facts of one batch keep their order of arrival within their kind."""
    remaining = iter(facts)
    while batch := list(islice(remaining, _BATCH)):
        rows: list[Row] = []
        for fact in batch:
            if isinstance(fact, FactTable):
                yield from _read_facts(rows)
                rows = []
                yield fact
            else:
                rows.append(row_of(fact))
        yield from _read_facts(rows)


def _read_facts(rows: list[Row]) -> Sequence[FactTable]:
    if not rows:
        return ()
    read = read_rows(rows, source="")
    if read.refused:
        raise DesirepathError(
            BAD_FACT.at(
                str(problem.address), says=f"fact {rows[place].get('key')}: {problem.says}", fix=problem.fix
            )
            for place, problem in read.refused[:20]
        )
    return read.tables
