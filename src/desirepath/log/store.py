"""The log on disk: append facts, read them in order.

In a workspace folder lie ``log/manifest.json``, ``log/segments/*.parquet``, ``log/keys/*`` and
``log/secret``. An append writes new segments and key files beside the live ones and then swaps the
manifest: a crash before that leaves garbage which the next writer sweeps away, a crash after it loses
nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from threading import RLock
from types import TracebackType

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.base.problem import DesirepathError
from desirepath.log.compaction import FEWEST, compact_segments
from desirepath.log.facts import row_of
from desirepath.log.identity import Identities, read_identities, replace_ids, resolve_interactions
from desirepath.log.inbox import Inbox
from desirepath.log.info import COLUMNS, LogInfo, count_log
from desirepath.log.interaction import Fact
from desirepath.log.keys import KeyFiles, Keys, verify
from desirepath.log.kinds import BAD_FACT, CANNOT_READ, CANNOT_WRITE, DAMAGED, NO_LOG, OPENED_FOR_READING
from desirepath.log.known_identities import identities_of
from desirepath.log.live_files import how_to_rebuild, manifest_path, read_complete, sweep
from desirepath.log.lock import WriterLock
from desirepath.log.manifest import Manifest, read_manifest, write_manifest
from desirepath.log.order import in_total_order
from desirepath.log.profile import INTERACTION_COLUMNS, Profile, make_profile, until
from desirepath.log.row_checks import Row
from desirepath.log.rows import FactTable, read_rows
from desirepath.log.rules import Rules
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.secret import make_secret, read_secret
from desirepath.log.segments import Change, Segment, remove_files, rewrite_segments, segment_of
from desirepath.log.subject_ids import find_ids
from desirepath.log.workspace import SETTINGS_FILE, Settings, read_settings, write_default_settings
from desirepath.log.writer import AppendResult, Transaction

_BATCH = 20_000


class Log:
    """The facts of one workspace. Made by ``open_log`` (to read) and ``create_log`` (to write)."""

    def __init__(self, path: Path, lock: WriterLock | None = None, *, made: Sequence[Path] = ()) -> None:
        self.path = path
        self._made = made
        self._lock = lock
        self._inbox = Inbox(path, must_write=self.must_write, transaction=self.transaction)
        self._turn = RLock()
        self._manifest = read_complete(path)

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
        self._inbox.close()
        if self._lock:
            self._lock.release()

    def unmake(self) -> None:
        """Close the log; where ``create_log`` has just made it and nothing was stored, take it away again."""
        self.must_write()
        is_empty = not self._manifest.segments and not self._inbox.waiting
        self.close()
        if not is_empty or self.path / "log" not in self._made:
            return
        with suppress(OSError):
            shutil.rmtree(self.path / "log")
            for path in self._made:
                if path.is_file():
                    path.unlink()
            if self.path in self._made:
                self.path.rmdir()

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
        """The live segments, in the order of arrival. A new append adds to their end, and may put several
        small ones together."""
        return tuple(segment_of(self.path / "log", entry) for entry in self._manifest.segments)

    def arrivals_at(self, generation: str) -> int | None:
        """The first arrival that the log did not hold yet when its generation was this one.

        Who knows the content of that generation knows today's by adding the facts from that arrival on. None
        where the generation is not known any more: something was taken out or changed since, or it is long
        ago.
        """
        return self._manifest.arrivals_at(generation)

    def arrivals_of(self, generation: str) -> tuple[int, int] | None:
        """Which arrivals the append brought that made this ``generation``: from the first on, up to the
        second (not included). None where that is not known any more, as with ``arrivals_at``."""
        return self._manifest.arrivals_of(generation)

    def segments_since(self, generation: str) -> tuple[Segment, ...] | None:
        """The live segments with facts that arrived after ``generation``; they may hold earlier ones too:
        take those from ``arrivals_at(generation)`` on. None where that is not known any more."""
        since = self.arrivals_at(generation)
        if since is None:
            return None
        return tuple(segment for segment in self.segments if segment.last_arrival >= since)

    def since(self, generation: str, kind: FactKind, columns: Sequence[str] | None = None) -> pa.Table | None:
        """The facts of a kind that arrived after ``generation``, as stored, in the order of arrival; of all
        ``columns``, or these and ``arrival``. None where that is not known any more, and everything has to be
        read."""
        since = self.arrivals_at(generation)
        if since is None:
            return None
        table = self._read(kind, None if columns is None else {*columns, "arrival"}, since=since)
        if self.arrivals_at(generation) is None:
            return None  # something was erased while it was read
        return table.filter(pc.greater_equal(table.column("arrival"), since))

    def refresh(self) -> None:
        """See what others have appended since this log was opened. Raises DP-LOG-005 where a file that the
        log needs is missing."""
        self._manifest = read_complete(self.path)

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

    def transaction(self, generation: str = "") -> Transaction:
        """An append in several steps: ``add`` tables inside a ``with`` block, at whose end all are stored.
        Where some are new, the log's ``generation`` is this word then: one that it never was (empty: any)."""
        self.must_write()
        return Transaction(
            self.path / "log",
            self.rules,
            turn=self._turn,
            manifest=lambda: self._manifest,
            commit=self._appended,
            generation=generation,
        )

    @property
    def inbox(self) -> Inbox:
        """Where facts are safe on the disk one by one, until ``drain`` appends them together."""
        self.must_write()
        return self._inbox

    @property
    def rules(self) -> Rules:
        """What this workspace does not want to keep. Raises DP-LOG-005 where the secret is missing."""
        return Rules(self.settings, read_secret(self.path / "log" / "secret"))

    def must_write(self) -> None:
        """Raises DP-LOG-003 where this log was opened for reading, or closed."""
        if self._lock is None or not self._lock.is_held:
            raise OPENED_FOR_READING.error(file=str(self.path))

    def rewrite(
        self,
        change: Change,
        *,
        among: tuple[int, int] | None = None,
        forget: Callable[[], Keys] | None = None,
    ) -> bool:
        """Let ``change`` go over every fact, a segment at a time; whether it changed anything.

        With ``among`` only over segments that may hold such arrivals. ``forget``, asked after that, says
        which keys are not known any more from then on: else those of what goes stay known.

        Seen from outside it happens in one move, and what is gone then is gone from the disk. Killed before
        the move everything is as it was; killed after it, the next writer removes the old files.
        Raises DP-LOG-003, -005 and -006.
        """
        self.must_write()
        with self._turn:
            after = rewrite_segments(self.path / "log", self._manifest, change, among=among)
            if forget is not None and after is not self._manifest:
                known = KeyFiles(self.path / "log" / "keys", self._manifest.keys)
                after = replace(after, keys=known.without(forget()))
            return self._replace(after)

    def compact(self, fewest: int = 2) -> bool:
        """Put small segments together, ``fewest`` at least; whether there were so many. Nothing that the log
        holds changes, nor its generation. Raises DP-LOG-003, -005 and -006."""
        self.must_write()
        with self._turn:
            return self._replace(compact_segments(self.path / "log", self._manifest, fewest))

    def verify_keys(self) -> None:
        """Read all that is remembered of keys. Raises DP-LOG-005 where it is not what was written."""
        verify(self.path / "log" / "keys", self._manifest.keys)

    def known_keys(self) -> KeyFiles:
        """What is remembered of the keys of all facts ever stored, as it is now; asked with the hashes that
        ``keys.hash_keys`` makes under the secret of ``rules``. Raises DP-LOG-005."""
        while True:
            manifest = self._manifest
            try:
                return KeyFiles(self.path / "log" / "keys", manifest.keys)
            except DesirepathError:
                if not self._catch_up(manifest):
                    raise

    def _appended(self, manifest: Manifest) -> None:
        self._commit(manifest)
        try:
            self.compact(FEWEST)
        except DesirepathError:
            sweep(self.path / "log", self._manifest)  # the facts are stored; larger files can wait

    def _replace(self, after: Manifest) -> bool:
        before = self._manifest
        if after is before:
            return False
        self._commit(after)
        gone = before.names - after.names
        remove_files(self.path / "log" / "segments", gone - {*before.keys})
        remove_files(self.path / "log" / "keys", gone & {*before.keys})
        return True

    def _commit(self, manifest: Manifest) -> None:
        try:
            write_manifest(manifest_path(self.path), manifest)
        except DesirepathError:
            # It may have taken its place before the disk refused to confirm that. Then the old one comes
            # back; and where that is refused too, what lies there counts.
            try:
                write_manifest(manifest_path(self.path), self._manifest)
            except DesirepathError:
                self._manifest = read_manifest(manifest_path(self.path))
            raise
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

    def interactions_in_parts(
        self, columns: Sequence[str], *, coded: Sequence[str] = ()
    ) -> Iterator[pa.Table]:
        """The resolved interactions in the order of arrival, some hundred thousand at a time, so that memory
        does not grow with the log; ``coded`` columns may come as dictionaries of their texts.

        Where something is erased meanwhile the generation changes, and what was given before is not true any
        more: compare it before and after.
        """
        identities = self.identities_resolved()
        is_plain = not identities.canonical and not identities.accounts
        is_of_someone = not is_plain and bool({"customer", "account", "objects"} & set(columns))
        more = {"occurred_at", "customer", "account", "objects"} if is_of_someone else set()
        wanted = [name for name in SCHEMAS["interactions"].names if name in {*columns, *more, "arrival"}]
        given = 0
        while True:
            manifest = self._manifest
            try:
                for entry in manifest.segments:
                    if entry.kind != "interactions" or entry.last_arrival < given:
                        continue
                    table = segment_of(self.path / "log", entry).read(wanted, coded=coded)
                    if entry.first_arrival < given or entry.last_arrival >= manifest.next_arrival:
                        arrival = table.column("arrival")
                        is_next = pc.greater_equal(arrival, given)
                        table = table.filter(pc.and_(is_next, pc.less(arrival, manifest.next_arrival)))
                    given = entry.last_arrival + 1
                    yield (resolve_interactions(table, identities) if is_of_someone else table).select(
                        columns
                    )
                return
            except DesirepathError:
                if not self._catch_up(manifest):
                    raise

    def interactions_at(self, arrivals: pa.Array, columns: Sequence[str] | None = None) -> pa.Table:
        """The interactions with these arrivals (ascending), as stored, of ``columns`` only: only
        segments that hold some are read."""
        while True:
            manifest = self._manifest
            try:
                return self._read_at(manifest, arrivals, columns)
            except DesirepathError:
                if not self._catch_up(manifest):
                    raise

    def _read_at(self, manifest: Manifest, wanted: pa.Array, columns: Sequence[str] | None) -> pa.Table:
        whole = SCHEMAS["interactions"]
        schema = whole if columns is None else pa.schema([whole.field(name) for name in columns])
        parts = [schema.empty_table()]
        for entry in manifest.segments:
            among = pc.and_(
                pc.greater_equal(wanted, entry.first_arrival), pc.less_equal(wanted, entry.last_arrival)
            )
            if entry.kind == "interactions" and pc.any(among).as_py():
                table = segment_of(self.path / "log", entry).read_at(wanted.filter(among), columns)
                parts.append(table.select(schema.names).cast(schema))
        return pa.concat_tables(parts)

    @property
    def interactions_count(self) -> int:
        """How many interactions there are."""
        mine = [segment for segment in self.segments if segment.kind == "interactions"]
        return sum(self._seen_rows(segment) for segment in mine)

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
        """What all identity facts say together; read once as long as none comes."""
        return identities_of(self.path, self._manifest, lambda: (self._read("identities"), self._manifest))

    def contexts(self) -> pa.Table:
        """All dated events without a subject, in total order."""
        return in_total_order(self._read("contexts"))

    def profile(self, object_type: str, object_id: str, as_of: datetime | None = None) -> Profile | None:
        """What is known of one object, under any of its ids; None where nothing is.

        With ``as_of`` (an aware instant) as it was known then: no trait, interaction or identity from after
        that instant. Raises ValueError for an instant without a zone.
        """
        if as_of is not None and as_of.tzinfo is None:
            raise ValueError("as_of needs a zone: nobody can know which instant it is without one")
        identities = read_identities(until(self._read("identities"), as_of))
        rules = self.rules if self.settings.hash else None
        interactions = self._read("interactions", set(INTERACTION_COLUMNS))
        return make_profile(
            find_ids(identities, object_type, object_id, rules),
            identities,
            until(interactions, as_of),
            until(self._read("traits"), as_of),
            as_of,
        )

    def info(self) -> LogInfo:
        """What the log holds, in numbers."""
        facts: dict[str, int] = dict.fromkeys(SCHEMAS, 0)
        for segment in self.segments:
            facts[segment.kind] += self._seen_rows(segment)
        return count_log(facts, self.interactions(COLUMNS), self.generation)

    def _seen_rows(self, segment: Segment) -> int:
        """How many facts of a segment this reader sees: it may have grown together with later ones."""
        if segment.last_arrival < self._manifest.next_arrival:
            return segment.rows
        arrivals = segment.read(["arrival"]).column("arrival")
        return int(pc.sum(pc.less(arrivals, self._manifest.next_arrival)).as_py() or 0)

    def _read(self, kind: FactKind, columns: set[str] | None = None, *, since: int = 0) -> pa.Table:
        """All facts of a kind, or at least those from the arrival ``since`` on."""
        while True:
            manifest = self._manifest
            try:
                return self._read_listed(manifest, kind, columns, since)
            except DesirepathError:
                if not self._catch_up(manifest):
                    raise

    def _read_listed(
        self, manifest: Manifest, kind: FactKind, columns: set[str] | None, since: int
    ) -> pa.Table:
        schema = SCHEMAS[kind]
        names = [name for name in schema.names if columns is None or name in columns]
        wanted = pa.schema([schema.field(name) for name in names])
        parts = []
        for entry in manifest.segments:
            if entry.kind != kind or entry.last_arrival < since:
                continue
            segment = segment_of(self.path / "log", entry)
            if segment.last_arrival < manifest.next_arrival:
                parts.append(segment.read(names).select(names).cast(wanted))
            else:  # it has grown together with facts that came after what this reader saw
                table = segment.read(None if "arrival" in names else [*names, "arrival"])
                seen = pc.less(table.column("arrival"), manifest.next_arrival)
                parts.append(table.filter(seen).select(names).cast(wanted))
        return pa.concat_tables(parts) if parts else wanted.empty_table()

    def _catch_up(self, tried: Manifest) -> bool:
        """After a file has gone: read the list again, and stay at the same content where it is still there.

        Where something was erased meanwhile, the content is today's. False where the list is the same as the
        one that was tried: the file is damaged.
        """
        if self._manifest is not tried:
            return True  # another thread of this process has changed it
        newest = read_manifest(manifest_path(self.path))
        if newest.names == tried.names:
            return False
        self._manifest = newest.as_it_was(tried.generation)
        return True


