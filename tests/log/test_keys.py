"""The compiled hashes are those of ``hashlib``, and the order of hashes is that of pairs."""

from __future__ import annotations

from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.log import keys as keys_module
from desirepath.log.blake2 import digest_texts
from desirepath.log.keys import CHECKED, KeyFiles, Keys, hash_key_columns, hash_keys, verify

TEXTS = st.lists(st.text(max_size=300), min_size=1, max_size=30)


@settings(deadline=None)  # the first example compiles
@given(st.lists(st.binary(max_size=400), min_size=1, max_size=20), st.binary(max_size=64), st.data())
def test_compiled_digests_are_those_of_hashlib(texts: list[bytes], key: bytes, data: st.DataObject) -> None:
    prefixes = tuple(data.draw(st.lists(st.binary(max_size=200), min_size=1, max_size=3)))
    which = data.draw(st.lists(st.integers(0, len(prefixes) - 1), min_size=len(texts), max_size=len(texts)))
    high, low = digest_texts(
        np.frombuffer(b"".join(texts), np.uint8),
        np.cumsum([0, *map(len, texts)], dtype=np.int64),
        key=key,
        prefixes=prefixes,
        which=np.array(which, np.int32),
    )
    for row, text in enumerate(texts):
        expected = blake2b(prefixes[which[row]] + text, digest_size=16, key=key).digest()
        assert int(high[row]).to_bytes(8, "little") + int(low[row]).to_bytes(8, "little") == expected


@settings(deadline=None)
@given(TEXTS, st.data())
def test_columns_hash_as_rows_do(texts: list[str], data: st.DataObject) -> None:
    names = st.sampled_from(["a", "b", ""])
    sources = data.draw(st.lists(names, min_size=len(texts), max_size=len(texts)))
    cut = data.draw(st.integers(0, len(texts)))
    columns = [
        pa.chunked_array([pa.array(of[:cut], pa.string()), pa.array(of[cut:], pa.string())])
        for of in (sources, texts)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys_module, "_WORTH_COMPILING", 0)
        fast = hash_key_columns(b"s" * 32, "interactions", *columns)
    slow = hash_keys(b"s" * 32, "interactions", sources, texts)
    assert (fast.high == slow.high).all()
    assert (fast.low == slow.low).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=40))
def test_hashes_are_sorted_as_pairs(pairs: list[tuple[int, int]]) -> None:
    some = Keys(*(np.array([pair[half] for pair in pairs], np.uint64) for half in (0, 1)))
    inorder = some.sorted()
    assert list(zip(inorder.high.tolist(), inorder.low.tolist(), strict=True)) == sorted(pairs)


PAIR = st.tuples(st.integers(0, 6), st.integers(0, 3))


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.lists(PAIR, min_size=1, max_size=40), st.booleans()), max_size=8),
    st.sampled_from([0, 1 << 30]),
    st.sampled_from([1, 3, 1 << 18]),
)
def test_a_key_is_new_once(
    batches: list[tuple[list[tuple[int, int]], bool]], worth_compiling: int, piece: int
) -> None:
    seen: set[tuple[int, int]] = set()
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys_module, "_WORTH_COMPILING", worth_compiling)
        patch.setattr(keys_module, "_PIECE", piece)
        folder = Path(name)
        files = KeyFiles(folder, ())
        for number, (pairs, is_written) in enumerate(batches):
            found = files.learn(
                Keys(*(np.array([pair[half] for pair in pairs], np.uint64) for half in (0, 1)))
            )
            for pair, is_new in zip(pairs, found.tolist(), strict=True):
                assert is_new == (pair not in seen)
                seen.add(pair)
            if is_written and files.waiting:
                files.write(f"{number}.keys")
                files = KeyFiles(folder, files.names)
        if files.waiting:
            files.write("last.keys")
        kept = [np.fromfile(folder / name, np.uint64)[:-1].reshape(2, -1) for name in files.names]
        assert sum(part.shape[1] for part in kept) == len(seen)
        for high, low in kept:
            pairs = list(zip(high.tolist(), low.tolist(), strict=True))
            assert pairs == sorted(pairs)
        lengths = [part.shape[1] for part in kept]
        assert all(longer > shorter for longer, shorter in pairwise(lengths))


@settings(max_examples=60)
@given(st.integers(1, 40), st.data())
def test_a_byte_that_changed_in_a_key_file_is_told(
    tmp_path_factory: pytest.TempPathFactory, count: int, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("keys")
    files = KeyFiles(folder, ())
    files.learn(hash_keys(b"s" * 16, "interactions", ["app"] * count, map(str, range(count))))
    good, damaged = f"a{CHECKED}", f"b{CHECKED}"
    files.write(good)
    content = bytearray((folder / good).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content = content[:place]
    else:
        content[place] ^= data.draw(st.integers(1, 255))
    (folder / damaged).write_bytes(content)
    with pytest.raises(DesirepathError, match=f"DP-LOG-005: the key file {damaged}"):
        KeyFiles(folder, [damaged])
    verify(folder, [good])


def test_long_lists_are_merged_a_piece_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_module, "_PIECE", 100)
    longest = 0
    merged = keys_module._merged

    def watched(some: Keys, others: Keys) -> Keys:
        nonlocal longest
        longest = max(longest, len(some) + len(others))
        return merged(some, others)

    files = KeyFiles(tmp_path, ())
    names = [str(number) for number in range(6_000)]
    files.learn(hash_keys(b"s" * 16, "interactions", ["app"] * 4_000, names[:4_000]))
    files.write(f"a{CHECKED}")
    files = KeyFiles(tmp_path, files.names)
    files.learn(hash_keys(b"s" * 16, "interactions", ["app"] * 2_000, names[4_000:]))
    monkeypatch.setattr(keys_module, "_merged", watched)
    files.write(f"b{CHECKED}")
    assert files.names == (f"b{CHECKED}",)
    assert 0 < longest < 300
    verify(tmp_path, files.names)
    known = KeyFiles(tmp_path, files.names)
    asked = [*names, "new"]
    assert known.count_known(hash_keys(b"s" * 16, "interactions", ["app"] * 6_001, asked)) == 6_000


def test_key_files_from_before_there_were_checksums_are_read(tmp_path: Path) -> None:
    keys = hash_keys(b"s" * 16, "interactions", ["app"] * 9, map(str, range(9))).sorted()
    (tmp_path / "old.keys").write_bytes(keys.high.tobytes() + keys.low.tobytes())
    assert KeyFiles(tmp_path, ["old.keys"]).count_known(keys) == 9
