"""Holm's correction: who looks at many comparisons finds some by chance alone.

Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics
6 (1979) 65-70. Of m p-values in ascending order the i-th becomes the largest of (m - j + 1) p_j over j <= i,
at most 1. Calling a difference real where the corrected value is below 0.05 calls one of them wrongly real in
at most 5 of 100 looks, however the comparisons hang together.
"""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """The corrected p-values, in the order given.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03, 0.005])]
    [0.03, 0.06, 0.06, 0.02]
    """
    corrected = [0.0] * len(p_values)
    largest = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[index]))
        corrected[index] = largest
    return corrected
