"""What every shape of file has in common: how it is recognised, and what reading it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from desirepath.base.problem import Problem
from desirepath.log.row_checks import Row
from desirepath.log.rows import FactTable, read_rows
from desirepath.sources.mapping import Mapping
from desirepath.sources.opening import ExportedFile, OpenedFile

BATCH_ROWS = 4_000


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be used: its line in the file (from 1), the first reason, and the row as it was.

    ``more`` are further reasons. ``repeats`` are the keys by content that its facts would have got because
    equal ones came before (``Repeats``): they go with the row until it is mended.
    """

    line: int
    problem: Problem
    row: object
    more: tuple[Problem, ...] = ()
    repeats: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[Problem, ...]:
        """Every reason, each once."""
        return tuple({(one.code, one.says): one for one in (self.problem, *self.more)}.values())


@dataclass(frozen=True, slots=True)
class Found:
    """What some rows of a file are: facts in tables, and the rows that are none.

    ``warnings`` are about facts that were kept, but not quite as the file has them.
    """

    tables: Sequence[FactTable]
    refused: Sequence[Refused]
    warnings: Sequence[Problem] = ()


class Piece(Protocol):
    """Some rows of a file. ``read`` counts them."""

    @property
    def read(self) -> int:
        """How many rows of the file it holds."""

    def facts(self, source: str, override: str | None) -> Found:
        """The facts in it. ``source`` is that of rows that do not name theirs, ``override`` that of all."""

    def first(self, most: int) -> Batch:
        """Its first rows, so many at most, each read by itself."""


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
    warnings: Sequence[Problem] = ()

    def first(self, most: int) -> Batch:
        """The facts of its first rows, by their lines; a row that was refused counts as one."""
        there = sorted({*self.lines, *(one.line for one in self.refused)})
        if len(there) <= most:
            return self
        last = there[most - 1]
        places = [at for at, line in enumerate(self.lines) if line <= last]
        refused = [one for one in self.refused if one.line <= last]
        rows, lines = [self.rows[at] for at in places], [self.lines[at] for at in places]
        original = self.original
        return Batch(rows, lines, lambda at: original(places[at]), most, refused, self.warnings)

    def facts(self, source: str, override: str | None) -> Found:
        """The rows as tables, and the refused ones with those that ``rows.read_rows`` refuses."""
        found = read_rows(self.rows, source=source, override=override)
        refused = [Refused(self.lines[at], problem, self.original(at)) for at, problem in found.refused]
        return Found(found.tables, one_for_each_row([*self.refused, *refused]), self.warnings)


def one_for_each_row(refused: Sequence[Refused]) -> list[Refused]:
    """A row of which several facts are refused, once, with all the reasons."""
    found: list[Refused] = []
    place_of: dict[int, int] = {}
    for one in refused:
        place = None if isinstance(one.row, str | None) else place_of.setdefault(id(one.row), len(found))
        if place is None or place == len(found):
            found.append(one)
        else:
            first = found[place]
            found[place] = replace(first, more=(*first.more, one.problem, *one.more))
    return found


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
