"""JSON of any tool as a table: one record a line, a list of records, or a page of an API's answer.

Each member of a record is a column; members of members have dotted names (``user.email``). Their names mean
something through a mapping, as those of a CSV do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from typing import Any, Final

import orjson

from desirepath.log.row_checks import INTERACTION, TYPES
from desirepath.sources.header_names import check_columns, check_names, mapping_of_own_names
from desirepath.sources.json_records import glimpse, read_records, unwrap
from desirepath.sources.kinds import BAD_ROW, UNKNOWN_SHAPE
from desirepath.sources.mapped_rows import Record, RowMapper
from desirepath.sources.mapping import Mapping
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.record_batch import batch_of
from desirepath.sources.repeats import Repeats
from desirepath.sources.shape import Batch, Piece, Refused, Shape

_DEEPEST: Final = 20
_NO_NAME: Final = "(no name)"


def _recognises(file: ExportedFile) -> bool:
    first = glimpse(file.opening)
    record = next(iter(unwrap(first, _list_in(first))), None)
    if not isinstance(record, dict) or not record:
        return False
    return record is not first or not _has_own_names(record)


def _lists_in(first: Any) -> tuple[str, ...]:
    """The names under which a page of an API's answer may have its records."""
    if not isinstance(first, dict) or "id" in first or _has_own_names(first):
        return ()
    return tuple(
        name for name, one in first.items() if isinstance(one, list) and one and isinstance(one[0], dict)
    )


def _list_in(first: Any) -> tuple[str, ...]:
    """The one of them. A record with several lists is no page: it keeps them all."""
    lists = _lists_in(first)
    return lists if len(lists) == 1 else ()


def _check_of(file: ExportedFile) -> Callable[[Any], None]:
    """What refuses a document with several lists: were one of them read, the others would be lost."""

    def check(document: Any) -> None:
        if len(lists := _lists_in(document)) > 1:
            raise UNKNOWN_SHAPE.error(
                says="the file holds several lists: " + ", ".join(f'"{one[:80]}"' for one in lists[:10]),
                fix="put each list into a file of its own",
                file=str(file.path),
            )

    return check


def _has_own_names(record: AnyMapping[str, Any]) -> bool:
    """Whether a record is meant to be a fact with the facts' own names, even where some are wrong."""
    own, kind = sum(name in INTERACTION for name in record), record.get("type")
    is_of_ours = isinstance(kind, str) and kind in TYPES
    return "occurred_at" in record or is_of_ours or 2 * own > len(record)


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Piece]:
    repeats = Repeats()
    header: tuple[str, ...] = ()
    wrappers = _list_in(glimpse(file.opening))
    for found, refused in read_records(file, opened, wrappers, check=_check_of(file)):
        numbered = [(line, flat(line, record)) for line, record in found]
        is_first = not header
        names = (name for _, one in numbered if not isinstance(one, Refused) for name in one)
        header = tuple(dict.fromkeys([*header, *names]))
        if not header:
            yield Batch((), (), _nothing, len(refused) + len(found), [*_refused(numbered), *refused])
            continue
        check_names(header, str(file.path))
        mapper, header = _mapper(header, mapping or Mapping(), file, is_first=is_first)
        absent = dict.fromkeys(header, "")
        whole = [(line, one if isinstance(one, Refused) else {**absent, **one}) for line, one in numbered]
        rows = [*whole, *((one.line, one) for one in refused)]
        yield batch_of(sorted(rows, key=lambda row: row[0]), mapper, repeats)


def _nothing(_: int) -> object:
    return None


def _refused(numbered: Sequence[tuple[int, Record | Refused]]) -> list[Refused]:
    return [one for _, one in numbered if isinstance(one, Refused)]


def _mapper(
    header: tuple[str, ...], mapping: Mapping, file: ExportedFile, *, is_first: bool
) -> tuple[RowMapper, tuple[str, ...]]:
    """What maps some records, and the names that each of them has then. JSON leaves out what is not there: so
    a column may be absent for long, but not that of the time."""
    if not mapping.facts:
        mapping = mapping_of_own_names(header, mapping, file)
        return RowMapper(mapping, header), header
    times = [one.columns for fact in mapping.facts if (one := fact.fields.get("occurred_at"))]
    if is_first and times and not any(set(columns) <= {*header} for columns in times):
        check_columns(header, RowMapper(mapping, header), file)
    header = (*header, *sorted(mapping.needed - {*header}))
    return RowMapper(mapping, header), header


def flat(line: int, record: AnyMapping[str, Any]) -> Record | Refused:
    """A record as a row of a table: its members, and theirs, as texts. What is null is an empty cell, a list
    of plain values stands with commas between them.

    >>> flat(1, {"user": {"id": 7, "vip": True}, "tags": ["a", "b"], "note": None})
    {'user.id': '7', 'user.vip': 'true', 'tags': 'a, b', 'note': ''}
    """
    cells: Record = {}
    if (name := _fill(cells, "", record, 0)) is not None:
        says = f'two values are called "{name[:80]}": only one of them could be kept'
        return Refused(line, BAD_ROW.at(says=says, fix="give one of them another name"), dict(record))
    return cells


def _fill(cells: Record, before: str, record: AnyMapping[str, Any], depth: int) -> str | None:
    """Put the members of a record into the cells; a name that comes twice."""
    for own, value in record.items():
        name = f"{before}{own or _NO_NAME}"
        if isinstance(value, dict) and value and depth < _DEEPEST:
            if (twice := _fill(cells, f"{name}.", value, depth + 1)) is not None:
                return twice
        elif name in cells:
            return name
        else:
            cells[name] = _text(value)
    return None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or value in ({}, []):
        return ""
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return ", ".join(map(_text, value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return orjson.dumps(value).decode()


SHAPE = Shape("json", "JSON with names of its own, read like a table", _recognises, _read)
