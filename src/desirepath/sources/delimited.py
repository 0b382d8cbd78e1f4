"""Tables as text: CSV, TSV and their kin, with a mapping or with the facts' own field names in the
header."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import numpy as np

from desirepath.base.nearest import nearest
from desirepath.base.problem import DesirepathError
from desirepath.log.row_checks import INTERACTION, Row
from desirepath.log.rows import content_key
from desirepath.sources.cells_in_columns import TextCells
from desirepath.sources.column_mapper import ColumnMapper
from desirepath.sources.columns_batch import ColumnsBatch, facts_of_record
from desirepath.sources.headers import two_rows_as_one
from desirepath.sources.kinds import BAD_ROW, BAD_TABLE, UNKNOWN_SHAPE, UNREADABLE
from desirepath.sources.lines import LONGEST_LINE
from desirepath.sources.mapped_rows import Record, RowMapper
from desirepath.sources.mapping import FactMapping, Mapping, Value
from desirepath.sources.mappings import fitting
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.repeats import Repeats
from desirepath.sources.shape import BATCH_ROWS, Batch, Piece, Refused, Shape
from desirepath.sources.splitting import REFUSED, UNFINISHED, Places, split
from desirepath.sources.text_blocks import TextBlocks

_MOST_COLUMNS = 2_000
_MOST_ROWS, _MOST_CELLS = 1 << 16, 1 << 21
csv.field_size_limit(LONGEST_LINE)


def _recognises(file: ExportedFile) -> bool:
    is_named = file.bare_name.endswith((".csv", ".tsv", ".tab", ".txt"))
    return is_named or not file.opening.lstrip().startswith((b"<", b"{", b"["))


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Piece]:
    mapping = mapping or Mapping()
    encoding = mapping.encoding or "utf-8"
    _check_encoding(file, encoding)
    try:
        text = TextBlocks(opened.stream, encoding)
        table = _Table(file, text, mapping)
        if not mapping.facts:
            mapping = _mapping_of_own_names(table.header, mapping, file)
        mapper = RowMapper(mapping, table.header)
        _check_columns(table, mapper, file)
        if text.is_last or len(table.delimiter.encode()) > 1 or not ColumnMapper.can_map(mapping):
            yield from _row_by_row(table, mapper)
        else:
            yield from _in_columns(table, text, mapper, ColumnMapper(mapping, mapper))
    except UnicodeError as error:
        raise _not_in(encoding, error, str(file.path)) from error


def _check_columns(table: _Table, mapper: RowMapper, file: ExportedFile) -> None:
    if lacking := mapper.missing_columns(table.header):
        near = nearest(lacking[0], table.header)
        fix = f'did you mean "{near}"?' if near else "its columns are: " + ", ".join(table.header[:30])
        raise UNKNOWN_SHAPE.error(
            says=f'the table has no column "{lacking[0]}"', fix=fix, file=str(file.path)
        )


def _row_by_row(table: _Table, mapper: RowMapper) -> Iterator[Piece]:
    """A short table, or one that is unusual: every record by itself."""
    while (batch := _next_batch(table.records(), table, mapper)).read:
        yield batch


def _next_batch(records: Iterable[tuple[int, Record | Refused]], table: _Table, mapper: RowMapper) -> Batch:
    rows: list[Row] = []
    lines: list[int] = []
    originals: list[Record] = []
    refused: list[Refused] = []
    read = 0
    for line, found in records:
        read += 1
        if isinstance(found, Refused):
            refused.append(found)
        else:
            made, problem = facts_of_record(mapper, found)
            if problem is not None:  # the row lies among the rejects once, with its first reason
                refused.append(Refused(line, problem, found))
            for fact in made:
                if "key" not in fact:
                    fact["key"] = table.repeats.key_of(content_key(fact))
                rows.append(fact)
                lines.append(line)
                originals.append(found)
        if read >= BATCH_ROWS:
            break
    return Batch(rows, lines, originals.__getitem__, read, refused)


def _in_columns(table: _Table, text: TextBlocks, mapper: RowMapper, columns: ColumnMapper) -> Iterator[Piece]:
    """A long table: many records at once, taken apart by compiled code. Where that meets what is no proper
    CSV, one record is read as short tables are, and says why."""
    width = len(table.header)
    most = max(256, min(_MOST_ROWS, _MOST_CELLS // width))
    delimiter = ord(table.delimiter)
    while True:
        data = np.frombuffer(text.data, np.uint8)
        starts, ends = np.empty((most, width), np.int32), np.empty((most, width), np.int32)
        begins, lines = np.empty(most + 1, np.int64), np.empty(most, np.int64)
        widths = np.empty(most, np.int64)
        taken, at, line, why = split(
            data, text.at, text.is_last, delimiter, text.line, starts, ends, begins, lines, widths
        )
        text.at, text.line = at, line
        if taken:
            yield ColumnsBatch(
                TextCells(data, table.header, starts[:taken], ends[:taken]),
                fits=widths[:taken] == width,
                record=table.record_in(text.data, begins, lines),
                line=lines.tolist().__getitem__,
                columns=columns,
                rows=mapper,
                repeats=table.repeats,
            )
        is_endless = why == UNFINISHED and len(text.data) - text.at > 2 * LONGEST_LINE
        if why == REFUSED or is_endless:
            yield _next_batch(islice(table.records(), 1), table, mapper)
        elif why == UNFINISHED:
            if text.is_last:
                return
            text.fill()


def _check_encoding(file: ExportedFile, encoding: str) -> None:
    try:
        io.TextIOWrapper(io.BytesIO(file.opening), encoding, errors="strict").read()
    except UnicodeDecodeError as error:
        if error.end < len(file.opening) - 8:  # else a letter is only cut by the end of the opening
            raise _not_in(encoding, error, str(file.path)) from error
    except (UnicodeError, LookupError) as error:
        raise _not_in(encoding, error, str(file.path)) from error


def _not_in(encoding: str, error: Exception, file: str) -> DesirepathError:
    return UNREADABLE.error(
        says=f"the text is not in {encoding.removesuffix('-sig')}: {error}",
        fix='declare the encoding in the mapping; Windows often writes encoding = "cp1252"',
        file=file,
    )


class _Table:
    """The records of a delimited text, under its header."""

    def __init__(self, file: ExportedFile, text: TextBlocks, mapping: Mapping) -> None:
        self._file = str(file.path)
        self._text = text
        self._gathered: list[str] = []
        self.repeats = Repeats()
        is_tsv = file.bare_name.endswith((".tsv", ".tab"))
        self.delimiter = mapping.delimiter or ("\t" if is_tsv else ",")
        self._reader = csv.reader(self._lines(text.lines()), delimiter=self.delimiter, strict=True)
        self._pads = mapping.header_rows == 2  # survey tools leave out the empty cells at a row's end
        self.header = self._read_header(self.delimiter, mapping.header_rows)

    def records(self) -> Iterator[tuple[int, Record | Refused]]:
        """Each record with the line it starts on, or the refusal of one that does not fit the header."""
        while True:
            self._gathered.clear()
            start = self._text.line
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                written = "".join(self._gathered).rstrip("\r\n")
                problem = BAD_ROW.at(says=f"the row cannot be taken apart into cells: {error}")
                yield start, Refused(start, problem, written[:100_000])
                continue
            if cells:
                yield start, self._record(cells, start)

    def record_in(self, data: bytes, begins: Places, lines: Places) -> Callable[[int], Record | Refused]:
        """What reads the i-th of the records that begin there in ``data``, on these lines."""

        def record(place: int) -> Record | Refused:
            written = data[begins[place] : begins[place + 1]].decode()
            cells = next(csv.reader(io.StringIO(written, newline=""), delimiter=self.delimiter, strict=True))
            return self._record(cells, int(lines[place]))

        return record

    def _record(self, cells: list[str], line: int) -> Record | Refused:
        width = len(self.header)
        if self._pads and len(cells) < width:
            cells += [""] * (width - len(cells))
        if len(cells) == width:
            return dict(zip(self.header, cells, strict=True))
        problem = BAD_ROW.at(says=f"the row has {len(cells)} cells, the header has {width}")
        return Refused(line, problem, dict(zip(self.header, cells, strict=False)))

    def _lines(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            if len(self._gathered) < 1000:
                self._gathered.append(line)
            yield line

    def _read_header(self, delimiter: str, rows: int) -> tuple[str, ...]:
        try:
            header = tuple(name.strip() for name in next(self._reader, []))
            if rows == 2:
                header = two_rows_as_one(header, [name.strip() for name in next(self._reader, [])])
        except csv.Error as error:
            raise BAD_TABLE.error(says=f"the header cannot be read: {error}", file=self._file) from error
        if len(header) > _MOST_COLUMNS:
            raise BAD_TABLE.error(says=f"the table has {len(header)} columns", file=self._file)
        if len(header) == 1:
            for other, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars"), (",", "commas")):
                if other != delimiter and header[0].count(other):
                    says, fix = (
                        f"the header seems to be split by {name}",
                        f'say delimiter = "{other}" in the mapping',
                    )
                    raise BAD_TABLE.error(says=says, fix=fix.replace("\t", "\\t"), file=self._file)
        seen: set[str] = set()
        for place, name in enumerate(header, 1):
            if not name or name in seen:
                says = f'two columns are called "{name}"' if name else f"column {place} has no name"
                ready = " or ".join(fitting(header))
                fix = f"it looks like one that is known: --mapping {ready}" if ready else ""
                raise BAD_TABLE.error(says=says, fix=fix, file=self._file)
            seen.add(name)
        return header


def _mapping_of_own_names(header: tuple[str, ...], mapping: Mapping, file: ExportedFile) -> Mapping:
    """The mapping that a header with the facts' own names, ``objects.x`` and ``properties.x`` amounts
    to."""
    fields, objects, bag = {}, {}, {}
    unfold: tuple[str, ...] = ()
    for name in header:
        scope, _, rest = name.partition(".")
        if scope == "objects" and rest:
            objects[rest] = Value(column=name)
        elif scope == "properties" and rest:
            bag[rest] = name
        elif name == "properties":
            bag[name], unfold = name, (name,)
        elif name in INTERACTION and name not in ("objects", "schema"):
            fields[name] = Value(column=name)
        else:
            near = nearest(name, INTERACTION)
            fix = f'did you mean "{near}"? ' if near else ""
            fix += f'Write a mapping (--mapping), or call it "properties.{name[:80]}"'
            if ready := fitting(header):
                fix = "it looks like one that is known: --mapping " + " or ".join(ready)
            raise UNKNOWN_SHAPE.error(
                says=f'the column "{name[:80]}" has no meaning yet',
                fix=fix,
                file=str(file.path),
            )
    for name in ("occurred_at", "activity"):
        if name not in fields:
            raise UNKNOWN_SHAPE.error(says=f'the table has no column "{name}"', file=str(file.path))
    key = ("key",) if fields.pop("key", None) else ()
    fact = FactMapping(fields=fields, objects=objects, key=key, bag=bag)
    return Mapping(
        source=mapping.source,
        decimal=mapping.decimal,
        thousands=mapping.thousands,
        missing=mapping.missing,
        numbers=mapping.numbers,
        yes_no=mapping.yes_no,
        json=mapping.json,
        unfold=unfold,
        facts=(fact,),
    )


SHAPE = Shape("table", "CSV or TSV, with a mapping or with the facts' own field names", _recognises, _read)
