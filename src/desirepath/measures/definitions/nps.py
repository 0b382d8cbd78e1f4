"""NPS: promoters less detractors, on the 0..10 scale."""

from __future__ import annotations

from math import sqrt

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Array, Observed
from desirepath.measures.scores import level_of, scores_on
from desirepath.measures.statistics.normal import Z
from desirepath.measures.statistics.wilson import wilson

SCALES = ("0..10",)
PROMOTER_FROM = level_of(9, 10)
PASSIVE_FROM = level_of(7, 10)


def _compute(observed: Observed, place: Place) -> Estimate:
    return net_promoters_of(scores_on(observed, SCALES, place))


def net_promoters_of(levels: Array) -> Estimate:
    """The net promoter score of answers by level."""
    promoters = int(levels[PROMOTER_FROM:].sum())
    detractors = int(levels[:PASSIVE_FROM].sum())
    return net_promoters(promoters, int(levels.sum()) - promoters - detractors, detractors)


def net_promoters(promoters: int, passives: int, detractors: int) -> Estimate:
    """The net promoter score of so many answers of each kind.

    >>> net_promoters(60, 20, 20).value
    40.0
    """
    n = promoters + passives + detractors
    if n == 0:
        return unknown(MEASURE.id, "nobody answered on a 0..10 scale", unit="points")
    p, d = promoters / n, detractors / n
    value = 100 * (p - d)
    half = 100 * Z * sqrt(max(p + d - (p - d) ** 2, 0) / n)
    if n in (promoters, passives, detractors):
        # All of one kind show no spread; how many others there can be is Wilson's answer.
        others = 100 * wilson(0, n)[1]
        low, high = {
            promoters: (100 - 2 * others, 100.0),
            detractors: (-100.0, 2 * others - 100),
            passives: (-others, others),
        }[n]
        return Estimate(MEASURE.id, value, low, high, n=n, unit="points", method="wilson")
    low, high = max(value - half, -100.0), min(value + half, 100.0)
    return Estimate(MEASURE.id, value, low, high, n=n, unit="points", method="multinomial variance")


MEASURE = Measure(
    id="nps",
    name="NPS",
    question="How many more would recommend us than would not?",
    formula="100 x (answers of 9 or more - answers below 7) / answers, on 0..10; every answer is a promoter "
    "(>= 9), a passive (>= 7) or a detractor (the rest, 6.5 included); a survey that was dismissed "
    "is no answer. Variance: (p + d - (p - d)^2) / n",
    unit="points",
    source="F. Reichheld, Harvard Business Review 81/12 (2003) 46-54; interval from the multinomial "
    "variance; Wilson's where all answers are of one kind",
    missing="nobody answered on a 0..10 scale",
    at=("step", "journey"),
    compute=_compute,
)
