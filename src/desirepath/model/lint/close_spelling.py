"""Whether two names are probably one name, misspelt."""

from __future__ import annotations

from difflib import SequenceMatcher


def are_close(one: str, other: str) -> bool:
    """Whether two different names look like one: the same but for case and punctuation, or nine tenths alike.

    Names that differ in a number are different names.

    >>> are_close("customer-success", "Customer Success"), are_close("ticket.openend", "ticket.opened")
    (True, True)
    >>> are_close("team-1", "team-2"), are_close("sales", "support")
    (False, False)
    """
    one, other = _letters(one), _letters(other)
    if [char for char in one if char.isdigit()] != [char for char in other if char.isdigit()]:
        return False
    return one == other or SequenceMatcher(None, one, other).ratio() >= 0.9


def _letters(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())
