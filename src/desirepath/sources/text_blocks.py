"""The text of a file as UTF-8, a few megabytes at a time, whatever encoding it is written in."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from desirepath.sources.lines import LONGEST_LINE
from desirepath.sources.opening import BOM

BLOCK = 4 << 20


class TextBlocks:
    """What has been read and not been used: ``data`` from ``at`` on, where line number ``line`` begins.

    Raises UnicodeError, from ``fill`` and ``lines``, for bytes that are no text in the encoding.
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

    def lines(self) -> Iterator[str]:
        """Line after line with its end, as far as somebody asks; a very long one in pieces."""
        while True:
            end = self._end_of_line()
            if end == self.at:
                return
            piece = self.data[self.at : end]
            self.at = end
            self.line += 1
            yield piece.decode()

    def _end_of_line(self) -> int:
        looked_at = self.at
        while True:
            lf = self.data.find(b"\n", looked_at)
            cr = self.data.find(b"\r", looked_at, lf if lf >= 0 else None)
            if cr >= 0 and (cr + 1 < len(self.data) or self.is_last):
                return cr + 2 if self.data[cr + 1 : cr + 2] == b"\n" else cr + 1
            if lf >= 0 and cr < 0:
                return lf + 1
            if self.is_last:
                return len(self.data)
            if len(self.data) - self.at > LONGEST_LINE:
                return self._whole_letters(self.at + LONGEST_LINE)
            waiting = len(self.data) - self.at
            self.fill()
            looked_at = self.at + max(0, waiting - 1)

    def _whole_letters(self, end: int) -> int:
        while self.data[end] & 0xC0 == 0x80:
            end -= 1
        return end
