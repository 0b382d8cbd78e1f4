"""Tables as text: CSV, TSV and their kin, with a mapping or with the facts' own field names in the
header."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from itertools import islice

import numpy as np

from desirepath.base.problem import DesirepathError
from desirepath.sources.cells_in_columns import TextCells
from desirepath.sources.column_mapper import ColumnMapper
from desirepath.sources.columns_batch import ColumnsBatch
from desirepath.sources.header_names import check_columns, check_names, mapping_of_own_names, needed_names
from desirepath.sources.headers import LOOKED_AT, header_at, read_header_below
from desirepath.sources.kinds import BAD_ROW, BAD_TABLE, HUGE_LINE, TOTAL, UNREADABLE
from desirepath.sources.lines import LONGEST_LINE
from desirepath.sources.mapped_rows import CELLS_TOO_MANY, Record, RowMapper
from desirepath.sources.mapping import Mapping
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.record_batch import batch_of
from desirepath.sources.repeats import Repeats
from desirepath.sources.shape import BATCH_ROWS, Piece, Refused, Shape
from desirepath.sources.splitting import REFUSED, UNFINISHED, Places, split, worth_columns
from desirepath.sources.text_blocks import SHOWN, HugeLineError, TextBlocks
from desirepath.sources.totals import is_total

_MOST_ROWS, _MOST_CELLS = 1 << 16, 1 << 21
_MOST_LOOKED_AT = 1 << 20
_OPEN_QUOTE = "a quotation mark is opened and never closed; the rows after it are read as rows of their own"
csv.field_size_limit(2 * LONGEST_LINE)  # rows that long are refused before


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
            mapping = mapping_of_own_names(table.header, mapping, file)
        mapper = RowMapper(mapping, table.header)
        check_columns(table.header, mapper, file)
        is_short = text.is_last and not worth_columns(len(text.data), split)
        if is_short or len(table.delimiter.encode()) > 1 or not ColumnMapper.can_map(mapping):
            yield from _row_by_row(table, mapper)
        else:
            yield from _in_columns(table, text, mapper, ColumnMapper(mapping, mapper))
    except UnicodeError as error:
        raise _not_in(encoding, error, str(file.path)) from error


def _row_by_row(table: _Table, mapper: RowMapper) -> Iterator[Piece]:
    """A short table, or one that is unusual: every record by itself."""
    records = table.records()
    while (batch := batch_of(islice(records, BATCH_ROWS), mapper, table.repeats)).read:
        yield batch


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
            is_short = np.diff(begins[: taken + 1]) <= LONGEST_LINE
            yield ColumnsBatch(
                TextCells(data, table.header, starts[:taken], ends[:taken]),
                fits=(widths[:taken] == width) & is_short,
                record=table.record_in(text.data, begins, lines),
                line=lines.tolist().__getitem__,
                columns=columns,
                rows=mapper,
                repeats=table.repeats,
            )
        is_endless = why == UNFINISHED and len(text.data) - text.at > LONGEST_LINE
        if why == REFUSED or is_endless:
            yield batch_of(islice(table.records(), 1), mapper, table.repeats)
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


def pass_titles(text: TextBlocks, delimiter: str, needed: Collection[str]) -> None:
    """Pass over the lines above a table's header, if there are any."""
    lines: list[str] = []
    left = _MOST_LOOKED_AT
    with suppress(HugeLineError):
        while len(lines) < LOOKED_AT and left > 0 and (line := text.next_line()):
            lines.append(line)
            left -= len(line)
    begins, rows = [0], list[list[str]]()
    reader = csv.reader(lines, delimiter=delimiter)
    with suppress(csv.Error):
        for row in reader:
            rows.append(row)
            begins.append(reader.line_num)
    text.put_back(lines[begins[header_at(rows, needed)] :])


class _Lines(Iterator[str]):
    """The lines of a text for a reader of records; those of the record under way are remembered."""

    def __init__(self, text: TextBlocks) -> None:
        self._text = text
        self._length = 0
        self.taken: list[str] = []

    def begin(self) -> int:
        """A record begins; its line."""
        self.taken, self._length = [], 0
        return self._text.line

    def __next__(self) -> str:
        if self._length > LONGEST_LINE:
            raise csv.Error(_OPEN_QUOTE)
        try:
            line = self._text.next_line()
        except HugeLineError:
            if self.taken:
                raise csv.Error(_OPEN_QUOTE) from None
            raise
        if not line:
            raise StopIteration
        self.taken.append(line)
        self._length += len(line)
        return line


