"""The pages in a real Chromium: ``python -m bench.web_bench``, after ``make web``.

A server on SQLite, one headless Chromium without a graphics card, all on the same machine. The map has 60
steps and 16 lanes, filled with TechCorp's words, and a log in which each of its steps happened.

- *JavaScript*: of every address, all scripts that the browser fetched until the page stood still, each
  compressed with gzip.
- *Interactive*: a key is tried in every frame from navigation on; the time from navigation until the first
  cell shows a typed letter, painted. *Cold* knows nothing yet; *again* has the scripts in its cache.
- *A keystroke*: real keys, from the instant the browser gave them to the first task after the frame that
  followed. Letters into a card, arrows from cell to cell, Enter that keeps (an edit of the map), by turns; 30
  of them a second, as often as a key that is held down repeats, and more than anybody types.
  *Without a pause* the next comes as soon as the browser has taken the last: more than can be painted.
  *Work* is the processor time of the page's own thread, which a busy machine hardly changes.
- *Scroll and zoom*: with wheel and buttons from end to end, the longest task that kept the page busy; *work*
  as above, for each button and for each turn of a wheel that then rests.
- *In the other browser*: 200 edits one after the other, from the Enter that keeps one until another person's
  page has painted it. Both pages share the processors with the server.
- *The journey board* of 10,000 accounts in ten steps: from navigation until the first 40 cards of every step
  are painted, where the server answers at once (its answer is made up here); *again* as above.
- *Lived*: from the click until the numbers over the steps are painted, where the answer was kept; and of
  that the time after the answer was there.
"""

from __future__ import annotations

import gzip
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

import orjson
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from desirepath.cli.import_ import run_import
from tests.e2e.browsing import launch, make_links, sign_in
from tests.e2e.wide_map import MAP_ID, STEPS, wide_map, write_wide_log
from tests.server.running import Server, serving

TITLE = "The pages in Chromium: 60 steps, 16 lanes"
ROUTES = ("/", f"/maps/{MAP_ID}", "/customers", "/data", "/people")
OPENINGS = 5
KEYSTROKES = 200
KEYS_A_SECOND = 30
EDITS = 200
SIZE: Any = {"width": 1440, "height": 900}
FIRST_CELL = '.lane[data-lane="doing"] > .cell'

PROBE = """
(() => {
  try { localStorage.setItem("desirepath:tour", "seen"); } catch {}
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now());
    port2.postMessage(0);
  }));
  window.bench = { painted, tasks: [], keys: [], clicks: [] };
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.bench.tasks.push(one.duration);
  }).observe({ type: "longtask", buffered: true });
  window.addEventListener("keydown", (event) => {
    window.bench.pressed = event.timeStamp;
    if (event.isTrusted) void painted().then((at) => window.bench.keys.push(at - event.timeStamp));
  }, true);
  window.addEventListener("scroll", () => { window.bench.scrolled = true; }, true);
  window.addEventListener("click", (event) => { window.bench.clicked = event.timeStamp; }, true);
})();
"""
"""In every page: how long until a key was painted, and the tasks over 50 ms."""

TRY_A_KEY = """
window.bench.interactive = new Promise((done) => {
  const attempt = () => {
    const board = document.querySelector(".board");
    const key = new KeyboardEvent("keydown", { key: "x", bubbles: true, cancelable: true });
    if (board) board.dispatchEvent(key);
    const typing = document.querySelector(".board textarea");
    if (typing && typing.value.endsWith("x")) void window.bench.painted().then(done);
    else requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
});
"""

WATCH = """
() => { window.bench.seen = (text) => new Promise((done) => {
  const look = () => {
    const found = [...document.querySelectorAll('.lane[data-lane="goal"] .cell')].slice(0, 4)
      .some((cell) => cell.textContent.includes(text));
    if (found) watcher.disconnect(), window.bench.painted().then((at) => done(performance.timeOrigin + at));
    return found;
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document.querySelector(".board"), { childList: true, subtree: true, characterData: true });
  look();
}); }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: what was measured, and what is wanted of it."""

    what: str
    measured: str
    wanted: str = ""


