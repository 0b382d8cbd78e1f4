"""How fast the board of a map is in a real Chromium: until it can be used, at each key, scrolling, zooming.

``measure_board(page, url)`` opens a map and does what people do; ``big_map(60)`` is a map of 60 steps and 16
lanes to do it on. Times are milliseconds; a long task is one of more than 50 ms, as browsers tell them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Page

LANES: Final = (
    *("goal", "doing", "thinking", "feeling", "touchpoints", "channels", "on_stage", "off_stage"),
    *("pain_points", "opportunities", "moment_of_truth", "success", "owner", "tasks", "quotes", "images"),
)
CARD_LANES: Final = (
    *("doing", "thinking", "touchpoints", "on_stage", "off_stage"),
    *("pain_points", "opportunities", "tasks", "quotes"),
)
STAGES: Final = 8

_WATCH: Final = """
window.longTasks = [];
new PerformanceObserver(list => {
    for (const one of list.getEntries()) window.longTasks.push(one.duration);
}).observe({ type: "longtask", buffered: true });
window.keyPaints = [];
addEventListener("keydown", event => {
    const pressed = event.timeStamp;
    requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => window.keyPaints.push(performance.now() - pressed);
        painted.port2.postMessage(0);
    });
}, true);
"""
_INTERACTIVE: Final = """() => new Promise(done => {
    const look = () => {
        if (document.querySelector(".board .card")) {
            requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0));
        } else requestAnimationFrame(look);
    };
    look();
})"""


@dataclass(frozen=True, slots=True)
class BoardSpeed:
    """What was measured, in milliseconds."""

    interactive: float
    key_p50: float
    key_p95: float
    arrow_p95: float
    longest_scrolling: float
    longest_zooming: float


def measure_board(page: Page, url: str, *, letters: int = 60) -> BoardSpeed:
    """Open the map at `url` and use it: arrows, `letters` keys typed into a new card, the wheel, the zoom."""
    page.add_init_script(_WATCH)
    page.goto(url, wait_until="commit")
    interactive = float(page.evaluate(_INTERACTIVE))
    page.locator('.lane[data-lane="doing"] .card').first.click()
    _taken(page)
    for key in ["ArrowRight"] * 10 + ["ArrowDown"] * 10:
        page.keyboard.press(key)
    arrows, _ = _taken(page)
    page.keyboard.type("a card with some words in it, as people write them "[:letters].ljust(letters, "x"))
    keys, _ = _taken(page)
    page.keyboard.press("Escape")
    page.mouse.move(700, 500)
    _taken(page)
    for x, y in [(240, 0)] * 16 + [(0, 120)] * 8 + [(-240, 0)] * 16:
        page.mouse.wheel(x, y)
    _, scrolling = _taken(page)
    page.keyboard.down("Control")
    for turn in [120] * 8 + [-120] * 8:
        page.mouse.wheel(0, turn)
    page.keyboard.up("Control")
    _, zooming = _taken(page)
    return BoardSpeed(
        interactive=interactive,
        key_p50=quantile(keys, 0.5),
        key_p95=quantile(keys, 0.95),
        arrow_p95=quantile(arrows, 0.95),
        longest_scrolling=max(scrolling, default=0.0),
        longest_zooming=max(zooming, default=0.0),
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not exceed; 0 where there is none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def _taken(page: Page) -> tuple[list[float], list[float]]:
    """The times of keys and the long tasks since the last look, once the page is at rest."""
    taken: dict[str, Any] = page.evaluate(
        """() => new Promise(done => requestIdleCallback(() => requestAnimationFrame(() => setTimeout(
            () => done({ keys: window.keyPaints.splice(0), tasks: window.longTasks.splice(0) }), 0)),
            { timeout: 1000 }))"""
    )
    return list(taken["keys"]), list(taken["tasks"])


def big_map(steps: int, map_id: str = "sixty-steps") -> str:
    """A map of so many steps and 16 lanes, with something in nearly every cell."""
    lines = [
        f"format: desirepath/1\nid: {map_id}\ntitle: A long journey\nlanes: [{', '.join(LANES)}]\nstages:\n"
    ]
    per_stage = -(-steps // STAGES)
    for number in range(steps):
        if number % per_stage == 0:
            stage = number // per_stage
            lines.append(f"  - id: stage-{stage}\n    name: Stage {stage} of a long journey\n    steps:\n")
        lines.append(_step(number))
    return "".join(lines)


def _step(number: int) -> str:
    cards = []
    for lane in CARD_LANES:
        said = [f"{lane} {i} of step {number} says some words" for i in range(1 + (number + len(lane)) % 3)]
        cards.append(f"        {lane}: [{', '.join(said)}]\n")
    return (
        f"      - id: step-{number}\n        name: Step {number} where something happens\n"
        f"        goal: Wants to get on with thing {number}\n"
        f"        feeling: {(number * 7 % 41 - 20) / 10}\n        owner: Team {number % 5}\n"
        f"        success: They come back within {number} days\n        channels: [email, phone]\n"
        f"        moment_of_truth: {'true' if number % 9 == 0 else 'false'}\n{''.join(cards)}"
    )
