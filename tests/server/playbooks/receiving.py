"""A receiver of webhooks and a chat on loopback, and a mail server: real sockets, written for the tests."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook


@dataclass(frozen=True)
class Came:
    """One call that came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers.get("webhook-id", "")

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """What listens at a port of loopback. ``answers`` says what to answer to the next calls, then 200.

    With ``secrets`` it believes what one of them has signed at ``/hook``, as the reference library checks it,
    and of each id the first call only: ``taken``.
    """

    port: int = 0
    secrets: list[str] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    came: list[Came] = field(default_factory=list)
    taken: dict[str, Came] = field(default_factory=dict)
    refused: list[Came] = field(default_factory=list)
    before_answer: Callable[[], None] = lambda: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def take(self, one: Came) -> tuple[int, dict[str, str], str]:
        with self.lock:
            self.came.append(one)
            planned = self.answers.pop(0) if self.answers else (200, {}, "ok")
            if planned[0] >= 300:
                return planned
            is_hook = one.path == "/hook"
            if is_hook and self.secrets and not any(_believes(secret, one) for secret in self.secrets):
                self.refused.append(one)
                return 401, {}, "wrong signature"
            if is_hook:
                self.taken.setdefault(one.id, one)
            return planned


def _believes(secret: str, one: Came) -> bool:
    try:
        Webhook(secret).verify(one.body, one.headers)
    except Exception:  # noqa: BLE001  # whatever it says: it does not believe it
        return False
    return True


@contextmanager
def receiving(**named: Any) -> Iterator[Receiver]:
    """A receiver that listens until the end of the block."""
    receiver = Receiver(**named)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more, words = receiver.take(Came(self.path, headers, body))
            receiver.before_answer()
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, *args: Any) -> None: ...

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None: ...

    with Quiet(("127.0.0.1", 0), Handler) as server:
        receiver.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()


@dataclass
class Office:
    """A mail server: every mail that it said it has. ``slowly`` is called before it says so.

    ``says`` is what it answers to a word of SMTP, and at "." to the mail itself; nothing: it hangs up.
    """

    port: int = 0
    mails: list[Message] = field(default_factory=list)
    slowly: Callable[[], None] = lambda: None
    says: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def ids(self) -> list[str]:
        """The Message-IDs, without the brackets and the host."""
        return [str(one["Message-ID"]).strip("<>").partition("@")[0] for one in self.mails]


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        office: Office = self.server.office  # type: ignore[attr-defined]
        self._say("220 office")
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper()
            planned = office.says.get(word.decode("ascii", "replace"))
            if planned == "":
                return
            if planned is not None:
                self._say(planned)
            elif word == b"DATA":
                self._say("354 go on")
                content = b"".join(iter(self._line, b".\r\n"))
                if not self.whole:
                    return
                if (said := office.says.get(".")) is not None:
                    if said == "":
                        return
                    self._say(said)
                    continue
                office.slowly()
                office.mails.append(message_from_bytes(content))
                self._say("250 taken")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 office")

    def setup(self) -> None:
        super().setup()
        self.whole = True

    def _line(self) -> bytes:
        line = self.rfile.readline()
        if not line:
            self.whole = False
            return b".\r\n"
        return line[1:] if line.startswith(b"..") else line

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class _Post(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None: ...


@contextmanager
def post_office() -> Iterator[Office]:
    """A mail server that listens until the end of the block."""
    office = Office()
    with _Post(("127.0.0.1", 0), _Session) as server:
        server.office = office  # type: ignore[attr-defined]
        office.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield office
        finally:
            server.shutdown()


def pause(seconds: float) -> None:
    """What a slow receiver does."""
    time.sleep(seconds)
