"""The slope of a straight line through points, with its interval.

Source: least squares with Student's t, N. R. Draper and H. Smith, Applied Regression Analysis (3rd ed. 1998),
section 1.4::

    b = Sxy / Sxx ,    b -+ t(n-2) sqrt((Syy - b Sxy) / (n-2) / Sxx)
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt

from desirepath.measures.statistics.student import student_t


def slope(x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """The slope and the half width of its 95 % interval, of three points or more at different places.

    Raises ValueError where no line can be drawn.

    >>> b, half = slope([0, 1, 2, 3], [1.0, 2.0, 2.0, 4.0])
    >>> round(b, 2), round(half, 2)
    (0.9, 1.14)
    """
    n = len(x)
    if n < 3 or len(set(x)) < 2:
        raise ValueError("a slope with an interval needs three points, at two places or more")
    mean_x, mean_y = fsum(x) / n, fsum(y) / n
    sxx = fsum((one - mean_x) ** 2 for one in x)
    sxy = fsum((one - mean_x) * (other - mean_y) for one, other in zip(x, y, strict=True))
    b = sxy / sxx
    # From the residuals themselves: Syy - b Sxy nearly cancels where the points lie on the line.
    rest = fsum((other - mean_y - b * (one - mean_x)) ** 2 for one, other in zip(x, y, strict=True))
    return b, student_t(n - 2) * sqrt(rest / (n - 2) / sxx)
