"""Conversion: of those at the step before, which share went on to this one."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    before = observed.step_before(place)
    lived = observed.lived
    asked = observed.started if before is None else int(observed.tally.reach[before])
    under_way = observed.under_way if before is None else int(lived.open_reach[before])
    return share(
        MEASURE.id,
        int(lived.went_on[place]),
        asked,
        censored=under_way - int(lived.open_went_on[place]),
        of_none="no passage has started" if before is None else "nobody has come to the step before",
    )


MEASURE = Measure(
    id="conversion",
    name="Conversion",
    question="Of those who came to the last step before that is not optional, how many went on here so far?",
    formula="passages that visited this step after the step before / passages that visited the step before, "
    "which is the nearest earlier step with a rule that is not optional (at the first: passages "
    "started). Censored: those still under way that have not gone on yet",
    unit="share",
    source="step-to-step conversion of the ordered funnel; interval: Wilson (1927)",
    missing="nobody has come to the step before, or the step has no rule",
    at=("step",),
    compute=_compute,
)
