"""Money: an amount for a term becomes whole cents a month in the currency of the reports, or a reason why
not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from desirepath.base.spans import parse_instant, to_microseconds
from desirepath.log.workspace import Settings
from desirepath.measures.book.months import DAY_US, add_months, count_months

NO_AMOUNT: Final = "without an amount"
NO_CURRENCY: Final = "without a currency"
NO_TERM: Final = "without a word for how long the amount is (properties.term_days)"
NO_RATE: Final = "in a currency without a rate in desirepath.toml: "

_INTERVAL_MONTHS: Final = {
    "month": 1.0,
    "monthly": 1.0,
    "quarter": 3.0,
    "quarterly": 3.0,
    "year": 12.0,
    "yearly": 12.0,
    "annual": 12.0,
}
_INTERVAL_DAYS: Final = {"day": 1, "daily": 1, "week": 7, "weekly": 7}


@dataclass(frozen=True, slots=True)
class Term:
    """For how long an amount is: ``months`` as a number, and either whole calendar months, as ``zone`` has
    them, or days."""

    months: float
    calendar_months: int | None
    days: float | None
    zone: tzinfo = UTC

    def end(self, begin_us: int) -> int:
        """When a term that begins at an instant ends."""
        if self.calendar_months is not None:
            return add_months(begin_us, self.calendar_months, self.zone)
        assert self.days is not None
        return begin_us + round(self.days * DAY_US)


def read_term(properties: Mapping[str, Any], begins_us: int, zone: tzinfo = UTC) -> Term | None:
    """The term that properties (or traits) tell, None where they tell none.

    In this order: ``ends_on`` (a day of ``zone``), ``term_days``, ``term_months``, ``interval`` (month,
    quarter, year, week, day) with ``interval_count``.

    >>> read_term({"term_days": 365}, 0).months, read_term({"interval": "year"}, 0).calendar_months
    (12.0, 12)
    >>> read_term({"plan": "team"}, 0) is None
    True
    """
    ends_us = read_day(properties.get("ends_on"), zone)
    if ends_us is not None and ends_us > begins_us:
        days = (ends_us - begins_us) / DAY_US
        return Term(count_months(days), None, days)
    days_told = _positive(properties.get("term_days"))
    if days_told:
        return Term(count_months(days_told), None, days_told)
    months = _positive(properties.get("term_months"))
    if months:
        return _of_months(months, zone)
    interval = properties.get("interval")
    count = _positive(properties.get("interval_count")) or 1.0
    if interval in _INTERVAL_MONTHS:
        return _of_months(_INTERVAL_MONTHS[interval] * count, zone)
    if interval in _INTERVAL_DAYS:
        days = _INTERVAL_DAYS[interval] * count
        return Term(count_months(days), None, days)
    return None


def _of_months(months: float, zone: tzinfo) -> Term:
    if months == int(months):
        return Term(months, int(months), None, zone)
    return Term(months, None, months * 365 / 12)


def _positive(value: object) -> float | None:
    try:
        number = float(value) if isinstance(value, str | int | float) else 0.0
    except ValueError:
        return None
    return number if 0 < number < 100_000 else None


def read_day(value: object, zone: tzinfo = UTC) -> int | None:
    """The instant (microseconds) that a date (its midnight in ``zone``) or an instant as text names; None for
    anything else."""
    if not isinstance(value, str):
        return None
    try:
        return to_microseconds(parse_instant(value, zone))
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Rates:
    """Turns amounts into cents of the currency that reports are in."""

    currency: str
    rates: Mapping[str, Decimal]

    @classmethod
    def of(cls, settings: Settings) -> Rates:
        """The rates of a workspace."""
        return cls(settings.currency, settings.rates)

    def cents(self, amount: Decimal | None, currency: str | None) -> int | str:
        """The amount in whole cents; or why it cannot be said, as the end of a sentence.

        >>> rates = Rates("EUR", {"USD": Decimal("0.9")})
        >>> rates.cents(Decimal("10.00"), "USD"), rates.cents(Decimal(1), "JPY")
        (900, 'in a currency without a rate in desirepath.toml: JPY')
        """
        return self.cents_a_month(amount, currency, Term(1.0, 1, None))

    def cents_a_month(self, amount: Decimal | None, currency: str | None, term: Term | None) -> int | str:
        """What a month of the term costs, rounded once, to the cent; or why it cannot be said."""
        if amount is None:
            return NO_AMOUNT
        if currency is None:
            return NO_CURRENCY
        rate = Decimal(1) if currency == self.currency else self.rates.get(currency)
        if rate is None:
            return NO_RATE + currency
        if term is None:
            return NO_TERM
        exact = amount * 100 * rate / Decimal(repr(term.months))
        return int(exact.to_integral_value(ROUND_HALF_EVEN))


def say_gaps(gaps: Mapping[str, int], what: str) -> str:
    """Why money cannot be added up, in one sentence; ``what`` is one of those that are counted.

    >>> say_gaps({NO_AMOUNT: 1}, "subscription")
    '1 subscription without an amount'
    >>> say_gaps({NO_RATE + "USD": 3, NO_RATE + "JPY": 1}, "subscription")
    '4 subscriptions in a currency without a rate in desirepath.toml: JPY, USD'
    """
    currencies = sorted(gap.removeprefix(NO_RATE) for gap in gaps if gap.startswith(NO_RATE))
    told: dict[str, int] = {}
    for gap, count in gaps.items():
        gap = NO_RATE + ", ".join(currencies) if gap.startswith(NO_RATE) else gap
        told[gap] = told.get(gap, 0) + count
    return "; ".join(f"{count:,} {what}{'s' * (count != 1)} {gap}" for gap, count in sorted(told.items()))
