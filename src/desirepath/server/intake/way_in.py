"""The one way into the log of this process's workspace: what programs send and what people write by hand."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.conf import settings

from desirepath.base.problem import DesirepathError
from desirepath.log.row_checks import Row
from desirepath.server.intake.accepting import Accepting, Outcome
from desirepath.server.intake.kinds import NOT_WRITTEN
from desirepath.server.intake.limits import LARGEST_EVENT
from desirepath.server.intake.storing import Storing
from desirepath.server.intake.writing import Writing

_PATIENCE_SECONDS: Final = 2.0
_LONGEST_WRITE_SECONDS: Final = 20.0


class WayIn:
    """What is accepted is written to the inbox of a workspace, and stored in its log."""

    def __init__(self, folder: Path) -> None:
        self.writing = Writing(folder)
        self.accepting = Accepting(folder, self.writing)
        self.storing = Storing(folder, self.writing)
        self.writing.start()

    def close(self) -> None:
        """Take no more; what was acknowledged is safe."""
        self.storing.stop()
        self.writing.stop()

    def write_one(self, row: Row) -> tuple[Outcome, bool]:
        """Write one fact: see :meth:`write_all`."""
        (outcome,), is_seen = self.write_all([row])
        return outcome, is_seen

    def write_all(self, rows: Sequence[Row]) -> tuple[Sequence[Outcome], bool]:
        """Write facts, which name their one source and their keys; what became of each, and whether the log
        has them now.

        When this returns they are safe. They wait in the inbox (False) where an import holds the log for
        longer than a moment. Raises DP-INT-007 and -008 where they could not be written.
        """
        is_safe = threading.Event()
        told: list[DesirepathError | None] = []

        def done(problem: DesirepathError | None) -> None:
            told.append(problem)
            is_safe.set()

        outcomes = self.accepting.accept(
            rows, _as_it_is, source=rows[0]["source"], largest=LARGEST_EVENT, done=done
        )
        if not is_safe.wait(_LONGEST_WRITE_SECONDS):
            raise NOT_WRITTEN.error()
        if told[0] is not None:
            raise told[0]
        return outcomes, self.storing.store(patience_seconds=_PATIENCE_SECONDS)


def _as_it_is(row: Row) -> Sequence[Row]:
    return [row]


_OPEN: Final[dict[tuple[Path, int], WayIn]] = {}
_OPENING: Final = threading.Lock()


def this_way_in() -> WayIn:
    """The way into the workspace of this process; opened where it is not. The workspace's log is there."""
    key = settings.CONFIGURATION.folder, os.getpid()
    with _OPENING:
        if key not in _OPEN:
            _OPEN[key] = WayIn(key[0])
        return _OPEN[key]


def close_way_in() -> None:
    """Close it, where it is open."""
    with _OPENING:
        way_in = _OPEN.pop((settings.CONFIGURATION.folder, os.getpid()), None)
    if way_in is not None:
        way_in.close()