def main() -> None:
    """Measure and print."""
    chromium = which("chromium") or which("chromium-browser") or which("google-chrome")
    if chromium is None:
        sys.exit("there is no Chromium here; tools/chromium installs Debian's")
    load = os.getloadavg()[0]
    lines: list[Line] = []
    with workspace() as server, sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        states = [
            sign_in(browser, server, link)
            for link in make_links(server, [("Ana", "owner"), ("Ben", "editor")])
        ]
        ana, ben = (browser.new_context(storage_state=state, viewport=SIZE) for state in states)
        for context in (ana, ben):
            context.add_init_script(PROBE)
        page, other = ana.new_page(), ben.new_page()
        for part in (
            scripts(page, server),
            opening(browser, states[0], server),
            keystrokes(page, server),
            scroll_and_zoom(page),
            edits_seen(page, other, server),
            lived(page, server),
            large_board(page, server),
        ):
            for line in part:
                sys.stderr.write(f"{line.what}: {line.measured}\n")
                lines.append(line)
        browser.close()
    text = [f"## {TITLE}", "", "| what | measured | wanted |", "|---|---:|---:|"]
    text += [f"| {line.what} | {line.measured} | {line.wanted} |" for line in lines]
    text += ["", f"Load before it ran: {load:.1f}."]
    sys.stdout.write("\n".join(text) + "\n")


@contextmanager
def workspace() -> Iterator[Server]:
    """A server with the wide map and its log."""
    with tempfile.TemporaryDirectory() as folder:
        run_import([write_wide_log(Path(folder) / "wide.jsonl")], Path(folder) / "ws")
        with serving(Path(folder) / "ws") as server:
            token = server.person("owner@example.com")
            made = server.post("/api/v1/maps", {"text": wide_map()}, token=token)
            if made.status != 201:
                sys.exit(made.text)
            yield server


def opened(page: Page, server: Server) -> Page:
    """The wide map, there to be written on."""
    page.goto(f"{server.url}/maps/{MAP_ID}")
    page.locator(FIRST_CELL).first.wait_for()
    return page


def scripts(page: Page, server: Server) -> Iterator[Line]:
    """How much JavaScript each address begins with."""
    for route in ROUTES:
        page.goto(server.url + route)
        page.wait_for_load_state("load")
        page.locator("h1").first.wait_for()
        page.wait_for_timeout(300)
        names: list[str] = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
        bodies = [page.request.get(name).body() for name in set(names) if name.endswith(".js")]
        size = sum(len(gzip.compress(body, 6)) for body in bodies)
        yield Line(f"JavaScript of {route}, gzip", f"{size / 1000:.0f} kB", "250 kB or less")


def opening(browser: Browser, state: Any, server: Server) -> Iterator[Line]:
    """How long until a key is answered: with nothing in the cache, and again."""
    times: dict[str, list[float]] = {"cold": [], "again": []}
    for _ in range(OPENINGS):
        context = browser.new_context(storage_state=state, viewport=SIZE)
        context.add_init_script(PROBE + TRY_A_KEY)
        for name in times:
            page = context.new_page()
            page.goto(f"{server.url}/maps/{MAP_ID}")
            times[name].append(page.evaluate("window.bench.interactive"))
            page.close()
        context.close()
    for name, found in times.items():
        wanted = "1.5 s or less" if name == "cold" else ""
        shown = f"{statistics.median(found) / 1000:.2f} / {max(found) / 1000:.2f} s"
        yield Line(f"interactive, {name}: median / slowest of {len(found)}", shown, wanted)


