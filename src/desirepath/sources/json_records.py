"""Records as tools write them in JSON: one a line, one list, or a page of an API's answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import orjson

from desirepath.base.problem import Problem
from desirepath.sources.kinds import CUT_OFF, HUGE_LINE, NOT_JSON, UNREADABLE
from desirepath.sources.lines import read_lines
from desirepath.sources.native_jsonl import text_of, why_not_json
from desirepath.sources.opening import BOM, OPENING_BYTES, ExportedFile, OpenedFile
from desirepath.sources.shape import BATCH_ROWS, Refused

LARGEST_DOCUMENT = 256 << 20
_DEEPEST = 100
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},]', re.DOTALL)
_CLOSERS = {b"{": b"}", b"[": b"]"}
Found = tuple[int, Any]


@lru_cache(maxsize=4)
def glimpse(opening: bytes) -> Any:
    """The first JSON value of a file, as far as its first bytes show it; None where they show none.

    >>> glimpse(b'[{"id": 1, "tags": ["a", "b"]}, {"id": 2, "na')
    [{'id': 1, 'tags': ['a', 'b']}, {'id': 2}]
    >>> glimpse(b'{"id": 1}\\n{"id": 2}')
    {'id': 1}
    """
    opening = opening.lstrip()
    if not opening.startswith((b"{", b"[")):
        return None
    for whole in (opening.split(b"\n", 1)[0], opening):
        try:
            return orjson.loads(whole)
        except ValueError:
            continue
    open_ones: list[bytes] = []
    visible = b""
    for token in _TOKEN.finditer(opening):
        sign = token[0]
        if sign in _CLOSERS:
            open_ones.append(_CLOSERS[sign])
            if len(open_ones) > _DEEPEST:
                break
        elif sign in (b"}", b"]"):
            if not open_ones or open_ones.pop() != sign:
                return None
            if not open_ones:
                visible = opening[: token.end()]
                break
        elif sign == b",":
            end, closers = token.start(), b"".join(reversed(open_ones))
            visible = b"" if not open_ones else opening[:end] + closers
    try:
        return orjson.loads(visible)
    except ValueError:
        return None


def unwrap(value: Any, wrappers: Sequence[str], inherited: Sequence[str] = ()) -> Iterator[Any]:
    """The records in a JSON value: of a list its items, of a page of an API's answer the items of its list.

    ``wrappers`` are the names such lists have; a record with an ``id`` is no page. What the page says under
    the names ``inherited`` goes for each item that does not say it.

    >>> list(unwrap({"tickets": [{"id": 1}], "count": 1}, ("tickets",)))
    [{'id': 1}]
    """
    if isinstance(value, list):
        for item in value:
            yield from unwrap(item, wrappers, inherited)
        return
    if isinstance(value, dict) and "id" not in value:
        for name in wrappers:
            items = value.get(name)
            if isinstance(items, list):
                said = {word: value[word] for word in inherited if word in value}
                yield from ({**said, **item} if said and isinstance(item, dict) else item for item in items)
                return
    yield value


def read_records(
    file: ExportedFile,
    opened: OpenedFile,
    wrappers: Sequence[str],
    inherited: Sequence[str] = (),
    *,
    check: Callable[[Any], object] | None = None,
) -> Iterator[tuple[list[Found], list[Refused]]]:
    """Records with their lines in the file (in a list or a page: with their place in it), some thousand at
    a time, and what is none. ``check`` sees a whole document before any record of it is read, and may raise.

    Raises DP-SRC-003 or -004 for a document that is no JSON, or too large to be read as one.
    """
    if _is_lines(file):
        first = 1
        for lines in read_lines(opened.stream):
            yield _of_lines(lines, first, wrappers, inherited)
            first += len(lines)
        return
    document = _document(file, opened)
    if check:
        check(document)
    places = enumerate(unwrap(document, wrappers, inherited), 1)
    found: list[Found] = []
    refused: list[Refused] = []
    for place, record in places:
        _sort(place, record, found, refused)
        if len(found) + len(refused) >= BATCH_ROWS:
            yield found, refused
            found, refused = [], []
    if found or refused:
        yield found, refused


def _is_lines(file: ExportedFile) -> bool:
    first, *more = file.opening.lstrip().split(b"\n", 1)
    try:
        orjson.loads(first)
    except ValueError:  # not a whole value: because the line is long, or because the document has more
        return not more and file.bare_name.endswith((".jsonl", ".ndjson"))
    is_alone = len(file.opening) < OPENING_BYTES and not any(one.strip() for one in more)
    return not is_alone  # of a list on one line, each record has its place


def _of_lines(
    lines: Sequence[bytes | None], first: int, wrappers: Sequence[str], inherited: Sequence[str]
) -> tuple[list[Found], list[Refused]]:
    found: list[Found] = []
    refused: list[Refused] = []
    for place, line in enumerate(lines, first):
        if line is None:
            refused.append(Refused(place, HUGE_LINE.at(), None))
        elif line.strip():
            try:
                value = orjson.loads(line)
            except ValueError as error:
                problem = NOT_JSON.at(says=why_not_json(line, error))
                refused.append(Refused(place, problem, text_of(line)))
                continue
            for record in unwrap(value, wrappers, inherited):
                _sort(place, record, found, refused)
    return found, refused


def _sort(place: int, record: Any, found: list[Found], refused: list[Refused]) -> None:
    if isinstance(record, dict):
        found.append((place, record))
    else:
        refused.append(Refused(place, _no_record(), record))


def _no_record() -> Problem:
    return NOT_JSON.at(says="the record is JSON, but not an object", fix="write {...}")


def _document(file: ExportedFile, opened: OpenedFile) -> Any:
    content = opened.stream.read(LARGEST_DOCUMENT + 1).removeprefix(BOM)
    if len(content) > LARGEST_DOCUMENT:
        raise UNREADABLE.error(
            says=f"the file is one JSON document of more than {LARGEST_DOCUMENT >> 20} MB",
            fix="write one record a line (JSON lines): those are read whatever the file's size",
            file=str(file.path),
        )
    try:
        return orjson.loads(content)
    except ValueError as error:
        raise CUT_OFF.error(says=f"the file is not JSON: {error}", file=str(file.path)) from error
