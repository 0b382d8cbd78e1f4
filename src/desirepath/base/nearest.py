"""'Did you mean ...?': the known word nearest to an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like ``word``, or None where nothing is close.

    >>> nearest("chanels", ["channels", "goal", "doing"])
    'channels'
    >>> nearest("zzz", ["channels", "goal"]) is None
    True
    """
    matches = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None
