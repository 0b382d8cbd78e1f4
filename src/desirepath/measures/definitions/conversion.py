"""Conversion: of those at the step before, which share went on to this one."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    before = observed.step_before(place)
    if before is None:
        asked = np.ones(len(observed.is_open), bool)
        went_on = observed.has_reached(place)
    else:
        asked = observed.has_reached(before)
        went_on = asked & (observed.last_visit[place] > observed.first_visit[before])
    return share(
        MEASURE.id,
        int(np.count_nonzero(went_on)),
        int(np.count_nonzero(asked)),
        censored=int(np.count_nonzero(observed.is_open & asked & ~went_on)),
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
