"""Feeling: how customers felt at the step, from every score they gave while standing there."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed
from desirepath.measures.statistics.ratio_of_means import Moments, ratio_of_means
from desirepath.measures.statistics.wilson import wilson
from desirepath.replay.tally import LEVELS

WORST, BEST = -2.0, 2.0


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    moments = Moments(*(int(count) for count in observed.tally.feeling[place]))
    if moments.n == 0:
        return unknown(MEASURE.id, "nobody answered here", unit="feeling")
    result = ratio_of_means(moments)
    value = _feeling(result.mean)
    if result.half_width is None:
        return Estimate(MEASURE.id, value, n=moments.n, unit="feeling", method="one subject, no interval")
    if result.half_width == 0:
        # Answers that are all alike show no spread, but few of them do not prove that there is none.
        share = result.mean / (LEVELS - 1)
        bounds = wilson(share * moments.subjects, moments.subjects)
        low, high = (_feeling(bound * (LEVELS - 1)) for bound in bounds)
        return Estimate(
            MEASURE.id, value, min(low, value), max(high, value), n=moments.n, unit="feeling", method="wilson"
        )
    low = max(_feeling(result.mean - result.half_width), WORST)
    high = min(_feeling(result.mean + result.half_width), BEST)
    return Estimate(MEASURE.id, value, low, high, n=moments.n, unit="feeling", method="ratio of means, t")


def _feeling(level: float) -> float:
    return level * (BEST - WORST) / (LEVELS - 1) + WORST


MEASURE = Measure(
    id="feeling",
    name="Feeling",
    question="How did customers feel here, by their own scores?",
    formula="the mean of all scores given while standing at the step, each scale's worst end taken as -2 "
    "and its best as +2; n counts answers. The interval takes each subject's answers as one "
    "cluster; where all answers are alike it is Wilson's, as of a share",
    unit="feeling",
    source="mean of ratios over clusters with linearised variance, Cochran (1977) 6.3; t quantile: Hill "
    "(1970)",
    missing="nobody answered here: a gap in the curve, not a neutral feeling",
    at=("step",),
    compute=_compute,
)
