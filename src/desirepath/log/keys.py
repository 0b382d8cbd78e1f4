"""Every (source, key) once, for ever: a keyed 128-bit hash of it is remembered, never the key itself.

Hashes lie in a few sorted files with a checksum, each twice as long as the next or longer (so there are few
however often one appends), and are searched where they lie: memory does not grow with the log.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from desirepath.base.slow import load
from desirepath.log.durable import write_durably
from desirepath.log.kinds import DAMAGED

_Halves = NDArray[np.uint64]
_LONGEST_MERGE = 1 << 24
_PIECE = 1 << 18
_WORTH_COMPILING = 50_000
_VERIFIED_AT_ONCE = 64 << 20
_LOOKED_AT = 64
_MARK = 0x6B657973 << 32  # beside the checksum, so that the word is never one of the hashes by accident
_verified: set[Path] = set()
CHECKED = ".sum.keys"
"""How the names of files end that have a checksum, whatever became of it."""


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
        order = np.argsort(self.high)
        inorder = self.high[order]
        is_tie = inorder[1:] == inorder[:-1]
        if is_tie.any():  # the second halves only matter where first halves are equal
            ties = np.flatnonzero(np.append(is_tie, False) | np.append(False, is_tie))
            tied = order[ties]
            order[ties] = tied[np.lexsort((tied, self.low[tied], self.high[tied]))]
        return order

    def take(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> Keys:
        """Some of them."""
        return Keys(self.high[which], self.low[which])

    def part(self, begin: int, end: int) -> Keys:
        """Those from one place on, up to another (not included)."""
        return Keys(self.high[begin:end], self.low[begin:end])

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
    """The known hashes of a log: ``names`` are its files in ``folder``, longest first. New ones wait in
    memory until they are written."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._folder = folder
        self._files = [(name, _read(folder / name)) for name in names]
        self._waiting: list[Keys] = []

    @property
    def names(self) -> tuple[str, ...]:
        """The files that together hold every hash that is written."""
        return tuple(name for name, _ in self._files)

    @property
    def waiting(self) -> int:
        """How many hashes are not written yet."""
        return sum(map(len, self._waiting))

    def learn(self, keys: Keys) -> NDArray[np.bool_]:
        """Know ``keys`` from now on; which of them are new: never seen, nor earlier in ``keys`` itself."""
        order = keys.order()
        inorder = keys.take(order)
        is_new = np.ones(len(keys), dtype=bool)
        is_new[1:] = (inorder.high[1:] != inorder.high[:-1]) | (inorder.low[1:] != inorder.low[:-1])
        for known in [*(known for _, known in self._files), *self._waiting]:
            _strike_known(inorder, known, is_new)
        if is_new.any():
            _add_sorted(self._waiting, inorder if is_new.all() else inorder.take(is_new))
        result = np.empty(len(keys), dtype=bool)
        result[order] = is_new
        return result

    def find_known(self, keys: Keys) -> NDArray[np.bool_]:
        """Which of these hashes are known."""
        found = np.zeros(len(keys), dtype=bool)
        for known in [*(known for _, known in self._files), *self._waiting]:
            found |= known.contains(keys)
        return found

    def count_known(self, keys: Keys) -> int:
        """How many of these hashes are known."""
        return int(self.find_known(keys).sum())

    def without(self, keys: Keys) -> tuple[str, ...]:
        """The names of files that hold every hash but these (sorted): those that had one are written anew,
        beside the old ones."""
        names: list[str] = []
        for name, _ in self._files:
            known = _read(self._folder / name, most=None)
            left = known.take(~keys.contains(known))
            if len(left) == len(known):
                names.append(name)
            elif len(left):
                names.append(f"{secrets.token_hex(8)}{CHECKED}")
                _write(self._folder / names[-1], [left])
        return tuple(names)

    def write(self, name: str) -> None:
        """Write what waits into a new file ``name``, together with the hashes of shorter files."""
        lists, self._waiting = self._waiting, []
        count = sum(map(len, lists))
        while self._files and len(self._files[-1][1]) <= min(2 * count, _LONGEST_MERGE - count):
            shorter, _ = self._files.pop()
            lists.append(_read(self._folder / shorter, most=None))
            count += len(lists[-1])
            _verified.discard(self._folder / shorter)  # it is taken away, and nobody asks for it again
        path = self._folder / name
        _write(path, lists)
        self._files.append((name, _read(path)))


