"""What is acknowledged is on the disk: with failing disks, long imports, and two who say the same at once."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log import inbox
from desirepath.log.inbox import pack_rows, waiting_rows
from desirepath.log.inbox_writer import InboxWriter
from desirepath.log.row_checks import Row
from desirepath.log.rows import RowsRead, read_rows
from desirepath.log.store import create_log, open_log
from desirepath.server.intake.accepting import Accepting
from desirepath.server.intake.door import Door
from desirepath.server.intake.kinds import NOT_WRITTEN
from desirepath.server.intake.limits import LARGEST_EVENT
from desirepath.server.intake.segment import rows_of
from desirepath.server.intake.storing import Storing
from desirepath.server.intake.writing import Writing
from tests.server.intake.asgi import call
from tests.server.intake.client import track
from tests.server.intake.conftest import KEY


def row(key: str) -> dict[str, Any]:
    return {
        "customer": "u1",
        "activity": "login",
        "occurred_at": "2026-01-01T00:00:00Z",
        "source": "s",
        "key": key,
    }


class Told:
    """Waits for what a request is told."""

    def __init__(self) -> None:
        self.problem: DesirepathError | None = None
        self._told = threading.Event()

    def __call__(self, problem: DesirepathError | None) -> None:
        self.problem = problem
        self._told.set()

    def wait(self) -> DesirepathError | None:
        assert self._told.wait(20)
        return self.problem


def stored_keys(folder: Path) -> list[str]:
    return [str(key) for key in open_log(folder).interactions(["key"]).column("key").to_pylist()]


@pytest.mark.parametrize("step", ["write", "fsync", "open"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_acknowledges_nothing_and_recovers(
    door: Door, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    assert call(door, "/v1/t", track("before"), key=KEY).status == 200
    assert door._writing is not None
    door._writing._inbox.close()
    real: Callable[..., Any] = getattr(os, step)

    def failing(*given: Any, **named: Any) -> Any:
        if threading.current_thread().name != "writing the inbox":
            return real(*given, **named)
        if step == "write":
            real(given[0], bytes(given[1])[:20])  # a part got through
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as broken:
        broken.setattr(os, step, failing)
        answer = call(door, "/v1/batch", {"batch": [track("lost"), track("before")]}, key=KEY)
    assert answer.status == 503
    assert answer.json()["code"] == "DP-INT-008"
    assert int(answer.headers["retry-after"]) >= 1
    again = call(door, "/v1/batch", {"batch": [track("lost"), track("before")]}, key=KEY)
    assert [event["status"] for event in again.json()["events"]] == ["accepted", "duplicate"]
    while not door._storing.store():
        pass
    assert sorted(stored_keys(folder)) == ["mbefore", "mlost"]


def test_who_repeats_what_could_not_be_written_is_not_told_that_it_is_safe(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = Writing(folder)
    entered, go_on = threading.Event(), threading.Event()

    def failing(self: InboxWriter, lines: Any) -> None:
        list(lines)
        entered.set()
        go_on.wait(20)
        raise NOT_WRITTEN.error()

    monkeypatch.setattr(InboxWriter, "write", failing)
    writing.start()
    first, second = Told(), Told()
    assert writing.judge_and_write([row("a")], first) == [True]
    assert entered.wait(20)
    assert writing.judge_and_write([row("a")], second) == [False]
    go_on.set()
    for told in (first, second):
        problem = told.wait()
        assert problem is not None
        assert problem.code == "DP-INT-008"
    monkeypatch.undo()
    third = Told()
    assert writing.judge_and_write([row("a")], third) == [True]
    assert third.wait() is None
    writing.stop()
    assert [one["key"] for one in waiting_rows(folder)] == ["a"]


def test_while_an_import_writes_events_wait_and_are_safe(door: Door, folder: Path) -> None:
    with create_log(folder, patience_seconds=5) as log:
        for number in range(3):
            assert call(door, "/v1/t", track(number), key=KEY).status == 200
        assert not door._storing.store()
        assert len(list(waiting_rows(folder))) == 3
        assert not log.interactions_count
        again = call(door, "/v1/batch", {"batch": [track(2)]}, key=KEY).json()
        assert again["duplicates"] == 1
    while not door._storing.store():
        pass
    assert sorted(stored_keys(folder)) == ["m0", "m1", "m2"]


def test_what_an_import_brought_is_a_duplicate(door: Door, folder: Path) -> None:
    with create_log(folder, patience_seconds=5) as log:
        from_file = {"userId": "u1", "messageId": "m1"}
        assert from_file
        told = call(door, "/v1/t", track(1), key=KEY)
        assert told.status == 200
        log.inbox.drain()  # as a command does that writes
    door._storing._look_at_others()
    assert door._writing is not None
    door._writing.moving()
    door._writing.moved()
    again = call(door, "/v1/batch", {"batch": [track(1), track(2)]}, key=KEY).json()
    assert [event["status"] for event in again["events"]] == ["duplicate", "accepted"]


def test_what_waits_at_the_start_is_known_and_stored(folder: Path) -> None:
    writing = Writing(folder)
    writing.start()
    told = Told()
    writing.judge_and_write([row("a"), row("b"), row("a")], told)
    assert told.wait() is None
    writing.stop()  # and nobody stored it
    later = Writing(folder)
    later.start()
    assert later.waiting == 2
    assert list(later.judge_and_write([row("b"), row("c")], Told())) == [False, True]
    later.stop()
    assert Storing(folder, later).store()
    assert stored_keys(folder) == ["a", "b", "c"]
    assert later.waiting <= 1


def test_what_was_read_at_the_door_is_not_read_once_more_and_is_the_same(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    create_log(other).close()
    batches = [
        [{**track(n), "anonymousId": "a1", "properties": {"n": n / 3, "t": "\u00fc"}} for n in range(5)],
        [{**track(n), "anonymousId": "a1", "channel": "web"} for n in range(3, 9)],  # two are there already
        [
            {"type": "identify", "userId": "u1", "traits": {"plan": "pro"}, "messageId": "i1"},
            track(9),
            track(10, user="\x00"),
        ],
    ]
    writings = [Writing(place) for place in (folder, other)]
    for place, writing in zip((folder, other), writings, strict=True):
        (place / "log" / "secret").write_bytes(b"s" * 32)
        writing.start()
        for events in batches:
            told = Told()
            stamped = [{**one, "timestamp": "2026-01-01T00:00:00Z"} for one in events]
            accepting = Accepting(place, writing)
            accepting.accept(stamped, rows_of, source="web", largest=LARGEST_EVENT, done=told)
            assert told.wait() is None
    with create_log(other, patience_seconds=5) as log:
        log.inbox.drain()
    read: list[int] = []

    def counting(rows: Sequence[Row], *, source: str) -> RowsRead:
        read.append(len(rows))
        return read_rows(rows, source=source)

    monkeypatch.setattr(inbox, "read_rows", counting)
    assert Storing(folder, writings[0]).store()
    assert read == [2], "the rows of the batch in which something was refused, and no other"
    for writing in writings:
        writing.stop()
    for kind in ("interactions", "traits", "identities"):
        mine, theirs = (
            getattr(open_log(place), kind)().drop_columns(
                ["received_at"] if kind == "interactions" else ["occurred_at"] if kind == "identities" else []
            )
            for place in (folder, other)
        )
        assert mine.num_rows
        assert mine.equals(theirs), kind


def test_many_at_once_with_few_flushes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushes = 0
    real = os.fsync

    def counting(handle: int) -> None:
        nonlocal flushes
        flushes += 1
        real(handle)

    writing = Writing(folder)
    writing.start()
    monkeypatch.setattr(os, "fsync", counting)
    told = [Told() for _ in range(200)]
    for number, one in enumerate(told):
        writing.judge_and_write([row(f"k{number % 150}")], one)
    assert all(one.wait() is None for one in told)
    writing.stop()
    assert flushes < 100
    assert sorted(one["key"] for one in waiting_rows(folder)) == sorted(f"k{number}" for number in range(150))


def test_two_writers_and_one_who_stores(folder: Path) -> None:
    """A command stores what waits, while a server goes on writing: nothing falls between."""
    writers = [InboxWriter(folder), InboxWriter(folder)]
    done = threading.Event()

    def write(number: int) -> None:
        for place in range(200):
            line = pack_rows([row(f"{number}-{place}")])
            writers[number].write([line])

    def store() -> None:
        while not done.is_set():
            with create_log(folder, patience_seconds=5) as log:
                log.inbox.drain()

    storing = threading.Thread(target=store)
    threads = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in (storing, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    storing.join()
    with create_log(folder, patience_seconds=5) as log:
        log.inbox.drain()
    assert sorted(stored_keys(folder)) == sorted(
        f"{number}-{place}" for number in range(2) for place in range(200)
    )
