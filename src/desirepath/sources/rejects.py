"""Rows that could not be used: written with their reasons, and read again once somebody has mended them."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import orjson

from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.durable import TEMPORARY, flush_folder
from desirepath.log.kinds import CANNOT_READ, CANNOT_WRITE
from desirepath.log.row_checks import Row
from desirepath.sources.header_names import mapping_of_own_names
from desirepath.sources.kinds import BAD_CELL, BAD_ROW
from desirepath.sources.mapped_rows import CELLS_TOO_MANY, Record, RowMapper
from desirepath.sources.mapping import Mapping
from desirepath.sources.native_jsonl import numbered_lines, parse_line, text_of
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.record_batch import RecordRead, give_keys, read_record
from desirepath.sources.repeats import Repeats
from desirepath.sources.shape import Batch, Refused, Shape
from desirepath.sources.tools.listed import TOOL_NAMED
from desirepath.sources.tools.record import RecordError
from desirepath.sources.tools.tool import Tool

ENDING = ".rejects.jsonl"
_NO_ROW = '"row" should be the mended row: {...}'
_MARKS = {"line", "code", "message", "source", "row"}
_TOOL, _TABLE, _REPEATS, _WAS = "tool", "table", "repeats", "was"
_MAY_HAVE = {_TOOL, _TABLE, _REPEATS, _WAS}
MAPPED, OWN_NAMES = "mapped", "own names"
"""Which tables rejects come from: those that a mapping explains, and those whose header does."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A row that lay among the rejects before, with what was written beside it."""

    row: object
    source: str | None = None
    tool: str | None = None
    table: str | None = None
    line: int | None = None
    repeats: tuple[str, ...] = ()
    was: str | None = None


def plain_row(row: object) -> object:
    """A refused row as it stood in its first file."""
    return row.row if isinstance(row, Returned) else row


def edited_lines(path: Path) -> dict[str, list[bytes]]:
    """The lines of a file of rejects that somebody has changed since they were written, by what they were.

    Raises DP-LOG-009 where the file may not be read.
    """
    found: dict[str, list[bytes]] = {}
    try:
        with path.open("rb") as lines:
            for line in lines:
                value, problem = parse_line(line)
                was = value.get(_WAS)
                if line.strip() and (problem is not None or was != _mark_of(value.get("row"))):
                    found.setdefault(str(was), []).append(line.rstrip(b"\n"))
    except FileNotFoundError:
        pass
    except OSError as error:
        raise CANNOT_READ.error(says=f"cannot read: {error.strerror}", file=str(path)) from error
    return found


def marks_in(path: Path) -> set[str]:
    """What the rows in a file of rejects were when they were refused first."""
    found = set()
    with path.open("rb") as lines:
        for line in lines:
            value, problem = parse_line(line)
            if problem is None and isinstance(value.get(_WAS), str):
                found.add(value[_WAS])
    return found


