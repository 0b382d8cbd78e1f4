"""Customers' words that may be shown to more people than the ones they were written to: without who wrote
them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_MAIL: Final = re.compile(r"[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\s@<>()\[\],;:.]+")
_LINK: Final = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\+?\d(?:[\s().\-/]?\d){5,}")
SHORTEST: Final = 3
"""A shorter name is not looked for: it would be found inside other words."""


def mask(text: str, names: Iterable[str] = ()) -> str:
    """The text without e-mail addresses, links, numbers of six and more digits, and the given names.

    >>> mask("I am Ana Lima (ana@acme.test), order 12 of 0049 171 5550 123", ["Ana Lima"])
    'I am [name] ([e-mail]), order 12 of [number]'
    """
    text = _MAIL.sub("[e-mail]", text)
    text = _LINK.sub("[link]", text)
    for name in sorted({one.strip() for one in names}, key=lambda one: (-len(one), one)):
        if len(name) >= SHORTEST:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "[name]", text, flags=re.IGNORECASE)
    return _NUMBER.sub("[number]", text)
