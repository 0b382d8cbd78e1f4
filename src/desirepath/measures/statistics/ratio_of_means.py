"""A mean over answers whose interval knows that one subject's answers are alike.

Source: the linearised (Taylor) variance of a ratio with subjects as clusters, W. G. Cochran, Sampling
Techniques (3rd ed. 1977), section 6.3 and 11.8. With m subjects, n_i answers of subject i and their sum s_i::

    R = sum s / sum n ,    var R = m/(m-1) * sum (s_i - R n_i)^2 / (sum n)^2 ,    R -+ t(m-1) sqrt(var R)

It needs six sums only, so that it comes from a Tally, and they add up over any split of the subjects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from desirepath.measures.statistics.student import student_t


@dataclass(frozen=True, slots=True)
class Moments:
    """The six sums over subjects: how many answered, then sum n, s, n^2, n*s, s^2. Whole numbers."""

    subjects: int
    n: int
    s: int
    nn: int
    ns: int
    ss: int


@dataclass(frozen=True, slots=True)
class RatioMean:
    """The mean, and the half width of its 95 % interval: None for a single subject, who shows no spread."""

    mean: float
    half_width: float | None


def ratio_of_means(moments: Moments) -> RatioMean:
    """The mean of all answers. Raises ValueError where there are none.

    Three subjects answered 1; 2 and 2; 6:

    >>> result = ratio_of_means(Moments(subjects=3, n=4, s=11, nn=1 + 4 + 1, ns=1 + 8 + 6, ss=1 + 16 + 36))
    >>> result.mean, round(result.half_width, 2)
    (2.75, 5.25)
    """
    if moments.n <= 0 or moments.subjects <= 0:
        raise ValueError("no answers, no mean")
    ratio = Fraction(moments.s, moments.n)
    variance = variance_of_ratio(moments)
    if variance is None:
        return RatioMean(float(ratio), None)
    return RatioMean(float(ratio), student_t(moments.subjects - 1) * sqrt(variance))


def variance_of_ratio(moments: Moments) -> float | None:
    """The linearised variance of the mean; None for a single subject.

    >>> variance_of_ratio(Moments(subjects=2, n=2, s=1, nn=2, ns=1, ss=1))
    0.25
    """
    if moments.subjects == 1:
        return None
    # Exact until the last step: the three terms are large and nearly cancel where answers are alike.
    ratio = Fraction(moments.s, moments.n)
    squares = moments.ss - 2 * ratio * moments.ns + ratio * ratio * moments.nn
    return float(squares * moments.subjects / (moments.subjects - 1) / moments.n**2)


def moments_of(n: Iterable[int], s: Iterable[int]) -> Moments:
    """The six sums over subjects, exact whatever their size: Python's whole numbers do not overflow.

    >>> moments_of([1, 2, 1], [1, 4, 6])
    Moments(subjects=3, n=4, s=11, nn=6, ns=15, ss=53)
    """
    pairs = [(int(many), int(total)) for many, total in zip(n, s, strict=True)]
    return Moments(
        subjects=len(pairs),
        n=sum(many for many, _ in pairs),
        s=sum(total for _, total in pairs),
        nn=sum(many * many for many, _ in pairs),
        ns=sum(many * total for many, total in pairs),
        ss=sum(total * total for _, total in pairs),
    )
