"""Failure rate: which share of the passages failed."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed
from desirepath.replay.tally import FAILED, OPEN


def _compute(observed: Observed, place: Place) -> Estimate:
    if not observed.journey.passage.fails:
        return unknown(MEASURE.id, "the map does not say what failure is (passage.fails)", unit="share")
    outcomes = observed.tally.outcomes
    return share(
        MEASURE.id,
        int(outcomes[FAILED]),
        observed.started,
        censored=int(outcomes[OPEN]),
        of_none="no passage has started",
    )


MEASURE = Measure(
    id="failure_rate",
    name="Failure rate",
    question="Of all who set out, how many have failed so far?",
    formula="passages that met one of the map's `fails` rules / passages started; running out of time is "
    "not failing, and is counted apart (expired). Censored: those still under way",
    unit="share",
    source="the map's own rules; interval: Wilson (1927)",
    missing="no passage has started, or the map does not say what failure is",
    at=("journey",),
    compute=_compute,
)
