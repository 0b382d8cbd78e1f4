"""Headers that are not the first row, or more than one: below a title, or of two rows, as survey tools write
them (the questions, and below them their choices)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest
from typing import Final

_SAYS_NOTHING = ("", "Response", "Open-Ended Response")
_MOST_TITLE_ROWS: Final = 12
LOOKED_AT: Final = 60
"""So many rows are looked at to find the header among them."""
_LONGEST_NAME: Final = 200
_NO_NAME: Final = re.compile(r"[^A-Za-z\u00c0-\uffff]*|\S+@\S+|https?:.*|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")
"""What is a value, and no name of a column: a number, a date, an address."""


def header_at(rows: Sequence[Sequence[str]], needed: Collection[str] = ()) -> int:
    """Which of the first rows of a table is its header: the first that has all the ``needed`` columns. Where
    none does, or nothing is needed, it is the first row; but what is narrower, above a row of names and most
    of the rows below that, is a title ("Tickets, exported on 3 May").

    >>> rows = [["Report:", "Tickets"], [], ["Who", "When", "What"], ["ann", "1/5/26", "x"]]
    >>> header_at(rows), header_at(rows[2:]), header_at(rows, ["When", "Who"])
    (2, 0, 2)
    """
    if needed:
        for place, row in enumerate(rows):
            if {cell.strip() for cell in row}.issuperset(needed):
                return place
    widths = [_width(row) for row in rows]
    widest = 0
    for place, width in enumerate(widths):
        below = [one for one in widths[place + 1 :] if one]
        is_whole = width > widest and 2 * sum(widest < one <= width for one in below) >= len(below) > 0
        if place and is_whole and _are_names(rows[place][:width]):
            return place
        widest = max(widest, width)
    return 0


def _width(row: Sequence[str]) -> int:
    """How many cells a row has, up to the last that says something."""
    return max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0)


def _are_names(cells: Sequence[str]) -> bool:
    names = [cell.strip() for cell in cells]
    return len(set(names)) == len(names) and not any(
        len(name) > _LONGEST_NAME or _NO_NAME.fullmatch(name) for name in names
    )


def read_header_below(rows: Iterator[Sequence[str]]) -> tuple[str, ...]:
    """The names of the columns, where the first row alone does not tell: what stands in one cell by itself is
    a title, and below titles the header is one row; else it is two.

    >>> read_header_below(iter([["Sales, May", "", ""], [], ["Who", "When", "What"], ["ann", "1 May", "x"]]))
    ('Who', 'When', 'What')
    >>> read_header_below(iter([["ID", "Which?", ""], ["", "Blue", "Red"]]))
    ('ID', 'Which?: Blue', 'Which?: Red')
    """
    for place in range(_MOST_TITLE_ROWS):
        row = next(rows, None)
        if row is None:
            break
        if sum(map(bool, row)) > 1:
            return tuple(row) if place else two_rows_as_one(row, next(rows, []))
    return ()


def two_rows_as_one(questions: Sequence[str], choices: Sequence[str]) -> tuple[str, ...]:
    """One name a column: the question, with its choice where there is one. A question stands above the first
    of its choices only. A name that comes again gets a number.

    >>> two_rows_as_one(["ID", "How was it?", "Which?", "", ""], ["", "Response", "Blue", "Red"])
    ('ID', 'How was it?', 'Which?: Blue', 'Which?: Red', 'Which?')
    """
    names: list[str] = []
    counts: dict[str, int] = {}
    question = ""
    for above, below in zip_longest(questions, choices, fillvalue=""):
        question = above or question
        name = question if below in _SAYS_NOTHING else f"{question}: {below}" if question else below
        counts[name] = counts.get(name, 0) + 1
        names.append(name if counts[name] == 1 else f"{name} ({counts[name]})")
    return tuple(names)
