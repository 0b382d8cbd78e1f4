"""A real server that is killed, stopped and started again under load: every acknowledged event is stored
once, none is invented, and the index is equal to one that is built anew."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from signal import SIGTERM

import pytest

from desirepath.log.store import open_log
from desirepath.replay.index import build_index, open_index
from tests.server.intake.client import connect_segment, send, stored_keys, track
from tests.server.running import Server, serving


@dataclass
class Load:
    """Two clients that send batches until they are told to stop; what was acknowledged, and what may be."""

    server: Server
    key: str
    acknowledged: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, round_: int) -> None:
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(f"{round_}-{n}",)) for n in range(2)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _run(self, name: str) -> None:
        place = 0
        while not self._stopping.is_set():
            events = [track(f"{name}-{place + n}", user=f"u{n}") for n in range(10)]
            keys = {f"m{name}-{place + n}" for n in range(10)}
            self.sent |= keys
            place += 10
            try:
                answer = send(self.server, self.key, events, seconds=10)
            except (OSError, HTTPException):
                return  # it is gone
            self.statuses.add(answer.status)
            if answer.status == 200:
                self.acknowledged |= keys


@pytest.mark.parametrize("seed", range(2))
def test_kill_after_kill_nothing_is_lost_doubled_or_invented(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with serving(tmp_path / "ws") as server:
        load = Load(server, connect_segment(server, server.person("ana@example.com")))
        load.start(0)
        threading.Event().wait(chance.uniform(0.2, 1.2))  # a moment of a disaster: nobody chooses it
        server.kill()
        load.stop()
        server.start()
        load.start(1)
        threading.Event().wait(chance.uniform(0.1, 0.6))
        server.stop(SIGTERM)
        load.stop()
        assert server.process is not None
        assert server.process.returncode == 0
        server.start()
        again = [track(key.removeprefix("m"), user="u1") for key in sorted(load.acknowledged)[:50]]
        said = send(server, load.key, again).json()
        assert said["duplicates"] == len(again)
        server.stop()
        assert load.acknowledged
        assert load.statuses <= {200, 503}
        check(server, load)


def check(server: Server, load: Load) -> int:
    """Compare what is stored, after everything that waited is, with what was acknowledged; how many are.

    Raises AssertionError where something is lost, doubled or invented.
    """
    done = server.run("log", "tidy", "--log", str(server.folder))
    assert done.returncode == 0, done.stderr
    found = stored_keys(server)
    assert len(found) == len(set(found)), "stored twice"
    assert load.acknowledged <= set(found), f"lost: {sorted(load.acknowledged - set(found))[:5]}"
    assert set(found) <= load.sent, "invented"
    log = open_log(server.folder)
    grown, anew = open_index(log, "customer"), build_index(log, "customer")
    assert (grown.subject_ids, grown.interactions) == (anew.subject_ids, anew.interactions)
    return len(found)
