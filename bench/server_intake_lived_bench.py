"""From an accepted event to new measures: ``ROWS=10000000 python -m bench.server_intake_lived_bench``.

A thousand events a second come in over HTTP, in batches of 100, while somebody looks at a map of the log. As
a browser does, a client listens to the map's events and fetches the measures whenever it is told that they
are new. For each batch: the seconds from its answer until the client has fetched measures that know it, and,
where there is a Chromium, until a page with the map open has painted them. Page, client and server share the
processors.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from typing import Any

from playwright.sync_api import sync_playwright

from bench.growth_bench import append
from bench.replay_bench import generate, twelve_steps
from bench.server_edits_bench import quantile
from bench.server_intake_bench import BATCH, Client
from bench.server_lived_bench import first
from desirepath.log.store import create_log, open_log
from desirepath.model.map_file import write_map_text
from desirepath.replay.index import open_index
from tests.e2e.browsing import launch, make_links, sign_in
from tests.server.intake.client import connect_segment
from tests.server.running import Server, serving

ROWS = int(os.environ.get("ROWS", "10000000"))
SECONDS = float(os.environ.get("INTAKE_SECONDS", "30"))
RATE = 1_000
TITLE = "From an accepted event to new measures"


PROBE = """
window.painted = [];
const ours = window.fetch;
window.fetch = async (...given) => {
  const answer = await ours(...given);
  const url = given[0] instanceof Request ? given[0].url : String(given[0]);
  if (answer.ok && new URL(url, location.href).pathname.endsWith("/lived"))
    void answer.clone().json().then((said) => requestAnimationFrame(() => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      const now = () => performance.timeOrigin + performance.now();
      port1.onmessage = () => window.painted.push([now(), said.generation]);
      port2.postMessage(0);
    })));
  return answer;
};
"""
"""Notes when the frame after the one that drew new measures was painted, and of which log they are."""


class Painter:
    """A page in a real Chromium with the map's lived journey open."""

    def __init__(self, server: Server, map_id: str) -> None:
        self.server, self.map_id = server, map_id
        self.painted: list[tuple[float, str]] = []
        self._chromium = which("chromium") or which("chromium-browser") or which("google-chrome")
        self._ready, self._leave = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Open the page."""
        if self._chromium is not None:
            self._thread.start()
            self._ready.wait(120)

    def stop(self) -> None:
        """Close it; what it has painted is known then."""
        if self._chromium is not None:
            self._leave.set()
            self._thread.join(120)

    def _run(self) -> None:
        assert self._chromium is not None
        with sync_playwright() as playwright:
            browser = launch(playwright, self._chromium)
            (link,) = make_links(self.server, [("Ben", "editor")])
            size: Any = {"width": 1366, "height": 850}
            context = browser.new_context(storage_state=sign_in(browser, self.server, link), viewport=size)
            context.add_init_script(PROBE)
            page = context.new_page()
            page.goto(f"{self.server.url}/maps/{self.map_id}")
            page.get_by_role("button", name="Lived").click()
            page.locator(".lived-facts").first.wait_for(timeout=120_000)
            self._ready.set()
            while not self._leave.is_set():
                page.wait_for_timeout(200)
            seen: list[list[Any]] = page.evaluate("window.painted")
            self.painted = [(float(at) / 1000, str(generation)) for at, generation in seen]
            browser.close()


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
                    self.fetched.append((time.time(), generation))


async def at_a_rate(client: Client, seconds: float) -> list[tuple[float, int]]:
    """Batches at the rate; when each was answered, and how many events had been sent by then."""
    answered: list[tuple[float, int]] = []
    await client.connect()
    began = time.time()
    at = began
    while at < began + seconds:
        await asyncio.sleep(max(at - time.time(), 0))
        await client.send(client.body())
        answered.append((time.time(), client.sent))
        at += BATCH / RATE
    return answered


def waits(
    server: Server, seen: Sequence[tuple[float, str]], answered: list[tuple[float, int]], before: int
) -> list[float]:
    """The seconds that each batch waited until measures that know it were seen; facts arrive in the order of
    sending."""
    log = open_log(server.folder)
    known = [(at, log.arrivals_at(generation) or 0) for at, generation in seen]
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
            looker, painter = Looker(server, path, token), Painter(server, journey.id)
            looker.start()
            painter.start()
            client = Client(0, server.port, connect_segment(server, token))
            answered = asyncio.run(at_a_rate(client, SECONDS))
            until = time.monotonic() + 60
            while len(waits(server, looker.fetched, answered, before)) < len(answered):
                time.sleep(0.5)
                if time.monotonic() > until:
                    break
            time.sleep(2)  # the page is not behind by more, or it is said below
            painter.stop()
            waited = waits(server, looker.fetched, answered, before)
            drawn = waits(server, painter.painted, answered, before)
    rows = [
        ("events a second", f"{len(answered) * BATCH / SECONDS:,.0f}", f"{RATE:,}"),
        (
            "accepted until new measures are fetched, median / p95",
            f"{quantile(waited, 0.5) / 1000:.2f} / {quantile(waited, 0.95) / 1000:.2f} s",
            "p95 2 s or less",
        ),
        (
            "accepted until they are painted in Chromium, median / p95",
            f"{quantile(drawn, 0.5) / 1000:.2f} / {quantile(drawn, 0.95) / 1000:.2f} s" if drawn else "-",
            "p95 2 s or less",
        ),
        ("batches whose measures were never painted", f"{len(answered) - len(drawn)}", "0"),
        ("batches whose measures never came", f"{len(answered) - len(waited)}", "0"),
        ("measures fetched meanwhile", f"{len(looker.fetched)}", ""),
    ]
    lines = [f"## {TITLE}: {ROWS:,} interactions", "", "| what | measured | wanted |", "|---|---:|---:|"]
    lines += [f"| {what} | {value} | {wanted} |" for what, value, wanted in rows]
    lines += ["", f"Load before it ran: {load:.1f}."]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
