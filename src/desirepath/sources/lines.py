"""The lines of a file, many at a time and never more of it in memory than that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from desirepath.sources.opening import BOM

LONGEST_LINE = 16 << 20
_CHUNK = 512 << 10  # some thousand rows, which stay in the processor's cache while they become columns


def read_lines(stream: BinaryIO) -> Iterator[list[bytes | None]]:
    """Lists of lines without their ends; None stands for a line longer than 16 MB. A BOM at the start is
    left out."""
    for block in read_blocks(stream, _CHUNK):
        yield [None] if block is None else list(block.split(b"\n"))


def read_blocks(stream: BinaryIO, size: int) -> Iterator[bytes | None]:
    """Some lines at a time, about ``size`` bytes, in one piece without the end of the last one; None stands
    for a line longer than 16 MB. A BOM at the start is left out."""
    rest = b""
    is_start = True
    is_skipping = False
    while chunk := stream.read(size):
        if is_start:
            chunk = chunk.removeprefix(BOM)
            is_start = False
        end = chunk.rfind(b"\n")
        if end < 0:
            rest = b"" if is_skipping else rest + chunk
            if len(rest) > LONGEST_LINE:
                rest, is_skipping = b"", True
            continue
        first = chunk.index(b"\n")
        if is_skipping or len(rest) + first > LONGEST_LINE:
            yield None
            is_skipping = False
            if first < end:
                yield chunk[first + 1 : end]
        else:
            yield rest + chunk[:end]
        rest = chunk[end + 1 :]
    if is_skipping:
        yield None
    elif rest:
        yield rest
