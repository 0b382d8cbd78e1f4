"""The files in which replays are kept: one each, in the folder of the index's columns, under ``replays/``.

A file begins with a list of what lies in it, then come the arrays, block after block. It holds numbers and no
ids, and it goes with the columns: whenever rows change their place, and so whenever anybody is erased. A
cache: deletable; one of another version, or with a byte changed, is not read.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from dataclasses import fields
from mmap import ACCESS_READ, mmap
from pathlib import Path
from secrets import token_hex
from typing import Any, Final
from zlib import crc32

import numpy as np

from desirepath.base.spans import to_microseconds
from desirepath.replay.binding import Codes
from desirepath.replay.columns import Array
from desirepath.replay.engines.local import in_threads
from desirepath.replay.index import Index
from desirepath.replay.lived import Lived
from desirepath.replay.replay import Question, Replay
from desirepath.replay.shapes import Passages, Progress
from desirepath.replay.spread import Spread
from desirepath.replay.tally import Tally
from desirepath.replay.update import Earlier

VERSION: Final = 2
"""Of the files, and of what a :class:`~desirepath.replay.lived.Lived` and a
:class:`~desirepath.replay.spread.Spread` count."""
MOST_KEPT: Final = 8
_MAGIC: Final = b"dpreplay"
_HEAD: Final = struct.Struct("<8sII")
_ALIGNED: Final = 64
_COUNTS: Final = tuple(field.name for field in fields(Tally))[4:]
_LIVED: Final = tuple(field.name for field in fields(Lived))
_SPREAD: Final = tuple(field.name for field in fields(Spread))


def write_replay(path: Path, told: Replay) -> None:
    """Keep a replay and what it lived, beside others; the longest unused ones go. Raises OSError where it
    cannot be written."""
    index, codes, tally = told.index, told.binding.codes, told.tally
    blocks = {name: np.asarray(array, order="C") for name, array in _blocks_of(told)}
    at = 0
    listed = []
    for name, array in blocks.items():
        listed.append((name, array.dtype.str, array.shape, at, crc32(_bytes(array))))
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps(
        {
            "generation": index.generation,
            "rows": [len(bucket.time_us) for bucket in index.buckets],
            "as_of_us": to_microseconds(told.as_of),
            "steps": tally.steps,
            "names": [len(tally.activities), len(tally.channels), len(tally.scales)],
            "answers": None if codes is None else codes.answers,
            "blocks": listed,
        }
    ).encode()
    path.parent.mkdir(exist_ok=True)
    draft = path.with_suffix(f".{token_hex(4)}.draft")
    try:
        with draft.open("wb") as file:
            file.write(_HEAD.pack(_MAGIC, len(head), crc32(head)))
            file.write(head)
            begin = file.tell()
            for (_, _, _, place, _), array in zip(listed, blocks.values(), strict=True):
                file.seek(begin + place)
                file.write(_bytes(array))
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    by_age = sorted(path.parent.glob("*.replay"), key=lambda kept: kept.stat().st_mtime_ns)
    for old in by_age[:-MOST_KEPT]:
        old.unlink(missing_ok=True)


def _bytes(array: Array) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _blocks_of(told: Replay) -> Iterator[tuple[str, Array]]:
    """All arrays that are kept, by name."""
    codes = told.binding.codes
    for name in _COUNTS:
        yield f"tally.{name}", getattr(told.tally, name)
    for name in _LIVED:
        yield f"lived.{name}", getattr(told.lived, name)
    for name in _SPREAD:
        yield f"spread.{name}", getattr(told.spread, name)
    for name, column in zip(Progress._fields, told.progress, strict=True):
        yield f"progress.{name}", column
    for number, mine in enumerate(told.asked):
        for name, column in zip(Passages._fields, mine, strict=True):
            yield f"asked.{number}.{name}", column
    for number, match in enumerate(() if codes is None else codes.match):
        yield f"match.{number}", match


def read_earlier(path: Path, index: Index, question: Question) -> Earlier | None:
    """What is kept of a replay of ``index``, as it is or was, memory-mapped; None where nothing is, or where
    any of it is not as it was written."""
    try:
        head, blocks = _read(path)
        names, buckets = index.names, range(len(head["rows"]))
        activities, channels, scales = head["names"]
        if len(buckets) != len(index.buckets):
            return None
        codes = None
        if head["answers"] is not None:
            answers = tuple(tuple(yes) for yes in head["answers"])
            codes = Codes(tuple(blocks[f"match.{number}"] for number in buckets), answers)
        os.utime(path)
        return Earlier(
            question=question,
            folder=index.folder,
            generation=head["generation"],
            rows=tuple(head["rows"]),
            as_of_us=head["as_of_us"],
            codes=codes,
            tally=Tally(
                tuple(head["steps"]),
                names.activities[:activities],
                names.channels[:channels],
                names.scales[:scales],
                *(blocks[f"tally.{name}"] for name in _COUNTS),
            ),
            asked=tuple(
                Passages(*(blocks[f"asked.{number}.{name}"] for name in Passages._fields))
                for number in buckets
            ),
            progress=Progress(*(blocks[f"progress.{name}"] for name in Progress._fields)),
            lived=Lived(*(blocks[f"lived.{name}"] for name in _LIVED)),
            spread=Spread(*(blocks[f"spread.{name}"] for name in _SPREAD)),
        )
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return None


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """The list and the arrays. Raises ValueError where a checksum is another one."""
    with path.open("rb") as file:
        mapped = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
    magic, length, check = _HEAD.unpack_from(mapped)
    begin = _HEAD.size + length
    told = mapped[_HEAD.size : begin]
    if magic != _MAGIC or crc32(told) != check:
        raise ValueError("not a replay, or damaged")
    head: dict[str, Any] = json.loads(bytes(told))

    def read_block(listed: tuple[str, str, list[int], int, int]) -> tuple[str, Array]:
        name, kind, shape, at, expected = listed
        dtype = np.dtype(kind)
        count = int(np.prod(shape, dtype=np.int64))
        block = mapped[begin + at : begin + at + count * dtype.itemsize]
        if crc32(block) != expected:
            raise ValueError(f"{name} is damaged")
        return name, np.frombuffer(block, dtype).reshape(shape)

    return head, dict(in_threads(read_block, head["blocks"], None))
