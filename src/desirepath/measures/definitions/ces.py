"""CES: the share of those who found it easy, on the 1..7 scale."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.clusters import votes_at
from desirepath.measures.estimates import share_of_clusters
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed
from desirepath.measures.statistics.ratio_of_means import Moments
from desirepath.replay.answers import CES


def _compute(observed: Observed, place: Place) -> Estimate:
    return easy_of(votes_at(observed, CES, place))


def easy_of(votes: Moments) -> Estimate:
    """The share of those who found it easy among answers."""
    return share_of_clusters(MEASURE.id, votes, of_none="nobody answered on a 1..7 scale")


MEASURE = Measure(
    id="ces",
    name="CES",
    question="How many of those who answered found it easy?",
    formula="answers of 5, 6 or 7 / answers, on 1..7 where 7 is easiest; a scale written 7..1 or 1..7 hard, "
    "where 1 is easiest, is turned round; a survey that was dismissed is no answer",
    unit="share",
    source='the customer effort score 2.0 ("made it easy", agreement of 5 to 7); interval: Wilson (1927), '
    "each subject's answers one cluster (Korn and Graubard 1998)",
    missing="nobody answered on a 1..7 scale",
    at=("step", "journey"),
    compute=_compute,
)
