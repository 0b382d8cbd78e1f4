"""Time to reach: how long those who come to the step take to come there."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.estimates import median_seconds
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    under_way = observed.may_still_come_to(place)
    return median_seconds(
        MEASURE.id,
        observed.incidence_of(place).median(),
        n=int(observed.tally.reach[place]) + under_way,
        censored=under_way,
        method="aalen-johansen",
        of_none="nobody has come to this step",
        too_early="nobody has come to this step yet",
    )


MEASURE = Measure(
    id="time_to_reach",
    name="Time to reach",
    question="How long after setting out do those who come to this step come to it?",
    formula="the median of the Aalen-Johansen incidence of a first visit: the first time by which half of "
    "those who come have come. Who ended without coming will not come and does not count; who is "
    "still under way without having come is censored, and may come later. With nobody under way it "
    "is the plain median (of an even number, the lower of the two in the middle)",
    unit="seconds",
    source="Aalen and Johansen (1978); interval of the median: Woodruff (1952), none below six who came",
    missing="nobody has come to this step, or it has no rule",
    at=("step",),
    compute=_compute,
)
