"""Headers of two rows, as survey tools write them: the questions, and below them their choices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

_SAYS_NOTHING = ("", "Response", "Open-Ended Response")


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
