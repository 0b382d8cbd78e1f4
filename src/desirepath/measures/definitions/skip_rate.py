"""Skip rate: which share of those who went beyond the step had not been at it."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    if observed.steps[place].optional:
        return unknown(MEASURE.id, "leaving out an optional step is no skip", unit="share")
    return share(
        MEASURE.id,
        int(observed.tally.skipped[place]),
        int(observed.tally.passed[place]),
        of_none="nobody has gone beyond this step",
    )


MEASURE = Measure(
    id="skip_rate",
    name="Skip rate",
    question="Of those who went beyond this step, how many had not been here?",
    formula="passages that had not visited the step when they first went to a later one / passages that "
    "went to a later one",
    unit="share",
    source="the model move of conformance checking (van der Aalst, Process Mining, 2nd ed. 2016, ch. 8); "
    "interval: Wilson (1927)",
    missing="nobody has gone beyond this step: it is not known whether they would skip it; or the step is "
    "optional: it can be left out, not skipped, and its reach says how many did not",
    at=("step",),
    compute=_compute,
)
