"""Success within the horizon: which share will have succeeded by the time a passage is over."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.expected import within_horizon
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    if not observed.journey.passage.succeeds:
        return unknown(MEASURE.id, "the map does not say what the goal is (passage.succeeds)", unit="share")
    return within_horizon(MEASURE.id, observed, None)


MEASURE = Measure(
    id="success_within",
    name="Success within the horizon",
    question="Of all who set out, how many are expected to succeed within the journey's horizon?",
    formula="the Aalen-Johansen incidence of success at the horizon (`passage.horizon`): at each age the "
    "share to which nothing has happened yet times (succeeded at this age / followed to it), added up. "
    "Who failed or expired will not succeed any more; who is under way counts for as long as followed. "
    "With nobody under way it is the success rate",
    unit="share",
    source="Aalen and Johansen (1978); interval: Wilson's with the number that the estimator's variance is "
    "worth (Rothman 1978), its upper end with room for what the few who were followed to the horizon do not "
    "show. It takes the younger passages to do as the older ones did",
    missing="no passage has started, the map gives no horizon or does not say what success is, or nobody has "
    "been followed for the whole horizon yet",
    at=("journey",),
    compute=_compute,
)
