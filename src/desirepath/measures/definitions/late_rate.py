"""Late rate: which share of the stays took longer than the map expects."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import NOBODY_STAYS, Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    if observed.steps[place].within is None:
        return unknown(MEASURE.id, "the map does not say within what time", unit="share")
    if observed.nobody_stays(place):
        return unknown(MEASURE.id, NOBODY_STAYS, unit="share", n=int(observed.tally.visits[place]))
    known, late = (int(count) for count in observed.tally.late[place])
    visits = int(observed.tally.visits[place])
    if visits and not known:
        too_young = "every stay is younger than the time it may take"
        return unknown(MEASURE.id, too_young, unit="share", n=visits, censored=visits)
    return share(MEASURE.id, late, visits, censored=visits - known, of_none="nobody has been at this step")


MEASURE = Measure(
    id="late_rate",
    name="Late rate",
    question="How many stays at this step have taken longer than we expect?",
    formula="stays longer than the step's `within` so far / stays. Censored: stays still under way that are "
    "younger than that and may still become late; one already past it is late",
    unit="share",
    source="the map's own expectation (`within`); interval: Wilson (1927)",
    missing="the map gives no `within`, nobody has been at this step, every stay is too young to know, or "
    "every stay ended the journey at the very instant it began",
    at=("step",),
    compute=_compute,
)