class RejectsWriter:
    """Collects the refused rows of one file in ``path``, which appears when all are written, and only if
    there are any.

    ``table`` is MAPPED or OWN_NAMES where they are rows of a table, ``tool`` the tool they are from. The
    lines ``edited`` meanwhile stay as they are: their rows are not written anew. Rows whose mark is among the
    ``mended`` ones are only counted; ``marks`` are those of the rows that were written.
    """

    def __init__(
        self,
        path: Path,
        source: str,
        *,
        tool: str | None = None,
        table: str | None = None,
        edited: dict[str, list[bytes]] | None = None,
        mended: Container[str] = (),
    ) -> None:
        self.path = path
        self.count = 0
        self.reasons: dict[str, int] = {}
        self.examples: dict[str, Refused] = {}
        self._from = Returned(None, source, tool, table)
        self._edited = edited or {}
        self._mended = mended
        self.mended = 0
        self.marks: set[str] = set()
        self._temporary = path.with_name(path.name + TEMPORARY)
        self._file: BinaryIO | None = None

    def __enter__(self) -> RejectsWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.settle()
        if self._file is None:
            return
        if error is None:
            with self._in_words():
                self._temporary.replace(self.path)
                flush_folder(self.path.parent)
        else:
            with suppress(OSError):  # what could not be written is not wanted any more
                self._file.close()
            self._temporary.unlink(missing_ok=True)
            with suppress(OSError):  # others are in it
                self.path.parent.rmdir()

    def settle(self) -> None:
        """Have everything on the disk, so that only the file's name is missing. Raises DP-LOG-006 where the
        disk refuses."""
        if self._file is None or self._file.closed:
            return
        for lines in self._edited.values():
            for line in lines:
                self._add(line)
        with self._in_words():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def write(self, refused: Refused) -> None:
        """Write one row with its reasons. Raises DP-LOG-006 where the disk refuses."""
        problem = refused.problem
        origin, row, repeats = self._from, refused.row, refused.repeats
        if isinstance(row, Returned):
            origin = row
            row, repeats = origin.row, repeats or origin.repeats
        line = {
            "line": refused.line,
            "code": problem.code,
            "message": " Also: ".join(_sentence(reason) for reason in refused.reasons),
            "source": origin.source or self._from.source,
            "row": row,
            **({_TOOL: origin.tool} if origin.tool else {}),
            **({_TABLE: origin.table} if origin.table and _is_of_texts(row) else {}),
            **({_REPEATS: repeats} if repeats else {}),
        }
        packed, was = _pack(line, origin.was)
        if was in self._mended and not isinstance(refused.row, Returned):
            self.mended += 1
            return
        self.marks.add(was)
        self.count += 1
        self.reasons[problem.code] = self.reasons.get(problem.code, 0) + 1
        self.examples.setdefault(problem.code, refused)
        edited = self._edited.get(was)
        self._add(edited.pop(0) if edited else packed)

    def _add(self, line: bytes) -> None:
        with self._in_words():
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._temporary.open("wb")
            self._file.write(line + b"\n")

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise CANNOT_WRITE.error(
                says=f"cannot write the rejects: {error.strerror}", file=str(self.path)
            ) from error


def _is_of_texts(row: object) -> bool:
    """Whether it is a row of a table, or what is left of one; a row of a log's segment has types."""
    return isinstance(row, str) or (
        isinstance(row, dict)
        and all(isinstance(cell, str) for name, cell in row.items() if name != CELLS_TOO_MANY)
    )


def _sentence(problem: Problem) -> str:
    return f"{problem.says}; {problem.fix}" if problem.fix else problem.says


def _pack(line: dict[str, Any], was: str | None) -> tuple[bytes, str]:
    """The line, and the mark of its row as it was when it was refused first."""
    try:
        orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS)
    except (TypeError, ValueError):
        shown = str(line["row"]).encode("utf-8", errors="backslashreplace").decode()
        message = line["message"].encode("utf-8", errors="backslashreplace").decode()
        line = {**line, "row": shown, "message": message}
    was = was or _mark_of(line["row"])
    return orjson.dumps({**line, _WAS: was}, default=str, option=orjson.OPT_NON_STR_KEYS), was


def _mark_of(row: object) -> str:
    """What tells whether a row has been changed since it was written."""
    packed = orjson.dumps(row, default=str, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS)
    return blake2b(packed, digest_size=8).hexdigest()


def _recognises(file: ExportedFile) -> bool:
    first_line = file.opening.lstrip().split(b"\n", 1)[0]
    if not first_line.startswith(b"{"):
        return False
    row, problem = parse_line(first_line)
    return problem is None and row.keys() - _MAY_HAVE == _MARKS


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Batch]:
    reader = _Reader(file, mapping)
    for first, lines in numbered_lines(opened):
        rows: list[Row] = []
        places: list[int] = []
        originals: list[object] = []
        refused: list[Refused] = []
        read = 0
        for place, line in enumerate(lines, first):
            if line is not None and not line.strip():
                continue
            read += 1
            returned, problem = _unwrap(line)
            number = returned.line or place
            found = RecordRead([], (problem,)) if problem else reader.read(returned)
            if found.problems:
                refused.append(Refused(number, found.problems[0], returned, found.problems[1:]))
                continue
            for fact in found.facts:
                rows.append({"source": returned.source, **fact} if returned.source else fact)
                places.append(number)
                originals.append(returned)
        yield Batch(rows, places, originals.__getitem__, read, refused)


