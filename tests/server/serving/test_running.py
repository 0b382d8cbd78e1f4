"""The server as a process: what it says, how it stops, what a kill leaves."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.server.running import Server, serving


def test_a_server_starts_knows_people_and_survives_a_kill(tmp_path: Path) -> None:
    with serving(tmp_path / "ws") as server:
        tokens = server.people({"ana@example.com": "editor", "ben@example.com": "viewer"})
        assert server.get("/api/v1/me", token=tokens["ana@example.com"]).json()["role"] == "editor"
        assert "sign in as the owner, once" in server.output
        server.kill()
        server.start()
        assert server.get("/api/v1/me", token=tokens["ben@example.com"]).json()["role"] == "viewer"


def test_links_begin_with_where_it_listens(tmp_path: Path) -> None:
    with serving(tmp_path / "ws") as server:
        token = server.person("owner@example.com")
        made = server.post("/api/v1/invitations", {"role": "viewer"}, token=token)
        assert made.json()["url"].startswith(f"{server.url}/invitation/"), made.text


def test_killed_in_its_first_second_at_any_moment_it_begins_again(tmp_path: Path) -> None:
    server = Server(tmp_path / "ws")
    for milliseconds in (400, 900, 1600):
        server.launch()
        assert server.process is not None
        with suppress(subprocess.TimeoutExpired):
            server.process.wait(milliseconds / 1000)
        server.kill()
    with serving(tmp_path / "ws") as server:
        assert server.get("/health").json()["status"] == "ok"


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_within_five_seconds_with_twenty_browsers_connected(
    tmp_path: Path, asked: signal.Signals
) -> None:
    with serving(tmp_path / "ws") as server, ExitStack() as open_:
        token = server.person("ana@example.com")
        browsers = [open_.enter_context(server.stream("/api/v1/events", token=token)) for _ in range(20)]
        assert server.stop(asked) < 5
        assert server.process is not None
        assert server.process.returncode == 0, server.output
        for browser in browsers:
            told = {one.name for one in browser}
            assert {"unread"} <= told <= {"unread", "desk"}, "every stream ends, none is torn"
        assert "Traceback" not in server.output


HUNG = """
import runpy, sys, threading
from desirepath.server.live.presence import Presence
Presence.leave = lambda *_: threading.Event().wait(60)
runpy.run_module("desirepath", run_name="__main__")
"""
"""A server whose last work for a browser that leaves hangs, as on a disk that does not answer."""


def test_it_stops_within_five_seconds_whatever_hangs(tmp_path: Path) -> None:
    with serving(tmp_path / "ws", command=(sys.executable, "-c", HUNG)) as server:
        token = server.person("ana@example.com")
        text = "format: desirepath/1\nid: m\ntitle: M\nstages: []\n"
        assert server.post("/api/v1/maps", {"text": text}, token=token).status == 201
        with server.stream("/api/v1/maps/m/events?session=one", token=token) as told:
            assert next(told).name == "here"
            assert server.stop() < 6
        assert server.process is not None
        assert server.process.returncode == 0, server.output


def test_the_second_server_on_a_workspace_refuses(tmp_path: Path) -> None:
    with serving(tmp_path / "ws") as server:
        second = Server(server.folder)
        refused = second.run("serve", "--workspace", str(server.folder), "--port", str(second.port))
        assert refused.returncode == 1
        assert "DP-SRV-008" in refused.stderr
        assert server.get("/health").status == 200


def test_a_taken_port_is_refused_before_anything_is_touched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = Server(tmp_path / "ws", port=taken.getsockname()[1])
        refused = server.run("serve", "--workspace", str(server.folder), "--port", str(server.port))
        assert refused.returncode == 1
        assert "DP-SRV-011" in refused.stderr
        assert not server.folder.exists()


def test_an_import_on_the_command_line_works_while_the_server_runs(tmp_path: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    line = '{"customer": "c%d", "occurred_at": "2026-01-0%dT00:00:00Z", "activity": "used", "key": "%d"}'
    facts.write_text("\n".join(line % (n, n, n) for n in range(1, 6)))
    with serving(tmp_path / "ws") as server:
        token = server.person("ana@example.com")
        assert server.get("/api/v1/log", token=token).json()["facts"]["interactions"] == 0
        done = server.run("import", str(facts), "--log", str(server.folder))
        assert done.returncode == 0, done.stderr
        assert server.get("/api/v1/log", token=token).json()["facts"]["interactions"] == 5


def test_requests_that_run_when_it_stops_are_answered_or_ended(tmp_path: Path) -> None:
    with serving(tmp_path / "ws") as server:
        token = server.person("ana@example.com")
        statuses: list[int] = []

        def ask_on_and_on() -> None:
            try:
                while True:
                    statuses.append(server.get("/api/v1/me", token=token).status)
            except OSError:
                return

        asking = [threading.Thread(target=ask_on_and_on) for _ in range(4)]
        for thread in asking:
            thread.start()
        while len(statuses) < 20:
            pass
        assert server.stop() < 5
        for thread in asking:
            thread.join(10)
        assert set(statuses) == {200}
