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
    rest = b""
    is_start = True
    is_skipping = False
    while chunk := stream.read(_CHUNK):
        if is_start:
            chunk = chunk.removeprefix(BOM)
            is_start = False
        lines: list[bytes | None] = list((rest + chunk).split(b"\n"))
        rest = lines.pop() or b""
        if is_skipping and lines:
            lines[0] = None
            is_skipping = False
        if is_skipping or len(rest) > LONGEST_LINE:
            rest, is_skipping = b"", True
        if lines:
            yield [None if line is None or len(line) > LONGEST_LINE else line for line in lines]
    if is_skipping:
        yield [None]
    elif rest:
        yield [rest]
