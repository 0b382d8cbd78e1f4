"""The first rows of a table, and how it is written: what a mapping can be proposed from."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path

from desirepath.sources import delimited
from desirepath.sources.headers import LOOKED_AT, header_at
from desirepath.sources.kinds import UNKNOWN_SHAPE
from desirepath.sources.mapped_rows import Record
from desirepath.sources.mapping import FactMapping, Mapping
from desirepath.sources.opening import ExportedFile, look_at
from desirepath.sources.shape import Batch
from desirepath.sources.shapes import TABLES, shape_of
from desirepath.sources.source_names import undated
from desirepath.sources.totals import without_totals

MOST_ROWS = 4_000
_TITLE_LINES = 5
_SIGNS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Sample:
    """The ``header`` of a table and some of its ``rows``, as text. ``delimiter`` and ``encoding`` are None
    where they are the usual ones, ``name`` is that of its source."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_rows: int = 1


def take_sample(
    path: Path,
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    header_rows: int = 1,
    most: int = MOST_ROWS,
) -> Sample:
    """The first rows of the table at ``path``: CSV, TSV, XLSX, Parquet or JSON.

    ``delimiter`` and ``encoding`` are found out where they are not given; ``sheet`` is the one of a workbook
    that has several. Rows that do not fit the header are left out. Raises DP-SRC-005 for what is no table,
    and whatever reading one raises.
    """
    file = look_at(path, encoding=encoding)
    if shape_of(file) is delimited.SHAPE:
        encoding = encoding or _encoding_of(file)
        delimiter = delimiter or _delimiter_of(file, encoding)
    written = Mapping(delimiter=delimiter, encoding=encoding, sheet=sheet, header_rows=header_rows)
    records = list(islice(table_records(file, written=written), most))
    header = tuple(dict.fromkeys(name for record in records for name in record))
    rows = tuple(without_totals([tuple(record.get(name, "") for name in header) for record in records]))
    if not header:
        raise UNKNOWN_SHAPE.error(
            says="the table has no row to learn from", fix="export one with rows", file=str(path)
        )
    return Sample(undated(file.stem), header, rows, delimiter, encoding, sheet, header_rows)


def table_records(
    file: ExportedFile,
    delimiter: str | None = None,
    encoding: str | None = None,
    *,
    written: Mapping | None = None,
) -> Iterator[Record]:
    """The rows of a table, whatever file it is in: each column's name, and its cell as text.

    How it is ``written`` a mapping may say, of which the facts do not matter. Rows that do not fit the header
    are left out. Raises DP-SRC-005 for what is no table, and whatever reading one raises.
    """
    shape = shape_of(file)
    if shape not in TABLES:
        raise UNKNOWN_SHAPE.error(
            says=f"a table is needed, and this is {shape.meaning}",
            fix="import it as it is",
            file=str(file.path),
        )
    # Such a fact is read row by row, and has every column.
    written = written or Mapping(delimiter=delimiter, encoding=encoding)
    everything = replace(written, facts=(FactMapping(kind="context"),))
    with file.open() as opened:
        for piece in shape.read(file, opened, everything):
            if not isinstance(piece, Batch):
                continue
            for place in range(len(piece.rows)):
                record = piece.original(place)
                if isinstance(record, dict):
                    yield {name: "" if cell is None else str(cell) for name, cell in record.items()}


def _encoding_of(file: ExportedFile) -> str | None:
    """The encoding of a text, where it is not the usual one."""
    try:
        file.opening.decode()
    except UnicodeDecodeError as error:
        is_cut = len(file.opening) == 1 << 16 and error.end >= len(file.opening) - 8
        return None if is_cut else "cp1252"
    return None


def _delimiter_of(file: ExportedFile, encoding: str | None) -> str | None:
    """What splits a text, where it is not the usual sign. A title's sign does not split what stands below."""
    usual = "\t" if file.bare_name.endswith((".tsv", ".tab")) else ","
    text = file.opening.decode(encoding or "utf-8", errors="ignore").lstrip("\ufeff \r\n")
    lines = text.splitlines(keepends=True)[:LOOKED_AT] or [""]
    found = _split_by(lines[0], usual)
    for line, below in pairwise(lines[:_TITLE_LINES]):
        sign = _split_by(line, usual)
        if sign in line and sign in below:
            found = sign
            break
    found = max((found, *_SIGNS), key=lambda sign: _columns_by(sign, lines))
    return found if found != usual else None


def _columns_by(sign: str, lines: Sequence[str]) -> int:
    """How many columns the header below titles has if this splits the lines; 0 where there are no titles, or
    the rows below it have other numbers of cells."""
    rows = [*csv.reader(lines, delimiter=sign)]
    place = header_at(rows)
    below = [row for row in rows[place + 1 :] if any(row)]
    alike = sum(len(row) == len(rows[place]) for row in below) if place else 0
    return len(rows[place]) if alike * 2 > len(below) else 0


def _split_by(line: str, usual: str) -> str:
    return max((usual, *_SIGNS), key=line.count)
