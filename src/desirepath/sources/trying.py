"""What an import would make of the first rows of a file, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping as Names
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desirepath.log.row_checks import Row, RowRefusedError, tidy_row
from desirepath.sources.joins import JoinedTables
from desirepath.sources.mapping import Mapping
from desirepath.sources.opening import look_at
from desirepath.sources.rejects import plain_row
from desirepath.sources.shape import Batch, Refused
from desirepath.sources.shapes import shape_of

MOST_ROWS = 200
_TABLES = ("table", "workbook", "parquet")


@dataclass(frozen=True, slots=True)
class TriedRow:
    """One row that would be kept: its ``line`` in the file (from 1), how it stood there, and its facts."""

    line: int
    row: object
    facts: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """The first ``read`` rows: those that would be ``kept``, and those that would be ``refused`` and why."""

    read: int
    kept: tuple[TriedRow, ...]
    refused: tuple[Refused, ...]

    @property
    def reasons(self) -> Names[str, int]:
        """How many rows would be refused for which reason (its code), the most frequent first."""
        counted: dict[str, int] = {}
        for one in self.refused:
            counted[one.problem.code] = counted.get(one.problem.code, 0) + 1
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def try_rows(
    path: Path, *, mapping: Mapping | None = None, zone: ZoneInfo | None = None, most: int = MOST_ROWS
) -> Trial:
    """Read the first rows of a file as an import would, and store nothing.

    Whether a fact is in the log already, or of somebody who must not be stored, is not looked at. Raises
    DP-SRC-001 to -009 where an import would.
    """
    if zone is not None:
        mapping = (mapping or Mapping()).with_zone(zone)
    file = look_at(path, encoding=mapping.encoding if mapping else None)
    shape = shape_of(file)
    if mapping is not None and mapping.joins and shape.name in _TABLES:
        mapping = replace(mapping, more=JoinedTables(mapping.joins, file).add)
    kept: dict[int, list[Row]] = {}
    rows: dict[int, object] = {}
    refused: list[Refused] = []
    read = 0
    with file.open() as opened:
        for piece in shape.read(file, opened, mapping):
            batch = piece.first(most - read)
            read += min(batch.read, most - read)
            _sort(batch, kept, rows, refused)
            if read >= most:
                break
    bad = {one.line for one in refused}
    tried = tuple(TriedRow(n, rows[n], tuple(kept[n])) for n in sorted(kept) if n not in bad)
    return Trial(read, tried, tuple(sorted(refused, key=lambda one: one.line)))


def _sort(batch: Batch, kept: dict[int, list[Row]], rows: dict[int, object], refused: list[Refused]) -> None:
    refused += (replace(one, row=plain_row(one.row)) for one in batch.refused)
    bad: set[int] = set()
    for place, row in enumerate(batch.rows):
        line, original = batch.lines[place], plain_row(batch.original(place))
        try:
            kept.setdefault(line, []).append(_shown(tidy_row(row)))
            rows[line] = original
        except RowRefusedError as error:
            if line not in bad:
                bad.add(line)
                refused.append(Refused(line, error.problem, original))


def _shown(row: Row) -> dict[str, Any]:
    """A fact without what only the store needs."""
    return {name: value for name, value in row.items() if name not in ("key", "schema", "received_at")}
