"""The log-rank test: do things of two groups last differently long, when some have not ended yet?

Source: N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163-170. At each time with ends, of d ends among n at
risk the first group is expected to have d n1/n; the sum of what it had beyond that, over its standard error
by the hypergeometric variance, is a standard normal number if there is no difference.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desirepath.measures.statistics.normal import two_sided_p

Array = NDArray[Any]


def log_rank(lasted: Array, has_ended: Array, is_first: Array) -> float | None:
    """How often chance alone makes a difference like that between the first group and the others.

    ``lasted`` is how long each lasted, or has lasted so far where it has not ended. None where it cannot be
    said: nothing has ended, or one of the groups is empty whenever something does.

    >>> lasted = np.array([6, 6, 6, 7, 10, 1, 1, 2, 2, 3])
    >>> round(log_rank(lasted, np.ones(10, bool), lasted >= 6), 4)
    0.0019
    """
    order = np.argsort(lasted, kind="stable")
    lasted, has_ended, is_first = lasted[order], has_ended[order], is_first[order]
    times = np.unique(lasted[has_ended])
    if not len(times):
        return None
    begins = np.searchsorted(lasted, times, side="left")
    ends = np.searchsorted(lasted, times, side="right")
    ended = np.concatenate([[0], np.cumsum(has_ended)])
    ended_first = np.concatenate([[0], np.cumsum(has_ended & is_first)])
    first = np.concatenate([[0], np.cumsum(is_first)])
    d = (ended[ends] - ended[begins]).astype(np.float64)
    d_first = ended_first[ends] - ended_first[begins]
    n = (len(lasted) - begins).astype(np.float64)
    n_first = (first[-1] - first[begins]).astype(np.float64)
    share = n_first / n
    variance = float((d * share * (1 - share) * (n - d) / np.maximum(n - 1, 1)).sum())
    if variance <= 0:
        return None
    return two_sided_p(float((d_first - d * share).sum()) / sqrt(variance))
