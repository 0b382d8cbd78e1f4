"""Interactions per visit: how much happens during one stay at the step."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.estimates import per_visit
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    visits = int(observed.tally.visits[place])
    interactions = max(int(observed.tally.activity_at[place].sum()), visits)
    return per_visit(MEASURE.id, interactions, visits, at_least=1)


MEASURE = Measure(
    id="interactions_per_visit",
    name="Interactions per visit",
    question="How many interactions does one stay at this step take?",
    formula="interactions while standing at the step, the one that began the stay included / stays. A stay "
    "still under way counts with what it has brought so far",
    unit="per visit",
    source="effort as a count; interval: Poisson score (Barker 2002) of those beyond the first; where a "
    "few customers make most of them, the truth is less sure than it says",
    missing="nobody has been at this step, or it has no rule",
    at=("step",),
    compute=_compute,
)
