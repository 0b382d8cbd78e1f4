"""JSON lines with the facts' own field names: the shape that needs no mapping."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

import orjson

from desirepath.base.problem import Problem
from desirepath.log.row_checks import Row
from desirepath.sources.json_splitting import split_lines
from desirepath.sources.kinds import HUGE_LINE, NOT_JSON, TWICE
from desirepath.sources.lines import read_blocks, read_lines
from desirepath.sources.mapping import Mapping
from desirepath.sources.native_columns import Splitter
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.shape import Batch, Piece, Refused, Shape
from desirepath.sources.splitting import worth_columns

_SHORT, _LONG = 512 << 10, 4 << 20
"""So many bytes are read at once, line by line or in columns."""
ESCAPED_COLON = re.compile(rb"\\u00(?:22|3[aA])")


def _recognises(file: ExportedFile) -> bool:
    return file.bare_name.endswith((".jsonl", ".ndjson")) or file.opening.lstrip().startswith(b"{")


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Piece]:
    is_long = worth_columns(file.size, split_lines)
    splitter = Splitter(parse_lines) if is_long else None
    first = 1
    for block in read_blocks(opened.stream, _LONG if is_long else _SHORT):
        if block is None:
            yield Batch((), (), _nothing, 1, [Refused(first, HUGE_LINE.at(), None)])
            first += 1
            continue
        count = block.count(b"\n") + 1
        if splitter is not None and _is_text(block):
            yield from splitter.split(block, first)
        else:
            yield parse_lines(block.split(b"\n"), range(first, first + count))
        first += count


def _nothing(_: int) -> object:
    return None


def _is_text(block: bytes) -> bool:
    """Whether these bytes are UTF-8."""
    if block.isascii():
        return True
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


def numbered_lines(opened: OpenedFile) -> Iterator[tuple[int, list[bytes | None]]]:
    """Lists of lines with the number of the first one."""
    first = 1
    for lines in read_lines(opened.stream):
        yield first, lines
        first += len(lines)


def parse_lines(lines: Sequence[bytes], places: Sequence[int]) -> Batch:
    """Lines with their places in the file as rows; blank ones are left out, and what is no row is refused."""
    try:
        rows: list[Row] = [orjson.loads(line) for line in lines]
        if set(map(type, rows)) == {dict} and not _may_repeat(lines, rows):
            return Batch(rows, places, rows.__getitem__, len(rows))
    except ValueError:
        pass
    rows, used, refused = [], [], []
    for place, line in zip(places, lines, strict=True):
        if not line.strip():
            continue
        row, problem = parse_line(line)
        if problem is None:
            rows.append(row)
            used.append(place)
        else:
            refused.append(Refused(place, problem, text_of(line)))
    return Batch(rows, used, rows.__getitem__, len(rows) + len(refused), refused)


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
    if any(b"\\u" in line and ESCAPED_COLON.search(line) for line in lines if line):
        return True  # what is read may hold more of what is counted below
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
