"""Success rate: which share of the passages succeeded, known in the field as completion."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed
from desirepath.replay.tally import OPEN, SUCCEEDED


def _compute(observed: Observed, place: Place) -> Estimate:
    if not observed.journey.passage.succeeds:
        return unknown(MEASURE.id, "the map does not say what the goal is (passage.succeeds)", unit="share")
    outcomes = observed.tally.outcomes
    return share(
        MEASURE.id,
        int(outcomes[SUCCEEDED]),
        observed.started,
        censored=int(outcomes[OPEN]),
        of_none="no passage has started",
    )


MEASURE = Measure(
    id="success_rate",
    name="Success rate",
    question="Of all who set out, how many have succeeded so far?",
    formula="passages that succeeded / passages started. Censored: those still under way; they may succeed, "
    "so that the final share lies between value and value + censored / n",
    unit="share",
    source="onboarding completion as the field defines it (completed / started in the cohort); interval: "
    "Wilson (1927)",
    missing="no passage has started, or the map does not say what success is",
    at=("journey",),
    compute=_compute,
)
