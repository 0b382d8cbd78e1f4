"""Files into the log: each one wholly or not at all, what is no fact into a file of rejects with its
reason."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from desirepath.base.ahead import ahead
from desirepath.base.cycles import no_search_for_cycles
from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.lock import A_MOMENT
from desirepath.log.mended import Mended
from desirepath.log.store import Log, create_log
from desirepath.log.writer import AppendResult, Transaction
from desirepath.sources.joins import JoinedTables
from desirepath.sources.kinds import ALL_REFUSED, EMPTY_FILE
from desirepath.sources.mapping import Mapping, read_mapping
from desirepath.sources.mappings import ready_mapping
from desirepath.sources.opening import ExportedFile, OpenedFile, look_at
from desirepath.sources.rejects import (
    ENDING,
    MAPPED,
    OWN_NAMES,
    RejectsWriter,
    edited_lines,
    marks_in,
    plain_row,
)
from desirepath.sources.rejects import SHAPE as REJECTS
from desirepath.sources.reserved import lacking, say_lacking
from desirepath.sources.shape import Found, Refused, Shape
from desirepath.sources.shapes import TABLES, shape_of
from desirepath.sources.source_names import SameElsewhere, source_of
from desirepath.sources.totals import say_totals, says_nothing

_TELL_EVERY_SECONDS = 0.1
_WORTH_A_THREAD = 4 << 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one file is: bytes on disk read of all, rows read, seconds since its beginning."""

    file: str
    bytes_done: int
    bytes_total: int
    rows: int
    seconds: float


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    ``rows`` were read; ``added`` facts are new in the log, ``duplicates`` were there already, ``rejected``
    lie in the file ``rejects`` (None where there are none). ``warnings`` are about facts that were kept.
    ``suppressed`` facts name somebody who must not be stored, ``expired`` ones are older than the workspace
    keeps them: neither is stored.
    """

    file: str
    shape: str
    source: str
    rows: int
    added: int
    duplicates: int
    rejected: int
    rejects: Path | None
    warnings: tuple[Problem, ...]
    seconds: float
    suppressed: int = 0
    expired: int = 0
    arrivals: tuple[int, int] = (0, 0)
    """Which arrivals its new facts have: from the first on, up to the second (not included)."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each file, and the sums."""

    files: tuple[FileReport, ...]

    @property
    def rows(self) -> int:
        """Rows read."""
        return sum(file.rows for file in self.files)

    @property
    def added(self) -> int:
        """Facts that are new in the log."""
        return sum(file.added for file in self.files)

    @property
    def duplicates(self) -> int:
        """Facts that were in the log already."""
        return sum(file.duplicates for file in self.files)

    @property
    def suppressed(self) -> int:
        """Facts of somebody who must not be stored."""
        return sum(file.suppressed for file in self.files)

    @property
    def expired(self) -> int:
        """Facts older than the workspace keeps those of their source."""
        return sum(file.expired for file in self.files)

    @property
    def rejected(self) -> int:
        """Rows that could not be used."""
        return sum(file.rejected for file in self.files)

    @property
    def rejects(self) -> tuple[Path, ...]:
        """The files of rejects."""
        return tuple(file.rejects for file in self.files if file.rejects is not None)

    @property
    def seconds(self) -> float:
        """Time taken."""
        return sum(file.seconds for file in self.files)


