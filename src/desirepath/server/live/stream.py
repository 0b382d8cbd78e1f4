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
SIGN_OF_LIFE: Final = b": still here\n\n"
LOOK: Final = Event("look", b"", -1)
"""A wire can lose something: where nothing came for a while, look whether there was something."""
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
            told = await listener.next(SECONDS_BETWEEN_SIGNS_OF_LIFE)
            news = [event for event in told if event and (event.id is None or event.id > reached)]
            if news or not told:
                yield b"".join(event.encode() for event in news) or SIGN_OF_LIFE
            if None in told:
                return
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
        missed = await read(reached)
        reached = _end_of(missed, reached)
        yield b"".join(event.encode() for event in (*missed, *await greet()))
        while True:
            told = await listener.next(SECONDS_BETWEEN_SIGNS_OF_LIFE)
            coming: list[Event] = []
            looked: Sequence[Event | None] = [LOOK] if BROKER.is_wired else []
            for event in told or looked:
                if event is None:
                    break
                if event.id is None:
                    coming += [event] if history.passes(event) else []
                elif event.id == reached + 1:
                    coming.append(event)
                    reached += 1
                elif event.id > reached or event is LOOK:
                    missed = await read(reached)
                    coming += missed
                    reached = _end_of(missed, reached)
            if coming or not told:
                yield b"".join(event.encode() for event in coming) or SIGN_OF_LIFE
            if None in told:
                return
    finally:
        BROKER.leave(listener)
        if leaving is not None:
            asyncio.get_running_loop().run_in_executor(None, leaving)


def _end_of(read: Sequence[Event], reached: int) -> int:
    """The place after what was read: also one before ``reached``, where that was of another history."""
    places = [event.id for event in read if event.id is not None]
    return places[-1] if places else reached
