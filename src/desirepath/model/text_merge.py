"""Three-way merge of one text that two people changed at once.

The algorithm is small enough to be written again, exactly, in another language:

1. A text is cut into tokens: a run of word characters (ASCII letters and digits, and the code points U+00C0
   to U+1FFF) is one token; every other code point is a token of its own.
2. The difference of two token lists: strip the common beginning, then the common end; of what is left take
   a longest common subsequence (from the left: where the first tokens are equal, match them; else drop the
   base's token if that keeps at least as long a subsequence as skipping the other's). More than a million
   pairs of tokens left count as one replacement. A *hunk* is a stretch of the base and what replaces it.
3. Hunks of the two sides that are equal are one. Hunks that share base tokens, or an insertion strictly
   inside the other's hunk, are a conflict. Everything else is applied, from left to right; of two
   insertions at one place the one that sorts first (by code points) comes first, so that it does not matter
   who is who.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_MOST_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text; where the changes overlap, ``is_clean`` is False and ``text`` is mine."""

    text: str
    is_clean: bool


class Hunk(NamedTuple):
    """Base tokens from ``start`` (included) to ``end`` (excluded) become ``tokens``."""

    start: int
    end: int
    tokens: tuple[str, ...]


def merge_text(base: str, mine: str, theirs: str) -> Merged:
    """Merge two changes of one text.

    >>> merge_text("Call the customer", "Call the new customer", "Call the customer twice")
    Merged(text='Call the new customer twice', is_clean=True)
    >>> merge_text("Call them", "Ring them", "Visit them")
    Merged(text='Ring them', is_clean=False)
    """
    tokens = cut(base)
    hunks = sorted({*difference(tokens, cut(mine)), *difference(tokens, cut(theirs))})
    if any(_overlap(one, other) for one, other in pairwise(hunks)):
        return Merged(mine, is_clean=False)
    merged: list[str] = []
    reached = 0
    for hunk in hunks:
        merged += tokens[reached : hunk.start]
        merged += hunk.tokens
        reached = hunk.end
    merged += tokens[reached:]
    return Merged("".join(merged), is_clean=True)


def cut(text: str) -> tuple[str, ...]:
    """The tokens of a text; together they are the text.

    >>> cut("Kick-off, 面談 à 9h")
    ('Kick', '-', 'off', ',', ' ', '面', '談', ' ', 'à', ' ', '9h')
    """
    tokens: list[str] = []
    in_word = False
    for char in text:
        is_word = _is_word(char)
        if is_word and in_word:
            tokens[-1] += char
        else:
            tokens.append(char)
        in_word = is_word
    return tuple(tokens)


def difference(base: tuple[str, ...], changed: tuple[str, ...]) -> tuple[Hunk, ...]:
    """The hunks that make ``changed`` of ``base``, from left to right.

    >>> difference(cut("a b c"), cut("a x c"))
    (Hunk(start=2, end=3, tokens=('x',)),)
    """
    start = 0
    while start < min(len(base), len(changed)) and base[start] == changed[start]:
        start += 1
    base_end, changed_end = len(base), len(changed)
    while base_end > start and changed_end > start and base[base_end - 1] == changed[changed_end - 1]:
        base_end -= 1
        changed_end -= 1
    hunks: list[Hunk] = []
    before = (start, start)
    for match in (*_matches(base, changed, start, base_end, changed_end), (base_end, changed_end)):
        if match != before:
            hunks.append(Hunk(before[0], match[0], changed[before[1] : match[1]]))
        before = (match[0] + 1, match[1] + 1)
    return tuple(hunks)


def _matches(
    base: tuple[str, ...], changed: tuple[str, ...], start: int, base_end: int, changed_end: int
) -> list[tuple[int, int]]:
    """Positions of a longest common subsequence of the two middles."""
    rows, columns = base_end - start, changed_end - start
    if rows * columns > _MOST_PAIRS:
        return []
    longest = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            if base[start + i] == changed[start + j]:
                longest[i][j] = longest[i + 1][j + 1] + 1
            else:
                longest[i][j] = max(longest[i + 1][j], longest[i][j + 1])
    matches: list[tuple[int, int]] = []
    i = j = 0
    while i < rows and j < columns:
        if base[start + i] == changed[start + j]:
            matches.append((start + i, start + j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return matches


def _overlap(one: Hunk, other: Hunk) -> bool:
    """Whether two neighbouring hunks, in sorted order, want the same stretch of the base."""
    return other.start < one.end


def _is_word(char: str) -> bool:
    return (char.isascii() and char.isalnum()) or "\u00c0" <= char <= "\u1fff"
