"""JSON lines with the facts' own field names: the shape that needs no mapping."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from desirepath.base.problem import Problem
from desirepath.log.row_checks import Row
from desirepath.sources.kinds import HUGE_LINE, NOT_JSON
from desirepath.sources.lines import read_lines
from desirepath.sources.mapping import Mapping
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.shape import Batch, Refused, Shape


def _recognises(file: ExportedFile) -> bool:
    return file.bare_name.endswith((".jsonl", ".ndjson")) or file.opening.lstrip().startswith(b"{")


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Batch]:
    for first, lines in numbered_lines(opened):
        try:
            rows: list[Row] = [orjson.loads(line) for line in lines if line is not None]
            if len(rows) == len(lines) and set(map(type, rows)) == {dict}:
                yield Batch(rows, range(first, first + len(rows)), rows.__getitem__, len(rows))
                continue
        except ValueError:
            pass
        yield _one_by_one(first, lines)


def numbered_lines(opened: OpenedFile) -> Iterator[tuple[int, list[bytes | None]]]:
    """Lists of lines with the number of the first one."""
    first = 1
    for lines in read_lines(opened.stream):
        yield first, lines
        first += len(lines)


def _one_by_one(first: int, lines: list[bytes | None]) -> Batch:
    rows, places, refused = [], [], []
    for place, line in enumerate(lines, first):
        if line is not None and not line.strip():
            continue
        row, problem = parse_line(line)
        if problem is None:
            rows.append(row)
            places.append(place)
        else:
            refused.append(Refused(place, problem, text_of(line)))
    return Batch(rows, places, rows.__getitem__, len(rows) + len(refused), refused)


def parse_line(line: bytes | None) -> tuple[Row, Problem | None]:
    """One line as a row, or why it is none."""
    if line is None:
        return {}, HUGE_LINE.at()
    try:
        row = orjson.loads(line)
    except ValueError as error:
        return {}, NOT_JSON.at(says=f"the line is not JSON: {error}")
    if not isinstance(row, dict):
        return {}, NOT_JSON.at(says="the line is JSON, but not an object", fix="write {...}")
    return row, None


def text_of(line: bytes | None) -> str | None:
    """A line that could not be read, as text; bytes that are no text are shown as such."""
    return None if line is None else line.decode("utf-8", errors="backslashreplace")


SHAPE = Shape("jsonl", "JSON lines with the facts' own field names", _recognises, _read)
