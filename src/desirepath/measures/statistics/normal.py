"""The normal distribution, and the one confidence level of the house: 95 %."""

from __future__ import annotations

from statistics import NormalDist
from typing import Final

STANDARD: Final = NormalDist()

CONFIDENCE: Final = 0.95
"""Of a hundred such intervals, about five miss the truth."""

Z: Final = STANDARD.inv_cdf((1 + CONFIDENCE) / 2)
"""1.96: the half width of a 95 % interval, in standard errors."""


def two_sided_p(z: float) -> float:
    """How often chance alone puts a standard normal number at least ``z`` away from zero.

    >>> round(two_sided_p(1.959964), 4), two_sided_p(0.0)
    (0.05, 1.0)
    """
    return 2 * STANDARD.cdf(-abs(z))
