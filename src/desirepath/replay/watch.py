"""Watching a long count: how far it has come, and whether it should stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field


class Stopped(Exception):  # noqa: N818 - not an error: somebody wished it
    """Raised where the one who asked wants no answer any more."""


@dataclass
class Watch:
    """Told of every piece of the work as it is done, and asked before each whether to go on.

    The work has so many ``phases``, each as long as the next. ``progress`` is called with the share that is
    done, from 0 to 1 and never less than before, by whichever thread did the work. ``should_stop`` is asked
    before every piece, of some 200,000 interactions: that is, every few milliseconds.

    >>> told = []
    >>> watch = Watch(2, progress=told.append)
    >>> watch.done(0.5), watch.done(0.5), watch.done(1.0), told
    (None, None, None, [0.25, 0.5, 1.0])
    """

    phases: int
    progress: Callable[[float], None] | None = None
    should_stop: Callable[[], bool] | None = None
    _done: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def must_go_on(self) -> None:
        """Raises Stopped where the work should stop."""
        if self.should_stop is not None and self.should_stop():
            raise Stopped

    def done(self, share: float) -> None:
        """So much of a phase is done."""
        with self._lock:
            before = self._share
            self._done += share
            if self.progress is not None and self._share > before:
                self.progress(self._share)

    @property
    def _share(self) -> float:
        # What is added up in small parts is hardly ever whole.
        return min(round(self._done / self.phases, 6), 1.0)
