"""The score interval for a count of things that happen now and then, such as tickets.

Source: Rao's score interval for a Poisson mean, as in L. Barker, The American Statistician 56 (2002) 85-89:
the counterpart of Wilson's::

    k + z^2/2  -+  z sqrt(k + z^2/4)

It takes the things to happen independently of each other. Where the same few customers make most of them, the
truth is less sure than this interval says.
"""

from __future__ import annotations

from math import sqrt

from desirepath.measures.statistics.normal import Z


def poisson(k: int) -> tuple[float, float]:
    """The 95 % interval of the expected count where ``k`` were seen.

    >>> low, high = poisson(10)
    >>> round(low, 2), round(high, 2), poisson(0)[0]
    (5.43, 18.41, 0.0)
    """
    if k < 0:
        raise ValueError(f"{k} is not a count")
    middle, half = k + Z * Z / 2, Z * sqrt(k + Z * Z / 4)
    return (0.0 if k == 0 else max(middle - half, 0.0)), middle + half
