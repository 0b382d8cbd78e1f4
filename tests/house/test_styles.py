"""Style sheets share one name space: a class that two rooms style means two things somewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

FAMILIES = (
    {"base.css", "shell.css", "pages.css", "panels.css"},
    {"map.css", "board.css", "history.css", "lived.css"},
    {"data.css", "connect.css"},
)
"""Sheets of one room: the frame of every page; the board and what is laid over it."""
STYLES = Path(__file__).parents[2] / "web" / "src" / "styles"


def bare_classes(text: str) -> set[str]:
    """The classes that a sheet styles by their name alone, outside of media queries."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    found, depth, media, start = set(), 0, 0, 0
    for place, letter in enumerate(text):
        if letter == "{":
            head = text[start:place].strip()
            depth += 1
            if head.startswith("@"):
                media += 1
            elif not media:
                for selector in head.split(","):
                    match = re.fullmatch(
                        r"\.([a-z][\w-]*)(\[[^\]]*\]|:(?!has)[\w-]+(\([^)]*\))?)*", selector.strip()
                    )
                    if match:
                        found.add(match[1])
            start = place + 1
        elif letter == "}":
            depth -= 1
            media = min(media, depth)
            start = place + 1
        elif letter == ";":
            start = place + 1
    return found


def test_a_class_is_told_from_others() -> None:
    sheet = ".a, .b[x]:hover { c: d } .e .f { g: h } @media print { .i { j: k } } .l { m: n }"
    assert bare_classes(sheet) == {"a", "b", "l"}


def test_no_class_is_styled_by_two_rooms() -> None:
    sheets = defaultdict(list)
    for path in sorted(STYLES.glob("*.css")):
        for name in bare_classes(path.read_text("utf-8")):
            sheets[name].append(path.name)
    twice = {name: where for name, where in sheets.items() if not _is_one_room(where)}
    assert twice == {}, (
        "one name, one sheet: call one of them otherwise, or move what they share into base.css"
    )


def _is_one_room(sheets: list[str]) -> bool:
    return len(sheets) == 1 or any(set(sheets) <= family for family in FAMILIES)
