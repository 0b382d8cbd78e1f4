"""The interval of a difference, from the two intervals of what is compared.

Source: for shares, R. G. Newcombe's hybrid score interval, Statistics in Medicine 17 (1998) 873-890, method
10; for any two independent estimates, G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008) 1693-1702,
who named it MOVER (method of variance estimates recovery)::

    d - sqrt((v1 - l1)^2 + (u2 - v2)^2)   ..   d + sqrt((u1 - v1)^2 + (v2 - l2)^2),     d = v1 - v2

Each side's own interval says how far its value could be off in the direction that matters. Two intervals that
overlap can still differ for sure: this interval, not the overlap, tells.
"""

from __future__ import annotations

from math import hypot

from desirepath.measures.statistics.normal import Z, two_sided_p

Bounds = tuple[float | None, float | None]


def mover(value_1: float, bounds_1: Bounds, value_2: float, bounds_2: Bounds) -> Bounds:
    """The 95 % interval of ``value_1 - value_2``; a side is None where one of the bounds it needs is not
    known.

    >>> from desirepath.measures.statistics.wilson import wilson
    >>> low, high = mover(56 / 70, wilson(56, 70), 48 / 80, wilson(48, 80))
    >>> round(low, 4), round(high, 4)
    (0.0524, 0.3339)
    """
    difference = value_1 - value_2
    (low_1, high_1), (low_2, high_2) = bounds_1, bounds_2
    low = None if low_1 is None or high_2 is None else difference - hypot(value_1 - low_1, high_2 - value_2)
    high = None if high_1 is None or low_2 is None else difference + hypot(high_1 - value_1, value_2 - low_2)
    return low, high


def p_of_difference(difference: float, bounds: Bounds) -> float | None:
    """How often chance alone makes such a difference: below 0.05 exactly where ``bounds`` leave out zero.

    The side of the interval that faces zero, over 1.96, is the standard error if there were no difference.
    None where that side is not known, or has no width.

    >>> p = p_of_difference(0.2, (0.0524, 0.3339))
    >>> round(p, 3)
    0.008
    """
    if difference == 0:
        return 1.0
    facing_zero = bounds[0] if difference > 0 else bounds[1]
    if facing_zero is None or facing_zero == difference:
        return None
    return two_sided_p(Z * difference / (difference - facing_zero))
