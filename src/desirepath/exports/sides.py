"""What a measured map is about, and what it is compared with, in words: the segment and the period."""

from __future__ import annotations

from desirepath.base.words import say_date, say_period
from desirepath.measures.measured_map import MeasuredMap

EVERYBODY = "everybody"


def this_side(measured: MeasuredMap) -> str:
    """Whom the map is about; with the period where that is what the other side differs in."""
    who = measured.segment or EVERYBODY.capitalize()
    there = measured.there
    if there is None or there.period == measured.period:
        return who
    return f"{who} that started {say_period(measured.period)}"


def other_side(measured: MeasuredMap) -> str:
    """What it is compared with, by what differs: the segment, the period, or both."""
    there = measured.there
    if there is None or there.period == measured.period:
        return measured.against or EVERYBODY
    period = say_period(there.period)
    if there.segment == measured.segment:
        return f"those that started {period}"
    return f"{there.segment or EVERYBODY} that started {period}"


def say_same_age(measured: MeasuredMap) -> str:
    """That both sides had the same time, and until when each was looked at; or that one had more, and what
    follows. Empty where both are looked at on one day and nothing is to be said of it."""
    there = measured.there
    if there is None:
        return ""
    if measured.same_age is False:
        return (
            "Not at the same age: who began earlier had more time, so what is not decided yet is shown "
            "without a difference. Compare periods of one length to have it."
        )
    if there.as_of == measured.as_of:
        return ""
    return (
        f"Both as they stood at the same age: here seen until {say_date(measured.as_of.date())}, "
        f"there until {say_date(there.as_of.date())}."
    )