class _Reader:
    """Makes facts of rows as their first file's reader made them, with the same keys."""

    def __init__(self, file: ExportedFile, mapping: Mapping | None) -> None:
        self._file = file
        self._mapping = mapping or Mapping()
        self._mapper = RowMapper(self._mapping) if self._mapping.facts else None
        self._mapped = lru_cache(maxsize=16)(self._mapper_of)
        self._repeats = Repeats()
        self._own_names = lru_cache(maxsize=16)(self._mapper_of_own_names)

    def read(self, returned: Returned) -> RecordRead:
        """The facts of one row, or why it still is none."""
        row = returned.row
        if not isinstance(row, dict):
            return RecordRead([], (BAD_CELL.at("row", says=_NO_ROW),))
        tool = TOOL_NAMED.get(returned.tool or "")
        if tool:
            return _by_tool(tool, row)
        if returned.table is None and not (self._mapper and self._mapper.fits(row)):
            return RecordRead([_with_key(row)], ())
        try:
            record = _as_cells(row)
            found = read_record(self._mapper_for(returned, record), record)
        except DesirepathError as error:
            return RecordRead([], error.problems)
        give_keys(found.facts, lambda content: self._key(content, returned.repeats))
        return found

    def _key(self, content: str, repeats: tuple[str, ...]) -> str:
        """The key that the row got in its first file; a cell that was mended makes it another row."""
        return next((key for key in repeats if key.partition("#")[0] == content), None) or (
            self._repeats.key_of(content)
        )

    def _mapper_for(self, returned: Returned, record: Record) -> RowMapper:
        if returned.table == OWN_NAMES and (self._mapper is None or not self._mapper.fits(record)):
            return self._own_names(tuple(record))
        if self._mapper is None:
            raise BAD_ROW.error(
                "row",
                says="the row is of a table that was imported with a mapping",
                fix="name that mapping again: --mapping",
            )
        if lacking := self._mapper.missing_columns(tuple(record)):
            raise BAD_ROW.error(
                "row",
                says=f'the row has no cell "{lacking[0]}"',
                fix="add it, or name the mapping of its table",
            )
        return self._mapped(tuple(record))

    def _mapper_of(self, header: tuple[str, ...]) -> RowMapper:
        return RowMapper(self._mapping, header)

    def _mapper_of_own_names(self, header: tuple[str, ...]) -> RowMapper:
        return RowMapper(mapping_of_own_names(header, self._mapping, self._file), header)


def _with_key(row: Row) -> Row:
    """A row with the facts' own names, with the key that it would have in a file of its own."""
    row = {name: value for name, value in row.items() if value is not None}
    with suppress(TypeError, ValueError):  # it cannot be kept, and is refused in words when it is checked
        give_keys([row], str)
    return row


def _as_cells(row: Row) -> Record:
    """The row as its table had it: only texts. Raises DP-SRC-013 for cells that were too many."""
    if row.get(CELLS_TOO_MANY):
        raise BAD_ROW.error(
            "row",
            says="the row has more cells than the header",
            fix=f'put the cells under the right names, and take "{CELLS_TOO_MANY}" away',
        )
    return {name: _as_cell(value) for name, value in row.items() if name != CELLS_TOO_MANY}


def _as_cell(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else orjson.dumps(value).decode()


def _by_tool(tool: Tool, row: Row) -> RecordRead:
    try:
        return RecordRead([*tool.rows(row)], ())
    except RecordError as error:
        return RecordRead([], (error.problem,))


def _unwrap(line: bytes | None) -> tuple[Returned, Problem | None]:
    """The row in a line of rejects with what was written beside it, and why it still cannot be read."""
    wrapped, problem = parse_line(line)
    if problem is not None:
        return Returned(text_of(line)), problem
    row, source, number = wrapped.get("row", wrapped), wrapped.get("source"), wrapped.get("line")
    if isinstance(row, str):
        mended, problem = parse_line(row.encode("utf-8", errors="backslashreplace"))
        row = row if problem else mended
    tool, table, repeats = wrapped.get(_TOOL), wrapped.get(_TABLE), wrapped.get(_REPEATS)
    was = wrapped.get(_WAS)
    returned = Returned(
        row,
        source if isinstance(source, str) else None,
        str(tool) if str(tool) in TOOL_NAMED else None,
        table if table in (MAPPED, OWN_NAMES) and "row" in wrapped else None,
        number if type(number) is int and "row" in wrapped else None,
        tuple(map(str, repeats)) if isinstance(repeats, list) else (),
        was if isinstance(was, str) else None,
    )
    return returned, problem


SHAPE = Shape("rejects", "a file of rejects that somebody has mended", _recognises, _read)
