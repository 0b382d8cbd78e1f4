"""What some amounts come to of which each comes whole or not at all, by a chance of its own.

The exact distribution of the sum of independent yes-or-no amounts (a Poisson-binomial distribution with
weights), by convolution, one amount after the other, on a grid of a few thousand equal steps: Y. Hong,
Computational Statistics & Data Analysis 59 (2013) 41-51, section 2. A few large amounts make a sum with gaps,
of which no bell curve would tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

STEPS: Final = 4096
"""So many steps of the grid: the bounds are good to a few thousandths of the whole."""


def sum_of_chances(
    amounts: Sequence[int], low: Sequence[float], high: Sequence[float], *, confidence: float = 0.95
) -> tuple[float, float]:
    """Between what the sum of ``amounts`` lies, where the chance of each lies between its ``low`` and
    ``high``.

    The lower bound is that of the low chances, the upper that of the high ones: all may be wrong in the same
    direction. Of no amounts both are 0. Raises ValueError for a negative amount or a chance that is none.

    >>> sum_of_chances([100], [0.5], [0.5]), sum_of_chances([100, 100], [0.99, 0.99], [1.0, 1.0])
    ((0.0, 100.0), (200.0, 200.0))
    """
    if any(amount < 0 for amount in amounts):
        raise ValueError("an amount is at least 0")
    if not all(0 <= chance <= 1 for chance in (*low, *high)):
        raise ValueError("a chance lies between 0 and 1")
    whole = sum(amounts)
    if not whole:
        return 0.0, 0.0
    step = whole / STEPS
    # Rounded in one go, so that the errors of many small amounts do not add up.
    ends = np.rint(np.cumsum([0, *amounts]) / step).astype(np.int64)
    cells = np.diff(ends).tolist()
    tail = (1 - confidence) / 2
    least = int(np.searchsorted(np.cumsum(_distribution(cells, low)), tail + 1e-12))
    most = int(np.searchsorted(np.cumsum(_distribution(cells, high)), 1 - tail - 1e-12))
    return min(least, STEPS) * step, min(most, STEPS) * step


def _distribution(cells: Sequence[int], chances: Sequence[float]) -> np.ndarray:
    found = np.zeros(STEPS + 1)
    found[0] = 1.0
    for width, chance in zip(cells, chances, strict=True):
        came = found * chance
        found *= 1 - chance
        found[width:] += came[: len(came) - width]
    return found
