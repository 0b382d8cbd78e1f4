"""Reach: which share of the passages came to the step at all."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    return share(
        MEASURE.id,
        int(observed.tally.reach[place]),
        observed.started,
        censored=observed.may_still_come_to(place),
        of_none="no passage has started",
    )


MEASURE = Measure(
    id="reach",
    name="Reach",
    question="Of all who set out, how many came to this step so far?",
    formula="passages that visited the step / passages started. Censored: those still under way that have "
    "not come yet; they may, so that the final share lies between value and value + censored / n",
    unit="share",
    source="the plain observed share, so that a reader can count it again; interval: Wilson (1927)",
    missing="no passage has started, or the step has no rule; a step nobody came to has reach 0",
    at=("step",),
    compute=_compute,
)
