"""Numbers in words, the same in the picture, the page, the terminal and a finding."""

from __future__ import annotations

import math
from datetime import date, timedelta

from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period, parse_span, say_span

SPACE = "\u00a0"
MINUS = "\u2212"
MISSING = "not known"
_UNITS = {
    "d": ("day", "days"),
    "h": ("hour", "hours"),
    "min": ("minute", "minutes"),
    "s": ("second", "seconds"),
}
FEELINGS = {2: "wonderful", 1: "good", 0: "neutral", -1: "poor", -2: "terrible"}


def say_count(number: int) -> str:
    """A whole number, thousands apart.

    >>> say_count(1204)
    '1,204'
    """
    return f"{number:,}"


def say_activity(activity: str) -> str:
    """The activity in words; capitals that are there stay, as German nouns want.

    >>> say_activity("order.placed"), say_activity("Erste Rechnung")
    ('Order placed', 'Erste Rechnung')
    """
    words = activity.replace(".", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or activity


def say_score(score: float) -> str:
    """A score as a whole number; a half goes up, as in the pages.

    >>> say_score(12.5), say_score(12.4)
    ('13', '12')
    """
    return f"{math.floor(score + 0.5):,}"


def say_share(value: float) -> str:
    """A share as whole per cents; never 0 % or 100 % of something that is not nothing or everything. A half
    goes up, as in the pages.

    >>> say_share(0.612), say_share(0.745), say_share(0.004), say_share(0.9961), say_share(0.0)
    ('61\\xa0%', '75\\xa0%', '<1\\xa0%', '>99\\xa0%', '0\\xa0%')
    """
    if 0 < value < 0.005:
        return f"<1{SPACE}%"
    if 0.995 < value < 1:
        return f">99{SPACE}%"
    return f"{math.floor(value * 100 + 0.5)}{SPACE}%"


def say_feeling(value: float) -> str:
    """A feeling with its sign, one decimal.

    >>> say_feeling(0.5), say_feeling(-1.26), say_feeling(0.0)
    ('+0.5', '−1.3', '0.0')
    """
    text = f"{abs(value):.1f}"
    if text == "0.0":
        return text
    return ("+" if value > 0 else MINUS) + text


def say_duration(seconds: float) -> str:
    """A length of time, its number and unit kept together.

    >>> say_duration(86400 * 6.5)
    '6.5\\xa0d'
    """
    return say_span(seconds).replace(" ", SPACE).replace("-", MINUS)


def say_length(seconds: float) -> str:
    """A length of time with its unit in full, for sentences.

    >>> say_length(86400 * 14), say_length(86400), say_length(5400)
    ('14 days', '1 day', '1.5 hours')
    """
    number, unit = say_span(seconds).split(" ")
    one, many = _UNITS[unit]
    return f"{number} {one if number == '1' else many}"


def say_span_text(span: str) -> str:
    """A span as a map's file writes it, said shortly: ``7d`` is 7 d. What cannot be read is said as it
    stands.

    >>> say_span_text("12 months"), say_span_text("-2d")
    ('360\\xa0d', '−2\\xa0d')
    """
    try:
        return say_duration(parse_span(span).total_seconds())
    except ValueError:
        return span


def say_due(span: str) -> str:
    """When a task is due, counted from the moment the step is entered.

    >>> say_due("-2d"), say_due("3d"), say_due("0d")
    ('2\\xa0d before', 'within\\xa03\\xa0d', 'at once')
    """
    try:
        seconds = parse_span(span).total_seconds()
    except ValueError:
        return span
    if seconds == 0:
        return "at once"
    return f"{say_duration(-seconds)} before" if seconds < 0 else f"within{SPACE}{say_duration(seconds)}"


def is_currency(unit: str) -> bool:
    """Whether a unit is a currency's three capital letters.

    >>> is_currency("EUR"), is_currency("count")
    (True, False)
    """
    return len(unit) == 3 and unit.isalpha() and unit.isupper()


def say_money(value: float, currency: str) -> str:
    """An amount of money, without cents from a thousand on.

    >>> say_money(1833673.46, "EUR"), say_money(12.5, "USD"), say_money(-1200, "EUR")
    ('1,833,673\\xa0EUR', '12.50\\xa0USD', '−1,200\\xa0EUR')
    """
    text = f"{abs(value):,.0f}" if abs(value) >= 1000 else f"{abs(value):.2f}"
    return f"{MINUS if value < 0 else ''}{text}{SPACE}{currency}"


def say_value(estimate: Estimate, *, value: float | None = None) -> str:
    """An estimate's value in its unit, or another ``value`` in that unit; missing is said to be missing."""
    shown = estimate.value if value is None else value
    if shown is None:
        return MISSING
    match estimate.unit:
        case "share":
            return say_share(shown)
        case "seconds":
            return say_duration(shown)
        case "feeling":
            return say_feeling(shown)
        case "points":
            return f"{shown:+.0f}".replace("-", MINUS)
        case "stars":
            return f"{shown:.2f}"
        case unit if is_currency(unit):
            return say_money(shown, unit)
        case _:
            return say_count(int(shown)) if shown == int(shown) else f"{shown:,.1f}".replace("-", MINUS)


def say_share_of(estimate: Estimate) -> str:
    """The interval of a share, where it has one, and of how many it is.

    >>> from desirepath.base.estimate import Estimate
    >>> say_share_of(Estimate(measure="reach", value=0.61, low=0.58, high=0.64, n=1204))
    '58 to 64\\xa0% of 1,204'
    >>> say_share_of(Estimate(measure="reach", value=0.5, n=2))
    'of 2'
    """
    interval = say_interval(estimate)
    of = f"of {say_count(estimate.n)}"
    return f"{interval}{SPACE}% {of}" if interval else of


def say_interval(estimate: Estimate) -> str:
    """The 95 % interval without repeating the unit, empty where there is none; one end may be open.

    >>> from desirepath.base.estimate import Estimate
    >>> say_interval(Estimate(measure="reach", value=0.61, low=0.58, high=0.64, n=1204))
    '58 to 64'
    >>> say_interval(Estimate(measure="reach", value=0.998, low=0.9965, high=0.999, n=9000))
    '99.7 to 99.9'
    >>> say_interval(Estimate(measure="dwell", value=90.0, low=60.0, n=9, unit="seconds"))
    '1\\xa0min or more'
    """
    if estimate.value is None or (estimate.low is None and estimate.high is None):
        return ""
    if estimate.low is None or estimate.high is None:
        bound = estimate.low if estimate.high is None else estimate.high
        return f"{say_value(estimate, value=bound)} or {'more' if estimate.high is None else 'less'}"
    low, high = say_value(estimate, value=estimate.low), say_value(estimate, value=estimate.high)
    if estimate.unit == "share":
        if low == high and low[0] in "<>":
            return _say_finely(estimate.low, estimate.high)
        return f"{low.removesuffix(SPACE + '%')} to {high.removesuffix(SPACE + '%')}"
    if is_currency(estimate.unit):
        low = low.removesuffix(SPACE + estimate.unit)
    if estimate.unit == "seconds" and low.rsplit(SPACE, 1)[-1] == high.rsplit(SPACE, 1)[-1]:
        low = low.rsplit(SPACE, 1)[0]
    return f"{low} to {high}"


def _say_finely(low: float, high: float) -> str:
    """Bounds near an end of the scale, where whole per cents read alike, with as few decimals as tell them
    apart."""
    for decimals in (1, 2, 3):
        said = tuple(f"{bound * 100:.{decimals}f}" for bound in (low, high))
        if said[0] != said[1]:
            break
    return " to ".join(said)


def say_difference(estimate: Estimate) -> str:
    """A difference with its sign and interval; shares differ by points.

    >>> from desirepath.base.estimate import Estimate
    >>> say_difference(Estimate(measure="reach", value=-0.12, low=-0.146, high=-0.094, n=5520))
    '−12 points (−15 to −9)'
    """
    if estimate.value is None:
        return MISSING
    ends = [_signed(estimate.unit, bound) for bound in (estimate.low, estimate.high) if bound is not None]
    points = " points" if estimate.unit == "share" else ""
    interval = f" ({' to '.join(ends)})" if len(ends) == 2 else ""
    return f"{_signed(estimate.unit, estimate.value)}{points}{interval}"


def _signed(unit: str, value: float) -> str:
    if unit == "seconds":
        text = say_duration(abs(value))
    elif is_currency(unit):
        text = say_money(abs(value), unit)
    else:
        text = f"{abs(value) * 100:.0f}" if unit == "share" else f"{abs(value):.1f}"
    if not text.strip("0."):
        return text
    return (MINUS if value < 0 else "+") + text


def say_estimate(estimate: Estimate) -> str:
    """The value with its interval: ``61 % (58 to 64)``.

    >>> from desirepath.base.estimate import Estimate
    >>> say_estimate(Estimate(measure="dwell", value=90.0, low=60.0, high=7200.0, n=9, unit="seconds"))
    '1.5\\xa0min (1\\xa0min to 2\\xa0h)'
    """
    interval = say_interval(estimate)
    return f"{say_value(estimate)} ({interval})" if interval else say_value(estimate)


def say_date(day: date) -> str:
    """A day as everybody reads it alike.

    >>> from datetime import date
    >>> say_date(date(2026, 11, 5))
    '5 November 2026'
    """
    return f"{day.day} {day:%B} {day.year}"


def say_period(period: Period) -> str:
    """A period by its first and its last day; what is open is said to be.

    >>> from desirepath.base.spans import parse_instant
    >>> first, last = parse_instant("2026-01-01"), parse_instant("2026-04-01")
    >>> say_period(Period(first, last)), say_period(Period(until=last)), say_period(Period())
    ('from 1 January 2026 to 31 March 2026', 'before 1 April 2026', 'at any time')
    """
    since, until = period.since, period.until
    if since is None:
        return "at any time" if until is None else f"before {say_date(until.date())}"
    if until is None:
        return f"from {say_date(since.date())} on"
    # Until is not in it: the last day is that of the instant before.
    last = max(since, until - timedelta(microseconds=1))
    return f"from {say_date(since.date())} to {say_date(last.date())}"


def count_of(number: int, one: str, many: str) -> str:
    """A number with the word in its form.

    >>> count_of(1, "step", "steps"), count_of(0, "step", "steps")
    ('1 step', '0 steps')
    """
    return f"{say_count(number)} {one if number == 1 else many}"


def plural(travels: str, number: int) -> str:
    """Those who travel, as a word of the right number: account, accounts.

    >>> plural("account", 2), plural("company", 2), plural("order", 1)
    ('accounts', 'companies', 'order')
    """
    if number == 1:
        return travels
    if travels.endswith("y") and travels[-2:-1] not in "aeiou":
        return travels[:-1] + "ies"
    return travels + ("es" if travels.endswith(("s", "x", "ch", "sh")) else "s")
