"""The ASGI application, for uvicorn: each request is one piece of work for a few lasting threads.

Django's own handler makes a thread for every request, opens a connection to the database in it, and changes
between that thread and the event loop at every middleware: more work than most requests are. Here the whole
way from middleware to view runs in one thread of a pool, whose connections last; only streams (server-sent
events) live in the event loop.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from typing import IO, Any, Final

import django
from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from desirepath.server.guard import LimitedBodies

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

THREADS: Final = 12
"""How many requests are worked on at once. The interpreter runs one at a time; the others wait for the disk
or the database."""


class PooledHandler(ASGIHandler):
    """Django's handler, with a synchronous middleware chain run in a pool of threads."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the synchronous chain, whatever is asked for."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(f"only HTTP is served here, not {scope['type']}")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        try:
            response = await _POOL.run(self._respond, scope, body)
        finally:
            body.close()
        if not response.streaming:
            # What was decided is answered even when nobody waits any more: sending to a closed connection
            # is nothing.
            await self.send_response(response, send)
            return
        assert isinstance(response, StreamingHttpResponse)
        await self._send_stream(response, receive, send)

    def _respond(
        self, scope: Scope, body: tempfile.SpooledTemporaryFile[bytes] | IO[bytes]
    ) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        request, refused = self.create_request(scope, body)
        response = self.get_response(request) if request is not None else refused
        assert response is not None
        response._handler_class = type(self)  # type: ignore[attr-defined]  # who says that it is finished
        if not response.streaming:
            response.close()  # in this thread, whose connections it looks after
        elif not getattr(response, "is_async", False):
            _read_in_pool(response)
        return response

    async def _send_stream(self, response: StreamingHttpResponse, receive: Receive, send: Send) -> None:
        sending = asyncio.ensure_future(self.send_response(response, send))
        leaving = asyncio.ensure_future(_until_gone(receive))
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, leaving):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await _POOL.run(response.close)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _read_in_pool(response: HttpResponseBase) -> None:
    """A file is read in the pool, a piece at a time, so that a slow disk holds nobody up."""
    assert isinstance(response, StreamingHttpResponse)
    pieces: Iterator[bytes] = iter(response)

    async def read() -> Any:
        while (piece := await _POOL.run(next, pieces, None)) is not None:
            yield piece

    response.streaming_content = read()


class _Pool:
    """Threads that last as long as the process."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    async def run(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)


_POOL: Final = _Pool()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desirepath.server.settings")
django.setup(set_prefix=False)
Door = import_module("desirepath.server.intake.door").Door  # it needs the models, which are ready now
DOOR: Final = Door(LimitedBodies(PooledHandler(), most_bytes=settings.LARGEST_REQUEST))
"""What is sent to be stored is taken before Django is asked; ``serving`` opens and closes it."""
application = DOOR
