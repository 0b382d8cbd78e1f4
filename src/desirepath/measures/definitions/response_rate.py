"""Response rate: which share of the surveys sent was answered."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.activities import count_of
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    sent = count_of(observed, "survey.sent", place)
    answered = count_of(observed, "survey.answered", place)
    if answered > sent > 0:
        return unknown(
            MEASURE.id,
            f"{answered} answers to {sent} surveys sent here: some were sent at another step or not logged",
            unit="share",
            n=sent,
        )
    if answered and not sent:
        return unknown(
            MEASURE.id, "answers came, but the log does not say to whom surveys were sent", unit="share"
        )
    return share(MEASURE.id, answered, sent, of_none="no survey was sent here")


MEASURE = Measure(
    id="response_rate",
    name="Response rate",
    question="Of the surveys we sent here, how many were answered?",
    formula="`survey.answered` / `survey.sent`, each counted at the step where its subject stood",
    unit="share",
    source="AAPOR's response rate RR1 in its plainest form: completed / asked; interval: Wilson (1927)",
    missing="no survey was sent here, or there are more answers than surveys sent: then both were not at "
    "one step",
    at=("step", "journey"),
    compute=_compute,
)
