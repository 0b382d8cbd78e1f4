"""Ids made of what people write, and its plain letters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 48
_OTHER: Final = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Lower case, without accents, as the pages compare what is looked for: who has no "ö" finds it with "o".

    >>> plain("Snöhamn Byrå"), plain("Größe"), plain("GROSSE")
    ('snohamn byra', 'grosse', 'grosse')
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return "".join(char for char in apart if not unicodedata.combining(char))


def slug(text: str, otherwise: str) -> str:
    """An id that still says what it is of: lower case, letters, digits and hyphens; ``otherwise`` where none
    of the text's characters can be written so.

    >>> slug("Größe & Farbe: die 2. Wahl", "step"), slug("はじめに", "step"), slug("7 days", "step")
    ('grosse-farbe-die-2-wahl', 'step', 'step-7-days')
    """
    kept = _OTHER.sub("-", plain(text)).strip("-")
    if not kept:
        return otherwise
    named = kept if kept[0].isalpha() else f"{otherwise}-{kept}"
    return named[:LONGEST].rstrip("-")
