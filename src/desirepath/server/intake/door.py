"""The fast door: addresses that programs and tools send to, answered before Django is asked.

``/v1/*`` speak Segment's clients, ``/hooks/*`` webhooks. Reading and checking is done by one thread for each
of the two (the interpreter runs one at a time: more of them only wait for each other), the disk is written by
another (``writing.py``); in the event loop nothing takes long, so a slow client holds nobody up.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from django.conf import settings

from desirepath.base.problem import DesirepathError
from desirepath.server.guard import Application, Receive, Send
from desirepath.server.intake import segment
from desirepath.server.intake.accepting import Outcome
from desirepath.server.intake.answering import Answer, answer_alone, answer_of, answer_to, send_answer
from desirepath.server.intake.body import GoneError, Headers, read_body, read_headers, read_json, unpack
from desirepath.server.intake.hooks import read_hook
from desirepath.server.intake.kinds import (
    NO_SUCH_HOOK,
    OVERLOADED,
    PAUSED,
    SLOW_DOWN,
    UNKNOWN_KEY,
    UNREADABLE,
    WRONG_PLACE,
)
from desirepath.server.intake.known import KNOWN, Key, Sender
from desirepath.server.intake.limits import LARGEST_BODY, LARGEST_EVENT, MOST_WAITING, Buckets, Held
from desirepath.server.intake.models import Place
from desirepath.server.intake.tail import TAIL
from desirepath.server.intake.together import Begun, Piece, Together
from desirepath.server.intake.way_in import close_way_in, this_way_in
from desirepath.server.intake.writing import Writing

_ANY_ORIGIN: Final[Mapping[bytes, bytes]] = {
    b"access-control-allow-methods": b"POST, GET, OPTIONS",
    b"access-control-allow-headers": b"authorization, content-type, content-encoding, x-retry-count",
    b"access-control-max-age": b"86400",
}
_ORIGIN: Final = re.compile(rb"(?:[A-Za-z0-9+.-]{1,20}://)?[A-Za-z0-9.:\[\]-]{1,255}")
Scope = dict[str, Any]


class Door:
    """An ASGI application before another one: takes what is sent to it, and hands on everything else."""

    def __init__(self, inner: Application) -> None:
        self._inner = inner
        self._held = Held()
        self._buckets = Buckets()
        self._for_calls = Together("intake-calls")
        self._for_hooks = Together("intake-hooks")
        self._writing: Writing | None = None

    def open(self) -> None:
        """Begin to take. The workspace's log is there."""
        KNOWN.renew()
        way_in = this_way_in()
        self._writing, self._accepting, self._storing = way_in.writing, way_in.accepting, way_in.storing
        self._storing.start()

    def close(self) -> None:
        """Take no more; what was acknowledged is safe."""
        if self._writing is not None:
            close_way_in()
            self._writing = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(("/v1/", "/hooks/")):
            await self._inner(scope, receive, send)
            return
        more: dict[bytes, bytes] = {b"vary": b"Origin"}
        taken: list[int] = []
        try:
            headers = read_headers(scope)
            if _ORIGIN.fullmatch(headers.get(b"origin", b"")):
                more[b"access-control-allow-origin"] = headers[b"origin"]
            answer = await self._answer(scope, headers, receive, taken, more)
        except DesirepathError as error:
            answer = answer_to(error)
        except GoneError:
            return
        finally:
            self._held.give_back(sum(taken))
        await send_answer(send, answer, more)

    async def _answer(
        self, scope: Scope, headers: Headers, receive: Receive, taken: list[int], more: dict[bytes, bytes]
    ) -> Answer:
        method, path = scope["method"], scope["path"]
        if method == "OPTIONS":
            more |= _ANY_ORIGIN
            if _ORIGIN.fullmatch(headers.get(b"webhook-request-origin", b"")):  # a CloudEvents sender asks
                more[b"webhook-allowed-origin"] = headers[b"webhook-request-origin"]
            return Answer(204)
        if path.startswith("/hooks/"):
            return await self._hook(scope, headers, receive, taken)
        rest = path.removeprefix("/v1/")
        if method == "GET" and rest.startswith("projects/") and rest.endswith("/settings"):
            key = rest.removeprefix("projects/").removesuffix("/settings")
            _may_send(KNOWN.now.key(key, datetime.now(UTC)), headers)
            return Answer(200, orjson.dumps(segment.settings_for(key, _url(scope, headers))))
        if rest == "m":  # how the client itself fares: nobody here wants to know
            return Answer(200, b'{"success":true}')
        call = segment.CALLS.get(rest)
        if call is None or method != "POST":
            raise NO_SUCH_HOOK.error(says="nothing comes in at this address, or not like this")
        return await self._calls(call, headers, receive, taken)

    async def _calls(self, call: str, headers: Headers, receive: Receive, taken: list[int]) -> Answer:
        said = segment.key_in_header(headers.get(b"authorization", b""))
        key = _may_send(KNOWN.now.key(said, datetime.now(UTC)), headers) if said else None
        if key is not None and (wait := self._wait(key.sender)):
            return answer_to(SLOW_DOWN.error(), wait_seconds=wait)
        self._must_have_room()
        body = await read_body(receive, headers, self._held, taken)

        def begin() -> Begun:
            calls = segment.read_calls(call, read_json(unpack(body, headers)))
            mine = key or _may_send(KNOWN.now.key(calls.key, datetime.now(UTC)), headers)
            self._buckets.take(mine.sender.id, len(calls.events), per_second=mine.sender.per_second)
            prepared = self._accepting.prepare(
                calls.events, segment.rows_of, source=mine.sender.name, largest=LARGEST_EVENT
            )
            ids = [event.get("messageId") if isinstance(event, dict) else None for event in calls.events]
            return Begun(mine.sender, mine.id, ids, prepared)

        return await self._work(begin, self._for_calls, alone=call != "batch")

    async def _hook(self, scope: Scope, headers: Headers, receive: Receive, taken: list[int]) -> Answer:
        hook = KNOWN.now.hooks.get(scope["path"].removeprefix("/hooks/"))
        if hook is None:
            raise NO_SUCH_HOOK.error()
        if scope["method"] in ("GET", "HEAD"):  # some tools look whether the address is there
            return Answer(200, b'{"success":true}')
        if scope["method"] != "POST":
            raise UNREADABLE.error(says=f"{scope['method']} is not done here", fix="POST it")
        sender = hook.sender
        if sender.is_paused:
            raise PAUSED.error()
        if wait := self._wait(sender):
            return answer_to(SLOW_DOWN.error(), wait_seconds=wait)
        self._must_have_room()
        body = await read_body(receive, headers, self._held, taken)

        def begin() -> Begun:
            try:
                records, to_rows = read_hook(hook, scope, _url(scope, headers), headers, body)
            except DesirepathError as error:
                TAIL.refuse(sender, error.problems[0])
                raise
            self._buckets.take(sender.id, len(records), per_second=sender.per_second)
            prepared = self._accepting.prepare(records, to_rows, source=sender.name, largest=LARGEST_BODY)
            return Begun(sender, None, [None] * len(records), prepared)

        return await self._work(begin, self._for_hooks)

    async def _work(self, begin: Callable[[], Begun], thread: Together, *, alone: bool = False) -> Answer:
        """Work on a request in that thread of ours, wait until what it wrote is safe, and answer.

        The loop is woken once, by whichever comes last: that it is worked out, or that it is safe.
        """
        loop = asyncio.get_running_loop()
        both: asyncio.Future[None] = loop.create_future()
        found: list[tuple[Begun, Sequence[Outcome]]] = []
        told: list[DesirepathError | None] = []

        def done(problem: DesirepathError | None) -> None:
            told.append(problem)
            if found:
                loop.call_soon_threadsafe(_tell, both, None)

        def tell(result: tuple[Begun, Sequence[Outcome]] | BaseException) -> None:
            if isinstance(result, BaseException):
                loop.call_soon_threadsafe(_tell, both, result)
                return
            found.append(result)
            if told:
                loop.call_soon_threadsafe(_tell, both, None)

        thread.give(Piece(begin, tell, done), self._accepting)
        await both
        begun, outcomes = found[0]
        if (problem := told[0]) is not None:
            return answer_to(problem)
        TAIL.add(begun.sender, outcomes, key=begun.key)
        return answer_alone(outcomes[0], begun.ids[0]) if alone else answer_of(outcomes, begun.ids)

    def _wait(self, sender: Sender) -> int:
        return self._buckets.wait(sender.id, per_second=sender.per_second)

    def _must_have_room(self) -> None:
        if self._writing is None or self._writing.waiting > MOST_WAITING:
            raise OVERLOADED.error()


