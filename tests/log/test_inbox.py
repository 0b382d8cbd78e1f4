"""What was acknowledged is stored, once, whatever happens on the way; what was not is stored or not, once."""

from __future__ import annotations

import errno
import itertools
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.log.facts import facts_of
from desirepath.log.inbox import waiting_rows
from desirepath.log.interaction import Fact
from desirepath.log.store import create_log, open_log
from desirepath.log.subject import erase_subject
from desirepath.log.writer import AppendResult
from tests.log.strategies import facts
from tests.log.test_store import first_of_each, tables, visit


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(facts, max_size=3), max_size=5))
def test_by_the_inbox_comes_what_would_come_by_an_append(requests: Sequence[Sequence[Fact]]) -> None:
    everything = [fact for request in requests for fact in request]
    with tempfile.TemporaryDirectory() as folder, create_log(folder) as log, log.inbox as inbox:
        for request in requests:
            assert inbox.accept(request) == len(request)
        assert inbox.waiting == len(everything)
        result = inbox.drain()
        kept = first_of_each(everything)
        assert result == AppendResult(len(kept), len(everything) - len(kept))
        assert inbox.waiting == 0
        assert not list(Path(folder).glob("log/inbox/*"))
        found = {
            (kind, fact.source, fact.key): fact
            for kind, table in tables(log).items()
            for fact in facts_of(kind, table)
        }
        assert found == kept


def test_rows_that_are_no_facts_are_refused_and_their_neighbours_are_not(tmp_path: Path) -> None:
    good = {"customer": "u1", "occurred_at": "2026-01-31T12:00:00Z", "activity": "login"}
    with create_log(tmp_path) as log, log.inbox as inbox:
        accepted = inbox.accept_rows([good, {**good, "chanel": "web"}, {}, good], source="web")
        assert accepted.acknowledged == 2
        assert [(place, problem.code) for place, problem in accepted.refused] == [
            (1, "DP-LOG-011"), (2, "DP-LOG-012"),
        ]  # fmt: skip
        # Sent twice, equal in everything: one fact. It keeps the moment at which it came.
        assert inbox.drain() == AppendResult(1, 1)
        assert log.interactions(["source"]).to_pylist() == [{"source": "web"}]
        with pytest.raises(DesirepathError, match="DP-LOG-007"):
            inbox.accept([visit("1"), visit("")])
        assert inbox.waiting == 0


def test_a_drain_that_was_killed_is_finished_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with create_log(tmp_path) as log, log.inbox as inbox:
        inbox.accept([visit("1"), visit("2")])
        with monkeypatch.context() as killed:
            killed.setattr("desirepath.log.inbox.remove_files", lambda *_: None)
            assert inbox.drain() == AppendResult(2, 0)
        inbox.accept([visit("3")])
    with create_log(tmp_path) as log, log.inbox as inbox:
        assert inbox.drain() == AppendResult(1, 2)
        assert log.interactions(["key"]).column("key").to_pylist() == ["1", "2", "3"]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_request_cut_off_at_the_end_was_never_acknowledged(tmp_path: Path, cut: int) -> None:
    with create_log(tmp_path) as log, log.inbox as inbox:
        inbox.accept([visit("1")])
        inbox.accept([visit("2")])
        (path,) = (tmp_path / "log" / "inbox").iterdir()
        path.write_bytes(path.read_bytes()[:-cut])
        assert inbox.drain().added == (2 if cut == 1 else 1)


def test_damage_in_the_middle_stops_rather_than_loses(tmp_path: Path) -> None:
    with create_log(tmp_path) as log, log.inbox as inbox:
        inbox.accept([visit("1")])
        inbox.accept([visit("2")])
        (path,) = (tmp_path / "log" / "inbox").iterdir()
        path.write_bytes(b"x" + path.read_bytes()[1:])
        for act in (inbox.drain, lambda: list(waiting_rows(tmp_path))):
            with pytest.raises(DesirepathError, match="DP-LOG-005: the inbox is damaged @ line 1"):
                act()
        assert log.interactions().num_rows == 0


@pytest.mark.parametrize("call", range(6))
@pytest.mark.parametrize("step", ["fsync", "write", "open"])
def test_a_disk_that_fails_is_never_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, call: int
) -> None:
    calls = itertools.count()
    real: Any = getattr(os, step)

    def failing(*args: Any, **options: Any) -> Any:
        if next(calls) == call:
            if step == "write":
                real(args[0], bytes(args[1])[:10])  # a part got through
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **options)

    acknowledged: list[str] = []
    codes: list[str] = []
    with create_log(tmp_path) as log, log.inbox as inbox:
        with monkeypatch.context() as patch:
            patch.setattr(os, step, failing)
            for number in range(5):
                try:
                    inbox.accept([visit(str(number))])
                    acknowledged.append(str(number))
                except DesirepathError as error:
                    codes.append(error.code)
        assert codes in ([], ["DP-LOG-006"])
        assert len(acknowledged) >= 4
        inbox.drain()
        stored = log.interactions(["key"]).column("key").to_pylist()
        assert set(acknowledged) <= set(stored)
        assert len(stored) == len(set(stored)) <= 5


def test_many_threads_at_once(tmp_path: Path) -> None:
    with create_log(tmp_path) as log, log.inbox as inbox:

        def send(thread: int) -> None:
            for number in range(20):
                inbox.accept([visit(f"{thread}-{number}")])

        threads = [Thread(target=send, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        drained = inbox.drain().added
        for thread in threads:
            thread.join()
        assert drained + inbox.drain().added == 80
        assert log.interactions().num_rows == 80


_ACCEPTING = """
import sys
from datetime import UTC, datetime
from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log

now = datetime(2026, 1, 1, tzinfo=UTC)
with create_log(sys.argv[1]) as log, log.inbox as inbox:
    for number in range(100_000):
        inbox.accept([Interaction({"customer": "u1"}, now, "visit", source="app", key=str(number))])
        print(number, flush=True)
        if number % 10 == 9:
            inbox.drain()
"""


@pytest.mark.parametrize("seed", range(2))
def test_killed_for_real_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path, seed: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _ACCEPTING, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    stop_at = random.Random(seed).randrange(5, 60)
    said = next(int(line) for line in process.stdout if int(line) >= stop_at)
    process.kill()
    said = max([said, *map(int, process.stdout)])
    process.wait()
    process.stdout.close()
    open_log(tmp_path).interactions()
    with create_log(tmp_path) as log, log.inbox as inbox:
        inbox.drain()
        stored = sorted(map(int, log.interactions(["key"]).column("key").to_pylist()))
    assert stored in (list(range(said + 1)), list(range(said + 2)))


def test_erasing_in_between_loses_nothing_that_comes_after(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        log.inbox.accept([visit("1", customer="ada")])
        erase_subject(log, "customer", "ada")
        log.inbox.accept([visit("2")])
    with pytest.raises(DesirepathError, match="DP-LOG-003"):
        log.inbox.accept([visit("3")])
    with create_log(tmp_path) as log:
        assert log.inbox.drain() == AppendResult(1, 0)


def test_a_reader_has_no_inbox(tmp_path: Path) -> None:
    create_log(tmp_path).close()
    with pytest.raises(DesirepathError, match="DP-LOG-003"):
        open_log(tmp_path).inbox.accept([])
