"""One call of another system over HTTP: a POST to an address that was looked at, within limits.

Nothing follows a redirect, no proxy of the environment is asked, and an answer is read only as far as it is
shown.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

from desirepath.server.playbooks.reaching import Found, Place, reachable, read_place

SECONDS: Final = 15.0
_SHOWN: Final = 300
_READ: Final = 4096
_LONGEST_REST: Final = 24 * 3600.0


class NotReachedError(Exception):
    """The call was never made: the host is not known, or nobody answers there."""


class BrokenOffError(Exception):
    """The call was made, and its answer did not come: nobody knows what became of it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its ``status``, its first words, and how many seconds it asks for before the next call."""

    status: int
    words: str
    rest_seconds: float | None
    milliseconds: int

    @property
    def is_taken(self) -> bool:
        """Whether it was taken."""
        return 200 <= self.status < 300


def call(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    may_call: Sequence[str] = (),
    now: datetime,
    seconds: float = SECONDS,
) -> Answered:
    """Post ``body`` to ``url``, all of it within ``seconds``.

    Raises RefusedError for an address that may not be called, NotReachedError where it was not reached, and
    BrokenOffError where it was and did not answer in time.
    """
    began = time.monotonic()
    place = read_place(url)
    limit = _Limit(seconds)
    try:
        connection = _connected(place, may_call, limit)
        try:
            sent = {
                "Host": place.authority,
                "Content-Length": str(len(body)),
                "Connection": "close",
                **headers,
            }
            connection.request("POST", place.path, body, sent)
            answer = connection.getresponse()
            if limit.is_over:
                raise TimeoutError  # what was broken off in the middle looks like an end to the parser
            words = _first_words(answer)
        except (OSError, http.client.HTTPException) as error:
            raise BrokenOffError(_says(error, limit)) from error
        finally:
            connection.close()
    finally:
        limit.end()
    took = round((time.monotonic() - began) * 1000)
    rest = rest_seconds(answer.getheader("Retry-After"), now)
    return Answered(answer.status, shown(words), rest, took)


def _first_words(answer: http.client.HTTPResponse) -> bytes:
    """What comes at once; that it was answered is known by then, whatever breaks now."""
    try:
        return answer.read1(_READ)
    except (OSError, http.client.HTTPException, ValueError):
        return b""


def rest_seconds(said: str | None, now: datetime) -> float | None:
    """What ``Retry-After`` says, in seconds, a day at most; None where it says nothing that can be read.

    >>> from datetime import UTC
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> [rest_seconds(said, now) for said in ("120", "Thu, 01 Jan 2026 00:01:00 GMT", "soon")]
    [120.0, 60.0, None]
    """
    if said is None:
        return None
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), _LONGEST_REST)
    try:
        until = parsedate_to_datetime(said)
        return min(max((until - now).total_seconds(), 0.0), _LONGEST_REST)
    except (ValueError, TypeError):
        return None


def shown(words: bytes) -> str:
    """The first words of an answer, on one line."""
    text = words.decode("utf-8", "replace")
    seen = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(seen.split())[:_SHOWN]


class _Limit:
    """Breaks a connection off when its time is over, however slowly the other side goes on."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.is_over = False
        self._held: socket.socket | None = None
        self._timer: threading.Timer | None = None

    @property
    def left(self) -> float:
        """Seconds that are left, never none at all."""
        return max(self.until - time.monotonic(), 0.01)

    def watch(self, connected: socket.socket) -> None:
        """Break this one off, in time."""
        self._held = connected.dup()
        self._timer = threading.Timer(self.left, self._break)
        self._timer.daemon = True
        self._timer.start()

    def _break(self) -> None:
        self.is_over = True
        if self._held is not None:
            try:
                self._held.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it has ended by itself

    def end(self) -> None:
        """The call is over."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        if self._held is not None:
            self._held.close()


def _connected(place: Place, may_call: Sequence[str], limit: _Limit) -> http.client.HTTPConnection:
    try:
        opened = _open(reachable(place, may_call), limit)
    except (OSError, UnicodeError) as error:
        raise NotReachedError(_says(error, limit)) from error
    try:
        limit.watch(opened)
        if place.scheme == "https":
            opened = _tls().wrap_socket(opened, server_hostname=place.host)
    except (OSError, ValueError) as error:
        opened.close()
        raise NotReachedError(_says(error, limit)) from error
    connection = http.client.HTTPConnection(place.host, place.port)
    connection.sock = opened
    return connection


def _open(addresses: Sequence[Found], limit: _Limit) -> socket.socket:
    """A connection to the first of the addresses that takes one."""
    last: OSError = OSError("the host has no address")
    for family, where in addresses:
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.settimeout(limit.left)
            opened.connect(where)
        except OSError as error:
            opened.close()
            last = error
            continue
        return opened
    raise last


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _says(error: Exception, limit: _Limit) -> str:
    if limit.is_over or isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return "the host is not known"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good: {error.verify_message}"
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens there"
    return f"the connection broke: {type(error).__name__}"
