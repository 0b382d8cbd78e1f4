"""Parquet: columns like those of a CSV, with a mapping or with the facts' own field names.

A column that has a type keeps it: numbers and yes or no stay so among the properties, an instant with a zone
needs no declaration, one without still does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from desirepath.log.row_checks import Row
from desirepath.log.schema import INTERACTIONS, OBJECTS
from desirepath.sources.cells_in_columns import ArrowCells
from desirepath.sources.column_mapper import ColumnMapper
from desirepath.sources.columns_batch import ColumnsBatch
from desirepath.sources.fast_cells import instant_texts
from desirepath.sources.header_names import check_columns, check_names, mapping_of_own_names
from desirepath.sources.kinds import BAD_TABLE, CUT_OFF, UNREADABLE
from desirepath.sources.mapped_rows import Record, RowMapper
from desirepath.sources.mapping import Mapping
from desirepath.sources.opening import PARQUET, ExportedFile, OpenedFile
from desirepath.sources.record_batch import batch_of
from desirepath.sources.repeats import Repeats
from desirepath.sources.shape import Batch, Piece, Refused, Shape

_ROWS = 1 << 16
_ARE_NUMBERS = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
_YEAR_0, _YEAR_10000 = -62_167_219_200_000_000, 253_402_300_800_000_000


def _recognises(file: ExportedFile) -> bool:
    return file.opening.startswith(PARQUET)


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Piece]:
    if file.is_gzip:
        raise UNREADABLE.error(
            says="the file is Parquet within gzip", fix="unpack it first", file=str(file.path)
        )
    try:
        found = pq.ParquetFile(opened.raw)
        yield from _pieces(file, found, mapping or Mapping())
    except (pa.ArrowException, OSError, UnicodeError) as error:
        says = f"the Parquet file is damaged: {str(error).splitlines()[0][:200]}"
        raise CUT_OFF.error(says=says, file=str(file.path)) from error


def _pieces(file: ExportedFile, found: pq.ParquetFile, mapping: Mapping) -> Iterator[Piece]:
    schema = found.schema_arrow
    header = tuple(schema.names)
    check_names(header, str(file.path))
    if not mapping.facts and _is_a_segment(schema):
        yield from _as_stored(found)
        return
    if not mapping.facts:
        mapping = mapping_of_own_names(header, mapping, file)
    _refuse_nested_ids(mapping, schema, file)
    mapping = _typed(mapping, schema)
    rows = RowMapper(mapping, header)
    check_columns(header, rows, file)
    columns = ColumnMapper(mapping, rows) if ColumnMapper.can_map(mapping) else None
    repeats = Repeats()
    line = 1
    for batch in found.iter_batches(batch_size=_ROWS):
        named = dict(zip(header, batch.columns, strict=True))
        instants = {name: column for name, column in named.items() if _are_instants(column.type)}
        cells = ArrowCells(
            {
                name: _readable(name, column, mapping.decimal, file)
                for name, column in named.items()
                if name not in instants
            },
            batch.num_rows,
            instants=instants,
            spell=partial(_instants, is_zoned=True),
        )
        if columns is None:
            yield batch_of(_records(cells, header, line), rows, repeats)
        else:
            yield ColumnsBatch(
                cells,
                fits=np.ones(batch.num_rows, np.bool_),
                record=_record_in(cells, header),
                line=range(line, line + batch.num_rows).__getitem__,
                columns=columns,
                rows=rows,
                repeats=repeats,
            )
        line += batch.num_rows


def _record_in(cells: ArrowCells, header: tuple[str, ...]) -> Callable[[int], Record | Refused]:
    columns = [(name, cells.written(name)) for name in header]
    return lambda place: {name: column[place].as_py() for name, column in columns}


def _records(
    cells: ArrowCells, header: tuple[str, ...], first: int
) -> Iterator[tuple[int, Record | Refused]]:
    columns = [cells.written(name).to_pylist() for name in header]
    for line, found in enumerate(zip(*columns, strict=True), first):
        yield line, dict(zip(header, found, strict=True))


def _typed(mapping: Mapping, schema: pa.Schema) -> Mapping:
    """The mapping in which columns that have a type keep it among the properties."""
    of = {field.name: field.type for field in schema}
    numbers = {name for name, kind in of.items() if any(is_so(kind) for is_so in _ARE_NUMBERS)}
    return replace(
        mapping,
        numbers=mapping.numbers | numbers,
        yes_no=mapping.yes_no | {name for name, kind in of.items() if pa.types.is_boolean(kind)},
        json=mapping.json | {name for name, kind in of.items() if pa.types.is_nested(kind)},
    )


def _refuse_nested_ids(mapping: Mapping, schema: pa.Schema, file: ExportedFile) -> None:
    """Lists and records may be properties; an id, a time or a name is one value."""
    for fact in mapping.facts:
        single = {c for value in (*fact.fields.values(), *fact.objects.values()) for c in value.columns}
        for name in sorted((single | set(fact.key)) & set(schema.names)):
            if pa.types.is_nested(kind := schema.field(name).type):
                raise BAD_TABLE.error(
                    says=f'each cell of the column "{name}" is several values ({str(kind)[:60]})',
                    fix=f'only properties may be that; export one value, or call it "properties.{name}"',
                    file=str(file.path),
                )


def _are_instants(kind: pa.DataType) -> bool:
    return pa.types.is_timestamp(kind) and kind.tz is not None


def _readable(name: str, column: pa.Array, decimal: str, file: ExportedFile) -> pa.Array:
    try:
        return _texts(column, decimal)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise UNREADABLE.error(
            says=f'the column "{name}" ({str(column.type)[:60]}) holds what is no text',
            fix="leave it out of the export, or write it as text",
            file=str(file.path),
        ) from error


def _texts(column: pa.Array, decimal: str) -> pa.Array:
    """A column as the texts that a CSV would hold; null is null."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if pa.types.is_timestamp(kind):
        return _instants(column, is_zoned=kind.tz is not None)
    if pa.types.is_nested(kind):
        packed = [
            None
            if value is None
            else orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
            for value in column.to_pylist()
        ]
        return pa.array(packed, pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return column.cast(pa.string())
    texts = column.cast(pa.string())
    is_broken = pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    return pc.replace_substring(texts, ".", decimal) if is_broken and decimal != "." else texts


def _instants(column: pa.Array, *, is_zoned: bool) -> pa.Array:
    micros = pc.cast(column, pa.timestamp("us", column.type.tz), safe=False).cast(pa.int64())
    is_sayable = pc.and_(pc.greater_equal(micros, _YEAR_0), pc.less(micros, _YEAR_10000))
    texts = instant_texts(pc.fill_null(pc.if_else(is_sayable, micros, 0), 0))
    if not is_zoned:
        texts = pc.utf8_slice_codeunits(texts, 0, 26)
    unsayable = pc.binary_join_element_wise(micros.cast(pa.string()), "microseconds since 1970", " ")
    texts = pc.if_else(pc.fill_null(is_sayable, True), texts, unsayable)
    return pc.if_else(pc.is_valid(column), texts, pa.scalar(None, pa.string()))


def _is_a_segment(schema: pa.Schema) -> bool:
    """Whether these are interactions as a log keeps them."""
    return (
        {"occurred_at", "activity"} <= set(schema.names) <= set(INTERACTIONS.names)
        and "objects" in schema.names
        and schema.field("objects").type == OBJECTS
    )


def _as_stored(found: pq.ParquetFile) -> Iterator[Piece]:
    line = 1
    for batch in found.iter_batches(batch_size=_ROWS):
        rows = [_as_row(row) for row in batch.to_pylist()]
        yield Batch(rows, range(line, line + len(rows)), rows.__getitem__, len(rows))
        line += len(rows)


def _as_row(stored: Row) -> Row:
    row = {name: value for name, value in stored.items() if value is not None and name != "arrival"}
    if "objects" in row:
        row["objects"] = dict(row["objects"])
    if isinstance(row.get("properties"), str):
        with suppress(ValueError):  # else it is refused as what it is
            row["properties"] = orjson.loads(row["properties"])
    return row


SHAPE = Shape("parquet", "Parquet, with a mapping or with the facts' own field names", _recognises, _read)
