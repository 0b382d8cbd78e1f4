"""Rows that could not be used: written with their reason, and read again once somebody has mended them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import orjson

from desirepath.base.problem import Problem
from desirepath.log.durable import TEMPORARY, flush_folder
from desirepath.log.kinds import CANNOT_WRITE
from desirepath.log.row_checks import Row
from desirepath.sources.kinds import BAD_CELL
from desirepath.sources.mapped_rows import RowMapper
from desirepath.sources.mapping import Mapping
from desirepath.sources.native_jsonl import numbered_lines, parse_line, text_of
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.shape import Batch, Refused, Shape
from desirepath.sources.tools.listed import TOOL_NAMED
from desirepath.sources.tools.record import RecordError
from desirepath.sources.tools.tool import Tool

ENDING = ".rejects.jsonl"
_NO_ROW = '"row" should be the mended row: {...}'
_MARKS = {"line", "code", "message", "source", "row"}
_TOOL = "tool"


@dataclass(frozen=True, slots=True)
class Returned:
    """A row that lay among the rejects before, with what was written beside it."""

    row: object
    source: str | None
    tool: str | None


def plain_row(row: object) -> object:
    """A refused row as it stood in its first file."""
    return row.row if isinstance(row, Returned) else row


class RejectsWriter:
    """Collects the refused rows of one file in ``path``, which appears when all are written, and only if
    there are any."""

    def __init__(self, path: Path, source: str, *, tool: str | None = None) -> None:
        self.path = path
        self.count = 0
        self.reasons: dict[str, int] = {}
        self.examples: dict[str, Refused] = {}
        self._source = source
        self._tool = tool
        self._temporary = path.with_name(path.name + TEMPORARY)
        self._file: BinaryIO | None = None

    def __enter__(self) -> RejectsWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is None:
            return
        self._file.close()
        if error is None:
            self._temporary.replace(self.path)
            flush_folder(self.path.parent)
        else:
            self._temporary.unlink(missing_ok=True)

    def write(self, refused: Refused) -> None:
        """Write one row with its reason. Raises DP-LOG-006 where the disk refuses."""
        problem = refused.problem
        self.count += 1
        self.reasons[problem.code] = self.reasons.get(problem.code, 0) + 1
        self.examples.setdefault(problem.code, refused)
        row, source, tool = refused.row, self._source, self._tool
        if isinstance(row, Returned):
            source, tool, row = row.source or source, row.tool, row.row
        line = {
            "line": refused.line,
            "code": problem.code,
            "message": f"{problem.says}; {problem.fix}" if problem.fix else problem.says,
            "source": source,
            "row": row,
            **({_TOOL: tool} if tool else {}),
        }
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._temporary.open("wb")
            self._file.write(_pack(line) + b"\n")
        except OSError as error:
            raise CANNOT_WRITE.error(
                says=f"cannot write the rejects: {error.strerror}", file=str(self.path)
            ) from error


def _pack(line: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS)
    except (TypeError, ValueError):
        shown = str(line["row"]).encode("utf-8", errors="backslashreplace").decode()
        message = line["message"].encode("utf-8", errors="backslashreplace").decode()
        return orjson.dumps({**line, "row": shown, "message": message})


def _recognises(file: ExportedFile) -> bool:
    first_line = file.opening.lstrip().split(b"\n", 1)[0]
    if not first_line.startswith(b"{"):
        return False
    row, problem = parse_line(first_line)
    return problem is None and row.keys() - {_TOOL} == _MARKS


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Batch]:
    mapper = RowMapper(mapping) if mapping and mapping.facts else None
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
            row, source, tool, problem = _unwrap(line)
            returned = Returned(row, source, tool.name if tool else None)
            if problem is not None or not isinstance(row, dict):
                refused.append(Refused(place, problem or BAD_CELL.at("row", says=_NO_ROW), returned))
                continue
            mapped: list[Row | Problem]
            if tool:
                mapped = _by_tool(tool, row)
            else:
                mapped = mapper.map_record(row) if mapper and mapper.fits(row) else [row]
            for fact in mapped:
                if isinstance(fact, Problem):
                    refused.append(Refused(place, fact, returned))
                else:
                    rows.append({"source": source, **fact} if source else fact)
                    places.append(place)
                    originals.append(returned)
        yield Batch(rows, places, originals.__getitem__, read, refused)


def _by_tool(tool: Tool, row: Row) -> list[Row | Problem]:
    try:
        return [*tool.rows(row)]
    except RecordError as error:
        return [error.problem]


def _unwrap(line: bytes | None) -> tuple[object, str | None, Tool | None, Problem | None]:
    """The row in a line of rejects, the source and the tool it came from, and why it still cannot be
    read."""
    wrapped, problem = parse_line(line)
    if problem is not None:
        return text_of(line), None, None, problem
    row, source = wrapped.get("row", wrapped), wrapped.get("source")
    if isinstance(row, str):
        mended, problem = parse_line(row.encode("utf-8", errors="backslashreplace"))
        row = row if problem else mended
    tool = TOOL_NAMED.get(str(wrapped.get(_TOOL)))
    return row, source if isinstance(source, str) else None, tool, problem


SHAPE = Shape("rejects", "a file of rejects that somebody has mended", _recognises, _read)
