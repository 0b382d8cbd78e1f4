"""From an accepted event to new measures: ``ROWS=10000000 python -m bench.server_intake_lived_bench``.

A thousand events a second come in over HTTP, in batches of 100, while somebody looks at a map of the log. As
a browser does, a client listens to the map's events and fetches the measures whenever it is told that they
are new. For each batch: the seconds from its answer until the client has fetched measures that know it.
Drawing them is not in it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.growth_bench import append
from bench.replay_bench import generate, twelve_steps
from bench.server_edits_bench import quantile
from bench.server_intake_bench import BATCH, Client
from bench.server_lived_bench import first
from desirepath.log.store import create_log, open_log
from desirepath.model.map_file import write_map_text
from desirepath.replay.index import open_index
from tests.server.intake.client import connect_segment
from tests.server.running import Server, serving

ROWS = int(os.environ.get("ROWS", "10000000"))
SECONDS = float(os.environ.get("INTAKE_SECONDS", "30"))
RATE = 1_000
TITLE = "From an accepted event to new measures"


class Looker:
    """Somebody with an open map: told of new measures, they fetch them."""

    def __init__(self, server: Server, path: str, token: str) -> None:
        self.server, self.path, self.token = server, path, token
        self.fetched: list[tuple[float, str]] = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Open the map."""
        self._thread.start()
        self._ready.wait(60)

    def _run(self) -> None:
        place = f"{self.path.rpartition('/')[0]}/events"
        with self.server.stream(place, token=self.token, seconds=600) as events:
            self._ready.set()
            for event in events:
                if event.name == "lived":
                    answer = self.server.get(self.path, token=self.token)
                    generation = answer.json().get("generation", "")
                    self.fetched.append((time.perf_counter(), generation))


async def at_a_rate(client: Client, seconds: float) -> list[tuple[float, int]]:
    """Batches at the rate; when each was answered, and how many events had been sent by then."""
    answered: list[tuple[float, int]] = []
    await client.connect()
    began = time.perf_counter()
    at = began
    while at < began + seconds:
        await asyncio.sleep(max(at - time.perf_counter(), 0))
        await client.send(client.body())
        answered.append((time.perf_counter(), client.sent))
        at += BATCH / RATE
    return answered


def waits(server: Server, looker: Looker, answered: list[tuple[float, int]], before: int) -> list[float]:
    """The seconds that each batch waited for measures that know it; facts arrive in the order of sending."""
    log = open_log(server.folder)
    known = [(at, log.arrivals_at(generation) or 0) for at, generation in looker.fetched]
    found = []
    for at, sent in answered:
        first_known = next(
            (then for then, arrivals in known if arrivals >= before + sent and then >= at), None
        )
        if first_known is not None:
            found.append(first_known - at)
    return found


def main() -> None:
    """Measure, and print the section."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "ws"
        journey = twelve_steps()
        with create_log(folder) as log:
            append(log, generate(ROWS), "")
            open_index(log, journey.travels)
            before = log.interactions_count
        with serving(folder) as server:
            token = server.person("ana@example.com")
            made = server.post("/api/v1/maps", {"text": write_map_text(journey)}, token=token)
            if made.status != 201:
                sys.exit(made.text)
            path = f"/api/v1/maps/{journey.id}/lived"
            first(server, path, token)
            looker = Looker(server, path, token)
            looker.start()
            client = Client(0, server.port, connect_segment(server, token))
            answered = asyncio.run(at_a_rate(client, SECONDS))
            until = time.monotonic() + 60
            while len(waits(server, looker, answered, before)) < len(answered) and time.monotonic() < until:
                time.sleep(0.5)
            waited = waits(server, looker, answered, before)
    rows = [
        ("events a second", f"{len(answered) * BATCH / SECONDS:,.0f}", f"{RATE:,}"),
        (
            "accepted until new measures are fetched, median / p95",
            f"{quantile(waited, 0.5) / 1000:.2f} / {quantile(waited, 0.95) / 1000:.2f} s",
            "p95 2 s or less",
        ),
        ("batches whose measures never came", f"{len(answered) - len(waited)}", "0"),
        ("measures fetched meanwhile", f"{len(looker.fetched)}", ""),
    ]
    lines = [f"## {TITLE}: {ROWS:,} interactions", "", "| what | measured | wanted |", "|---|---:|---:|"]
    lines += [f"| {what} | {value} | {wanted} |" for what, value, wanted in rows]
    lines += ["", f"Load before it ran: {load:.1f}."]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
