"""XLSX workbooks: one sheet, read like a CSV under its header.

A cell that Excel knows to be a date is read as that date in the column's zone; Excel knows no zones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from desirepath.sources.header_names import check_columns, check_names, mapping_of_own_names, needed_names
from desirepath.sources.headers import LOOKED_AT, header_at, read_header_below
from desirepath.sources.kinds import CUT_OFF, SHEET_UNKNOWN, UNREADABLE
from desirepath.sources.mapped_rows import Record, RowMapper
from desirepath.sources.mapping import TIMES, Mapping
from desirepath.sources.opening import ZIP, ExportedFile, OpenedFile
from desirepath.sources.record_batch import batch_of
from desirepath.sources.repeats import Repeats
from desirepath.sources.shape import BATCH_ROWS, Piece, Refused, Shape
from desirepath.sources.workbook_size import refuse_bombs
from desirepath.sources.written_times import without_clock

_Row = tuple[int, Sequence[Any]]


def _recognises(file: ExportedFile) -> bool:
    return file.opening.startswith(ZIP)


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Piece]:
    mapping = mapping or Mapping()
    if file.is_gzip:
        raise UNREADABLE.error(
            says="the file is a workbook within gzip", fix="unpack it first", file=str(file.path)
        )
    refuse_bombs(file)
    try:
        with CalamineWorkbook.from_path(str(file.path)) as workbook:
            yield from _pieces(file, _sheet(file, workbook, mapping), mapping)
    except (CalamineError, OSError, ValueError) as error:
        raise CUT_OFF.error(says=f"the workbook is damaged: {error}", file=str(file.path)) from error


def _sheet(file: ExportedFile, workbook: CalamineWorkbook, mapping: Mapping) -> CalamineSheet:
    names = workbook.sheet_names
    if not names:
        raise UNREADABLE.error(
            says="the workbook has no sheet", fix="save the sheet you mean as CSV", file=str(file.path)
        )
    if mapping.sheet is not None:
        if mapping.sheet not in names:
            raise SHEET_UNKNOWN.error(
                says=f'the workbook has no sheet "{mapping.sheet}"',
                fix="its sheets are: " + ", ".join(names[:30]),
                file=str(file.path),
            )
        return workbook.get_sheet_by_name(mapping.sheet)
    filled = [name for name in names if workbook.get_sheet_by_name(name).height]
    if len(filled) > 1:
        raise SHEET_UNKNOWN.error(
            says="the workbook has several sheets: " + ", ".join(filled[:30]),
            fix=f'say which one in the mapping: sheet = "{filled[0]}"',
            file=str(file.path),
        )
    return workbook.get_sheet_by_name((filled or names)[0])


def _pieces(file: ExportedFile, sheet: CalamineSheet, mapping: Mapping) -> Iterator[Piece]:
    rows: Iterator[_Row] = iter(enumerate(sheet.iter_rows(), (sheet.start or (0, 0))[0] + 1))
    if mapping.header_rows == 1:
        opening = _first(rows, LOOKED_AT)
        place = header_at([_texts(cells) for _, cells in opening], needed_names(mapping))
        rows = chain(opening[place:], rows)
    written = (_texts(cells) for _, cells in rows)
    header = read_header_below(written) if mapping.header_rows == 2 else next(written, ())
    while header and not header[-1]:
        header = header[:-1]
    check_names(header, str(file.path))
    if not mapping.facts:
        mapping = mapping_of_own_names(header, mapping, file)
    mapper = RowMapper(mapping, header)
    check_columns(header, mapper, file)
    patterns = _patterns(mapping)
    repeats = Repeats()
    while taken := _first(rows, BATCH_ROWS):
        yield batch_of(_records(taken, header, patterns), mapper, repeats)


def _first(rows: Iterator[_Row], count: int) -> list[_Row]:
    return list(islice(rows, count))


def _texts(cells: Sequence[Any]) -> tuple[str, ...]:
    return tuple(_text(cell, None) for cell in cells)


def _patterns(mapping: Mapping) -> dict[str, str]:
    """How the mapping says that the dates of a column are written, and the times of day of another."""
    found: dict[str, str] = {}
    for fact in mapping.facts:
        for name, value in fact.fields.items():
            if name in TIMES and value.format and "%" in value.format:
                is_two = value.template is not None and len(value.columns) == 2
                parts = without_clock(value.format) if is_two else [value.format] * len(value.columns)
                found |= {c: one for c, one in zip(value.columns, parts, strict=True) if one}
    return found


def _records(
    taken: Sequence[_Row], header: tuple[str, ...], patterns: dict[str, str]
) -> Iterator[tuple[int, Record | Refused]]:
    for line, cells in taken:
        padded = [*cells, *[""] * len(header)]
        record = {n: _text(c, patterns.get(n)) for n, c in zip(header, padded, strict=False)}
        if any(record.values()):
            yield line, record


def _text(cell: Any, pattern: str | None) -> str:
    """A cell as a CSV would hold it; a date as its column is said to be written where nothing of it is lost
    by that, else as ISO 8601."""
    if isinstance(cell, datetime | date) and pattern:
        written = cell.strftime(pattern)
        if datetime.strptime(written, pattern).isoformat().startswith(cell.isoformat()):  # noqa: DTZ007 -- Excel
            return written
    if isinstance(cell, time) and pattern:
        written = cell.strftime(pattern)
        if datetime.strptime(written, pattern).time() == cell:  # noqa: DTZ007 -- Excel
            return written
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return f"{cell.total_seconds():g}"
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return "" if cell is None else str(cell).strip()


SHAPE = Shape("workbook", "one sheet of an XLSX workbook, read like a CSV", _recognises, _read)