def _tell(both: asyncio.Future[None], error: BaseException | None) -> None:
    if both.done():  # told twice, or whoever waited has gone
        return
    if error is None:
        both.set_result(None)
    else:
        both.set_exception(error)


def _may_send(key: Key | None, headers: Headers) -> Key:
    """The key, where it may be used by who shows it. Raises DP-INT-001, -002 and -012."""
    if key is None or key.sender.kind != "segment":
        raise UNKNOWN_KEY.error()
    origin = headers.get(b"origin", b"").decode("latin-1").lower()
    if key.place == Place.SERVER and origin:
        raise WRONG_PLACE.error(
            says="this key is for servers: in a browser everybody could read it",
            fix="make a key for browsers",
        )
    if key.origins and origin not in key.origins:
        raise WRONG_PLACE.error(says=f"the key may not be used on {origin or 'a page without an origin'}")
    if key.sender.is_paused:
        raise PAUSED.error()
    return key


def _url(scope: Scope, headers: Headers) -> str:
    """The address that the sender wrote, as far as we can know it: the host is believed where it is ours."""
    host = headers.get(b"host", b"").decode("latin-1")
    name = urlsplit(f"//{host}").hostname or ""
    configured = settings.CONFIGURATION.url.rstrip("/")
    own = f"{scope.get('scheme', 'http')}://{host}"
    base = own if name in settings.ALLOWED_HOSTS and name != urlsplit(configured).hostname else configured
    if name == urlsplit(configured).hostname and not settings.CONFIGURATION.is_secure:
        base = own  # the port may be another one than was written down
    query = scope.get("query_string", b"").decode("latin-1")
    path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
    return f"{base}{path}{'?' if query else ''}{query}" if path.startswith("/hooks/") else base
