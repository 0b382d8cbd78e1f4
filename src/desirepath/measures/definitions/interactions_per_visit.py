"""Interactions per visit: how much happens during one stay at the step."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    visits = int(observed.tally.visits[place])
    if visits == 0:
        return unknown(MEASURE.id, "nobody has been at this step", unit="per visit")
    interactions = int(observed.tally.activity_at[place].sum())
    return Estimate(
        MEASURE.id, interactions / visits, n=visits, unit="per visit", method="counted, no interval"
    )


MEASURE = Measure(
    id="interactions_per_visit",
    name="Interactions per visit",
    question="How many interactions does one stay at this step take?",
    formula="interactions while standing at the step, the one that began the stay included / stays. A stay "
    "still under way counts with what it has brought so far",
    unit="per visit",
    source="effort as a count; no interval: the interactions of one stay come in bursts, and an interval "
    "that takes them one by one would promise too much",
    missing="nobody has been at this step, or it has no rule",
    at=("step",),
    compute=_compute,
)
