"""The bins in which lengths of time are counted: log-spaced, and defined in whole numbers alone.

A length is first cut to whole *ticks* of 2**20 microseconds (1.048576 s). Lengths under 8 ticks have a bin
each; from there on every doubling is divided into 8 bins of equal width, so that a bin is never wider than
an eighth of where it begins. 256 bins reach 2**34 ticks (571 years); what is longer is in the last one. No
logarithm and no rounding takes part: every machine and every engine puts a length into the same bin.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

BINS: Final = 256
TICK_BITS: Final = 20
SUB_BITS: Final = 3
SUB_BINS: Final = 1 << SUB_BITS


def bin_of(microseconds: int) -> int:
    """The bin of a length of time, 0 to 255. A negative length counts as none.

    >>> [bin_of(length) for length in (0, 2**20 - 1, 2**20, 8 * 2**20, 7 * 86_400_000_000, 2**62)]
    [0, 0, 1, 8, 136, 255]
    """
    ticks = microseconds >> TICK_BITS
    if ticks < SUB_BINS:
        return max(ticks, 0)
    doublings = 0
    while ticks >= 2 * SUB_BINS:
        ticks >>= 1
        doublings += 1
    return min(SUB_BINS * doublings + ticks, BINS - 1)


def _first_microsecond(index: int) -> int:
    doublings = max(index // SUB_BINS - 1, 0)
    return (index - SUB_BINS * doublings) << doublings << TICK_BITS


BIN_EDGES_US: Final[NDArray[np.int64]] = np.array([_first_microsecond(i) for i in range(BINS + 1)], np.int64)
"""(H+1,) bin i holds the lengths from edge i (included) to edge i+1 (excluded), in microseconds; the last
bin also holds everything longer."""
