"""The wire between the processes of one workspace on PostgreSQL: NOTIFY and LISTEN.

A notification holds less than 8,000 bytes, so an event goes in pieces. Should the connection that listens
break, every stream is ended: whoever comes back asks for what was missed.
"""

from __future__ import annotations

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any, Final

from django.db import connections, transaction

from desirepath.base.slow import load
from desirepath.server.live.broker import BROKER, Broker, Event

CHANNEL: Final = "desirepath"
PIECE: Final = 7000
MOST_UNFINISHED: Final = 1000
SECONDS_TO_RETRY: Final = 1.0
_log = logging.getLogger("desirepath.server.live")


def cut(topic: str, event: Event | None) -> list[str]:
    """An event as the pieces that travel: ``ID:number:count:part``, plain ASCII.

    >>> [piece.partition(":")[2] for piece in cut("map:m", Event("edit", b'{"a":1}', 7))]
    ['0:1:["map:m", "edit", 7, "{\\\\"a\\\\":1}"]']
    """
    told: list[Any] = [topic] if event is None else [topic, event.name, event.id, event.data.decode()]
    text = json.dumps(told)
    parts = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    key = uuid.uuid4().hex
    return [f"{key}:{number}:{len(parts)}:{part}" for number, part in enumerate(parts)]


class Joiner:
    """Puts pieces together again; those of one event come in order, those of several may mix.

    >>> joiner = Joiner()
    >>> [joiner.take(piece) for piece in cut("map:m", Event("edit", b"{}", 7))]
    [('map:m', Event(name='edit', data=b'{}', id=7))]
    >>> [joiner.take(piece) for piece in cut("map:m", None)]
    [('map:m', None)]
    """

    def __init__(self) -> None:
        self._unfinished: dict[str, list[str]] = {}

    def take(self, piece: str) -> tuple[str, Event | None] | None:
        """The event that is whole with this piece, if one is."""
        key, number, count, part = piece.split(":", 3)
        parts = self._unfinished.setdefault(key, [])
        if int(number) == len(parts):
            parts.append(part)
        if len(parts) < int(count):
            while len(self._unfinished) > MOST_UNFINISHED:
                del self._unfinished[next(iter(self._unfinished))]
            return None
        told = json.loads("".join(self._unfinished.pop(key)))
        if len(told) == 1:
            return told[0], None
        topic, name, place, data = told
        return topic, Event(name, data.encode(), place)


class Relay:
    """Sends what this process tells, and delivers to its broker what any process told."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_listening = threading.Event()
        self._is_over = threading.Event()

    def send(self, topic: str, event: Event | None) -> None:
        """Tell every process, in the order of the calls."""
        with transaction.atomic(), connections["default"].cursor() as cursor:
            for piece in cut(topic, event):
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, piece])

    def start(self) -> None:
        """Begin to listen, once; return when it has begun (or the database is away: it goes on trying)."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
                self._thread.start()
        self._is_listening.wait(5)

    def stop(self) -> None:
        """Hear no more, and let go of the connection."""
        self._is_over.set()
        if self._thread is not None:
            self._thread.join(5)

    def _run(self) -> None:
        while not self._is_over.is_set():
            try:
                self._listen(Joiner().take)
            except Exception:  # noqa: BLE001 - whatever it was, others go on telling: listen again
                if self._is_over.is_set():
                    return
                _log.exception("the wire between the processes broke; it is joined again")
                self._is_listening.clear()
                self._broker.interrupt()
                time.sleep(SECONDS_TO_RETRY)

    def _listen(self, take: Callable[[str], tuple[str, Event | None] | None]) -> None:
        parameters = connections["default"].get_connection_params()
        parameters.pop("cursor_factory", None)
        with load("psycopg", extra="postgres").connect(**parameters, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._is_listening.set()
            while not self._is_over.is_set():
                for notification in connection.notifies(timeout=SECONDS_TO_RETRY):
                    whole = take(notification.payload)
                    if whole is not None:
                        self._broker.deliver(*whole)


RELAY: Final = Relay(BROKER)
"""The wire of this process."""
