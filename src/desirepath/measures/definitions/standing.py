"""Standing: how many are at the step now."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed
from desirepath.replay.tally import OPEN


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    here = int(observed.tally.transitions[place, len(observed.steps) + OPEN])
    under_way = int(observed.tally.outcomes[OPEN])
    return Estimate(
        MEASURE.id,
        float(here),
        n=under_way,
        censored=under_way,
        unit="count",
        method="counted, not estimated",
    )


MEASURE = Measure(
    id="standing",
    name="Still here at the end of the data",
    question="How many are at this step at the end of the data?",
    formula="passages still under way whose latest step this is; n counts all that are under way",
    unit="count",
    source="a count, so that it has no interval",
    missing="the step has no rule; nobody here is 0",
    at=("step",),
    compute=_compute,
)
