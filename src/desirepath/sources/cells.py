"""What the text in a cell says, under the declarations of a mapping: numbers, times, yes and no. Nothing is
guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import orjson

from desirepath.log.instants import checked_instant
from desirepath.sources.mapping import Mapping, Value
from desirepath.sources.money import currencies_of, unmarked

_YES = frozenset({"true", "yes", "y", "1", "t"})
_NO = frozenset({"false", "no", "n", "0", "f"})


def number_reader(mapping: Mapping) -> Callable[[str], str]:
    """A reader of numbers written with the mapping's decimal sign: cell to plain decimal text.

    >>> number_reader(Mapping(decimal=",", thousands="."))("1.234,50")
    '1234.50'

    The reader raises ValueError for what is no number.
    """
    thousands, decimal = mapping.thousands, mapping.decimal

    def read(cell: str) -> str:
        plain = cell.strip()
        if thousands:
            plain = plain.replace(thousands, "")
        if decimal != ".":
            if "." in plain:
                raise ValueError(f'"{cell}" is not a number with the decimal sign "{decimal}"')
            plain = plain.replace(decimal, ".")
        try:
            if "_" in plain or not Decimal(plain).is_finite():
                raise InvalidOperation
        except InvalidOperation:
            raise ValueError(f'"{cell[:60]}" is not a number with the decimal sign "{decimal}"') from None
        return plain

    return read


def money_reader(mapping: Mapping) -> Callable[[str], str]:
    """A reader of amounts, which may have the sign of their currency, or brackets where they are below zero.

    >>> money_reader(Mapping(thousands=","))("$1,234.50")
    '1234.50'

    The reader raises ValueError for what is no number.
    """
    number = number_reader(mapping)
    return lambda cell: number(unmarked(cell)[0])


def refuse_other_money(cell: str, currency: str) -> None:
    """Raise ValueError for an amount that has the sign of another currency."""
    mark = unmarked(cell)[1]
    if mark and currency.upper() not in currencies_of(mark):
        raise ValueError(f'"{cell[:60]}" is not in {currency.upper()}')


def number_of(plain: str) -> int | float:
    """Plain decimal text as a whole number where it is one, else as a number.

    >>> number_of("12"), number_of("12.50")
    (12, 12.5)
    """
    return int(plain) if plain.lstrip("+-").isdecimal() and len(plain) < 19 else float(plain)


def read_yes_no(cell: str) -> bool:
    """Yes or no. Raises ValueError for a word that is neither in English.

    >>> read_yes_no("Yes"), read_yes_no("0")
    (True, False)
    """
    word = cell.strip().lower()
    if word not in _YES | _NO:
        raise ValueError(f'"{cell[:60]}" is neither yes nor no; translate it with a map')
    return word in _YES


def read_json(cell: str) -> Any:
    """A cell that holds JSON. Raises ValueError where it does not."""
    try:
        return orjson.loads(cell)
    except ValueError as error:
        raise ValueError(f"the cell is not JSON: {error}") from None


def instant_reader(value: Value) -> Callable[[str], str]:
    """A reader of times written as ``value`` declares: cell to ISO 8601 in UTC.

    >>> from zoneinfo import ZoneInfo
    >>> instant_reader(Value(format="%d/%m/%Y %H:%M", zone=ZoneInfo("Europe/Paris")))("04/03/2026 09:30")
    '2026-03-04T08:30:00.000000Z'

    The reader raises ValueError for a time in another format, without a zone where none is declared, or in
    an hour that a clock change skips or, unless it is declared which one is meant, repeats.
    """
    if value.format in ("unix", "unix_ms"):
        parse = _unix_milliseconds if value.format == "unix_ms" else _unix_seconds
    elif value.format is None:
        parse = _iso
    else:
        pattern = value.format

        def parse(cell: str) -> datetime:
            try:
                return datetime.strptime(cell, pattern)  # noqa: DTZ007 -- the zone is the mapping's, below
            except ValueError as error:
                _refuse_no_day(cell, error)
                raise ValueError(f'"{cell[:60]}" is not written as {pattern}') from None

    @lru_cache(maxsize=1 << 16)
    def read(cell: str) -> str:
        moment = parse(cell.strip())
        if moment.tzinfo is None:
            moment = _in_zone(moment, value, cell)
        return checked_instant(moment).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"

    return read


class NoSuchDayError(ValueError):
    """A date is written as it should be, and there is no such day."""


def _refuse_no_day(cell: str, error: ValueError) -> None:
    if "day is out of range" in str(error) or "day of month" in str(error):
        raise NoSuchDayError(f'there is no such day: "{cell[:60]}"') from None


def _iso(cell: str) -> datetime:
    plain = cell.removesuffix(" UTC") + "Z" if cell.endswith(" UTC") else cell
    if plain[12:13] == ":":  # databases and spreadsheets write 9:05 where ISO writes 09:05
        plain = f"{plain[:11]}0{plain[11:]}"
    try:
        return datetime.fromisoformat(plain)
    except ValueError as error:
        _refuse_no_day(cell, error)
        raise ValueError(f'"{cell[:60]}" is not an ISO 8601 date; declare its format') from None


def _unix_seconds(cell: str) -> datetime:
    return _since_1970(cell, 1_000_000)


def _unix_milliseconds(cell: str) -> datetime:
    return _since_1970(cell, 1_000)


def _since_1970(cell: str, microseconds: int) -> datetime:
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(Decimal(cell) * microseconds))
    except (InvalidOperation, OverflowError, ValueError):
        raise ValueError(f'"{cell[:60]}" is not a time since 1970') from None


def _in_zone(moment: datetime, value: Value, cell: str) -> datetime:
    zone = value.zone
    if zone is None:
        raise ValueError(f'"{cell[:60]}" has no time zone; declare zone for its column')
    first, second = moment.replace(tzinfo=zone, fold=0), moment.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        raise ValueError(
            f'"{cell[:60]}" never happened in {zone.key}: the clocks were put forward '
            "(is that the zone of the file?)"
        )
    if value.repeated_hour is None:
        raise ValueError(
            f'"{cell[:60]}" happened twice in {zone.key}, where the clocks were put back; '
            'say repeated_hour = "first" or "second"'
        )
    return first if value.repeated_hour == "first" else second
