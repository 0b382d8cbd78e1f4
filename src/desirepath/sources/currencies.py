"""Amounts in the smallest unit of their currency, as payment services write them, and in the currency
itself."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

# Source: the list of currencies of Stripe's documentation; ISO 4217 differs for some (ISK and UGX have no
# smaller unit, and are still written with two decimals).
ZERO_DECIMALS = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF")
)
THREE_DECIMALS = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))


def major_units(amount: str | int, currency: str) -> str:
    """An amount in cents (or what the currency has instead) in the currency itself.

    >>> major_units(1999, "USD"), major_units(1999, "JPY"), major_units("1999.5", "KWD")
    ('19.99', '1999', '1.9995')

    Raises ValueError for what is no number.
    """
    try:
        number = Decimal(str(amount))
    except InvalidOperation:
        raise ValueError(f'"{str(amount)[:60]}" is not a number') from None
    if not number.is_finite():
        raise ValueError(f'"{str(amount)[:60]}" is not an ordinary number')
    places = 0 if currency in ZERO_DECIMALS else 3 if currency in THREE_DECIMALS else 2
    try:
        return str(number.scaleb(-places))
    except ArithmeticError:
        raise ValueError(f'"{str(amount)[:60]}" is not an ordinary number') from None
