"""Reads YAML 1.2 text into a tree of nodes that know where in the text they stand.

Only what a map needs: mappings with text keys, lists, texts, numbers, true, false and null. Everything by
which a YAML file surprises (anchors, tags, several documents, a date or a ``yes`` that turns into something
else) is refused with its place, or stays the text that was written.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from desirepath.base.problem import DesirepathError, Kind, Problem
from desirepath.model import kinds
from desirepath.model.words import shown
from desirepath.model.yaml_slips import explain

MAX_BYTES: Final = 5_000_000
MAX_DEPTH: Final = 40

Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None
"""What a file says, as JSON would say it. A day is a text like ``2026-09-30``."""


@dataclass(slots=True)
class Scalar:
    """A bare value. ``start`` and ``end`` index the text; ``style`` is ``'``, ``"``, ``|``, ``>`` or None
    (plain)."""

    start: int
    end: int
    data: str | int | float | bool | None
    style: str | None


@dataclass(slots=True)
class Entry:
    """One key and its value, or one item of a list (whose ``key`` is its index).

    ``start`` is where the key, or in block style the item's dash, stands; ``key_end`` is just behind it.
    """

    key: str | int
    start: int
    key_end: int
    value: Tree


@dataclass(slots=True)
class Collection:
    """A mapping or a list. ``flow`` is true where it is written in brackets."""

    start: int
    end: int
    is_mapping: bool
    flow: bool
    entries: list[Entry]
    data: Any


Tree = Scalar | Collection


@dataclass(slots=True)
class TreeFile:
    """A file's text (line ends are ``\\n`` here), its tree, and where the document's own lines begin and
    end."""

    text: str
    root: Collection
    body_start: int
    body_end: int
    lines: list[int]

    def position(self, index: int) -> tuple[int, int]:
        """Line and column (from 1) of an index into the text."""
        line = bisect_right(self.lines, index)
        return line, index - self.lines[line - 1] + 1


def read_tree(source: str | bytes, *, file: str | None = None) -> TreeFile:
    """Read a YAML text into its tree. Raises DP-MAP-002 to -013, each with line and column."""
    text = decode(source, file=file)
    return _Reader(text, file).read()


def decode(source: str | bytes, *, file: str | None = None) -> str:
    """The text of a file, whose line ends are ``\\n``. Raises DP-MAP-002 and -005."""
    size = len(source) if isinstance(source, bytes) else len(source.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise kinds.TOO_LARGE.error(
            says=f"the file has {size / 1e6:.1f} MB, {MAX_BYTES / 1e6:.0f} MB are allowed", file=file
        )
    text = source if isinstance(source, str) else _decode_utf8(source, file)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decode_utf8(source: bytes, file: str | None) -> str:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in source[:4]:
        raise kinds.NOT_UTF8.error(says="the file is UTF-16, not UTF-8", file=file)
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        says = f"the file is not UTF-8: it has the byte {source[error.start]:#04x} here"
        raise DesirepathError(kinds.NOT_UTF8.at(says=says, file=file, line=line, column=column)) from None


FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]"
)
"""The characters that a file must not hold as they are: invisible, or line ends to some readers only."""


class _Reader:
    """Turns the parser's events into a tree; keeps its own stack, so that no depth can exhaust Python's."""

    def __init__(self, text: str, file: str | None) -> None:
        self._text = text
        self._file = file
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._problems: list[tuple[int, Kind, str, str]] = []

    def read(self) -> TreeFile:
        if forbidden := FORBIDDEN.search(self._text):
            code = ord(forbidden.group())
            self._stop(
                forbidden.start(),
                kinds.FORBIDDEN_CHARACTER,
                f"an invisible character (U+{code:04X}) stands here",
                f'delete it, or write it as "\\u{code:04x}" in double quotes',
            )
        try:
            return self._read_events(YAML(typ="safe", pure=True).parse(self._text))
        except MarkedYAMLError as error:
            index, says, fix = explain(error, self._text)
            self._stop(index, kinds.YAML_SYNTAX, says, fix)
        except YAMLError as error:
            self._stop(0, kinds.YAML_SYNTAX, f"this is not YAML: {error}")
        except (ValueError, OverflowError, IndexError, AttributeError, TypeError, AssertionError):
            self._stop(0, kinds.YAML_SYNTAX, "this is not YAML")

    def _read_events(self, events: Iterator[Event]) -> TreeFile:
        root: Tree | None = None
        open_: list[tuple[Collection, list[tuple[str, int, int] | None]]] = []
        body_start, body_end = 0, len(self._text)
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    self._stop(event.start_mark.index, kinds.MANY_DOCUMENTS, "a second document begins here")
                body_start = event.end_mark.index if event.explicit else 0
            elif isinstance(event, DocumentEndEvent) and event.explicit:
                body_end = event.start_mark.index
            elif isinstance(event, AliasEvent):
                self._stop(
                    event.start_mark.index,
                    kinds.ANCHOR,
                    f"*{event.anchor} repeats something written elsewhere",
                )
            elif isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
                self._refuse_tags(event)
                node = self._node(event)
                if open_:
                    self._put(open_[-1], node)
                else:
                    root = node
                if isinstance(node, Collection):
                    open_.append((node, [None]))
                    if len(open_) > MAX_DEPTH:
                        self._stop(
                            node.start,
                            kinds.TOO_DEEP,
                            f"more than {MAX_DEPTH} levels are nested in one another here",
                        )
            elif isinstance(event, SequenceEndEvent | MappingEndEvent):
                closed, _ = open_.pop()
                last = closed.entries[-1].value.end if closed.entries else closed.end
                closed.end = event.end_mark.index if closed.flow else last
        return self._finish(root, body_start, body_end)

    def _finish(self, root: Tree | None, body_start: int, body_end: int) -> TreeFile:
        if root is None or (isinstance(root, Scalar) and root.data is None):
            self._stop(0, kinds.NOT_A_MAPPING, "the file is empty")
        if self._problems:
            raise DesirepathError(
                [self._problem(*problem) for problem in sorted(self._problems, key=lambda p: p[0])]
            )
        if not isinstance(root, Collection) or not root.is_mapping:
            found = "a list" if isinstance(root, Collection) else f"only {shown(root.data)}"
            self._stop(
                root.start, kinds.NOT_A_MAPPING, f"the file holds {found}, not a mapping of keys to values"
            )
        marker_end = self._text.find("\n", body_start) + 1 if body_start else 0
        if 0 < marker_end <= root.start:
            body_start = marker_end
        return TreeFile(self._text, root, body_start, body_end, self._lines)

    def _node(self, event: ScalarEvent | SequenceStartEvent | MappingStartEvent) -> Tree:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, ScalarEvent):
            style = event.style or None
            if style in ("|", ">") and not self._keeps_line_ends(start):
                end = start + len(self._text[start:end].rstrip())
            data = event.value if style else self._resolve(event.value, start)
            if isinstance(data, str) and re.search("[\ud800-\udfff]", data):
                self._note(start, kinds.FORBIDDEN_CHARACTER, "half of a surrogate pair stands in this text")
            return Scalar(start, end, data, style)
        is_mapping = isinstance(event, MappingStartEvent)
        return Collection(start, end, is_mapping, bool(event.flow_style), [], {} if is_mapping else [])

    def _keeps_line_ends(self, start: int) -> bool:
        return "+" in self._text[start : start + 3]

    def _put(self, parent: tuple[Collection, list[tuple[str, int, int] | None]], node: Tree) -> None:
        collection, pending = parent
        if not collection.is_mapping:
            start = node.start if collection.flow else self._dash(collection, node)
            collection.entries.append(Entry(len(collection.entries), start, start + 1, node))
            collection.data.append(node.data)
            return
        if pending[0] is None:
            pending[0] = (self._key(node), self._key_start(node.start), node.end)
            return
        key, start, key_end = pending[0]
        pending[0] = None
        if key in collection.data:
            first = next(entry.start for entry in collection.entries if entry.key == key)
            line, _ = self._position(first)
            self._note(start, kinds.DUPLICATE_KEY, f'"{key}" is already written in line {line}')
        collection.entries.append(Entry(key, start, key_end, node))
        collection.data[key] = node.data

    def _key_start(self, start: int) -> int:
        """Where the entry of this key begins: at the question mark, where the key is written with one."""
        before = self._text[:start].rstrip(" ") if self._text[max(start - 2, 0) : start].strip(" ") else ""
        return (
            len(before) - 1
            if before.endswith("?") and before[-2:-1] in ("", "\n", " ", "{", "[", ",")
            else start
        )

    def _key(self, node: Tree) -> str:
        if isinstance(node, Scalar) and isinstance(node.data, str):
            if node.data == "<<" and node.style is None:
                self._note(node.start, kinds.ANCHOR, "<< merges in something written elsewhere")
            return node.data
        written = self._text[node.start : node.end]
        if isinstance(node, Scalar) and "\n" not in written:
            says = f"the key {written or 'here'} is not a text"
            self._note(
                node.start, kinds.KEY_NOT_TEXT, says, f'write "{written}" in quotes' if written else "name it"
            )
        else:
            self._note(node.start, kinds.KEY_NOT_TEXT, "a list or a mapping stands where a key is meant")
        return written

    def _dash(self, collection: Collection, node: Tree) -> int:
        """Where the dash of this item stands: upwards from it, in the list's own column."""
        if not collection.entries:
            return collection.start
        line, _ = self._position(node.start)
        _, column = self._position(collection.start)
        while line > 1:
            start = self._lines[line - 1]
            dash = start + column - 1
            if self._text[dash : dash + 1] == "-" and not self._text[start:dash].strip(" "):
                return dash
            line -= 1
        return node.start

    def _refuse_tags(self, event: ScalarEvent | SequenceStartEvent | MappingStartEvent) -> None:
        if event.anchor:
            self._note(
                event.start_mark.index, kinds.ANCHOR, f"&{event.anchor} marks this to be repeated elsewhere"
            )
        if event.tag:
            self._note(event.start_mark.index, kinds.TAG, f"the tag {event.tag} stands here")

    def _resolve(self, text: str, index: int) -> str | int | float | bool | None:
        value = resolve(text)
        if isinstance(value, int | float) and not isinstance(value, bool) and not _is_kept(value):
            self._note(index, kinds.NUMBER, f"{shown(text)[1:-1]} is not a number that can be kept")
            return 0
        return value

    def _note(self, index: int, kind: Kind, says: str, fix: str = "") -> None:
        if len(self._problems) < 100:
            self._problems.append((index, kind, says, fix))

    def _stop(self, index: int, kind: Kind, says: str, fix: str = "") -> NoReturn:
        self._problems.append((index, kind, says, fix))
        raise DesirepathError(
            [self._problem(*problem) for problem in sorted(self._problems, key=lambda p: p[0])]
        )

    def _problem(self, index: int, kind: Kind, says: str, fix: str) -> Problem:
        line, column = self._position(index)
        return kind.at(says=says, fix=fix, file=self._file, line=line, column=column)

    def _position(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._lines, index)
        return line, index - self._lines[line - 1] + 1


_INT: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS: Final[dict[str, bool | float | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **{f"{sign}{word}": float(f"{sign}inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
}


def resolve(text: str) -> str | int | float | bool | None:
    """What a plain word means: YAML 1.2.2's core schema (section 10.3.2), so ``yes`` and ``2026-09-30`` are
    texts.

    >>> resolve("12"), resolve("1e3"), resolve("yes"), resolve("True"), resolve("2026-09-30"), resolve("~")
    (12, 1000.0, 'yes', True, '2026-09-30', None)
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        if len(text) > 300:
            return math.inf
        return (
            int(text[2:], 8)
            if text.startswith("0o")
            else int(text, 16)
            if text.startswith("0x")
            else int(text)
        )
    return float(text) if _FLOAT.fullmatch(text) else text


def _is_kept(number: float) -> bool:
    return abs(number) <= 2**1023 if isinstance(number, int) else math.isfinite(number)