def open_log(path: str | os.PathLike[str]) -> Log:
    """The log in the folder ``path``, for reading; no lock is needed.

    Raises DP-LOG-001 where there is none, DP-LOG-004 where a newer Desirepath wrote it, DP-LOG-005 where a
    part of it is missing.
    """
    folder = Path(path)
    try:
        is_there = manifest_path(folder).is_file()
    except OSError as error:
        raise CANNOT_READ.error(
            says=f"cannot look into {folder}: {error.strerror}", file=str(folder)
        ) from error
    if not is_there:
        raise NO_LOG.error(says=f"there is no log in {folder}", file=str(folder))
    return Log(folder)


def create_log(path: str | os.PathLike[str], *, patience_seconds: float = 0.0) -> Log:
    """The log in the folder ``path``, for writing, made where there is none; it is the writer until closed.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> new_year = datetime(2026, 1, 1, tzinfo=UTC)
    >>> signed_up = Interaction({"customer": "u1"}, new_year, "sign up", source="app", key="1")
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     log.append([signed_up]).added, log.append([signed_up]).duplicates, log.interactions().num_rows
    (1, 1, 1)

    Raises DP-LOG-002 where somebody else writes for longer than ``patience_seconds``, DP-LOG-005 where a part
    of the log is missing, DP-LOG-006 where the folder cannot be written.
    """
    folder = Path(path)
    made = [part for part in (folder, folder / "log", folder / SETTINGS_FILE) if not part.exists()]
    try:
        for part in ("segments", "keys"):
            (folder / "log" / part).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CANNOT_WRITE.error(
            says=f"cannot make a log in {folder}: {error.strerror}", file=str(folder)
        ) from error
    lock = WriterLock(folder / "log" / "writer.lock", patience_seconds=patience_seconds)
    try:
        write_default_settings(folder)
        read_settings(folder)
        if not manifest_path(folder).exists():
            if any((folder / "log" / "segments").iterdir()):  # never written before the list of them
                raise DAMAGED.error(
                    says="the list of segments is missing, and there are segments",
                    fix=how_to_rebuild("log/manifest.json"),
                    file=str(manifest_path(folder)),
                )
            make_secret(folder / "log" / "secret")
            write_manifest(manifest_path(folder), Manifest())
        read_secret(folder / "log" / "secret")
        log = Log(folder, lock, made=made)
        sweep(folder / "log", log._manifest)
    except BaseException:
        lock.release()
        raise
    return log


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
