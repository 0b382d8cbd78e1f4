"""Looks after what comes in, several times a second: who may send, what is told, what is written down."""

from __future__ import annotations

import time
from typing import Final

from desirepath.server.intake.known import KNOWN
from desirepath.server.intake.tail import TAIL
from desirepath.server.live.broker import BROKER, Event

TOPIC: Final = "connections"
_TOLD_EVERY: Final = 0.5
_WRITTEN_EVERY: Final = 2.0


class IntakeWatch:
    """Tells ``connections``: event ``came``, with the number of the latest record that came in."""

    def __init__(self) -> None:
        self._told = 0
        self._told_at = self._written_at = time.monotonic()

    def look(self) -> None:
        """Tell what is new since the last look."""
        KNOWN.keep_fresh()
        now = time.monotonic()
        if TAIL.number != self._told and now - self._told_at >= _TOLD_EVERY:
            self._told, self._told_at = TAIL.number, now
            BROKER.tell(TOPIC, Event.of("came", {"number": self._told}))
        if now - self._written_at >= _WRITTEN_EVERY:
            self._written_at = now
            TAIL.write_down()
