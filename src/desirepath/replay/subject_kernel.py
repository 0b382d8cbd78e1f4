"""In which bucket each id is, for whole columns of ids. Arrays in, arrays out."""

from __future__ import annotations

from typing import Any, Final
from zlib import crc32

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]


def _rest_of(byte: int) -> int:
    """The entry of CRC-32's table for a byte, from ``zlib`` itself: both agree by construction."""
    return crc32(bytes([byte])) ^ 0xFFFFFFFF ^ (0xFFFFFFFF >> 8)


_TABLE: Final = np.array([_rest_of(byte ^ 0xFF) for byte in range(256)], np.uint32)


@njit(cache=True, nogil=True)
def _number(data: Array, offsets: Array, table: Array, buckets: int, found: Array) -> None:
    for row in range(len(found)):
        rest = np.uint32(0xFFFFFFFF)
        for at in range(offsets[row], offsets[row + 1]):
            rest = table[(rest ^ data[at]) & np.uint32(0xFF)] ^ (rest >> np.uint32(8))
        found[row] = (rest ^ np.uint32(0xFFFFFFFF)) % np.uint32(buckets)


def buckets_of(data: Array, offsets: Array, buckets: int) -> Array:
    """The bucket of each id ``data[offsets[i]:offsets[i + 1]]``: its CRC-32 modulo ``buckets``.

    >>> buckets_of(np.frombuffer(b"annzoe", np.uint8), np.array([0, 3, 6]), 64).tolist()
    [51, 43]
    >>> crc32(b"ann") % 64, crc32(b"zoe") % 64
    (51, 43)
    """
    found = np.empty(len(offsets) - 1, np.uint8)
    _number(data, offsets, _TABLE, buckets, found)
    return found
