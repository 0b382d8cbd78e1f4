"""Late rate: which share of the stays took longer than the map expects."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    if observed.steps[place].within is None:
        return unknown(MEASURE.id, "the map does not say within what time", unit="share")
    known, late = (int(count) for count in observed.tally.late[place])
    visits = int(observed.tally.visits[place])
    too_young = (
        "every stay is younger than the time it may take" if visits else "nobody has been at this step"
    )
    if known == 0 and visits:
        return unknown(MEASURE.id, too_young, unit="share", censored=visits)
    return share(MEASURE.id, late, known, censored=visits - known, of_none=too_young)


MEASURE = Measure(
    id="late_rate",
    name="Late rate",
    question="How many stays at this step take longer than we expect?",
    formula="stays longer than the step's `within` / stays known to be in time or late. Censored: stays "
    "still under way that are younger than that; one already past it is late",
    unit="share",
    source="the map's own expectation (`within`); interval: Wilson (1927)",
    missing="the map gives no `within`, or no stay is known to be in time or late",
    at=("step",),
    compute=_compute,
)
