"""A stream of server-sent events as an HTTP answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

from desirepath.server.live.broker import BROKER, Event

SECONDS_BETWEEN_SIGNS_OF_LIFE: Final = 15
Missed = Callable[[], Awaitable[Sequence[Event]]]


@dataclass(frozen=True, slots=True)
class History:
    """Events that have places one after the other, of which none may be left out.

    ``after`` is the last place that the listener knows; ``read`` gives what comes after a place, in order
    (it is run in a thread); ``greet`` what is told first; ``passes`` says which of the events without a place
    are for this listener.
    """

    after: int
    read: Callable[[int], Sequence[Event]]
    greet: Callable[[], Sequence[Event]]
    passes: Callable[[Event], bool]


def stream(*topics: str, missed: Missed, leaving: Callable[[], None] | None = None) -> StreamingHttpResponse:
    """Everything ``missed`` (the history after the listener's last id), then what happens from now on.

    We listen before we look at the history, so nothing falls between; what is in both is sent once, by its
    id. ``leaving`` is called when the listener has gone.
    """
    return _answer(_events(topics, missed, leaving))


def stream_history(
    *topics: str, history: History, leaving: Callable[[], None] | None = None
) -> StreamingHttpResponse:
    """A history from the listener's place on: each event once and in order, whatever is told late, twice or
    not at all.

    What is told is what comes next: where it is not (another process was faster), the history is read.
    ``leaving`` is called, in a thread, when the listener has gone.
    """
    return _answer(_history(topics, history, leaving))


def _answer(events: AsyncIterator[bytes]) -> StreamingHttpResponse:
    BROKER.get_ready()
    response = StreamingHttpResponse(events, content_type="text/event-stream")
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


async def _history(
    topics: tuple[str, ...], history: History, leaving: Callable[[], None] | None
) -> AsyncIterator[bytes]:
    read = sync_to_async(history.read, thread_sensitive=False)
    greet = sync_to_async(history.greet, thread_sensitive=False)
    reached = history.after
    listener = BROKER.listen(*topics)
    try:
        yield b"retry: 1000\n\n"
        for event in (*await read(reached), *await greet()):
            yield event.encode()
            reached = _reached(reached, event)
        while True:
            told: Event | None
            try:
                told = await asyncio.wait_for(listener.queue.get(), SECONDS_BETWEEN_SIGNS_OF_LIFE)
            except TimeoutError:
                yield b": still here\n\n"
                if not BROKER.is_wired:
                    continue
                told = Event("look", b"", reached + 2)  # a wire can lose something: look whether it did
            if told is None:
                return
            if told.id is None:
                coming: Sequence[Event] = [told] if history.passes(told) else []
            elif told.id == reached + 1:
                coming = [told]
            else:
                coming = await read(reached) if told.id > reached else []
            for event in coming:
                yield event.encode()
                reached = _reached(reached, event)
    finally:
        BROKER.leave(listener)
        if leaving is not None:
            asyncio.get_running_loop().run_in_executor(None, leaving)


def _reached(reached: int, event: Event) -> int:
    return reached if event.id is None else max(reached, event.id)
