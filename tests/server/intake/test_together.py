"""Requests that wait are read together, and each is answered as if it had come alone."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.row_checks import Row
from desirepath.log.rows import RowsRead, read_rows
from desirepath.log.store import create_log
from desirepath.server.intake import accepting
from desirepath.server.intake.accepting import Accepting, Outcome
from desirepath.server.intake.kinds import UNREADABLE
from desirepath.server.intake.known import Sender
from desirepath.server.intake.limits import LARGEST_EVENT
from desirepath.server.intake.segment import rows_of
from desirepath.server.intake.storing import Storing
from desirepath.server.intake.together import Begun, Piece, Together
from desirepath.server.intake.writing import Writing
from tests.server.intake.client import track
from tests.server.intake.test_writing import Told, stored_keys

SENDER = Sender(1, "web", "segment", "", False, 1000)
IDENTIFY = {"type": "identify", "userId": "u1", "traits": {"plan": "pro"}, "messageId": "i1"}


class Asked:
    """One request, and what it is told."""

    def __init__(self, it: Accepting, events: Sequence[Any], wait: threading.Event | None = None) -> None:
        self.safe = Told()
        self.result: Any = None
        self.is_told = threading.Event()

        def begin() -> Begun:
            if wait is not None:
                assert wait.wait(20)
            if not events:
                raise UNREADABLE.error("body")
            stamped = [{**one, "timestamp": "2026-01-01T00:00:00Z"} for one in events]
            prepared = it.prepare(stamped, rows_of, source="web", largest=LARGEST_EVENT)
            return Begun(SENDER, 1, [one["messageId"] for one in events], prepared)

        def tell(result: tuple[Begun, Sequence[Outcome]] | BaseException) -> None:
            self.result = result
            self.is_told.set()

        self.piece = Piece(begin, tell, self.safe)

    def statuses(self) -> list[str]:
        assert self.is_told.wait(20)
        assert self.safe.wait() is None
        return [one.status for one in self.result[1]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows were read each time."""
    found: list[int] = []

    def counting(rows: Sequence[Row], *, source: str) -> RowsRead:
        found.append(len(rows))
        return read_rows(rows, source=source)

    monkeypatch.setattr(accepting, "read_rows", counting)
    return found


def test_what_waits_is_read_at_once_and_answered_one_by_one(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, read: list[int]
) -> None:
    batches = [
        [track(0)],
        [track(1), IDENTIFY],
        [],
        [track(2), track(0), {**track(3), "anonymousId": "a1"}],
        [track(1), track(4)],
    ]
    other = tmp_path_factory.mktemp("other")
    create_log(other).close()
    writings = [Writing(place) for place in (folder, other)]
    for place, writing in zip((folder, other), writings, strict=True):
        (place / "log" / "secret").write_bytes(b"s" * 32)
        writing.start()
    it, go_on = Accepting(folder, writings[0]), threading.Event()
    asked = [Asked(it, events, go_on if number == 0 else None) for number, events in enumerate(batches)]
    together = Together("together")
    for one in asked:
        together.give(one.piece, it)
    go_on.set()
    statuses = [one.statuses() for number, one in enumerate(asked) if number != 2]
    assert statuses == [
        ["accepted"],
        ["accepted", "accepted"],
        ["accepted", "duplicate", "accepted"],
        ["duplicate", "accepted"],
    ]
    assert isinstance(asked[2].result, DesirepathError), "who sends nonsense is told, and nobody else"
    assert read == [1 + 2 + 4 + 2], "an anonymous call is two rows"
    alone = Accepting(other, writings[1])
    for events in batches:
        for event in events:
            one = Asked(alone, [event])
            Together("alone").give(one.piece, alone)
            one.statuses()
    for writing, place in zip(writings, (folder, other), strict=True):
        writing.stop()
        assert Storing(place, writing).store()
    assert sorted(stored_keys(folder)) == sorted(stored_keys(other)) == [f"m{n}" for n in range(5)]
    for kind in ("interactions", "traits", "identities"):
        mine, theirs = (getattr(open_at(place), kind)().to_pylist() for place in (folder, other))
        given_by_us = {"interactions": "received_at", "identities": "occurred_at"}.get(kind, "")
        assert len(mine) == len(theirs) > 0
        plain = [{n: v for n, v in row.items() if n not in (given_by_us, "arrival")} for row in mine]
        assert sorted(map(str, plain)) == sorted(
            str({n: v for n, v in row.items() if n not in (given_by_us, "arrival")}) for row in theirs
        )


def open_at(place: Path) -> Any:
    log = create_log(place, patience_seconds=5)
    log.close()
    return log


def test_where_one_sends_no_fact_only_that_is_refused(folder: Path, read: list[int]) -> None:
    writing = Writing(folder)
    writing.start()
    it, go_on = Accepting(folder, writing), threading.Event()
    bad = {**track(1), "userId": "\x00"}
    asked = [Asked(it, [track(0)], go_on), Asked(it, [bad, track(2)]), Asked(it, [track(3)])]
    together = Together("together")
    for one in asked:
        together.give(one.piece, it)
    go_on.set()
    assert [one.statuses() for one in asked] == [["accepted"], ["rejected", "accepted"], ["accepted"]]
    assert read == [4, 1, 2, 1], "together, and then each by itself"
    writing.stop()
    assert Storing(folder, writing).store()
    assert sorted(stored_keys(folder)) == ["m0", "m2", "m3"]


def test_a_large_request_does_not_wait_for_those_that_come_after(folder: Path, read: list[int]) -> None:
    writing = Writing(folder)
    writing.start()
    it, go_on = Accepting(folder, writing), threading.Event()
    asked = [
        Asked(it, [track(n) for n in range(1000)], go_on),
        *(Asked(it, [track(1000 + n)]) for n in range(2)),
    ]
    together = Together("together")
    for one in asked:
        together.give(one.piece, it)
    go_on.set()
    for one in asked:
        assert set(one.statuses()) == {"accepted"}
    assert read == [1000, 2]
    writing.stop()