class _Table:
    """The records of a delimited text, under its header."""

    def __init__(self, file: ExportedFile, text: TextBlocks, mapping: Mapping) -> None:
        self._file = str(file.path)
        self._text = text
        self._lines = _Lines(text)
        self.repeats = Repeats()
        is_tsv = file.bare_name.endswith((".tsv", ".tab"))
        self.delimiter = mapping.delimiter or ("\t" if is_tsv else ",")
        self._reader = csv.reader(self._lines, delimiter=self.delimiter, strict=True)
        if mapping.header_rows == 1:
            pass_titles(text, self.delimiter, needed_names(mapping))
        self._pads = mapping.header_rows == 2  # survey tools leave out the empty cells at a row's end
        self.header = self._read_header(self.delimiter, mapping.header_rows)

    def records(self) -> Iterator[tuple[int, Record | Refused]]:
        """Each record with the line it starts on, or the refusal of one that does not fit the header."""
        while True:
            start = self._lines.begin()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except HugeLineError:
                yield start, Refused(start, HUGE_LINE.at(), self._text.skip_line())
            except csv.Error as error:
                yield start, self._not_taken_apart(start, error)
            else:
                if cells:
                    yield start, self._record(cells, start)

    def _not_taken_apart(self, start: int, error: csv.Error) -> Refused:
        """The refusal of a row that is no proper CSV.

        A quotation mark that is never closed would swallow all rows after it: from the first line on that is
        a whole row by itself, they are read again.
        """
        lines = self._lines.taken
        own = next((n for n in range(1, len(lines)) if self._is_whole(lines[n])), len(lines))
        if sum(map(len, lines[:own])) > SHOWN:
            own = 1
        self._text.put_back(lines[own:])
        why = _OPEN_QUOTE if own < len(lines) or str(error) == "unexpected end of data" else str(error)
        problem = BAD_ROW.at(says=f"the row cannot be taken apart into cells: {why}")
        return Refused(start, problem, "".join(lines[:own]).rstrip("\r\n"))

    def _is_whole(self, line: str) -> bool:
        try:
            return len(next(csv.reader([line], delimiter=self.delimiter, strict=True))) == len(self.header)
        except (csv.Error, StopIteration):
            return False

    def record_in(self, data: bytes, begins: Places, lines: Places) -> Callable[[int], Record | Refused]:
        """What reads the i-th of the records that begin there in ``data``, on these lines."""

        def record(place: int) -> Record | Refused:
            begin, end = begins[place], begins[place + 1]
            if end - begin > LONGEST_LINE:
                shown = data[begin : begin + SHOWN].decode(errors="ignore")
                return Refused(int(lines[place]), HUGE_LINE.at(), shown)
            written = data[begin:end].decode()
            cells = next(csv.reader(io.StringIO(written, newline=""), delimiter=self.delimiter, strict=True))
            return self._record(cells, int(lines[place]))

        return record

    def _record(self, cells: list[str], line: int) -> Record | Refused:
        width = len(self.header)
        if not any(cells):
            return dict.fromkeys(self.header, "")
        if self._pads and len(cells) < width:
            cells += [""] * (width - len(cells))
        if len(cells) == width:
            return dict(zip(self.header, cells, strict=True))
        if is_total(cells, width):
            return Refused(line, TOTAL.at(), dict(zip(self.header, cells, strict=False)))
        problem = BAD_ROW.at(says=f"the row has {len(cells)} cells, the header has {width}")
        row: dict[str, object] = dict(zip(self.header, cells, strict=False))
        if len(cells) > width:
            row[CELLS_TOO_MANY] = cells[width:]
        return Refused(line, problem, row)

    def _read_header(self, delimiter: str, rows: int) -> tuple[str, ...]:
        try:
            written = (tuple(name.strip() for name in row) for row in self._reader)
            header = read_header_below(written) if rows == 2 else next(written, ())
        except (csv.Error, HugeLineError) as error:
            why = str(error) or "its line is longer than 16 MB"
            raise BAD_TABLE.error(says=f"the header cannot be read: {why}", file=self._file) from error
        if len(header) == 1:
            for other, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars"), (",", "commas")):
                if other != delimiter and header[0].count(other):
                    says, fix = (
                        f"the header seems to be split by {name}",
                        f'say delimiter = "{other}" in the mapping',
                    )
                    raise BAD_TABLE.error(says=says, fix=fix.replace("\t", "\\t"), file=self._file)
        check_names(header, self._file)
        return header


SHAPE = Shape("table", "CSV or TSV, with a mapping or with the facts' own field names", _recognises, _read)
