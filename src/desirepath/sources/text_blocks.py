"""The text of a file as UTF-8, a few megabytes at a time, whatever encoding it is written in."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import BinaryIO

from desirepath.sources.lines import LONGEST_LINE
from desirepath.sources.opening import BOM

BLOCK = 4 << 20
SHOWN = 100_000
"""So much of what cannot be used whole is kept, to be looked at."""


class HugeLineError(ValueError):
    """A line is longer than 16 MB."""


class TextBlocks:
    """What has been read and not been used: ``data`` from ``at`` on, where line number ``line`` begins.

    Raises UnicodeError, from whatever reads on, for bytes that are no text in the encoding.
    """

    def __init__(self, stream: BinaryIO, encoding: str, *, block: int | None = None) -> None:
        self._stream = stream
        self._block = block or BLOCK
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._is_utf8 = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")
        self.data = b""
        self.at = 0
        self.line = 1
        self.is_last = False
        self.fill()
        self.at = len(BOM) if self.data.startswith(BOM) else 0

    def fill(self) -> None:
        """Read on; what has been used is forgotten. ``is_last`` then says whether this was all."""
        chunk = self._stream.read(self._block)
        self.is_last = len(chunk) < self._block
        # Plain ASCII after whole letters is UTF-8 without looking closer.
        is_plain = self._is_utf8 and chunk.isascii() and not self._decoder.getstate()[0]
        text = "" if is_plain else self._decoder.decode(chunk, self.is_last)
        self.data = self.data[self.at :] + (chunk if self._is_utf8 else text.encode())
        self.at = 0

    def next_line(self) -> str:
        """The next line with its end; empty where there is none any more.

        Raises HugeLineError, and stays where it is, before a line that is longer than 16 MB.
        """
        end = self._end_of_line()
        if end - self.at > LONGEST_LINE:
            raise HugeLineError
        piece = self.data[self.at : end]
        self.at = end
        self.line += bool(piece)
        return piece.decode()

    def skip_line(self) -> str:
        """Pass over the next line, however long it is; its beginning."""
        end = self._end_of_line()
        beginning = self.data[self.at : self._whole_letters(min(end, self.at + SHOWN))].decode()
        while not self.data.endswith((b"\n", b"\r"), self.at, end) and not self.is_last:
            self.at = end
            self.fill()
            end = self._end_of_line()
        self.at = end
        self.line += 1
        return beginning

    def put_back(self, lines: Sequence[str]) -> None:
        """Have the lines that were taken last before us again."""
        self.data = "".join(lines).encode() + self.data[self.at :]
        self.at = 0
        self.line -= len(lines)

    def _end_of_line(self) -> int:
        """Where the next line ends; of one that is longer than 16 MB, some place in it."""
        looked_at = self.at
        while True:
            lf = self.data.find(b"\n", looked_at)
            cr = self.data.find(b"\r", looked_at, lf if lf >= 0 else None)
            if cr >= 0 and (cr + 1 < len(self.data) or self.is_last):
                return cr + 2 if self.data[cr + 1 : cr + 2] == b"\n" else cr + 1
            if lf >= 0 and cr < 0:
                return lf + 1
            if self.is_last or len(self.data) - self.at > LONGEST_LINE:
                return len(self.data)
            waiting = len(self.data) - self.at
            self.fill()
            looked_at = self.at + max(0, waiting - 1)

    def _whole_letters(self, end: int) -> int:
        while end < len(self.data) and self.data[end] & 0xC0 == 0x80:
            end -= 1
        return end
