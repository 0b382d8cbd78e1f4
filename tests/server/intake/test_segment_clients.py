"""Segment's own client libraries, unchanged, deliver to a real server through a restart: nothing is lost,
nothing doubled."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from segment.analytics import Client  # type: ignore[import-untyped]  # it has no types

from desirepath.log.store import open_log
from tests.e2e.browsing import launch
from tests.server.intake.client import connect_segment, wait_until_stored
from tests.server.running import Server, serving

ROOT = Path(__file__).parents[3]
SEGMENT = ROOT / "web" / "node_modules" / "@segment"
FROM_PYTHON, FROM_NODE, FROM_BROWSER = 5_000, 4_000, 1_000

_NODE = """
const { Analytics } = require(process.argv[2]);
const [, , , key, host, count] = process.argv;
const analytics = new Analytics({ writeKey: key, host, flushAt: 50, flushInterval: 200, maxRetries: 60 });
let failed = 0;
analytics.on("error", () => { failed += 1; });
const pause = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  for (let n = 0; n < Number(count); n += 1) {
    analytics.track({ userId: `n${n % 50}`, event: "feature.used", messageId: `node-${n}` });
    if (n % 100 === 99) await pause(150);
  }
  await analytics.closeAndFlush({ timeout: 120000 });
  console.log(JSON.stringify({ failed }));
})();
"""
_PAGE = """<!doctype html><title>A shop</title><script src="analytics.js"></script><script>
(async () => {
  const [analytics] = await AnalyticsNext.AnalyticsBrowser.load(
    { writeKey: "KEY", cdnURL: "SERVER" },
    { integrations: { "Segment.io": { deliveryStrategy: { strategy: "batching",
      config: { size: 20, timeout: 300, maxRetries: 200 } } } } },
  );
  window.failed = 0;
  analytics.on("error", () => { window.failed += 1; });
  await analytics.page("Shelves");
  await analytics.identify("b1", { email: "Bea@Example.com", plan: "pro" });
  await analytics.group("acme", { name: "Acme" });
  for (let n = 0; n < COUNT; n += 1) {
    analytics.track("feature.used", { n, order: `browser-${n}` });
    if (n % 25 === 24) await new Promise((go) => setTimeout(go, 120));
  }
  window.sent = COUNT;
})();
</script>"""


@pytest.fixture(scope="module")
def node() -> str:
    """The path of Node, where Segment's library for it is installed."""
    found = shutil.which("node")
    if found is None or not (SEGMENT / "analytics-node").is_dir():
        pytest.skip("Node or Segment's libraries for it are not installed: make web")
    return found


@contextmanager
def pages(folder: Path) -> Iterator[str]:
    """Serve a folder on another origin than ours; its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def test_ten_thousand_events_of_three_clients_through_a_restart(
    tmp_path: Path, node: str, chromium: str
) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    with serving(tmp_path / "ws") as server, pages(shop) as origin, sync_playwright() as playwright:
        token = server.person("ana@example.com")
        shutil.copy(SEGMENT / "analytics-next" / "dist" / "umd" / "index.js", shop / "analytics.js")
        browser_key = connect_segment(server, token, "shop", place="browser", origins=[origin])
        page_text = _PAGE.replace("KEY", browser_key).replace("SERVER", server.url)
        (shop / "index.html").write_text(page_text.replace("COUNT", str(FROM_BROWSER)))
        script = tmp_path / "send.cjs"
        script.write_text(_NODE)
        node_key = connect_segment(server, token, "backend")
        sending = subprocess.Popen(
            [node, str(script), str(SEGMENT / "analytics-node"), node_key, server.url, str(FROM_NODE)],
            stdout=subprocess.PIPE,
            text=True,
        )
        browser = launch(playwright, chromium)
        try:
            page = browser.new_page()
            page.goto(f"{origin}/index.html")
            failed: list[object] = []
            python = Client(
                connect_segment(server, token, "jobs"),
                host=server.url,
                gzip=True,
                upload_interval=0.05,
                max_retries=1_000,
                on_error=lambda error, items: failed.append(error),
            )
            for number in range(FROM_PYTHON):
                user = f"p{number % 50}"
                assert python.track(user, "login", {"n": number}, message_id=f"python-{number}")[0]
                if number == FROM_PYTHON // 2:
                    wait_until_stored(server, 200, seconds=60)
                    server.stop()  # whoever sends now finds nobody
                    server.start()
            python.flush()
            python.join()
            page.wait_for_function("window.sent > 0", timeout=120_000)
            said, _ = sending.communicate(timeout=180)
            assert json.loads(said)["failed"] == 0
            assert not failed
            count = FROM_PYTHON + FROM_NODE + FROM_BROWSER + 1  # and the page that was seen
            wait_until_stored(server, count, seconds=90)
            assert page.evaluate("window.failed") == 0
        finally:
            sending.kill()
            browser.close()
        _each_is_there_once(server)


def _each_is_there_once(server: Server) -> None:
    log = open_log(server.folder)
    rows = log.interactions(["source", "key", "activity", "customer", "account", "properties"]).to_pylist()
    by_source = Counter(row["source"] for row in rows)
    assert by_source == {"jobs": FROM_PYTHON, "backend": FROM_NODE, "shop": FROM_BROWSER + 1}
    assert {r["key"] for r in rows if r["source"] == "jobs"} == {f"python-{n}" for n in range(FROM_PYTHON)}
    assert {r["key"] for r in rows if r["source"] == "backend"} == {f"node-{n}" for n in range(FROM_NODE)}
    orders = Counter(json.loads(r["properties"])["order"] for r in rows if r["activity"] == "feature.used"
                     and r["source"] == "shop")  # fmt: skip
    assert orders == {f"browser-{n}": 1 for n in range(FROM_BROWSER)}
    # Who looked at the shelves was nobody known yet; identify and group came later, and attribute it.
    shelves = next(row for row in rows if row["activity"] == "content.viewed")
    assert (shelves["customer"], shelves["account"]) == ("b1", "acme")
    assert json.loads(shelves["properties"])["content"] == "Shelves"
    profile = log.profile("customer", "bea@example.com")
    assert profile is not None


def test_a_client_is_told_why_its_key_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path / "ws") as server:
        failed: list[str] = []
        client = Client(
            "dpw_wrong", host=server.url, on_error=lambda error, _: failed.append(str(error)), max_retries=1
        )
        client.track("u1", "login")
        client.flush()
        client.join()
        until = time.monotonic() + 10
        while not failed and time.monotonic() < until:
            time.sleep(0.05)
        assert "DP-INT-001" in failed[0]
        assert "dpw_wrong" not in server.output
