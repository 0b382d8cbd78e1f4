"""Wilson's score interval for a share.

Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927)
209-212; recommended by R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, whose numbers the tests
use::

    (p + z^2/2n  -+  z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)

It stays inside 0..1, and is of sensible width where nobody, or everybody, did it.
"""

from __future__ import annotations

from math import sqrt

from desirepath.measures.statistics.normal import Z


def wilson(k: float, n: float) -> tuple[float, float]:
    """The 95 % interval of the share ``k`` of ``n``; both may be fractional where units are weighted.

    Raises ValueError where n is not positive or k is not in 0..n: no units, no share.

    >>> low, high = wilson(81, 263)
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    >>> wilson(0, 10)[0], wilson(10, 10)[1]
    (0.0, 1.0)
    """
    if not 0 <= k <= n or n <= 0:
        raise ValueError(f"{k} of {n} is not a share")
    p = k / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    low = 0.0 if k == 0 else min(max(middle - half, 0.0), p)
    high = 1.0 if k == n else max(min(middle + half, 1.0), p)
    return low, high
