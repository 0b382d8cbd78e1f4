"""Ids made of what people write."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 48
_OTHER: Final = re.compile(r"[^a-z0-9]+")


def slug(text: str, otherwise: str) -> str:
    """An id that still says what it is of: lower case, letters, digits and hyphens; ``otherwise`` where none
    of the text's characters can be written so.

    >>> slug("Größe & Farbe: die 2. Wahl", "step"), slug("はじめに", "step"), slug("7 days", "step")
    ('grosse-farbe-die-2-wahl', 'step', 'step-7-days')
    """
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    kept = _OTHER.sub("-", "".join(char for char in plain if not unicodedata.combining(char))).strip("-")
    if not kept:
        return otherwise
    named = kept if kept[0].isalpha() else f"{otherwise}-{kept}"
    return named[:LONGEST].rstrip("-")
