"""How many units a difference of two shares needs before it shows.

Source: J. L. Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and Proportions (3rd ed. 2003),
section 4.2, without the correction for continuity; the same as R's ``power.prop.test``::

    n = (z(1 - a/2) sqrt(2 q (1 - q)) + z(power) sqrt(p1 (1 - p1) + p2 (1 - p2)))^2 / (p1 - p2)^2
    with q = (p1 + p2) / 2
"""

from __future__ import annotations

from math import sqrt

from desirepath.measures.statistics.normal import STANDARD, Z

POWER = 0.8
"""Of five such comparisons, four would show it."""


def needed_each(share_1: float, share_2: float, *, power: float = POWER) -> float | None:
    """How many units each side needs so that two such shares are told apart at 95 %, with that chance; None
    where they do not differ.

    >>> round(needed_each(0.50, 0.75, power=0.90), 1)
    76.7
    >>> needed_each(0.2, 0.2) is None
    True
    """
    difference = share_1 - share_2
    if difference == 0:
        return None
    middle = (share_1 + share_2) / 2
    spread = Z * sqrt(2 * middle * (1 - middle)) + STANDARD.inv_cdf(power) * sqrt(
        share_1 * (1 - share_1) + share_2 * (1 - share_2)
    )
    return (spread / difference) ** 2
