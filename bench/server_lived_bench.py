"""Measures of a map over HTTP beside the command line: ``ROWS=10000000 python -m bench.server_lived_bench``.

A real server on a log that is indexed. *First* is a question nobody has asked: from the request until the
answer is there, asked every 20 ms. *Cached* is the same question once more. *After one more interaction*
is from the end of its import (in another process, as always) until whoever looks at the map is told that its
measures are new. Medians; the command line and the server by turns, each question anew for both.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.growth_bench import append
from bench.replay_bench import generate, twelve_steps
from bench.shell_bench import run
from bench.table import Row, print_rows
from desirepath.log.store import create_log
from desirepath.model.map_file import write_map_text
from desirepath.replay.index import open_index
from tests.server.running import Server, serving

ROWS = int(os.environ.get("ROWS", "10000000"))
RUNS = int(os.environ.get("RUNS", "5"))
CACHED_RUNS = 50
TITLE = "Measures of a map over HTTP"


def first(server: Server, path: str, token: str) -> float:
    """The seconds until a question is answered."""
    began = time.perf_counter()
    while (answer := server.get(path, token=token)).status == 202:
        time.sleep(0.02)
    if answer.status != 200:
        sys.exit(answer.text)
    return time.perf_counter() - began


def after_one_more(server: Server, path: str, token: str, number: int) -> float:
    """The seconds from one more interaction until the measures of it are told."""
    with server.stream(f"{path.rpartition('/')[0]}/events", token=token, seconds=600) as events:
        with create_log(server.folder) as log:
            append(log, generate(1), f"more{number}")
            generation = log.generation
        began = time.perf_counter()
        for event in events:
            if event.name == "lived" and event.data["generation"] == generation:
                break
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, file = Path(scratch) / "ws", Path(scratch) / "bench.journey.yaml"
        journey = twelve_steps()
        file.write_text(write_map_text(journey), "utf-8")
        with create_log(folder) as log:
            append(log, generate(ROWS), "")
            open_index(log, journey.travels)
        measure = ("measure", str(file), "--log", str(folder), "--json")
        with serving(folder) as server:
            token = server.person("ana@example.com")
            made = server.post("/api/v1/maps", {"text": file.read_text()}, token=token)
            if made.status != 201:
                sys.exit(made.text)
            path = f"/api/v1/maps/{journey.id}/lived"
            run(*measure)
            first(server, path, token)
            by_command, by_server = [], []
            for number in range(RUNS):
                by_command.append(run(*measure, "--since", f"2001-01-{2 * number + 1:02}")[0])
                by_server.append(first(server, f"{path}?since=2001-01-{2 * number + 2:02}", token))
            cached = [first(server, path, token) for _ in range(CACHED_RUNS)]
            more = [after_one_more(server, path, token, number) for number in range(RUNS)]
    print_rows(
        f"{TITLE}: {ROWS:,} interactions",
        [
            Row("the command line (the limit)", statistics.median(by_command), ROWS),
            Row("the server, first", statistics.median(by_server), ROWS),
            Row("the server, cached", statistics.median(cached), ROWS),
            Row("the server, cached, the slowest of 20", sorted(cached)[-CACHED_RUNS // 20], ROWS),
            Row("told after one more interaction", statistics.median(more), ROWS),
        ],
    )


if __name__ == "__main__":
    main()
