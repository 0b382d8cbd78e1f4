"""CSAT: the share of satisfied answers, on the 1..5 scale."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.estimates import share
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Array, Observed
from desirepath.measures.scores import level_of, scores_on

SCALES = ("1..5", "5..1")


def _compute(observed: Observed, place: Place) -> Estimate:
    return satisfied_of(scores_on(observed, SCALES, place))


def satisfied_of(levels: Array) -> Estimate:
    """The share of the satisfied of answers by level."""
    satisfied = int(levels[level_of(3, 4) :].sum())
    return share(MEASURE.id, satisfied, int(levels.sum()), of_none="nobody answered on a 1..5 scale")


MEASURE = Measure(
    id="csat",
    name="CSAT",
    question="How many of those who answered are satisfied?",
    formula="answers of 4 or 5 / answers, on 1..5; a survey that was dismissed is no answer",
    unit="share",
    source="the field's top-two box of five; interval: Wilson (1927)",
    missing="nobody answered on a 1..5 scale",
    at=("step", "journey"),
    compute=_compute,
)
