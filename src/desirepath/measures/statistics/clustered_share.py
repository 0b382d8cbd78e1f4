"""The interval of a share whose units come in clusters: several answers of one customer, attempts of one
subject.

Source: Wilson's interval with the effective number of units, E. L. Korn and B. I. Graubard, Survey
Methodology 24 (1998) 193-201, in the form that C. Franco, R. J. A. Little, T. A. Louis and E. V. Slud found
to hold best (Journal of Survey Statistics and Methodology 7 (2019) 334-364). With the linearised variance v
of the share p over m clusters (:mod:`~desirepath.measures.statistics.ratio_of_means`)::

    n_eff = min(n, p (1 - p) / v x (z / t(m-1))^2)

Where every cluster has one unit it is Wilson's plain interval. Where v says nothing (all clusters alike, or
one alone), each cluster counts as one unit: ten equal answers of one customer are one.
"""

from __future__ import annotations

from desirepath.measures.statistics.normal import Z
from desirepath.measures.statistics.ratio_of_means import Moments, variance_of_ratio
from desirepath.measures.statistics.student import student_t
from desirepath.measures.statistics.wilson import wilson


def clustered_wilson(moments: Moments) -> tuple[float, float]:
    """The 95 % interval of the share of ``n`` units that are ``s``, over clusters.

    Four customers answered 1, 1, 1 and 3 times, all of one customer's alike:

    >>> low, high = clustered_wilson(Moments(subjects=4, n=6, s=4, nn=12, ns=10, ss=10))
    >>> round(low, 2), round(high, 2), [round(bound, 2) for bound in wilson(4, 6)]
    (0.1, 0.97, [0.3, 0.9])

    Raises ValueError where there are no units.
    """
    if moments.n <= 0:
        raise ValueError("no units, no share")
    if moments.nn == moments.n:
        return wilson(moments.s, moments.n)
    share = moments.s / moments.n
    variance = variance_of_ratio(moments)
    worth = float(moments.subjects)
    if variance and 0 < moments.s < moments.n:
        shrink = (Z / student_t(moments.subjects - 1)) ** 2
        worth = min(float(moments.n), share * (1 - share) / variance * shrink)
    return wilson(min(share * worth, worth), worth)
