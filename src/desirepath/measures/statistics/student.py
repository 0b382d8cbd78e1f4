"""Student's t quantile, for the interval of a mean over few subjects.

Source: G. W. Hill, "Algorithm 396: Student's t-quantiles", Communications of the ACM 13 (1970) 619-620. One
and two degrees of freedom are exact; the rest agrees with a full solution to six digits.
"""

from __future__ import annotations

from math import cos, exp, pi, sin, sqrt

from desirepath.measures.statistics.normal import CONFIDENCE, STANDARD


def student_t(degrees: int, confidence: float = CONFIDENCE) -> float:
    """How many standard errors the interval reaches to each side, with so many degrees of freedom (1 or
    more).

    >>> round(student_t(9), 3), round(student_t(1), 2)
    (2.262, 12.71)
    """
    if degrees < 1 or not 0 < confidence < 1:
        raise ValueError("t needs a degree of freedom, and a confidence between 0 and 1")
    tails = 1 - confidence
    if degrees == 1:
        return cos(tails * pi / 2) / sin(tails * pi / 2)
    if degrees == 2:
        return sqrt(2 / (tails * (2 - tails)) - 2)
    return _hill(tails, degrees)


def _hill(tails: float, n: int) -> float:
    # The letters are Hill's own, so that a reader can hold the paper beside them.
    a = 1 / (n - 0.5)
    b = 48 / a**2
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * sqrt(a * pi / 2) * n
    y = (d * tails) ** (2 / n)
    if y > 0.05 + a:
        x = STANDARD.inv_cdf(tails / 2)
        y = x * x
        if n < 5:
            c += 0.3 * (n - 4.5) * (x + 0.6)
        c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = a * y * y
        y = exp(y) - 1 if y > 0.002 else 0.5 * y * y + y
    else:
        y = ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) * (
            n + 1
        ) / (n + 2) + 1 / y
    return sqrt(n * y)