def import_files(
    paths: Iterable[str | os.PathLike[str]],
    log_path: str | os.PathLike[str],
    *,
    mapping: str | os.PathLike[str] | Mapping | None = None,
    source: str | None = None,
    zone: ZoneInfo | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> ImportReport:
    """Bring the files into the log in the folder ``log_path``, which is made where there is none.

    ``mapping`` (a TOML file, the name of a ready one, or one that is read) says what the columns of tables
    mean. ``source`` names the source of every fact; else a row's own, the mapping's, the shape's or the
    file's name does. Times without a zone, of which the mapping says nothing either, are in ``zone``; without
    it they are refused. ``progress`` is told
    how far it is several times a second. Importing a file again adds nothing; killed at any moment,
    importing again finishes it.

    Raises SomeUnusableError with DP-SRC-001 to -009 where a file cannot be used (nothing of it is stored; all
    others are), and DP-LOG-002 where somebody else is writing. Where not one can be used, no new log is left
    behind.
    """
    read = find_mapping(mapping) if isinstance(mapping, str | os.PathLike) else mapping
    if zone is not None:
        read = (read or Mapping()).with_zone(zone)
    problems: list[Problem] = []
    reports: tuple[FileReport, ...] = ()
    files = _looked_at(paths, read, problems)
    if files:
        with create_log(log_path, patience_seconds=A_MOMENT) as log:
            reports = _import_each(log, files, read, source, progress, "", problems)
            if not reports:
                log.unmake()
    if problems:
        raise SomeUnusableError(problems, ImportReport(reports))
    return ImportReport(reports)


def import_into(
    log: Log,
    path: Path,
    *,
    mapping: Mapping | None = None,
    source: str | None = None,
    zone: ZoneInfo | None = None,
    progress: Callable[[Progress], object] | None = None,
    prefix: str = "",
    batch: str = "",
) -> FileReport:
    """Bring one file into a log that is open for writing; all else as with ``import_files``.

    ``prefix`` begins the name of its file of rejects, so that files of one name get one each. ``batch`` is a
    word for this import, the same at each try and no other's: what an earlier try had stored when it was
    killed is counted as what this import added, and not as known before. Where
    ``progress`` raises anything, nothing of the file is stored. Raises DP-SRC-001 to -009 and DP-LOG-003.
    """
    read = (mapping or Mapping()).with_zone(zone) if zone is not None else mapping
    problems: list[Problem] = []
    files = _looked_at([path], read, problems)
    reports = _import_each(log, files, read, source, progress, prefix, problems, batch)
    if problems:
        raise DesirepathError(problems)
    return reports[0]


_Files = list[tuple[ExportedFile, Shape]]


def _looked_at(
    paths: Iterable[str | os.PathLike[str]], mapping: Mapping | None, problems: list[Problem]
) -> _Files:
    files: _Files = []
    for path in paths:
        with _collecting(problems):
            file = look_at(Path(path), encoding=mapping.encoding if mapping else None)
            files.append((file, shape_of(file)))
    return files


def _import_each(
    log: Log,
    files: _Files,
    mapping: Mapping | None,
    source: str | None,
    progress: Callable[[Progress], object] | None,
    prefix: str,
    problems: list[Problem],
    batch: str = "",
) -> tuple[FileReport, ...]:
    reports: list[FileReport] = []
    names: set[str] = set()
    for file, shape in files:
        rejects = _rejects_path(log.path, file, names, prefix)
        with _collecting(problems):
            one = _FileImport(log, file, shape, mapping, source, rejects, batch)
            reports.append(one.run(progress))
    return tuple(reports)


class SomeUnusableError(DesirepathError):
    """Some files could not be used; ``report`` says what became of the others, which are in the log."""

    def __init__(self, problems: Iterable[Problem], report: ImportReport) -> None:
        super().__init__(problems)
        self.report = report


@contextmanager
def _collecting(problems: list[Problem]) -> Iterator[None]:
    """Go on after a file that cannot be used. What is wrong with the log is wrong for all files."""
    try:
        yield
    except DesirepathError as error:
        if not error.code.startswith("DP-SRC-"):
            raise
        problems += error.problems


def find_mapping(named: str | os.PathLike[str]) -> Mapping:
    """The mapping in a file, or the ready one of that name. Raises DP-SRC-006 or DP-SRC-031."""
    path = Path(named)
    is_name = isinstance(named, str) and path.name == named and not path.suffix and not path.exists()
    return ready_mapping(str(named)) if is_name else read_mapping(path)


def _rejects_path(folder: Path, file: ExportedFile, taken: set[str], prefix: str = "") -> Path:
    """Where the rejects of a file go; two files of one name in one import get two."""
    own = file.path.name.removesuffix(ENDING)
    name = base = own if own.startswith(prefix) else f"{prefix}{own}"
    count = 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    taken.add(name)
    return folder / "rejects" / f"{name}{ENDING}"


class _FileImport:
    """The import of one file."""

    def __init__(
        self,
        log: Log,
        file: ExportedFile,
        shape: Shape,
        mapping: Mapping | None,
        source: str | None,
        rejects: Path,
        batch: str,
    ) -> None:
        self._log = log
        self._batch = batch
        self._before = log.arrivals_of(batch) if batch else None
        self._file = file
        self._shape = shape
        self._mapping = mapping
        self._override = source
        self._mended = Mended(log.path / "log", log.rules.secret)
        named = source or (mapping.source if mapping else None) or shape.source
        self._source = named or source_of(log, file)
        self._same_elsewhere = None if named else SameElsewhere(log, self._source, file)
        self._rejects_path = rejects
        self._tool = shape.name if shape.source else None
        self._started = time.monotonic()
        self._rows = 0
        self._lacking: dict[tuple[str, str], int] = {}
        self._warnings: list[Problem] = []
        self._totals: list[Refused] = []

    def run(self, progress: Callable[[Progress], object] | None) -> FileReport:
        marks = marks_in(self._file.path) if self._shape is REJECTS else set()
        with (
            no_search_for_cycles(),
            self._rejects() as rejects,
            self._log.transaction("" if self._before else self._batch) as transaction,
            self._file.open() as opened,
        ):
            told_at = 0.0
            pieces = self._shape.read(self._file, opened, self._with_other_tables())
            found = ((piece.read, piece.facts(self._source, self._override)) for piece in pieces)
            for read, facts in ahead(found) if self._file.size > _WORTH_A_THREAD else found:
                self._take(read, facts, transaction, rejects)
                now = time.monotonic()
                if progress and now - told_at >= _TELL_EVERY_SECONDS:
                    told_at = now
                    progress(self._progress(opened.bytes_done))
            if not self._rows:
                self._refuse_if_nothing_at_all(opened)
            rejects.settle()
            if self._same_elsewhere:
                self._same_elsewhere.refuse()
        self._mended.add(marks - rejects.marks)
        if progress:
            progress(self._progress(self._file.size))
        if rejects.count and rejects.count >= self._rows and not any(_counts(transaction.result)):
            raise self._all_refused(rejects)
        return self._report(*self._with_earlier(transaction), rejects)

    def _with_earlier(self, transaction: Transaction) -> tuple[AppendResult, tuple[int, int]]:
        """What this import has added and where it lies, with what an earlier try of it had stored."""
        result = transaction.result
        if self._before is None:
            return result, transaction.arrivals
        first, until = self._before
        added, duplicates = result.added + until - first, result.duplicates - (until - first)
        return replace(result, added=added, duplicates=max(0, duplicates)), self._before

    def _with_other_tables(self) -> Mapping | None:
        """The mapping with what stands in the tables beside the file; refused rows have that already."""
        if self._mapping is None or not self._mapping.joins or self._shape not in TABLES:
            return self._mapping
        tables = JoinedTables(self._mapping.joins, self._file)
        self._warnings += tables.warnings
        return replace(self._mapping, more=tables.add)

    def _rejects(self) -> RejectsWriter:
        is_table = self._shape in TABLES
        table = MAPPED if self._mapping and self._mapping.facts else OWN_NAMES
        is_itself = _is_same(self._rejects_path, self._file.path)
        return RejectsWriter(
            self._rejects_path,
            self._source,
            tool=self._tool,
            table=table if is_table else None,
            edited=None if is_itself else edited_lines(self._rejects_path),
            mended=self._mended,
        )

    def _take(self, read: int, found: Found, transaction: Transaction, rejects: RejectsWriter) -> None:
        self._rows += read
        self._warnings += found.warnings
        for one in sorted(found.refused, key=lambda one: one.line):
            if self._shape in TABLES and says_nothing(one):
                self._totals.append(one)
            elif not transaction.suppresses(plain_row(one.row)):
                rejects.write(one)
        for table in found.tables:
            for activity, need, count in lacking(table):
                self._lacking[activity, need] = self._lacking.get((activity, need), 0) + count
            transaction.add(table)
        if self._same_elsewhere:
            self._same_elsewhere.look(found, transaction)

    def _refuse_if_nothing_at_all(self, opened: OpenedFile) -> None:
        if self._shape.name != "table":
            raise EMPTY_FILE.error(says="there is nothing in the file", file=str(self._file.path))

    def _progress(self, bytes_done: int) -> Progress:
        seconds = time.monotonic() - self._started
        return Progress(str(self._file.path), bytes_done, self._file.size, self._rows, seconds)

    def _all_refused(self, rejects: RejectsWriter) -> Exception:
        code, count = max(rejects.reasons.items(), key=lambda item: item[1])
        example = rejects.examples[code]
        problem = example.problem
        return ALL_REFUSED.error(
            f"line {example.line}",
            says=f"not one of {self._rows} rows could be used; {count} by {code}, such as: {problem.says}",
            fix=f"{problem.fix}; all rows with their reasons are in {rejects.path}",
            file=str(self._file.path),
        )

    def _report(self, result: AppendResult, arrivals: tuple[int, int], rejects: RejectsWriter) -> FileReport:
        warnings: tuple[Problem, ...] = ()
        if result.added:
            file = str(self._file.path)
            warnings = tuple(say_lacking(*what, count, file) for what, count in sorted(self._lacking.items()))
        told = [*self._warnings, *([say_totals(self._totals)] if self._totals else [])]
        warnings += tuple(replace(one, file=str(self._file.path)) for one in told)
        return FileReport(
            file=str(self._file.path),
            shape=self._shape.name,
            source=self._source,
            rows=self._rows,
            added=result.added,
            duplicates=result.duplicates + rejects.mended,
            rejected=rejects.count,
            rejects=rejects.path if rejects.count else None,
            warnings=warnings,
            seconds=time.monotonic() - self._started,
            suppressed=result.suppressed,
            expired=result.expired,
            arrivals=arrivals,
        )


def _is_same(path: Path, other: Path) -> bool:
    with suppress(OSError):
        return path.samefile(other)
    return False


def _counts(result: AppendResult) -> tuple[int, ...]:
    return result.added, result.duplicates, result.suppressed, result.expired
