"""Tables as text: CSV, TSV and their kin, with a mapping or with the facts' own field names in the
header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress

from desirepath.base.nearest import nearest
from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.row_checks import INTERACTION, Row
from desirepath.log.rows import content_key
from desirepath.sources.headers import two_rows_as_one
from desirepath.sources.kinds import BAD_ROW, BAD_TABLE, UNKNOWN_SHAPE, UNREADABLE
from desirepath.sources.lines import LONGEST_LINE
from desirepath.sources.mapped_rows import Record, RowMapper
from desirepath.sources.mapping import FactMapping, Mapping, Value
from desirepath.sources.mappings import fitting
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.shape import BATCH_ROWS, Batch, Refused, Shape

_MOST_COLUMNS = 2_000
csv.field_size_limit(LONGEST_LINE)


def _recognises(file: ExportedFile) -> bool:
    is_named = file.bare_name.endswith((".csv", ".tsv", ".tab", ".txt"))
    return is_named or not file.opening.lstrip().startswith((b"<", b"{", b"["))


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Batch]:
    mapping = mapping or Mapping()
    encoding = mapping.encoding or "utf-8-sig"
    _check_encoding(file, encoding)
    stream = io.TextIOWrapper(opened.stream, encoding, errors="strict", newline="")
    try:
        yield from _batches(file, _Table(file, stream, mapping), mapping)
    finally:
        with suppress(ValueError):  # the file is closed already where its reader gave up
            stream.detach()


def _batches(file: ExportedFile, table: _Table, mapping: Mapping) -> Iterator[Batch]:
    if not mapping.facts:
        mapping = _mapping_of_own_names(table.header, mapping, file)
    mapper = RowMapper(mapping, table.header)
    if lacking := mapper.missing_columns(table.header):
        near = nearest(lacking[0], table.header)
        fix = f'did you mean "{near}"?' if near else "its columns are: " + ", ".join(table.header[:30])
        raise UNKNOWN_SHAPE.error(
            says=f'the table has no column "{lacking[0]}"', fix=fix, file=str(file.path)
        )
    while (batch := _next_batch(table, mapper)).read:
        yield batch


def _next_batch(table: _Table, mapper: RowMapper) -> Batch:
    rows: list[Row] = []
    lines: list[int] = []
    records: list[Record] = []
    refused: list[Refused] = []
    read = 0
    for line, found in table.records():
        read += 1
        if isinstance(found, Refused):
            refused.append(found)
        else:
            is_refused = False
            for fact in mapper.map_record(found):
                if isinstance(fact, Problem):
                    if not is_refused:  # the row lies among the rejects once, with its first reason
                        refused.append(Refused(line, fact, found))
                    is_refused = True
                else:
                    if "key" not in fact:
                        fact["key"] = table.repeats.key_of(fact)
                    rows.append(fact)
                    lines.append(line)
                    records.append(found)
        if read >= BATCH_ROWS:
            break
    return Batch(rows, lines, records.__getitem__, read, refused)


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


class _Repeats:
    """Keys for rows without one: two equal rows of a table are two things that happened, and get two keys.

    Equal rows lie near each other in an export; those more than 200,000 rows apart are taken for one.
    """

    def __init__(self) -> None:
        self._recent: dict[str, int] = {}
        self._older: dict[str, int] = {}

    def key_of(self, row: Row) -> str:
        key = content_key(row)
        count = (self._recent.get(key) or self._older.get(key, 0)) + 1
        self._recent[key] = count
        if len(self._recent) > 200_000:
            self._older, self._recent = self._recent, {}
        return key if count == 1 else f"{key}#{count}"


class _Table:
    """The records of a delimited text, under its header."""

    def __init__(self, file: ExportedFile, stream: io.TextIOWrapper, mapping: Mapping) -> None:
        self._file = str(file.path)
        self._gathered: list[str] = []
        self._line = 0
        self.repeats = _Repeats()
        delimiter = mapping.delimiter or ("\t" if file.bare_name.endswith((".tsv", ".tab")) else ",")
        self._reader = csv.reader(self._lines(stream), delimiter=delimiter, strict=True)
        self._pads = mapping.header_rows == 2  # survey tools leave out the empty cells at a row's end
        self.header = self._read_header(delimiter, mapping.header_rows)

    def records(self) -> Iterator[tuple[int, Record | Refused]]:
        """Each record with the line it starts on, or the refusal of one that does not fit the header."""
        width = len(self.header)
        while True:
            self._gathered.clear()
            start = self._line + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                text = "".join(self._gathered).rstrip("\r\n")
                problem = BAD_ROW.at(says=f"the row cannot be taken apart into cells: {error}")
                yield start, Refused(start, problem, text[:100_000])
                continue
            if self._pads and cells and len(cells) < width:
                cells += [""] * (width - len(cells))
            if len(cells) == width:
                yield start, dict(zip(self.header, cells, strict=True))
            elif cells:
                problem = BAD_ROW.at(says=f"the row has {len(cells)} cells, the header has {width}")
                yield start, Refused(start, problem, dict(zip(self.header, cells, strict=False)))

    def _lines(self, stream: io.TextIOWrapper) -> Iterator[str]:
        try:
            while line := stream.readline(LONGEST_LINE):
                self._line += 1
                if len(self._gathered) < 1000:
                    self._gathered.append(line)
                yield line
        except UnicodeError as error:
            raise _not_in(stream.encoding, error, self._file) from error

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
