"""The interval of a sum to which each customer adds its own part, however many customers there are.

It is the Poisson bootstrap over customers: each counts 0, 1, 2, ... times, as often as a Poisson number with
mean 1 says, independently of the others; the interval holds the middle 95 % of such sums (N. Chamandy, O.
Muralidharan, A. Najmi and S. Naidu, Estimating uncertainty for massive data streams, Google 2012). So it
answers: how different would the sum be, had another such set of customers come?

Nothing is drawn, so that the same log always gives the same interval: the cumulants of all those sums are the
sums of powers of the parts, k_r = sum x^r, and their quantiles follow by the expansion of E. A. Cornish and
R. A. Fisher (Revue de l'Institut International de Statistique 5 (1938) 307-320), to the fourth cumulant::

    k_1 + sqrt(k_2) (z + (z^2 - 1) g/6 + (z^3 - 3z) h/24 - (2z^3 - 5z) g^2/36)
    with g = k_3 / k_2^1.5 and h = k_4 / k_2^2
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from desirepath.measures.statistics.normal import Z


def sum_interval(parts: Iterable[int]) -> tuple[float, float]:
    """The 95 % interval of the sum of parts that are not negative; never below 0. Raises ValueError where all
    are 0, or one is negative: then there is no spread to tell of, or another question.

    >>> low, high = sum_interval([100] * 25)
    >>> round(low), round(high)
    (1569, 3526)
    """
    values = [int(part) for part in parts if part]
    if not values or min(values) < 0:
        raise ValueError("a sum of nothing, or of something negative")
    first, second, third, fourth = (sum(value**power for value in values) for power in (1, 2, 3, 4))
    spread = sqrt(second)
    skewness, tails = third / second / spread, fourth / second**2

    def quantile(z: float) -> float:
        shape = (z * z - 1) * skewness / 6 + (z**3 - 3 * z) * tails / 24
        return first + spread * (z + shape - (2 * z**3 - 5 * z) * skewness**2 / 36)

    return min(max(quantile(-Z), 0.0), first), max(quantile(Z), first)
