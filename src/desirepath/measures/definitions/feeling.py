"""Feeling: how customers felt at the step, from every score they gave while standing there."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.mean_level import mean_level
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed
from desirepath.measures.statistics.ratio_of_means import Moments

WORST, BEST = -2.0, 2.0


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    moments = Moments(*(int(count) for count in observed.tally.feeling[place]))
    if moments.n == 0:
        return unknown(MEASURE.id, "nobody answered here", unit="feeling")
    found = mean_level(moments)
    value, low, high = found.on(WORST, BEST)
    return Estimate(MEASURE.id, value, low, high, n=moments.n, unit="feeling", method=found.method)


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
