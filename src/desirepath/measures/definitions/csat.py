"""CSAT: the share of satisfied answers, on the 1..5 scale."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.clusters import votes_at
from desirepath.measures.estimates import share_of_clusters
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed
from desirepath.measures.statistics.ratio_of_means import Moments
from desirepath.replay.answers import CSAT


def _compute(observed: Observed, place: Place) -> Estimate:
    return satisfied_of(votes_at(observed, CSAT, place))


def satisfied_of(votes: Moments) -> Estimate:
    """The share of the satisfied among answers."""
    return share_of_clusters(MEASURE.id, votes, of_none="nobody answered on a 1..5 scale")


MEASURE = Measure(
    id="csat",
    name="CSAT",
    question="How many of those who answered are satisfied?",
    formula="answers of 4 or 5 / answers, on 1..5; a survey that was dismissed is no answer",
    unit="share",
    source="the field's top-two box of five; interval: Wilson (1927), each subject's answers one "
    "cluster (Korn and Graubard 1998)",
    missing="nobody answered on a 1..5 scale",
    at=("step", "journey"),
    compute=_compute,
)
