"""Drop-off: which share of those who came to the step left the journey from it."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed
from desirepath.replay.tally import EXPIRED, FAILED, OPEN


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    ends = observed.tally.transitions[place, len(observed.steps) :]
    return share(
        MEASURE.id,
        int(ends[FAILED] + ends[EXPIRED]),
        int(observed.tally.reach[place]),
        censored=int(ends[OPEN]),
        of_none="nobody has come to this step",
    )


MEASURE = Measure(
    id="drop_off",
    name="Drop-off",
    question="Of those who came to this step, how many left the journey from here?",
    formula="passages that failed or expired while standing at the step / passages that visited it. "
    "Censored: those that stand here now; they are not lost",
    unit="share",
    source="the field's drop-off, with those still under way counted apart; interval: Wilson (1927)",
    missing="nobody has come to this step, or it has no rule",
    at=("step",),
    compute=_compute,
)
