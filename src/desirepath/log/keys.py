"""Every (source, key) once, for ever: a keyed 128-bit hash of it is remembered, never the key itself.

Hashes lie in a few sorted files, each twice as long as the next or longer (so there are few however often
one appends), and are searched where they lie: memory does not grow with the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from desirepath.base.slow import load
from desirepath.log.durable import write_durably
from desirepath.log.kinds import DAMAGED

_Halves = NDArray[np.uint64]
_LONGEST_MERGE = 1 << 25
_WORTH_COMPILING = 20_000


class Keys:
    """Hashes of keys, as the two halves of each, in any order or sorted."""

    __slots__ = ("high", "low")

    def __init__(self, high: _Halves, low: _Halves) -> None:
        self.high, self.low = high, low

    def __len__(self) -> int:
        return len(self.high)

    def sorted(self) -> Keys:
        """The same hashes in ascending order."""
        return self.take(self.order())

    def order(self) -> NDArray[np.intp]:
        """Where each hash of the sorted ones is; equal ones in their order."""
        order = np.argsort(self.high, kind="stable")
        inorder = self.high[order]
        if (inorder[1:] == inorder[:-1]).any():  # the second halves only matter where first halves are equal
            order = np.lexsort((self.low, self.high))
        return order

    def take(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> Keys:
        """Some of them."""
        return Keys(self.high[which], self.low[which])

    def contains(self, needles: Keys) -> NDArray[np.bool_]:
        """Which of ``needles`` are among these; these are sorted."""
        at = np.searchsorted(self.high, needles.high)
        found = np.zeros(len(needles), dtype=bool)
        open_ones = np.flatnonzero(at < len(self))
        while len(open_ones):  # once, unless two hashes share their first half
            position = at[open_ones]
            same = self.high[position] == needles.high[open_ones]
            hit = same & (self.low[position] == needles.low[open_ones])
            found[open_ones[hit]] = True
            open_ones = open_ones[same & ~hit]
            at[open_ones] += 1
            open_ones = open_ones[at[open_ones] < len(self)]
        return found


def hash_keys(secret: bytes, kind: str, sources: Iterable[str], keys: Iterable[str]) -> Keys:
    """The keyed hash of each (source, key) of one kind of facts."""
    starts: dict[str, blake2b] = {}
    digests = []
    for source, key in zip(sources, keys, strict=True):
        start = starts.get(source)
        if start is None:
            start = blake2b(f"{kind}\0{source}\0".encode(), digest_size=16, key=secret)
            starts[source] = start
        state = start.copy()
        state.update(key.encode())
        digests.append(state.digest())
    halves = np.frombuffer(b"".join(digests), dtype="<u8").reshape(-1, 2)
    return Keys(np.ascontiguousarray(halves[:, 0]), np.ascontiguousarray(halves[:, 1]))


def hash_key_columns(secret: bytes, kind: str, sources: pa.ChunkedArray, keys: pa.ChunkedArray) -> Keys:
    """The same for columns: with compiled code where there are many rows, to the same hashes."""
    if len(keys) < _WORTH_COMPILING:
        return hash_keys(secret, kind, sources.to_pylist(), keys.to_pylist())
    encoded = pa.chunked_array([sources.combine_chunks()]).combine_chunks().dictionary_encode()
    data, offsets = text_buffers(keys.combine_chunks())
    high, low = load("desirepath.log.blake2").digest_texts(
        data,
        offsets,
        key=secret,
        prefixes=tuple(f"{kind}\0{source}\0".encode() for source in encoded.dictionary.to_pylist()),
        which=encoded.indices.to_numpy(),
    )
    return Keys(high, low)


def text_buffers(texts: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bytes of a column of texts, and where each text begins (and the last one ends) in them."""
    texts = texts.cast(pa.large_string())
    _, offsets, data = texts.buffers()
    places = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(data or b"", np.uint8), places


class KeyFiles:
    """The known hashes of a log: ``names`` are its files in ``folder``, longest first."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._folder = folder
        self._files = [(name, _read(folder / name)) for name in names]

    @property
    def names(self) -> tuple[str, ...]:
        """The files that together hold every hash."""
        return tuple(name for name, _ in self._files)

    def first_of_each(self, keys: Keys) -> NDArray[np.bool_]:
        """Which of ``keys`` are new: never seen in the files, nor earlier in ``keys`` itself."""
        order = keys.order()
        inorder = keys.take(order)
        fresh = np.ones(len(keys), dtype=bool)
        fresh[1:] = (inorder.high[1:] != inorder.high[:-1]) | (inorder.low[1:] != inorder.low[:-1])
        for _, known in self._files:
            fresh &= ~known.contains(inorder)
        result = np.empty(len(keys), dtype=bool)
        result[order] = fresh
        return result

    def add(self, keys: Keys, name: str) -> None:
        """Remember ``keys`` in a new file ``name``, together with those of shorter files."""
        parts = [keys]
        length = len(keys)
        while self._files and len(self._files[-1][1]) <= 2 * length and length < _LONGEST_MERGE:
            _, shorter = self._files.pop()
            parts.append(shorter)
            length += len(shorter)
        merged = Keys(
            np.concatenate([p.high for p in parts]), np.concatenate([p.low for p in parts])
        ).sorted()
        path = self._folder / name
        write_durably(
            path, lambda file: (file.write(merged.high.tobytes()), file.write(merged.low.tobytes()))
        )
        self._files.append((name, _read(path)))


def _read(path: Path) -> Keys:
    try:
        halves = np.memmap(path, dtype="<u8", mode="r")
    except (OSError, ValueError) as error:
        raise DAMAGED.error(says=f"the key file {path.name} cannot be read", file=str(path)) from error
    if len(halves) % 2:
        raise DAMAGED.error(says=f"the key file {path.name} is cut off", file=str(path))
    middle = len(halves) // 2
    return Keys(np.asarray(halves[:middle]), np.asarray(halves[middle:]))
