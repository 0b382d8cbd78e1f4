"""What a question to the log is: its shape, how it is answered, what its answer depends on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from desirepath.log.store import Log
from desirepath.model.journey_map import JourneyMap
from desirepath.server.jobs.kind import Work
from desirepath.server.lived.measured_part import measured_part

Json = dict[str, Any]


class Question(Schema):
    """What one asks: texts and numbers, as they came."""

    model_config = ConfigDict(extra="forbid")

    def check(self) -> None:
        """Raise DP-EXPR or DP-SRV-004 where it cannot be read: at once, and not in the background."""

    def is_of_everybody(self) -> bool:
        """Whether it picks nobody out: its numbers are of all who travel, whoever asks."""
        return True


Compute = Callable[[Log, JourneyMap | None, Any, Work], Json]
Dress = Callable[[Json, JourneyMap], Json]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question: its shape, how it is answered, how the answer gets a map's words of today
    (None: it is about no map), and which part of the map the answer depends on."""

    shape: type[Question]
    compute: Compute
    dress: Dress | None = None
    part: Callable[[JourneyMap], JourneyMap] = measured_part


class Hearing:
    """What the library is given to say what takes long and how far it is: the job says it on, and stops."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._words = ""

    def notify(self, words: str) -> None:
        """What takes long."""
        self._work.stop_if_asked()
        self._words = words
        self._work.tell(0.0, words)

    def progress(self, share: float) -> None:
        """How much of the counting is done; something is left to do after it."""
        self._work.tell(0.95 * share, self._words)
