"""Dwell: how long a stay at the step lasts."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.estimates import median_seconds
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import NOBODY_STAYS, Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    stays = int(observed.tally.visits[place])
    if observed.nobody_stays(place):
        return unknown(MEASURE.id, NOBODY_STAYS, unit="seconds", n=stays)
    return median_seconds(
        MEASURE.id,
        observed.stays_at(place).median(),
        n=stays,
        censored=len(observed.lived.standing_since_us(place)),
        method="kaplan-meier",
        of_none="nobody has been at this step",
        too_early="more than half of the stays are still under way: their median cannot be said yet",
    )


MEASURE = Measure(
    id="dwell",
    name="Time at the step",
    question="How long does a stay at this step last?",
    formula="the Kaplan-Meier median of the stays: the first time by which half have ended. Every end ends "
    "a stay: moving on, succeeding, failing and expiring alike (who leaves has stopped staying; how "
    "many left is drop-off's answer). A stay still under way is censored: it lasted at least so "
    "long",
    unit="seconds",
    source="Kaplan and Meier (1958), Greenwood's variance on the log(-log) scale; interval of the median: "
    "Brookmeyer and Crowley (1982); its upper end is missing where so few have stayed so long that "
    "it cannot be bounded",
    missing="nobody has been at this step, or more than half of the stays are still under way, or every stay "
    "ended the journey at the very instant it began (a step whose rule is that of the end)",
    at=("step",),
    compute=_compute,
)
