"""Records read one by one, into rows that are facts and refusals."""

from __future__ import annotations

from collections.abc import Iterable

from desirepath.base.problem import Problem
from desirepath.log.row_checks import Row
from desirepath.log.rows import content_key
from desirepath.sources.mapped_rows import Record, RowMapper
from desirepath.sources.repeats import Repeats
from desirepath.sources.shape import Batch, Refused

Numbered = tuple[int, Record | Refused]


def batch_of(records: Iterable[Numbered], mapper: RowMapper, repeats: Repeats) -> Batch:
    """The facts of records with their lines. A record that is refused lies among the rejects once, with its
    first reason."""
    rows: list[Row] = []
    lines: list[int] = []
    originals: list[Record] = []
    refused: list[Refused] = []
    read = 0
    for line, found in records:
        read += 1
        if isinstance(found, Refused):
            refused.append(found)
            continue
        made, problem = facts_of_record(mapper, found)
        if problem is not None:
            refused.append(Refused(line, problem, found))
        for fact in made:
            if "key" not in fact:
                fact["key"] = repeats.key_of(content_key(fact))
            rows.append(fact)
            lines.append(line)
            originals.append(found)
    return Batch(rows, lines, originals.__getitem__, read, refused)


def facts_of_record(mapper: RowMapper, record: Record) -> tuple[list[Row], Problem | None]:
    """The facts that a record makes, and the first reason why it does not make another."""
    made: list[Row] = []
    first: Problem | None = None
    for fact in mapper.map_record(record):
        if not isinstance(fact, Problem):
            made.append(fact)
        elif first is None:
            first = fact
    return made, first
