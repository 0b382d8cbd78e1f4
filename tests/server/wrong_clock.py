"""A program of ours whose clock somebody else sets: ``python -m tests.server.wrong_clock FILE serve ...``.

FILE holds eight bytes, the seconds (a double) by which this process believes it to be later than it is; who
writes others into it lets the clock jump while the program runs, as a machine does whose clock is set right.
What counts seconds (``time.monotonic``) does not jump, as on a real machine, and nothing of the program knows
that it is tried. The times of files, and what other programs say, are the machine's own.
"""

from __future__ import annotations

import datetime as dates
import mmap
import runpy
import struct
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_REAL_TIME, _REAL_TIME_NS = time.time, time.time_ns
_Real = dates.datetime


def set_clock(file: Path, seconds: float) -> None:
    """Let whoever runs with this file believe that it is so much later; negative: earlier."""
    if not file.exists():
        file.write_bytes(bytes(8))
    with file.open("r+b") as opened, mmap.mmap(opened.fileno(), 8) as shared:
        shared[:] = struct.pack("d", seconds)


def _run(file: str, *arguments: str) -> None:
    with Path(file).open("r+b") as opened:
        shared = mmap.mmap(opened.fileno(), 8)

    def apart() -> float:
        return float(struct.unpack("d", shared[:])[0])

    class LikeReal(type):
        """What is a moment stays one, whoever made it."""

        def __instancecheck__(cls, one: object) -> bool:
            return isinstance(one, _Real)

    class Moment(_Real, metaclass=LikeReal):
        """The class of moments, for everybody who asks for now."""

        __slots__ = ()  # compiled libraries rely on the size of a moment

        def __new__(cls, *given: Any, **named: Any) -> Any:
            return _Real(*given, **named)  # what is made is real: some ask for exactly that type

        @classmethod
        def now(cls, tz: dates.tzinfo | None = None) -> Any:
            return _Real.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls) -> Any:
            return cls.now(dates.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls) -> Any:
            return cls.now()

    time.time = lambda: _REAL_TIME() + apart()
    time.time_ns = lambda: _REAL_TIME_NS() + int(apart() * 1e9)
    Moment.__name__ = Moment.__qualname__ = "datetime"
    Moment.__module__ = "datetime"
    if find_spec("pandas"):  # its own moments are built upon the real ones, in C; we use none of them
        import_module("pandas")
    dates.datetime = Moment  # type: ignore[misc]  # before anything of ours, or anything it uses, is there
    sys.argv = ["desirepath", *arguments]
    runpy.run_module("desirepath", run_name="__main__")


if __name__ == "__main__":
    _run(*sys.argv[1:])
