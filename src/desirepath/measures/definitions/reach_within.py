"""Reach within the horizon: which share will have come to the step by the time a passage is over."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.expected import within_horizon
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    return within_horizon(MEASURE.id, observed, place)


MEASURE = Measure(
    id="reach_within",
    name="Reach within the horizon",
    question="Of all who set out, how many are expected to come to this step within the journey's horizon?",
    formula="the Aalen-Johansen incidence of a first visit at the horizon (`passage.horizon`): who ended "
    "without coming will not come any more, who is under way counts for as long as followed. With nobody "
    "under way it is the reach",
    unit="share",
    source="Aalen and Johansen (1978); interval: as for `success_within`",
    missing="no passage has started, the map gives no horizon, the step has no rule, or nobody has been "
    "followed for the whole horizon yet",
    at=("step",),
    compute=_compute,
)
