"""JSON lines with the facts' own field names: the shape that needs no mapping."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import orjson

from desirepath.base.problem import Problem
from desirepath.log.row_checks import Row
from desirepath.sources.kinds import HUGE_LINE, NOT_JSON, TWICE
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
            if len(rows) == len(lines) and set(map(type, rows)) == {dict} and not _may_repeat(lines, rows):
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
        return {}, NOT_JSON.at(says=why_not_json(line, error))
    if not isinstance(row, dict):
        return {}, NOT_JSON.at(says="the line is JSON, but not an object", fix="write {...}")
    if _may_repeat([line], [row]) and (name := _said_twice(line)) is not None:
        says = f'the line says "{name[:80]}" twice: only one of the two could be kept'
        return {}, TWICE.at(says=says)
    return row, None


def _may_repeat(lines: Sequence[bytes | None], rows: Sequence[Row]) -> bool:
    """Whether a name may stand twice in one object: then there are fewer names in what was read. Also true
    where the lines are written in an unusual way; ``_said_twice`` knows."""
    try:
        kept = orjson.dumps(rows).count(b'":')
    except (TypeError, ValueError):  # so deep that nobody could write it again
        return True
    return sum(line.count(b'":') for line in lines if line) != kept


def _said_twice(line: bytes) -> str | None:
    """The first name that stands twice in one object of the line."""

    def check(pairs: list[tuple[str, object]]) -> object:
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise _TwiceError(name)
            seen.add(name)
        return None

    try:
        json.loads(line, object_pairs_hook=check)
    except _TwiceError as found:
        return str(found)
    except (ValueError, RecursionError):
        return None
    return None


class _TwiceError(Exception):
    """Carries the name."""


def why_not_json(line: bytes, error: ValueError) -> str:
    """What is wrong with a line that is not JSON, in plain words.

    >>> line = b'{"customer": "u1}'
    >>> try:
    ...     orjson.loads(line)
    ... except ValueError as error:
    ...     print(why_not_json(line, error))
    the line is not JSON: a quotation mark is missing
    """
    text = line.decode("utf-8", errors="replace").strip()
    if "UTF-8" in str(error):
        return "the line is not text in UTF-8"
    if not text.startswith(("{", "[")):
        return f'the line is not JSON: it begins with "{text[:20]}", not with {{'
    if (line.count(b'"') - line.count(b'\\"')) % 2:
        return "the line is not JSON: a quotation mark is missing"
    place = getattr(error, "pos", len(text))
    if place >= len(text) or "unexpected end" in str(error):
        return "the line is not JSON: it ends in the middle"
    rest = text[place:][:20]
    return f"the line is not JSON: what stands from its character {place + 1} on does not fit: {rest}"


def text_of(line: bytes | None) -> str | None:
    """A line that could not be read, as text; bytes that are no text are shown as such."""
    return None if line is None else line.decode("utf-8", errors="backslashreplace")


SHAPE = Shape("jsonl", "JSON lines with the facts' own field names", _recognises, _read)
