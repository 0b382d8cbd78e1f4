"""Amounts of money as people and spreadsheets write them: with the sign of their currency, and in brackets
where they are below zero."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from desirepath.sources.currencies import CODES

_OF_SIGNS: Final = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP"),
    "US$": ("USD",), "CA$": ("CAD",), "C$": ("CAD",), "AU$": ("AUD",), "A$": ("AUD",), "NZ$": ("NZD",),
    "S$": ("SGD",), "HK$": ("HKD",), "MX$": ("MXN",), "R$": ("BRL",),
    "€": ("EUR",), "EURO": ("EUR",), "£": ("GBP",), "¥": ("JPY", "CNY"), "₹": ("INR",), "RS.": ("INR",),
    "₩": ("KRW",), "₪": ("ILS",), "₺": ("TRY",), "₫": ("VND",), "฿": ("THB",), "₽": ("RUB",), "₴": ("UAH",),
    "KR": ("SEK", "NOK", "DKK", "ISK"), "KR.": ("DKK", "SEK", "NOK"), "ZŁ": ("PLN",), "KČ": ("CZK",),
    "FT": ("HUF",), "FR.": ("CHF",), "SFR.": ("CHF",), "LEI": ("RON",),
}  # fmt: skip
_MARK: Final = (
    r"[A-Za-z]{0,3}\$|[€£¥₹₩₪₺₫฿₽₴]|[Zz]ł|[Kk]č|[Ss]?[Ff]r\.|[Kk]r\.?|[Rr]s\.|Ft|lei|[Ee]uro|[A-Z]{3}"
)
_UNITS: Final = frozenset(("ALL", "CUP", "KGS", "MOP", "SOS", "STN", "TOP"))
"""Codes that mean other things too, such as kilograms or cups: alone they do not say that it is money."""
_MONEY: Final = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+\u2212]?)\s*(?P<before>{_MARK})?\s*(?P<within>[-+\u2212]?)\s*"
    rf"(?P<number>[0-9][0-9.,'\u2019\u00a0\u202f ]*|[.,][0-9]+)\s*(?P<after>{_MARK})?\s*(?P<close>\))?"
)


def unmarked(cell: str) -> tuple[str, str]:
    """An amount without the sign of its currency, and that sign; any other text as it is.

    >>> unmarked("$1,234.50"), unmarked("-12,00 €"), unmarked("($7)"), unmarked("12.5"), unmarked("30 MIN")
    (('1,234.50', '$'), ('-12,00', '€'), ('-7', '$'), ('12.5', ''), ('30 MIN', ''))
    """
    found = _MONEY.fullmatch(cell.strip())
    if found is None or bool(found["open"]) != bool(found["close"]) or (found["before"] and found["after"]):
        return cell, ""
    mark = (found["before"] or found["after"] or "").upper()
    signs = found["sign"] + found["within"]
    if (mark and not currencies_of(mark)) or len(signs) > 1 or (signs and found["open"]):
        return cell, ""
    if not mark and not found["open"]:
        return cell, ""
    minus = "-" if found["open"] or signs in ("-", "\u2212") else ""
    return minus + found["number"].strip(), mark


def currencies_of(mark: str) -> tuple[str, ...]:
    """The currencies that are written with a sign, the usual one first; none where it is no such sign.

    >>> currencies_of("€"), currencies_of("$")[:2], currencies_of("CHF"), currencies_of("PCS")
    (('EUR',), ('USD', 'CAD'), ('CHF',), ())
    """
    if mark in _OF_SIGNS:
        return _OF_SIGNS[mark]
    return (mark,) if mark in CODES else ()


def mark_of(cells: Sequence[str]) -> str:
    """The one sign of a currency that these cells have; empty where none has, they have several, or it may as
    well be a unit.

    >>> mark_of(["$5", "1.50"]), mark_of(["$5", "€5"]), mark_of(["4 KGS"])
    ('$', '', '')
    """
    marks = {mark for cell in cells if (mark := unmarked(cell)[1])}
    return marks.pop() if len(marks) == 1 and not marks & _UNITS else ""
