"""Return rate: which share of those who came to the step came back to it from a later one."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    return share(
        MEASURE.id,
        int(observed.tally.returned[place]),
        int(observed.tally.reach[place]),
        censored=int(observed.lived.open_reach[place] - observed.lived.open_returned[place]),
        of_none="nobody has come to this step",
    )


MEASURE = Measure(
    id="return_rate",
    name="Return rate",
    question="Of those who came to this step, how many came back to it from a later one?",
    formula="passages that moved back to the step from a later one / passages that visited it. Censored: "
    "those still under way that have not come back",
    unit="share",
    source="rework in process mining (van der Aalst 2016, ch. 8); interval: Wilson (1927)",
    missing="nobody has come to this step, or it has no rule",
    at=("step",),
    compute=_compute,
)
