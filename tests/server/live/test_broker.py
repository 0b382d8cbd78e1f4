"""Telling: to many, from any thread, in order, and no further than one can follow."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from desirepath.server.live.broker import BROKER, MOST_WAITING, Broker, Event
from desirepath.server.live.presence import MOST_HERE, SECONDS_TO_STAY, Here, Presence
from desirepath.server.live.relay import Joiner, cut
from desirepath.server.live.stream import History, stream_history


def test_what_is_told_in_any_thread_arrives_in_order() -> None:
    async def listen() -> list[int | None]:
        broker = Broker()
        listener = broker.listen("map:m")
        other = broker.listen("map:other")

        def tell() -> None:
            for place in range(50):
                broker.tell("map:m", Event("edit", b"{}", place))

        threading.Thread(target=tell).start()
        told: list[int | None] = []
        while len(told) < 50:
            told += [one.id for one in await listener.next(5) if one]
        assert await other.next(0) == []
        return told

    assert asyncio.run(listen()) == list(range(50))


def test_who_cannot_follow_is_let_go() -> None:
    async def listen() -> Sequence[Event | None]:
        broker = Broker()
        listener = broker.listen("map:m")
        for place in range(MOST_WAITING + 1):
            broker.tell("map:m", Event("edit", b"{}", place))
        await asyncio.sleep(0)
        return await listener.next(5)

    told = asyncio.run(listen())
    assert told[-1] is None
    assert len(told) == MOST_WAITING + 1


def test_closed_it_ends_all_streams_and_those_to_come() -> None:
    async def listen() -> tuple[Sequence[Event | None], Sequence[Event | None]]:
        broker = Broker()
        before = broker.listen("map:m")
        broker.close()
        after = broker.listen("map:m")
        return await before.next(5), await after.next(5)

    assert asyncio.run(listen()) == ([None], [None])


def numbered(*places: int) -> list[Event]:
    return [Event("edit", b"%d" % place, place) for place in places]


def follow(told: Sequence[int], known: int, newest: int, reset: int | None = None) -> list[int]:
    """The places that a stream passes on, when ``told`` are told of a history that reaches to ``newest``."""

    def read(after: int) -> list[Event]:
        return numbered(*range(after + 1, newest + 1)) if reset is None else [Event("reset", b"", reset)]

    async def listen() -> list[int]:
        history = History(
            after=known,
            read=read,
            greet=list,
            passes=lambda event: True,
        )
        response = stream_history("map:test", history=history)
        pieces = cast(AsyncIterator[bytes], response.streaming_content)
        got = b""
        begun = False
        async for piece in pieces:
            if not begun:
                begun = True
                for place in told:
                    BROKER.tell("map:test", Event("edit", b"%d" % place, place))
                BROKER.end("map:test")
            got += piece
        return [int(line[4:]) for line in got.splitlines() if line.startswith(b"id: ")]

    return asyncio.run(listen())


@given(
    st.integers(0, 4).flatmap(
        lambda known: st.tuples(
            st.just(known), st.lists(st.integers(0, 8), max_size=12), st.integers(known, 8)
        )
    )
)
def test_a_stream_has_each_place_once_and_in_order_whatever_is_told(case: tuple[int, list[int], int]) -> None:
    known, told, newest = case
    newest = max(newest, *told, known)
    assert follow(told, known, newest) == list(range(known + 1, newest + 1))


def test_who_knows_another_history_goes_on_from_where_it_is_told() -> None:
    assert follow([3], known=9, newest=2, reset=2) == [2, 3]


@given(st.lists(st.tuples(st.text(max_size=8), st.one_of(st.none(), st.text(max_size=30_000))), max_size=4))
def test_whatever_is_told_goes_over_the_wire(told: list[tuple[str, str | None]]) -> None:
    events = [
        (topic, None if text is None else Event.of("edit", {"text": _clean(text)}, place=3))
        for topic, text in told
    ]
    joiner = Joiner()
    arrived = []
    pieces = [cut(_clean(topic), event) for topic, event in events]
    for piece in (piece for parts in pieces for piece in parts):
        assert len(piece.encode()) < 8000
        if whole := joiner.take(piece):
            arrived.append(whole)
    assert arrived == [(_clean(topic), event) for topic, event in events]


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_one_comes_moves_and_leaves() -> None:
    presence = Presence(Broker())
    ana = Here("tab-1", "1", "Ana", "#000")
    presence.come("map:m", ana)
    moved = Here("tab-1", "1", "Ana", "#000", "step:wake", "name")
    presence.come("map:m", moved)
    assert presence.here("map:m") == [moved]
    presence.leave("map:m", "tab-1", "2")
    assert presence.here("map:m") == [moved], "nobody sends another away"
    presence.leave("map:m", "tab-1", "1")
    assert presence.here("map:m") == []


def test_who_gives_no_sign_is_gone_and_no_more_than_a_crowd_is_shown() -> None:
    clock = Clock()
    presence = Presence(Broker(), clock)
    for number in range(MOST_HERE + 5):
        presence.come("map:m", Here(f"tab-{number}", "1", "Ana", "#000"))
    assert len(presence.here("map:m")) == MOST_HERE
    clock.now = SECONDS_TO_STAY + 1
    presence.come("map:m", Here("late", "2", "Ben", "#000"))
    assert [one.session for one in presence.here("map:m")] == ["late"]
