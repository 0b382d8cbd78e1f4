"""Who may send, as values in memory: what every request asks, and the database is asked only now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from desirepath.base.problem import DesirepathError
from desirepath.server.intake.models import Connection, HookSecret, WriteKey
from desirepath.server.intake.sealing import unseal
from desirepath.server.people.secrets import hash_secret

_BELIEVED_SECONDS: Final = 2.0
"""Another process may have changed something: what is so old is read again."""


@dataclass(frozen=True, slots=True)
class Sender:
    """A connection, as a request needs it."""

    id: int
    name: str
    kind: str
    mapping: str
    is_paused: bool
    per_second: int


@dataclass(frozen=True, slots=True)
class Key:
    """A write key. ``origins``: the pages that may use it (empty: any)."""

    id: int
    sender: Sender
    place: str
    origins: frozenset[str]
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hook:
    """Where a connection's webhooks come in. ``secrets`` are its valid ones, each with its end (None: none);
    ``is_lost`` says that there is one that cannot be read any more."""

    sender: Sender
    secrets: tuple[tuple[str, datetime | None], ...] = ()
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """All keys by their hash, all hooks by the end of their address."""

    keys: Mapping[str, Key] = field(default_factory=dict)
    hooks: Mapping[str, Hook] = field(default_factory=dict)

    def key(self, secret: str, now: datetime) -> Key | None:
        """The key that a client shows; None for one that is unknown or has expired."""
        found = self.keys.get(hash_secret(secret))
        return found if found and (found.expires_at is None or found.expires_at > now) else None


class KnownSenders:
    """Keeps what is known, and reads it again. Safe to ask from any thread; asking costs nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read_at: float | None = None
        self.now = Known()

    def renew(self) -> None:
        """Read everything again, at once: something was changed here."""
        with self._lock:
            self.now = _read()
            self._read_at = time.monotonic()

    def keep_fresh(self) -> None:
        """Read everything again where that was some time ago."""
        if self._read_at is None or time.monotonic() - self._read_at > _BELIEVED_SECONDS:
            self.renew()


def _read() -> Known:
    senders = {
        one.pk: Sender(one.pk, one.name, one.kind, one.mapping, one.is_paused, one.per_second)
        for one in Connection.objects.all()
    }
    keys = {
        one.hash: Key(one.pk, senders[one.connection_id], one.place, frozenset(one.origins), one.expires_at)
        for one in WriteKey.objects.all()
        if one.connection_id in senders
    }
    secrets: dict[int, list[tuple[str, datetime | None]]] = {}
    lost: set[int] = set()
    for one in HookSecret.objects.all():
        try:
            secrets.setdefault(one.connection_id, []).append((unseal(one.sealed), one.expires_at))
        except DesirepathError:
            lost.add(one.connection_id)
    hooks = {
        hook: Hook(senders[pk], tuple(secrets.get(pk, ())), pk in lost)
        for pk, hook in Connection.objects.values_list("pk", "hook")
        if pk in senders
    }
    return Known(keys, hooks)


KNOWN: Final = KnownSenders()
"""Who may send, in this process."""
