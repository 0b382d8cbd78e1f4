"""NPS: promoters less detractors, on the 0..10 scale."""

from __future__ import annotations

from math import sqrt

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.clusters import votes_at
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed
from desirepath.measures.statistics.normal import Z
from desirepath.measures.statistics.ratio_of_means import Moments, ratio_of_means
from desirepath.measures.statistics.wilson import wilson
from desirepath.replay.answers import NPS


def _compute(observed: Observed, place: Place) -> Estimate:
    return net_promoters_of(votes_at(observed, NPS, place))


def net_promoters(promoters: int, passives: int, detractors: int) -> Estimate:
    """The net promoter score of so many answers of each kind, each of somebody else.

    >>> net_promoters(60, 20, 20).value
    40.0
    """
    n, s = promoters + passives + detractors, promoters - detractors
    return net_promoters_of(Moments(n, n, s, n, s, promoters + detractors))


def net_promoters_of(votes: Moments) -> Estimate:
    """The net promoter score of answers: n counts them, s is promoters less detractors.

    Two customers, one of whom answered three times:

    >>> found = net_promoters_of(Moments(subjects=2, n=4, s=2, nn=10, ns=8, ss=10))
    >>> found.value, found.low, found.high, found.method
    (50.0, -100.0, 100.0, 'ratio of means, t')
    """
    if votes.n == 0:
        return unknown(MEASURE.id, "nobody answered on a 0..10 scale", unit="points")
    value = 100 * votes.s / votes.n
    low, high, method = _interval(votes, value)
    return Estimate(MEASURE.id, value, low, high, n=votes.n, unit="points", method=method)


def _interval(votes: Moments, value: float) -> tuple[float | None, float | None, str]:
    # All of one kind show no spread; how many others there can be is Wilson's answer.
    others = 100 * wilson(0, votes.subjects)[1]
    if votes.s == votes.n:
        return 100 - 2 * others, 100.0, "wilson"
    if votes.s == -votes.n:
        return -100.0, 2 * others - 100, "wilson"
    if votes.ss == 0:
        return -others, others, "wilson"
    if votes.nn == votes.n:
        share = votes.s / votes.n
        half = 100 * Z * sqrt(max(votes.ss / votes.n - share**2, 0) / votes.n)
        return max(value - half, -100.0), min(value + half, 100.0), "multinomial variance"
    reach = ratio_of_means(votes).half_width
    if reach is None:
        return None, None, "one subject, no interval"
    half = 100 * reach or others
    method = "ratio of means, t" if reach else "wilson"
    return max(value - half, -100.0), min(value + half, 100.0), method


MEASURE = Measure(
    id="nps",
    name="NPS",
    question="How many more would recommend us than would not?",
    formula="100 x (answers of 9 or more - answers below 7) / answers, on 0..10; every answer is a promoter "
    "(>= 9), a passive (>= 7) or a detractor (the rest, 6.5 included); a survey that was dismissed "
    "is no answer. Variance: (p + d - (p - d)^2) / n; where somebody answered several times, each "
    "subject's answers are one cluster",
    unit="points",
    source="F. Reichheld, Harvard Business Review 81/12 (2003) 46-54; interval from the multinomial "
    "variance, of several answers of one subject the linearised one (Cochran 1977, 6.3); Wilson's where "
    "all answers are of one kind",
    missing="nobody answered on a 0..10 scale",
    at=("step", "journey"),
    compute=_compute,
)
