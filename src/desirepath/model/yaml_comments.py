"""The comments of a YAML file as data, by the path of what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from desirepath.model.fields import Path
from desirepath.model.yaml_lines import Lines, line_end, line_start, split
from desirepath.model.yaml_tree import Collection, TreeFile


class Comment(TypedDict, total=False):
    """The comments of one thing, each line as written, with its ``#``: ``before`` it, ``beside`` it,
    ``after`` it.

    ``after`` holds the lines that are indented as part of it, behind everything else it has.
    """

    before: list[str]
    beside: str
    after: list[str]


def read_comments(file: TreeFile) -> Iterator[tuple[Path, Comment]]:
    """Each thing's path and its comments, in the order of the file."""
    root = file.root
    if root.flow:
        return
    parts, tail = split(
        file, root, file.text[file.body_start : line_start(file.text, root.start)], file.body_end
    )
    yield from _walk(file, parts, ())
    if after := comment_lines(tail):
        yield (), {"after": after}


def _walk(file: TreeFile, parts: list[Lines], path: Path) -> Iterator[tuple[Path, Comment]]:
    for lines in parts:
        here = (*path, lines.entry.key)
        inner: list[Lines] = []
        value = lines.entry.value
        behind = behind_value(file, lines)
        if isinstance(value, Collection) and not value.flow:
            inner, behind = split(file, value, lines.inner_lead, lines.end)
        comment: Comment = {}
        if before := comment_lines(lines.lead):
            comment["before"] = before
        if beside := beside_of(file, lines):
            comment["beside"] = beside
        if after := comment_lines(behind):
            comment["after"] = after
        if comment:
            yield here, comment
        yield from _walk(file, inner, here)


def beside_of(file: TreeFile, lines: Lines) -> str:
    """The comment in the entry's own line, or an empty text."""
    entry = lines.entry
    if isinstance(entry.value, Collection) and not entry.value.flow:
        behind_key = lines.head[entry.key_end - entry.start :].lstrip(" :\t")
        return behind_key.strip() if behind_key.startswith("#") else ""
    end = entry.value.end
    return (
        ""
        if file.text[end - 1 : end] == "\n"
        else file.text[end : min(line_end(file.text, end), lines.end)].strip()
    )


def behind_value(file: TreeFile, lines: Lines) -> str:
    """The lines behind a bare value that still belong to its entry."""
    end = lines.entry.value.end
    if file.text[end - 1 : end] == "\n":
        return file.text[end : lines.end]
    return file.text[min(line_end(file.text, end), lines.end) : lines.end]


def comment_lines(text: str) -> list[str]:
    """The comments among some lines, without their indentation."""
    return [line.strip() for line in text.split("\n") if line.strip().startswith("#")]
