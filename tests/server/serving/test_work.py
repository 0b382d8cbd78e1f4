"""Workers beside the server, on PostgreSQL: a job outlives the worker that is killed under it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.server.postgres import Cluster
from tests.server.running import Server, serving

TEXT = """\
format: desirepath/1
id: shop
title: The shop
stages:
  - id: come
    name: Come
    steps:
      - {id: look, name: Looks around, when: [{activity: looked}]}
"""


@contextmanager
def working(server: Server) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "desirepath", "work", "--workspace", str(server.folder)]
    worker = subprocess.Popen(command, env=server.environment, stdout=subprocess.PIPE)
    try:
        assert worker.stdout is not None
        assert b"working for" in worker.stdout.readline()
        yield worker
    finally:
        worker.kill()
        worker.wait(30)
        assert worker.stdout is not None
        worker.stdout.close()


def until(what: Callable[[], Any], seconds: float = 60) -> Any:
    """Ask until the answer is true."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return found


@pytest.fixture
def server(tmp_path: Path, postgres: Cluster) -> Iterator[Server]:
    folder = tmp_path / "ws"
    folder.mkdir()
    (folder / "desirepath.toml").write_text("format = 1\n[server]\nworkers = 0\n")
    with serving(folder, database=postgres.new_database()) as server:
        yield server


def test_the_job_of_a_killed_worker_is_taken_up_by_another(server: Server) -> None:
    token = server.person("ana@example.com")
    assert server.post("/api/v1/maps", {"text": TEXT}, token=token).status == 201
    asked = server.get("/api/v1/maps/shop/lived", token=token)
    assert asked.status == 202
    job = f"/api/v1/jobs/{asked.json()['job']['id']}"
    assert server.get(job, token=token).json()["state"] == "waiting", "the server runs none itself"
    with working(server) as first:
        until(lambda: server.get(job, token=token).json()["state"] != "waiting")
        first.kill()
    # Whether or not the first had finished: hand the job to a worker that is dead for sure.
    server.run_python(
        "import django; django.setup()\n"
        "from desirepath.server.jobs.models import Job\n"
        f"Job.objects.filter(pk={asked.json()['job']['id']}).update("
        "state='running', worker='dead', alive_at='2026-01-01T00:00:00Z', result=None)"
    )
    with working(server), server.stream("/api/v1/events", token=token) as events:
        until(lambda: server.get(job, token=token).json()["state"] == "done")
        assert server.get("/api/v1/maps/shop/lived", token=token).status == 200
        told = next(event for event in events if event.name == "job")
        assert told.data["map"] == "shop", "what another process does is told here"


def test_workers_need_postgresql(tmp_path: Path) -> None:
    with serving(tmp_path / "ws") as server:
        refused = server.run("work", "--workspace", str(server.folder))
        assert refused.returncode == 1
        assert "DP-OPS-003" in refused.stderr


def test_a_worker_does_not_begin_before_the_server_has_made_the_tables(
    tmp_path: Path, postgres: Cluster
) -> None:
    (tmp_path / "desirepath.toml").write_text("format = 1\n")
    server = Server(tmp_path, database=postgres.new_database())
    refused = server.run("work", "--workspace", str(tmp_path))
    assert refused.returncode == 1
    assert "DP-OPS-004" in refused.stderr
