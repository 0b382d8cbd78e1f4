"""A tool's records as a shape of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from desirepath.log.row_checks import Row
from desirepath.sources.json_records import glimpse, read_records, unwrap
from desirepath.sources.mapping import Mapping
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.shape import Batch, Refused, Shape
from desirepath.sources.tools.record import Record, RecordError

_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool's JSON.

    ``recognises`` looks at one record; ``facts`` makes the rows of one, or raises RecordError. ``wrappers``
    are the names of the lists in the pages of the tool's API, ``inherited`` what such a page says of all its
    records. ``customer``, ``key`` and ``times`` tell the reader by which id a customer is known, what names
    a fact for ever, and how times are meant.
    """

    name: str
    meaning: str
    recognises: Callable[[Record], bool]
    facts: Callable[[Record], list[Row | None]]
    customer: str
    key: str
    times: str
    source: str | None = None
    wrappers: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()

    @property
    def shape(self) -> Shape:
        """The tool as a shape of file."""
        return Shape(self.name, self.meaning, self._recognises, self._read, self.source or self.name)

    def rows(self, record: Record) -> list[Row]:
        """The facts of one record without what is missing. Raises RecordError."""
        return [_without_missing(row) for row in self.facts(record) if row is not None]

    def _recognises(self, file: ExportedFile) -> bool:
        records = unwrap(glimpse(file.opening), self.wrappers)
        return any(isinstance(r, dict) and self.recognises(r) for r in islice(records, 20))

    def _read(self, file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Batch]:
        said: set[str] = set()  # who is who is said with every record, and once is enough
        for found, refused in read_records(file, opened, self.wrappers, self.inherited):
            rows: list[Row] = []
            lines: list[int] = []
            originals: list[Any] = []
            count = len(found) + len(refused)
            for line, record in found:
                try:
                    made = self.rows(record)
                except RecordError as error:
                    refused.append(Refused(line, error.problem, record))
                    continue
                for row in made:
                    if row.get("type") == "identity":
                        if row["key"] in said:
                            continue
                        said.add(row["key"])
                    rows.append(row)
                    lines.append(line)
                    originals.append(record)
            if len(said) > _REMEMBERED:
                said.clear()
            yield Batch(rows, lines, originals.__getitem__, count, refused)


def _without_missing(row: Row) -> Row:
    """The row without what is None or empty; missing stays missing."""
    tidy = {}
    for name, value in row.items():
        if value is None or value == "":
            continue
        if name in _BAGS and isinstance(value, dict) and (None in value.values() or "" in value.values()):
            value = {k: v for k, v in value.items() if v is not None and v != ""}
        tidy[name] = value
    return tidy


_BAGS = frozenset({"objects", "properties", "traits"})
