"""A real server on a machine that fails it: its disk is full, its clock is set back. Afterwards every event
that was acknowledged is stored once, none is invented, and the index is equal to one that is built anew."""

from __future__ import annotations

import resource
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desirepath.log.store import open_log
from tests.server.intake.client import connect_segment, send, track, wait_until_stored
from tests.server.intake.test_killed import Load, check
from tests.server.running import Server, empty_tables, serving
from tests.server.serving.test_work import TEXT
from tests.server.wrong_clock import set_clock
from tests.small_disk import small_disk

HOUR = 3600.0
SECONDS = 60


def until(what: Callable[[], bool], server: Server) -> None:
    """Wait for it. Raises AssertionError where it does not come, or the server has left."""
    end = time.monotonic() + SECONDS
    while not what():
        assert server.process is not None
        assert server.process.poll() is None, f"the server has left: {server.output[-2000:]}"
        assert time.monotonic() < end, f"it did not come: {server.output[-2000:]}"
        threading.Event().wait(0.02)


def until_more(load: Load, server: Server, more: int = 300) -> None:
    """Wait until so many events more are acknowledged."""
    before = len(load.acknowledged)
    until(lambda: len(load.acknowledged) >= before + more, server)


@dataclass(frozen=True)
class Disk:
    """Where a workspace lies, and how its disk becomes full and has room again."""

    folder: Path
    fill: Callable[[Server], None]
    free: Callable[[Server], None]


@contextmanager
def a_small_one(folder: Path) -> Iterator[Disk]:
    """A disk of its own, which something else fills to the last byte."""
    with small_disk("64m") as disk:
        (disk / "ws").mkdir()
        folder.symlink_to(disk / "ws")
        shutil.copyfile(empty_tables(), folder / "workspace.sqlite3")

        def fill(_: Server) -> None:
            with suppress(OSError), (disk / "ballast").open("wb", 0) as file:
                while True:
                    file.write(bytes(4096))

        yield Disk(folder, fill, lambda _: (disk / "ballast").unlink())


@contextmanager
def one_that_takes_no_more(folder: Path) -> Iterator[Disk]:
    """Any disk, of which the system gives the server's process no byte more."""

    def limit(server: Server, most: int) -> None:
        assert server.process is not None
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, hard))

    yield Disk(folder, lambda server: limit(server, 0), lambda server: limit(server, resource.RLIM_INFINITY))


@pytest.mark.parametrize("disk", [a_small_one, one_that_takes_no_more])
def test_while_the_disk_is_full_nothing_is_acknowledged_and_then_it_goes_on(
    tmp_path: Path, disk: Callable[[Path], AbstractContextManager[Disk]]
) -> None:
    with disk(tmp_path / "ws") as its, serving(its.folder) as server:
        token = server.person("ana@example.com")
        load = Load(server, connect_segment(server, token))
        load.start(0)
        until_more(load, server)
        its.fill(server)
        until(lambda: 503 in load.statuses, server)
        load.stop()
        load.start(1)
        threading.Event().wait(1)  # it is full for a while, and they try and try
        answer = send(server, load.key, [track("lost")])
        assert (answer.status, answer.json()["code"]) == (503, "DP-INT-008"), answer.text
        assert int(answer.headers["retry-after"]) >= 1
        assert server.get("/health").status == 200, "it is there, and can be asked"
        said = server.post("/api/v1/maps", {"text": TEXT}, token=token)
        assert said.status == 503, said.text
        assert said.json()["problems"][0]["code"] in ("DP-SRV-013", "DP-LOG-006")
        assert len([*(server.folder / "log" / "inbox").iterdir()]) < 20, "each try left a file behind"
        its.free(server)
        until_more(load, server)
        assert server.post("/api/v1/maps", {"text": TEXT}, token=token).status == 201
        load.stop()
        assert load.statuses == {200, 503}
        wait_until_stored(server, len(load.acknowledged))
        server.stop()
        assert server.process is not None
        assert server.process.returncode == 0
        check(server, load)


def test_a_clock_that_is_set_back_loses_and_doubles_nothing(tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    set_clock(clock, 2 * HOUR)
    command = (sys.executable, "-m", "tests.server.wrong_clock", str(clock))
    with serving(tmp_path / "ws", command=command) as server:
        token = server.person("ana@example.com")
        assert server.post("/api/v1/maps", {"text": TEXT}, token=token).status == 201
        load = Load(server, connect_segment(server, token))
        load.start(0)
        until_more(load, server)
        set_clock(clock, 0)  # while it runs
        until_more(load, server)
        assert server.get("/api/v1/maps/shop/lived", token=token).status in (200, 202)
        server.kill()
        load.stop()
        set_clock(clock, -30 * 24 * HOUR)
        server.start()
        load.start(1)
        until_more(load, server)
        load.stop()
        assert load.statuses == {200}
        again = [track(key.removeprefix("m"), user="u1") for key in sorted(load.acknowledged)[:50]]
        assert send(server, load.key, again).json()["duplicates"] == len(again)
        wait_until_stored(server, len(load.acknowledged))
        until(lambda: server.get("/api/v1/maps/shop/lived", token=token).status == 200, server)
        server.stop()
        check(server, load)
        received = open_log(server.folder).interactions(["received_at"]).column("received_at").to_pylist()
        apart = sorted({round((at - datetime.now(UTC)).total_seconds() / HOUR) for at in received})
        assert apart == [-30 * 24, 0, 2], "each believed what its clock said"
