"""What a signal saw, in words: its value with its unit."""

from __future__ import annotations

from desirepath.base.words import MINUS, SPACE, say_share
from desirepath.success.scorecard import Signal

_COUNTED = {
    "count": ("time", "times"),
    "people": ("person", "people"),
    "days": ("day", "days"),
    "days_since": ("day ago", "days ago"),
}


def say_value(signal: Signal, value: float) -> str:
    """A known value of a signal with its unit; of a value of the log itself the number alone.

    >>> from desirepath.success.scorecard import Range
    >>> seats = Signal(id="p", name="P", takes="people", per="traits.seats", scores=[Range(points=1)])
    >>> say_value(seats, 0.0), say_value(seats.model_copy(update={"per": None}), 8.0)
    ('0\\xa0% of seats', '8\\xa0people')
    >>> say_value(seats.model_copy(update={"per": None, "takes": "growth"}), -0.25)
    '−25\\xa0%'
    """
    if signal.per is not None:
        by = signal.per.removeprefix("traits.").replace("_", " ")
        return (
            f"{say_share(value)} of {by}"
            if signal.takes == "people"
            else f"{_number(value)} for each of {by}"
        )
    if signal.takes in _COUNTED:
        whole = int(value) if signal.takes == "days_since" else round(value)
        one, more = _COUNTED[signal.takes]
        return f"{whole:,}{SPACE}{one if whole == 1 else more}"
    if signal.takes == "growth":
        share = say_share(abs(value))
        return share if value == 0 else f"{'+' if value > 0 else MINUS}{share}"
    if signal.takes == "pace":
        return f"{_number(value)} of the expected time"
    return _number(value)


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", MINUS)
