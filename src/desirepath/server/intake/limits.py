"""How much is taken at once, and from one sender: memory stays bounded, and nobody waits for others."""

from __future__ import annotations

import math
import threading
import time
from typing import Final

LARGEST_BODY: Final = 512_000
"""Bytes of a request, as sent and unpacked (Segment's 500 KB)."""
LARGEST_EVENT: Final = 32 * 1024
MOST_EVENTS: Final = 2_500
SECONDS_TO_SEND: Final = 30.0
"""A body that takes longer to arrive is given up."""
MOST_HELD: Final = 48 * 1024 * 1024
"""Bytes of all bodies that are held at once, being read or worked on."""
MOST_WAITING: Final = 1_000_000
"""Facts that are safe in the inbox and not in the log yet: an import may hold the log for a while."""
SECONDS_WHEN_FULL: Final = 2
"""Whoever finds the house full comes back after so long."""


class Held:
    """Counts the bytes that are held. Used in one event loop."""

    def __init__(self, most: int = MOST_HELD) -> None:
        self._most = most
        self.bytes = 0

    def take(self, size: int) -> bool:
        """Whether so many more may be held; they are, then."""
        if self.bytes + size > self._most:
            return False
        self.bytes += size
        return True

    def give_back(self, size: int) -> None:
        """They are held no more."""
        self.bytes -= size


class Buckets:
    """Lets each sender send so many events a second, and twice that in a burst. Safe from any thread.

    >>> buckets = Buckets()
    >>> buckets.wait(1, per_second=10), buckets.take(1, 25, per_second=10), buckets.wait(1, per_second=10)
    (0, None, 1)
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[int, tuple[float, float]] = {}

    def wait(self, sender: int, *, per_second: int) -> int:
        """The whole seconds until it may send again; 0: now."""
        with self._lock:
            left = self._refilled(sender, per_second)
        return 0 if left > 0 else max(1, math.ceil(-left / per_second))

    def take(self, sender: int, events: int, *, per_second: int) -> None:
        """It has sent so many."""
        with self._lock:
            self._left[sender] = self._refilled(sender, per_second) - events, time.monotonic()

    def _refilled(self, sender: int, per_second: int) -> float:
        now = time.monotonic()
        left, at = self._left.get(sender, (2.0 * per_second, now))
        return min(left + (now - at) * per_second, 2.0 * per_second)
