"""Tells whoever listens what happened. In memory: what must not be missed is in the database, and a listener
who comes back asks for what came after the last thing it saw.

Where several processes serve one workspace, what one of them tells goes over a wire to all of them (itself
among them), and each delivers it to its own listeners.
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

MOST_WAITING: Final = 1000
"""A listener that is so far behind is let go: it comes back, and asks for what it missed."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``id`` is its place in a history that can be resumed (None: only of this
    moment)."""

    name: str
    data: bytes
    id: int | None = None

    @staticmethod
    def of(name: str, data: Mapping[str, Any], *, place: int | None = None) -> Event:
        """An event with its data as JSON."""
        return Event(name, orjson.dumps(data), place)

    def encode(self) -> bytes:
        """As it goes over the wire.

        >>> Event.of("edit", {"revision": 7}, place=7).encode()
        b'id: 7\\nevent: edit\\ndata: {"revision":7}\\n\\n'
        """
        place = b"" if self.id is None else b"id: %d\n" % self.id
        return b"%sevent: %s\ndata: %s\n\n" % (place, self.name.encode(), self.data)


class Listener:
    """One open stream, in the running loop. Take what was told from :meth:`next`."""

    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = frozenset(topics)
        self.loop = asyncio.get_running_loop()
        self._told: list[Event | None] = []
        self._waiting: asyncio.Future[None] | None = None

    async def next(self, seconds: float) -> Sequence[Event | None]:
        """All that was told since the last time, as soon as there is something; nothing where there was
        nothing for so many seconds. None among it means: the stream ends here.
        """
        if not self._told:
            self._waiting = self.loop.create_future()
            timer = self.loop.call_later(seconds, self._wake)
            try:
                await self._waiting
            finally:
                timer.cancel()
                self._waiting = None
        told, self._told = self._told, []
        return told

    def put(self, event: Event | None) -> None:
        """Tell it something; to be called in the listener's own loop."""
        self._told.append(event if len(self._told) < MOST_WAITING else None)
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


Wire = Callable[[str, Event | None], None]
"""Carries an event (None: the streams of the topic end) to every process, which then delivers it."""


class Broker:
    """Topics (``map:ID``, ``person:ID``) and who listens to them. Safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, set[Listener]] = defaultdict(set)
        self._is_closed = False
        self._wire: Wire | None = None
        self._start_wire: Callable[[], None] = _nothing
        self._hearers: list[Callable[[str, Event], None]] = []

    @property
    def is_wired(self) -> bool:
        """Whether other processes tell, too."""
        return self._wire is not None

    def use(self, wire: Wire, start: Callable[[], None]) -> None:
        """Send what is told over this wire from now on; ``start`` makes sure that this process hears it."""
        self._wire, self._start_wire = wire, start

    def get_ready(self) -> None:
        """Make sure that this process hears what others tell. To be called in a thread that may wait."""
        self._start_wire()

    def hear(self, hearer: Callable[[str, Event], None]) -> None:
        """Have ``hearer`` called with everything that is delivered in this process. It must be quick."""
        self._hearers.append(hearer)

    def listen(self, *topics: str) -> Listener:
        """A new listener, in the running loop. Take it away with :meth:`leave`."""
        listener = Listener(topics)
        with self._lock:
            if self._is_closed:
                listener.put(None)
            for topic in topics:
                self._listeners[topic].add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Stop telling this listener."""
        with self._lock:
            for topic in listener.topics:
                self._listeners[topic].discard(listener)
                if not self._listeners[topic]:
                    del self._listeners[topic]

    def tell(self, topic: str, event: Event) -> None:
        """Tell everybody who listens to a topic, in whichever process."""
        if self._wire is not None:
            self._wire(topic, event)
        else:
            self.deliver(topic, event)

    def end(self, topic: str) -> None:
        """End every stream that listens to a topic; whoever may come back does, through the door."""
        if self._wire is not None:
            self._wire(topic, None)
        else:
            self.deliver(topic, None)

    def deliver(self, topic: str, event: Event | None) -> None:
        """Tell the listeners of this process (None: their streams end)."""
        if event is not None:
            for hearer in self._hearers:
                hearer(topic, event)
        with self._lock:
            _call(self._listeners.get(topic, ()), event)

    def interrupt(self) -> None:
        """End every stream of this process: something may have been missed, so let them come back and ask."""
        with self._lock:
            _call({one for listeners in self._listeners.values() for one in listeners}, None)

    def close(self) -> None:
        """End every stream, and those that begin from now on: the server stops."""
        with self._lock:
            self._is_closed = True
        self.interrupt()

    def open(self) -> None:
        """Take listeners again (a test that stopped one server and starts another)."""
        with self._lock:
            self._is_closed = False


def _nothing() -> None:
    """There is no wire to start."""


def _call(listeners: Iterable[Listener], event: Event | None) -> None:
    """Tell many at the price of waking their loop once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Listener]] = {}
    for listener in listeners:
        by_loop.setdefault(listener.loop, []).append(listener)
    for loop, of_loop in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_put, of_loop, event)


def _put(listeners: Iterable[Listener], event: Event | None) -> None:
    for listener in listeners:
        listener.put(event)


BROKER: Final = Broker()
"""The broker of this process."""
