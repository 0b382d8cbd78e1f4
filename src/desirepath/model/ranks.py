"""Ranks: short texts that order siblings, with always room for one more in between.

A rank is an integer of four digits to base 36, then a fraction without a trailing zero. Ranks compare as
plain texts. Putting something first or last counts the integer down or up, so a list that only grows at its
ends keeps ranks of four characters for 800,000 items either way; putting something between two neighbours
takes the shortest fraction half-way. Two people who insert at the same place at once get the same rank; the
node's id then decides (order by rank, then id).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WIDTH = 4
_MIDDLE = "i000"
_LOWEST_WHOLE = "0001"
_RANK = re.compile(r"[0-9a-z]{4}([0-9a-z]*[1-9a-z])?")


def is_rank(text: str) -> bool:
    """Whether a text is a rank.

    >>> is_rank("i000"), is_rank("i000i"), is_rank("i0000"), is_rank("I000")
    (True, True, False, False)
    """
    return _RANK.fullmatch(text) is not None


def rank_between(before: str | None, after: str | None) -> str:
    """A rank that comes after ``before`` and before ``after``; None stands for the open end.

    Raises ValueError where either is no rank, or where there is no room because they are not in order.

    >>> rank_between(None, None), rank_between("i000", None), rank_between(None, "i000")
    ('i000', 'i001', 'hzzz')
    >>> rank_between("i000", "i001"), rank_between("i000", "i000i")
    ('i000i', 'i0009')
    """
    for rank in (before, after):
        if rank is not None and not is_rank(rank):
            raise ValueError(f"not a rank: {rank!r}")
    if before is None and after is None:
        return _MIDDLE
    if before is None and after is not None and after[:_WIDTH] > _LOWEST_WHOLE:
        return _plus(after[:_WIDTH], -1)
    low = before or "0" * _WIDTH
    whole, fraction = low[:_WIDTH], low[_WIDTH:]
    if after is None:
        return whole + _half_way(fraction, None) if whole == "z" * _WIDTH else _plus(whole, 1)
    if low >= after:
        raise ValueError(f"no rank fits between {before!r} and {after!r}")
    if after[:_WIDTH] == whole:
        return whole + _half_way(fraction, after[_WIDTH:])
    next_whole = _plus(whole, 1)
    return next_whole if next_whole < after else whole + _half_way(fraction, None)


def first_ranks(count: int) -> tuple[str, ...]:
    """The ranks of so many siblings that have none yet.

    >>> first_ranks(3)
    ('i000', 'i001', 'i002')
    """
    ranks: list[str] = []
    for _ in range(count):
        ranks.append(rank_between(ranks[-1] if ranks else None, None))
    return tuple(ranks)


def longest_in_order(ranks: Sequence[str]) -> frozenset[int]:
    """The positions that can stay when the others are moved: a longest strictly rising run, the earliest of
    several.

    >>> sorted(longest_in_order(["i000", "i004", "i001", "i002"]))
    [0, 2, 3]
    """
    length: list[int] = []
    before: list[int] = []
    for position, rank in enumerate(ranks):
        earlier = [other for other in range(position) if ranks[other] < rank]
        best = max(earlier, key=lambda other: length[other], default=-1)
        length.append(length[best] + 1 if best >= 0 else 1)
        before.append(best)
    kept: set[int] = set()
    at = length.index(max(length)) if length else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return frozenset(kept)


def _plus(whole: str, step: int) -> str:
    number = int(whole, 36) + step
    digits = ""
    for _ in range(_WIDTH):
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


def _half_way(low: str, high: str | None) -> str:
    """The shortest fraction between two; ``low`` may be empty (zero), ``high`` None (one)."""
    if high is not None:
        shared = 0
        while shared < len(high) and (low[shared] if shared < len(low) else "0") == high[shared]:
            shared += 1
        if shared:
            return high[:shared] + _half_way(low[shared:], high[shared:])
    first = DIGITS.index(low[0]) if low else 0
    limit = DIGITS.index(high[0]) if high is not None else len(DIGITS)
    if limit - first > 1:
        return DIGITS[(first + limit) // 2]
    if high is not None and len(high) > 1:
        return high[0]
    return DIGITS[first] + _half_way(low[1:], None)
