"""What an import would make of the first rows of a file, before anything is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desirepath.base.problem import Problem
from desirepath.log.row_checks import Row, RowRefusedError, tidy_row
from desirepath.sources.joins import JoinedTables
from desirepath.sources.mapping import Mapping
from desirepath.sources.opening import look_at
from desirepath.sources.rejects import plain_row
from desirepath.sources.shape import Batch, Refused
from desirepath.sources.shapes import TABLES, shape_of
from desirepath.sources.totals import says_nothing

MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class TriedRow:
    """One row that would be kept: its ``line`` in the file (from 1), how it stood there, and its facts."""

    line: int
    row: object
    facts: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why ``rows`` would be refused; ``problem`` says it of the one in ``line``. A row with several faults
    counts for each."""

    problem: Problem
    rows: int
    line: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The first ``read`` rows: those that would be ``kept``, and those that would be ``refused`` and why.
    ``is_whole``: the file has no others."""

    read: int
    kept: tuple[TriedRow, ...]
    refused: tuple[Refused, ...]
    is_whole: bool = True

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons, each once, whatever the cells say; the most frequent first."""
        found: dict[tuple[str, str, str], Reason] = {}
        for one in self.refused:
            for alike, problem in {_alike(problem): problem for problem in reversed(one.reasons)}.items():
                first = found.get(alike, Reason(problem, 0, one.line))
                found[alike] = replace(first, rows=first.rows + 1)
        return tuple(sorted(found.values(), key=lambda one: (-one.rows, one.line, one.problem.address)))


def _alike(problem: Problem) -> tuple[str, str, str]:
    """What a problem has in common with others that differ only in what they quote."""
    return problem.code, problem.address, re.sub(r'"[^"]*"|[0-9]+', "", problem.says)


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
    if mapping is not None and mapping.joins and shape in TABLES:
        mapping = replace(mapping, more=JoinedTables(mapping.joins, file).add)
    kept: dict[int, list[Row]] = {}
    rows: dict[int, object] = {}
    refused: list[Refused] = []
    read, is_whole = 0, True
    with file.open() as opened:
        for piece in shape.read(file, opened, mapping):
            if read >= most:
                is_whole = False
                break
            left = most - read
            batch = piece.first(left)
            read += min(batch.read, left)
            _sort(batch, kept, rows, refused)
            is_whole = piece.read <= left
    if shape in TABLES:
        refused = [one for one in refused if not says_nothing(one)]
    bad = {one.line for one in refused}
    tried = tuple(TriedRow(n, rows[n], tuple(kept[n])) for n in sorted(kept) if n not in bad)
    return Trial(read, tried, tuple(sorted(refused, key=lambda one: one.line)), is_whole)


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