def keystrokes(page: Page, server: Server) -> Iterator[Line]:
    """Type into cards, go from cell to cell, keep."""
    opened(page, server).locator(FIRST_CELL).first.click()
    thread = page.context.new_cdp_session(page)
    thread.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = worked(thread)
    taken, kinds = pressed(page, 1 / KEYS_A_SECOND)
    work = (worked(thread) - before) / len(taken)
    yield Line(f"{len(taken)} keystrokes to paint, median / p95", both(taken), "p95 50 ms or less")
    for kind in dict.fromkeys(kinds):
        some = [one for one, of in zip(taken, kinds, strict=True) if of == kind]
        yield Line(f"of these, {kind}: median / p95", both(some))
    yield Line("work of a keystroke, mean", f"{work:.0f} ms")
    yield Line("without a pause between them: median / p95", both(pressed(page, 0)[0]))


def pressed(page: Page, pause: float) -> tuple[list[float], list[str]]:
    """How long each of many keys took, and what it was; ``pause`` seconds from one to the next at least."""
    page.keyboard.press("Home")
    page.evaluate("window.bench.painted().then(() => { window.bench.keys = []; })")
    kinds: list[str] = []
    word = "Asks twice"
    due = time.monotonic()
    while len(kinds) < KEYSTROKES:
        for key, kind in [
            *(
                (letter, "a letter" if at else "a letter that begins a card")
                for at, letter in enumerate(word)
            ),
            ("Enter", "Enter, which keeps"),
            *[("ArrowRight", "an arrow")] * 5,
            ("ArrowUp", "an arrow"),
        ]:
            time.sleep(max(0.0, due - time.monotonic()))
            due = max(due + pause, time.monotonic())
            page.keyboard.press(key)
            kinds.append(kind)
    taken: list[float] = page.evaluate("window.bench.painted().then(() => window.bench.keys)")
    return taken, kinds


def worked(thread: CDPSession) -> float:
    """Milliseconds of processor time that the page's own thread has spent on tasks."""
    metrics = thread.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def scroll_and_zoom(page: Page) -> Iterator[Line]:
    """From end to end and back, then all zooms."""
    page.mouse.move(900, 500)
    page.evaluate("window.bench.tasks = []")
    for across, down in ((400, 0), (-400, 0), (0, 200), (0, -200)):
        for _ in range(30):
            page.mouse.wheel(across, down)
    page.evaluate("window.bench.painted()")
    if not page.evaluate("window.bench.scrolled"):
        sys.exit("the wheel moved nothing")
    yield longest("scrolling, the longest task", page)
    thread = page.context.new_cdp_session(page)
    thread.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate("window.bench.tasks = []")
    before = worked(thread)
    for name in ("Zoom out", "Zoom in"):
        for _ in range(6):
            page.get_by_role("button", name=name).click()
            page.evaluate("window.bench.painted()")
    yield longest("zooming by buttons, the longest task", page)
    yield Line("work of a zoom by button, mean", f"{(worked(thread) - before) / 12:.0f} ms")
    page.evaluate("window.bench.tasks = []")
    page.mouse.move(900, 500)
    before = worked(thread)
    page.keyboard.down("Control")
    for turn in (120, -120):
        for _ in range(8):
            page.mouse.wheel(0, turn)
            page.evaluate("window.bench.painted()")
    page.keyboard.up("Control")
    yield longest("zooming by wheel, the longest task", page)
    yield Line("work of a turn of the wheel, mean", f"{(worked(thread) - before) / 16:.0f} ms")


def longest(what: str, page: Page) -> Line:
    """The longest task since the last look; tasks of 50 ms and less do not count as tasks."""
    page.wait_for_timeout(500)  # so that what is done at rest is among them
    tasks: list[float] = page.evaluate("window.bench.tasks")
    return Line(what, f"{max(tasks):.0f} ms" if tasks else "under 50 ms", "100 ms or less")


def edits_seen(ana: Page, ben: Page, server: Server) -> Iterator[Line]:
    """Ana writes a goal and keeps it; Ben's page shows it."""
    opened(ben, server).evaluate(WATCH)
    ana.keyboard.press("Escape")
    ana.locator('.lane[data-lane="goal"] > .cell').first.click()
    taken: list[float] = []
    for number in range(EDITS):
        text = f"Goal {number} of a long day"
        ana.keyboard.press("Enter")
        ana.keyboard.press("Control+a")
        ana.keyboard.insert_text(text)
        ana.keyboard.press("Enter")
        seen = ben.evaluate("(text) => window.bench.seen(text)", text)
        taken.append(seen - ana.evaluate("performance.timeOrigin + window.bench.pressed"))
        ana.keyboard.press("ArrowUp")
    yield Line(f"{EDITS} edits seen in the other browser, median / p95", both(taken), "p95 150 ms or less")