def _write(path: Path, lists: Sequence[Keys]) -> None:
    """The hashes of sorted lists, all in order, with their checksum."""

    def write(file: BinaryIO) -> None:
        checksum = 0
        for halves in (_high, _low):  # merged twice: what is written need not be held, or read again
            for piece in _merged_in_pieces(lists):
                part = halves(piece).data
                checksum = crc32(part, checksum)
                file.write(part)
        file.write((checksum | _MARK).to_bytes(8, "little"))

    write_durably(path, write)


def _high(keys: Keys) -> _Halves:
    return keys.high


def _low(keys: Keys) -> _Halves:
    return keys.low


def _merged_in_pieces(lists: Sequence[Keys]) -> Iterator[Keys]:
    """The hashes of sorted lists in order, a piece at a time: memory does not grow with them."""
    ordered = sorted(lists, key=len)
    cuts = ordered[-1].high[_PIECE::_PIECE]
    begins = [0] * len(ordered)
    for place in range(len(cuts) + 1):
        is_last = place == len(cuts)
        ends = [len(one) if is_last else int(np.searchsorted(one.high, cuts[place])) for one in ordered]
        parts = [one.part(begin, end) for one, begin, end in zip(ordered, begins, ends, strict=True)]
        yield reduce(_merged, parts)
        begins = ends


def _add_sorted(lists: list[Keys], more: Keys) -> None:
    """Each list stays more than twice as long as the next: so there are few."""
    lists.append(more)
    while len(lists) > 1 and len(lists[-2]) <= 2 * len(lists[-1]):
        last = lists.pop()
        lists.append(_merged(lists.pop(), last))


def _strike_known(keys: Keys, known: Keys, is_new: NDArray[np.bool_]) -> None:
    if len(keys) < _WORTH_COMPILING:
        is_new &= ~known.contains(keys)
    else:
        load("desirepath.log.sorted_keys").strike_known(keys.high, keys.low, known.high, known.low, is_new)


def _merged(some: Keys, others: Keys) -> Keys:
    """Two sorted lists of hashes as one."""
    if len(some) + len(others) < _WORTH_COMPILING:
        pairs = ((some.high, others.high), (some.low, others.low))
        return Keys(*map(np.concatenate, pairs)).sorted()
    merged = Keys(*(np.empty(len(some) + len(others), np.uint64) for _ in range(2)))
    load("desirepath.log.sorted_keys").merge(
        some.high, some.low, others.high, others.low, merged.high, merged.low
    )
    return merged


def verify(folder: Path, names: Iterable[str]) -> None:
    """Read these key files whole. Raises DP-LOG-005 for one that is not what was written."""
    for name in names:
        _read(folder / name, most=None)


def _read(path: Path, *, most: int | None = _VERIFIED_AT_ONCE) -> Keys:
    """The hashes in a file: first halves, second halves, a checksum. One that is not longer than ``most``
    bytes is read whole, once in a process; what was written before there were checksums is believed."""
    try:
        words = np.memmap(path, dtype="<u8", mode="r")
    except (OSError, ValueError) as error:
        raise DAMAGED.error(says=f"the key file {path.name} cannot be read", file=str(path)) from error
    middle, has_checksum = len(words) // 2, len(words) % 2
    keys = Keys(np.asarray(words[:middle]), np.asarray(words[middle : 2 * middle]))
    ends = keys.high[-_LOOKED_AT:]
    is_sound = bool((ends[1:] >= ends[:-1]).all()) and (has_checksum or not path.name.endswith(CHECKED))
    is_first_look = path not in _verified and words.nbytes <= (most or 0)
    if has_checksum and (most is None or is_first_look):
        is_sound = is_sound and int(words[-1]) == _checksum(keys)
        _verified.add(path)
    if not is_sound:
        _verified.discard(path)
        raise DAMAGED.error(says=f"the key file {path.name} is damaged", file=str(path))
    return keys


def _checksum(keys: Keys) -> int:
    return crc32(keys.low.data, crc32(keys.high.data)) | _MARK
