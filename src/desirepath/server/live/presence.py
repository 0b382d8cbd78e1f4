"""Who is here, and in which cell. Of this moment only: nothing is kept; who says nothing for a while is gone.

Each process hears what is told of people who come, move and leave, whichever process they talk to.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

import orjson

from desirepath.server.live.broker import BROKER, Broker, Event

SECONDS_TO_STAY: Final = 45
"""Without a sign of life for so long, somebody is taken to have left. Clients give one every 20 seconds."""
MOST_HERE: Final = 200
COLOURS: Final = (
    "#0f766e",
    "#b45309",
    "#7c3aed",
    "#be123c",
    "#1d4ed8",
    "#4d7c0f",
    "#a21caf",
    "#0e7490",
    "#c2410c",
    "#4338ca",
    "#15803d",
    "#9f1239",
)
"""Dark enough to carry white text; a person has the same one everywhere."""


def colour_of(person: int) -> str:
    """The colour a person is shown in.

    >>> colour_of(1) == colour_of(1 + len(COLOURS)), colour_of(0)
    (True, '#0f766e')
    """
    return COLOURS[person % len(COLOURS)]


@dataclass(frozen=True, slots=True)
class Here:
    """One window somebody has open. ``node`` and ``property`` say in which cell they are, if in one;
    ``typing`` what they are typing there and have not sent.
    """

    session: str
    person: str
    name: str
    colour: str
    node: str = ""
    property: str = ""
    typing: str = ""


class Presence:
    """Who is here, by topic."""

    def __init__(self, broker: Broker, clock: Callable[[], float] = time.monotonic) -> None:
        self._broker = broker
        self._clock = clock
        self._lock = threading.Lock()
        self._here: dict[str, dict[str, tuple[Here, float]]] = {}
        broker.hear(self._hear)

    def here(self, topic: str) -> list[Here]:
        """Those who are here, in the order in which they came."""
        with self._lock:
            self._forget(topic)
            return [one for one, _ in self._here.get(topic, {}).values()]

    def come(self, topic: str, here: Here) -> bool:
        """Tell that somebody came, moved or is still here; False where it is too crowded to be told."""
        self._broker.get_ready()
        known = {one.session for one in self.here(topic)}
        if here.session not in known and len(known) >= MOST_HERE:
            return False
        self._broker.tell(topic, Event.of("presence", asdict(here) | {"is_here": True}))
        return True

    def leave(self, topic: str, session: str, person: str) -> None:
        """Tell that a window was closed; that of somebody else stays."""
        if any(one.session == session and one.person == person for one in self.here(topic)):
            gone = {"session": session, "person": person, "is_here": False}
            self._broker.tell(topic, Event.of("presence", gone))

    def _hear(self, topic: str, event: Event) -> None:
        if event.name != "presence":
            return
        said: dict[str, Any] = orjson.loads(event.data)
        is_here = said.pop("is_here")
        with self._lock:
            windows = self._here.setdefault(topic, {})
            if is_here:
                windows[said["session"]] = (Here(**said), self._clock())
            else:
                windows.pop(said["session"], None)
            self._forget(topic)

    def _forget(self, topic: str) -> None:
        oldest = self._clock() - SECONDS_TO_STAY
        windows = self._here.get(topic, {})
        for session in [session for session, (_, seen) in windows.items() if seen < oldest]:
            del windows[session]
        if topic in self._here and not windows:
            del self._here[topic]


PRESENCE: Final = Presence(BROKER)
"""Who is here, as this process knows."""
