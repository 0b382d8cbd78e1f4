"""In-order reach: which share came to the step the way the map draws it."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    return share(
        MEASURE.id,
        int(observed.tally.in_order[place]),
        observed.started,
        censored=observed.under_way - int(observed.lived.open_in_order[place]),
        of_none="no passage has started",
    )


MEASURE = Measure(
    id="in_order_reach",
    name="Reached in order",
    question="Of all who set out, how many came here by way of every earlier step, in the map's order?",
    formula="passages that visited the step after every earlier step that is not optional, in order, with "
    "anything in between / passages started. Censored: those still under way that have not",
    unit="share",
    source="the ordered funnel of the field (loose order); interval: Wilson (1927)",
    missing="no passage has started, or the step has no rule",
    at=("step",),
    compute=_compute,
)
