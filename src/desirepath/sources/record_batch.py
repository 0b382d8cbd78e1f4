"""Records read one by one, into rows that are facts and refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desirepath.base.problem import Problem
from desirepath.log.row_checks import Row, RowRefusedError, tidy_row
from desirepath.log.rows import content_key
from desirepath.sources.mapped_rows import Record, RowMapper
from desirepath.sources.repeats import Repeats
from desirepath.sources.shape import Batch, Refused

Numbered = tuple[int, Record | Refused]


@dataclass(frozen=True, slots=True)
class RecordRead:
    """What a record makes: all of its ``facts``, or none of them for these ``problems``.

    A record is used wholly or not at all. Were the good half of its facts stored, then mending the other half
    would change the good one too (by a cell they share), and count it twice.
    """

    facts: list[Row]
    problems: tuple[Problem, ...]

    def refused(self, line: int, row: object) -> Refused:
        """The record as one that was refused, with the keys that its facts have got."""
        keys = (fact["key"] for fact in self.facts)
        repeats = tuple(key for key in keys if key.startswith("content:") and "#" in key)
        return Refused(line, self.problems[0], row, self.problems[1:], repeats)


def read_record(mapper: RowMapper, record: Record) -> RecordRead:
    """The facts of a record, and every reason why it cannot be used.

    One without any cell that says something, as spreadsheets leave them, makes none, for no reason. The only
    fact of a record is not checked here: where many are read, ``read_rows`` does that at once.
    """
    if all(cell in ("", None) for cell in record.values()):
        return RecordRead([], ())
    facts: list[Row] = []
    problems: list[Problem] = []
    for fact in mapper.map_record(record):
        if isinstance(fact, Problem):
            problems.append(fact)
        else:
            facts.append(fact)
    if len(facts) + len(problems) > 1:
        for fact in facts:
            try:
                tidy_row(fact)
            except RowRefusedError as error:
                problems.append(error.problem)
    return RecordRead(facts, tuple(problems))


def give_keys(facts: Iterable[Row], key_of: Callable[[str], str]) -> None:
    """A key by its content for each fact without one of its own; ``key_of`` counts those that repeat."""
    for fact in facts:
        if "key" not in fact:
            fact["key"] = key_of(content_key(fact))


def batch_of(records: Iterable[Numbered], mapper: RowMapper, repeats: Repeats) -> Batch:
    """The facts of records with their lines, and the records that cannot be used."""
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
        found = mapper.whole(found)
        made = read_record(mapper, found)
        give_keys(made.facts, repeats.key_of)
        if made.problems:
            refused.append(made.refused(line, found))
            continue
        for fact in made.facts:
            rows.append(fact)
            lines.append(line)
            originals.append(found)
    return Batch(rows, lines, originals.__getitem__, read, refused)
