"""Which lines of a YAML file belong to which entry: the comments above it, beside it and behind it."""

from __future__ import annotations

from dataclasses import dataclass

from desirepath.model.yaml_tree import Collection, Entry, TreeFile


@dataclass(frozen=True, slots=True)
class Lines:
    """One entry of a collection written in lines.

    ``lead`` holds the comment and blank lines above it, ``head`` the text from its start to its value,
    ``inner_lead`` the lines between the two where the value begins in a line of its own, ``end`` is where the
    next thing begins.
    """

    entry: Entry
    lead: str
    head: str
    inner_lead: str
    end: int


def split(file: TreeFile, collection: Collection, lead: str, end: int) -> tuple[list[Lines], str]:
    """The entries' lines, and the lines behind them that are the collection's own, up to ``end``.

    A comment that is indented deeper than the entries goes with the entry above it; any other, with all that
    follows it, with the entry below.
    """
    text, column = file.text, column_of(file, collection)
    found: list[Lines] = []
    for index, entry in enumerate(collection.entries):
        is_last = index + 1 == len(collection.entries)
        limit = end if is_last else line_start(text, collection.entries[index + 1].start)
        boundary = _boundary(text, entry.value.end, limit, column)
        head, inner_lead = _head(text, entry)
        found.append(Lines(entry, lead, head, inner_lead, boundary))
        lead = text[boundary:limit]
    return found, lead


def column_of(file: TreeFile, collection: Collection) -> int:
    """The column (from 0) in which the entries of a collection begin."""
    start = collection.entries[0].start if collection.entries else collection.start
    return start - line_start(file.text, start)


def line_start(text: str, index: int) -> int:
    """Where the line of an index begins."""
    return text.rfind("\n", 0, index) + 1


def line_end(text: str, index: int) -> int:
    """Where the line of an index ends, its line end included."""
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _boundary(text: str, value_end: int, limit: int, column: int) -> int:
    at_line_start = text[value_end - 1 : value_end] == "\n"
    boundary = position = min(value_end if at_line_start else line_end(text, value_end), limit)
    while position < limit:
        following = min(line_end(text, position), limit)
        line = text[position:following]
        if line.strip():
            if len(line) - len(line.lstrip(" ")) <= column:
                break
            boundary = following
        position = following
    return boundary


def _head(text: str, entry: Entry) -> tuple[str, str]:
    value = entry.value
    if isinstance(value, Collection) and not value.flow:
        line = line_start(text, value.start)
        if line > entry.start and not text[line : value.start].strip(" "):
            cut = line_end(text, entry.start)
            return text[entry.start : cut], text[cut:line]
    return text[entry.start : value.start], ""
