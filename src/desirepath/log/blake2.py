"""BLAKE2b of many short texts at once, compiled: the digests of ``hashlib.blake2b``, several times faster.

Source: RFC 7693. Digests are of 16 bytes, given as two little-endian halves. A test holds it to ``hashlib``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])
Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]
Words = NDArray[np.uint64]

_DIGEST_BYTES = 16
_BLOCK = 128
_IV = np.array(
    [
        0x6A09E667F3BCC908,
        0xBB67AE8584CAA73B,
        0x3C6EF372FE94F82B,
        0xA54FF53A5F1D36F1,
        0x510E527FADE682D1,
        0x9B05688C2B3E6C1F,
        0x1F83D9ABFB41BD6B,
        0x5BE0CD19137E2179,
    ],
    dtype=np.uint64,
)
_SIGMA = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    ],
    dtype=np.int64,
)


def _compiled(function: Function) -> Function:
    return cast(Function, njit(cache=True, nogil=True)(function))


@_compiled
def _turn(word: Any, by: Any) -> Any:
    return (word >> np.uint64(by)) | (word << np.uint64(64 - by))


@_compiled
def _mix(a: Any, b: Any, c: Any, d: Any, x: Any, y: Any) -> Any:
    a = a + b + x
    d = _turn(d ^ a, 32)
    c = c + d
    b = _turn(b ^ c, 24)
    a = a + b + y
    d = _turn(d ^ a, 16)
    c = c + d
    b = _turn(b ^ c, 63)
    return a, b, c, d


@_compiled
def _compress(state: Any, block: Any, counted: Any, is_last: Any) -> None:
    """Take one block of 16 words into ``state``; ``counted`` bytes have been taken in with it."""
    v0, v1, v2, v3 = state[0], state[1], state[2], state[3]
    v4, v5, v6, v7 = state[4], state[5], state[6], state[7]
    v8, v9, v10, v11 = _IV[0], _IV[1], _IV[2], _IV[3]
    v12, v13, v14, v15 = _IV[4] ^ np.uint64(counted), _IV[5], _IV[6], _IV[7]
    if is_last:
        v14 = ~v14
    for turn in range(12):
        s = _SIGMA[turn]
        v0, v4, v8, v12 = _mix(v0, v4, v8, v12, block[s[0]], block[s[1]])
        v1, v5, v9, v13 = _mix(v1, v5, v9, v13, block[s[2]], block[s[3]])
        v2, v6, v10, v14 = _mix(v2, v6, v10, v14, block[s[4]], block[s[5]])
        v3, v7, v11, v15 = _mix(v3, v7, v11, v15, block[s[6]], block[s[7]])
        v0, v5, v10, v15 = _mix(v0, v5, v10, v15, block[s[8]], block[s[9]])
        v1, v6, v11, v12 = _mix(v1, v6, v11, v12, block[s[10]], block[s[11]])
        v2, v7, v8, v13 = _mix(v2, v7, v8, v13, block[s[12]], block[s[13]])
        v3, v4, v9, v14 = _mix(v3, v4, v9, v14, block[s[14]], block[s[15]])
    state[0] ^= v0 ^ v8
    state[1] ^= v1 ^ v9
    state[2] ^= v2 ^ v10
    state[3] ^= v3 ^ v11
    state[4] ^= v4 ^ v12
    state[5] ^= v5 ^ v13
    state[6] ^= v6 ^ v14
    state[7] ^= v7 ^ v15


@_compiled
def _digest_each(
    key: Bytes,
    prefixes: Bytes,
    prefix_ends: Offsets,
    which: NDArray[np.int32],
    data: Bytes,
    offsets: Offsets,
    high: Words,
    low: Words,
) -> None:
    start = _IV.copy()
    start[0] ^= np.uint64(0x01010000) ^ np.uint64(len(key) << 8) ^ np.uint64(_DIGEST_BYTES)
    block = np.zeros(_BLOCK // 8, np.uint64)
    block_bytes = block.view(np.uint8)
    before = 0
    nothing = start.copy()  # the state after an empty text, whose only block is the key's
    if len(key):
        block_bytes[: len(key)] = key
        _compress(nothing, block, _BLOCK, True)
        _compress(start, block, _BLOCK, False)
        before = _BLOCK
    state = np.empty(8, np.uint64)
    for row in range(len(offsets) - 1):
        state[:] = start
        counted = before
        filled = 0
        prefix = which[row]
        first = prefix_ends[prefix - 1] if prefix else 0
        for part in range(2):
            source = data if part else prefixes
            at = offsets[row] if part else first
            end = offsets[row + 1] if part else prefix_ends[prefix]
            while at < end:
                if filled == _BLOCK:
                    counted += _BLOCK
                    _compress(state, block, counted, False)
                    filled = 0
                taken = min(_BLOCK - filled, end - at)
                for step in range(taken):
                    block_bytes[filled + step] = source[at + step]
                filled += taken
                at += taken
        if before and not filled:
            high[row], low[row] = nothing[0], nothing[1]
            continue
        block_bytes[filled:] = 0
        _compress(state, block, counted + filled, True)
        high[row] = state[0]
        low[row] = state[1]


def digest_texts(
    data: Bytes,
    offsets: Offsets,
    *,
    key: bytes = b"",
    prefixes: tuple[bytes, ...] = (b"",),
    which: NDArray[np.int32] | None = None,
) -> tuple[Words, Words]:
    """The digests of ``data[offsets[i]:offsets[i + 1]]``, each after its prefix, as two columns of halves.

    ``which[i]`` is the place of the i-th prefix in ``prefixes`` (the first one for all unless given).
    """
    rows = len(offsets) - 1
    high, low = np.empty(rows, np.uint64), np.empty(rows, np.uint64)
    _digest_each(
        np.frombuffer(key, np.uint8),
        np.frombuffer(b"".join(prefixes), np.uint8),
        np.cumsum([len(prefix) for prefix in prefixes], dtype=np.int64),
        np.zeros(rows, np.int32) if which is None else which,
        data,
        offsets,
        high,
        low,
    )
    return high, low
