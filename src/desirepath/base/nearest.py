"""The known word nearest to an unknown one, where it is near enough to have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_SHORTEST_STEM = 4
_BREAKS = re.compile(r"[\s._\-:/]+")
_DIGITS = re.compile(r"\d+")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` may be a misspelling of, or None where none is close enough.

    A name of several words is compared word by word: what shares one of two words is another name. Another
    number is never a slip of the keyboard.

    >>> nearest("chanels", ["channels", "goal", "doing"]), nearest("sign_up", ["signup"])
    ('channels', 'signup')
    >>> nearest("email.open", ["email.opened", "email.sent"]), nearest("page view", ["page.viewed"])
    ('email.opened', 'page.viewed')
    >>> nearest("order.placed", ["order.paid"]) or nearest("step-1", ["step-2"]) or nearest("plan", ["lane"])
    >>> nearest("zzz", ["channels", "goal"])
    """
    close = get_close_matches(word, list(known), n=5, cutoff=0.6)
    return next((one for one in close if _is_slip(word.casefold(), one.casefold())), None)


def _is_slip(word: str, known: str) -> bool:
    if _DIGITS.findall(word) != _DIGITS.findall(known):
        return False
    parts, others = (_BREAKS.split(text) for text in (word, known))
    if len(parts) == len(others):
        return all(map(_is_one_word, parts, others))
    return _is_one_word("".join(parts), "".join(others))


def _is_one_word(word: str, known: str) -> bool:
    """Whether two words are one, but for its ending or a letter in three."""
    shorter, longer = sorted((word, known), key=len)
    if len(shorter) >= _SHORTEST_STEM and longer.startswith(shorter):
        return True
    return edits_between(word, known) <= max(1, len(longer) // 3)


def edits_between(one: str, other: str) -> int:
    """How many letters to put in, leave out, change or swap with their neighbour to make one of the other.

    The distance is that of optimal string alignment (Boytsov 2011, "Indexing methods for approximate
    dictionary searching"): no part is edited twice.

    >>> edits_between("titel", "title"), edits_between("sore", "score"), edits_between("plan", "lane")
    (1, 1, 2)
    """
    before: Sequence[int] = ()
    last: Sequence[int] = range(len(other) + 1)
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]