def lived(page: Page, server: Server) -> Iterator[Line]:
    """The numbers over the map, from an answer that is kept."""
    opened(page, server).get_by_role("button", name="Lived").click()
    page.locator(".lived-facts").first.wait_for(timeout=120_000)
    whole, after = [], []
    for _ in range(OPENINGS):
        opened(page, server)
        page.evaluate(
            """() => { window.bench.shown = new Promise((done) => {
              const watcher = new MutationObserver(() => {
                if (document.querySelectorAll(".lived-facts").length < 4) return;
                watcher.disconnect();
                void window.bench.painted().then(done);
              });
              watcher.observe(document.body, { childList: true, subtree: true });
            }); }"""
        )
        page.get_by_role("button", name="Lived").click()
        at, answered = page.evaluate(
            """async () => { const at = await window.bench.shown;
              const fetched = performance.getEntriesByType("resource");
              const asked = fetched.filter((one) => one.name.includes("/lived"));
              return [at - window.bench.clicked, at - asked.at(-1).responseEnd]; }"""
        )
        whole.append(at)
        after.append(answered)
    shown = f"{statistics.median(whole):.0f} / {statistics.median(after):.0f} ms"
    yield Line(f"Lived over {STEPS} steps, kept: click to paint / answer to paint", shown, "200 ms or less")


def large_board(page: Page, server: Server) -> Iterator[Line]:
    """The board of very many accounts, from an answer that is there."""
    told: dict[str, Any] = {
        "fresh": True,
        "job": None,
        "of": None,
        "problems": [],
        "answer": board_of(10_000),
    }
    answer = orjson.dumps(told)
    page.route(
        f"**/maps/{MAP_ID}/board*", lambda route: route.fulfill(content_type="application/json", body=answer)
    )
    times = []
    for _ in range(OPENINGS + 1):
        page.goto(f"{server.url}/board?map={MAP_ID}")
        page.locator(".account").nth(399).wait_for(state="attached")
        times.append(page.evaluate("() => window.bench.painted()"))
    shown = f"{statistics.median(times[1:]):.0f} ms"
    yield Line(f"The board of 10,000 accounts ({len(answer) / 1e6:.1f} MB), again", shown, "1500 ms or less")


def board_of(accounts: int) -> dict[str, Any]:
    """A board of so many accounts in ten steps, as the server sends it."""
    paces, levels = ("stuck", "behind", "on track", "not known"), ("poor", "average", "good")

    def card(number: int) -> dict[str, Any]:
        return {
            "subject": f"A-{number:05d}",
            "name": f"Company number {number}",
            "owner": f"Colleague {number % 7}",
            "since": "2026-01-01T00:00:00+00:00",
            "stayed_seconds": number * 611.0,
            "pace": paces[number % 4],
            "score": number % 101,
            "level": levels[number % 3],
            "cents": number * 17,
            "gap": None,
            "renewal": f"2026-{1 + number % 12:02d}-15",
            "moved": None,
        }

    columns = [
        {
            "step": f"s{step}",
            "name": f"Step {step}",
            "owner": "customer-success",
            "behind_seconds": 1e6,
            "stuck_seconds": 2e6,
            "basis": "data",
            "cards": [card(number) for number in range(step, accounts, 10)],
        }
        for step in range(10)
    ]
    known = {"travels": "account", "currency": "EUR", "scorecard": "S", "levels": levels}
    return {**known, "as_of": "2026-01-01T00:00:00+00:00", "columns": columns, "ended": {}}


def both(milliseconds: Sequence[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(milliseconds)
    at = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
    return f"{statistics.median(ordered):.0f} / {at:.0f} ms"


if __name__ == "__main__":
    main()
