"""Headers that are more than the first row: below a title, or of two rows, as survey tools write them (the
questions, and below them their choices)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

_SAYS_NOTHING = ("", "Response", "Open-Ended Response")
_MOST_TITLE_ROWS: Final = 12


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
