"""Time to success: how long those who succeed take, known in the field as time to value."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.estimates import median_seconds
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed
from desirepath.replay.tally import SUCCEEDED


def _compute(observed: Observed, place: Place) -> Estimate:
    if not observed.journey.passage.succeeds:
        return unknown(MEASURE.id, "the map does not say what the goal is (passage.succeeds)", unit="seconds")
    under_way = observed.may_still_come_to(None)
    return median_seconds(
        MEASURE.id,
        observed.incidence_of(None).median(),
        n=int(observed.tally.outcomes[SUCCEEDED]) + under_way,
        censored=under_way,
        method="aalen-johansen",
        of_none="no passage has succeeded",
        too_early="no passage has succeeded yet",
    )


MEASURE = Measure(
    id="time_to_success",
    name="Time to success",
    question="How long does it take those who succeed?",
    formula="the median of the Aalen-Johansen incidence of success: the first time by which half of those "
    "who succeed have succeeded. Failed and expired passages will not succeed and do not count; "
    "those still under way are censored, and may succeed later",
    unit="seconds",
    source="time to value as the field defines it (first-value date less start; report the median); Aalen "
    "and Johansen (1978); interval of the median: Woodruff (1952), none below six who succeeded",
    missing="no passage has succeeded, or the map does not say what success is",
    at=("journey",),
    compute=_compute,
)
