"""The area under the ROC curve where one subject is judged several times.

Source: N. A. Obuchowski, "Nonparametric analysis of clustered ROC curve data", Biometrics 53 (1997) 567-578:
DeLong's structural components, added up within clusters. With one judgement per subject it is DeLong,
DeLong and Clarke-Pearson, Biometrics 44 (1988) 837-845. With M units that had the event, N that had not, A
the area::

    V10(i) = the share of those without the event that unit i is ranked above (ties count half)
    V01(j) = the share of those with the event that are ranked above unit j
    S10 = I10 / ((I10-1) M) sum_c (V10(c) - m_c A)^2      over the I10 clusters with an event
    S01 = I01 / ((I01-1) N) sum_c (V01(c) - n_c A)^2      over the I01 clusters with none-events
    S11 = I / (I-1) sum_c (V10(c) - m_c A) (V01(c) - n_c A)
    var = S10 / M + S01 / N + 2 S11 / (M N)

The interval is made on the logit of A, which keeps it inside 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desirepath.measures.statistics.normal import Z

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Area:
    """An area under the ROC curve: its value, its 95 % interval, its variance; of how many with the event and
    without, in how many clusters. ``parts`` are what the area of another ranking of the same units can be
    compared by.

    The interval is None where the variance cannot be said: of fewer than two clusters of a kind, or where
    the ranking is perfect.
    """

    value: float
    low: float | None
    high: float | None
    variance: float | None
    events: int
    others: int
    clusters: int
    parts: tuple[Array, Array]


def clustered_auc(risk: Array, had_event: Array, cluster: Array) -> Area:
    """How well ``risk`` ranks the units that had the event above those that had not.

    (U,) each: the risk (higher: more likely), whether the event came, and the cluster (a whole number) to
    which the unit belongs. Raises ValueError where no unit had the event, or all had.

    >>> area = clustered_auc(np.array([0.9, 0.8, 0.3, 0.1]), np.array([1, 0, 1, 0]) == 1, np.arange(4))
    >>> area.value
    0.75
    """
    with_event, without = risk[had_event], risk[~had_event]
    m, n = len(with_event), len(without)
    if not m or not n:
        raise ValueError("the area needs units that had the event and units that had not")
    v10, v01 = _share_below(with_event, without), 1 - _share_below(without, with_event)
    value = float(v10.mean())
    _, clusters = np.unique(cluster, return_inverse=True)
    size = int(clusters.max()) + 1
    mine, others = clusters[had_event], clusters[~had_event]
    ten = np.bincount(mine, v10 - value, minlength=size)
    one = np.bincount(others, v01 - value, minlength=size)
    i10, i01 = len(np.unique(mine)), len(np.unique(others))
    variance = None
    if i10 > 1 and i01 > 1:
        variance = max(_covariance((ten, one), (ten, one), m, n, i10, i01, size), 0.0)
    low, high = _interval(value, variance)
    return Area(value, low, high, variance, m, n, size, (ten, one))


def difference(first: Area, second: Area) -> tuple[float, float, float] | None:
    """By how much the first area is larger, with its 95 % interval: both rank the very same units.

    None where a variance cannot be said.
    """
    if first.variance is None or second.variance is None:
        return None
    ten, one = first.parts
    i10, i01 = int((np.abs(ten) > 0).sum()), int((np.abs(one) > 0).sum())
    both = _covariance(
        first.parts, second.parts, first.events, first.others, max(i10, 2), max(i01, 2), len(ten)
    )
    by = first.value - second.value
    half = Z * sqrt(max(first.variance + second.variance - 2 * both, 0.0))
    return by, max(by - half, -1.0), min(by + half, 1.0)


def _covariance(
    a: tuple[Array, Array], b: tuple[Array, Array], m: int, n: int, i10: int, i01: int, size: int
) -> float:
    s10 = i10 / ((i10 - 1) * m) * float((a[0] * b[0]).sum())
    s01 = i01 / ((i01 - 1) * n) * float((a[1] * b[1]).sum())
    s11 = size / (size - 1) * float((a[0] * b[1]).sum() + (a[1] * b[0]).sum()) / 2
    return s10 / m + s01 / n + 2 * s11 / (m * n)


def _share_below(values: Array, others: Array) -> Array:
    """Per value the share of the others that it lies above; equal ones count half."""
    ordered = np.sort(others)
    below = np.searchsorted(ordered, values, side="left")
    up_to = np.searchsorted(ordered, values, side="right")
    return np.asarray((below + up_to) / (2 * len(ordered)))


def _interval(value: float, variance: float | None) -> tuple[float | None, float | None]:
    if variance is None or not 0 < value < 1:
        return None, None
    middle, half = log(value / (1 - value)), Z * sqrt(variance) / (value * (1 - value))
    return 1 / (1 + exp(-(middle - half))), 1 / (1 + exp(-(middle + half)))
