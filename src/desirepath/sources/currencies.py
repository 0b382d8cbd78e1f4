"""Amounts in the smallest unit of their currency, as payment services write them, and in the currency
itself."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

# Source: the list of currencies of Stripe's documentation; ISO 4217 differs for some (ISK and UGX have no
# smaller unit, and are still written with two decimals).
ZERO_DECIMALS = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF")
)
THREE_DECIMALS = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))

_CODES: Final = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
    GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
    KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
    NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
    SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF
    XCD XCG XOF XPF YER ZAR ZMW ZWG"""
CODES: Final = frozenset(_CODES.split())
"""The codes of ISO 4217 that people are paid in, and those that were given up of late."""


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
