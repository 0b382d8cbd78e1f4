"""A stream of server-sent events as an HTTP answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final

from django.http import StreamingHttpResponse

from desirepath.server.live.broker import BROKER, Event

SECONDS_BETWEEN_SIGNS_OF_LIFE: Final = 15
Missed = Callable[[], Awaitable[Sequence[Event]]]


def stream(*topics: str, missed: Missed, leaving: Callable[[], None] | None = None) -> StreamingHttpResponse:
    """Everything ``missed`` (the history after the listener's last id), then what happens from now on.

    We listen before we look at the history, so nothing falls between; what is in both is sent once, by its
    id. One of the topics must be ``person:ID`` of who listens: their streams end when their access changes.
    ``leaving`` is called when the listener has gone.
    """
    response = StreamingHttpResponse(_events(topics, missed, leaving), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


async def _events(
    topics: tuple[str, ...], missed: Missed, leaving: Callable[[], None] | None
) -> AsyncIterator[bytes]:
    listener = BROKER.listen(*topics)
    try:
        yield b"retry: 1000\n\n"
        reached = -1
        for event in await missed():
            yield event.encode()
            reached = max(reached, event.id if event.id is not None else -1)
        while True:
            try:
                event_or_end = await asyncio.wait_for(listener.queue.get(), SECONDS_BETWEEN_SIGNS_OF_LIFE)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if event_or_end is None:
                return
            if event_or_end.id is None or event_or_end.id > reached:
                yield event_or_end.encode()
    finally:
        BROKER.leave(listener)
        if leaving is not None:
            leaving()
