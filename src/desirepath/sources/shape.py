"""What every shape of file has in common: how it is recognised, and what reading it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from desirepath.base.problem import Problem
from desirepath.log.row_checks import Row
from desirepath.log.rows import FactTable, read_rows
from desirepath.sources.mapping import Mapping
from desirepath.sources.opening import ExportedFile, OpenedFile

BATCH_ROWS = 4_000


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is no fact: its line in the file (from 1), why, and the row as it was."""

    line: int
    problem: Problem
    row: object


@dataclass(frozen=True, slots=True)
class Found:
    """What some rows of a file are: facts in tables, and the rows that are none."""

    tables: Sequence[FactTable]
    refused: Sequence[Refused]


class Piece(Protocol):
    """Some rows of a file. ``read`` counts them."""

    @property
    def read(self) -> int:
        """How many rows of the file it holds."""

    def facts(self, source: str, override: str | None) -> Found:
        """The facts in it. ``source`` is that of rows that do not name theirs, ``override`` that of all."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a file with the facts' own field names.

    ``lines`` are their lines in the file; ``original(i)`` is the i-th row as it stood there, for the
    rejects. ``read`` counts the rows of the file that were read for it (one row may make several facts, or
    none).
    """

    rows: Sequence[Row]
    lines: Sequence[int]
    original: Callable[[int], object]
    read: int
    refused: Sequence[Refused] = field(default=())

    def facts(self, source: str, override: str | None) -> Found:
        """The rows as tables, and the refused ones with those that ``rows.read_rows`` refuses."""
        found = read_rows(self.rows, source=source, override=override)
        refused = [Refused(self.lines[at], problem, self.original(at)) for at, problem in found.refused]
        return Found(found.tables, [*self.refused, *refused])


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of file. ``read`` may raise DesirepathError: then nothing of the file is stored.

    ``source`` is the name of the facts' source where neither the reader nor a mapping gives one; None: the
    file's name. The rejects of a shape that has one remember the shape, to be read by it once mended.
    """

    name: str
    meaning: str
    recognises: Callable[[ExportedFile], bool]
    read: Callable[[ExportedFile, OpenedFile, Mapping | None], Iterator[Piece]]
    source: str | None = None
