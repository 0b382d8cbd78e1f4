"""The pages as the README and the guide show them, in light and in dark.

``python -m tests.e2e.scenes`` (or ``tools/pictures``) takes all pictures of docs/pictures anew, or those that
are named. ``test_pictures.py`` takes them too, and compares: a page that looks other than its picture fails,
but for those that count days until today.

What differs from day to day is held still: the world is generated (the same bytes on every machine), dates
and times of day are all replaced by one, nothing moves.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, ViewportSize, sync_playwright

from desirepath.cli.import_ import run_import
from desirepath.exports.svg import draw_svg
from desirepath.log.store import open_log
from desirepath.model.map_file import read_map
from desirepath.notebook import measure
from desirepath.stories import style_icon, techcorp
from tests.e2e.browsing import launch, make_links, sign_in
from tests.server.running import Server, serving

PICTURES: Final = Path(__file__).parents[2] / "docs" / "pictures"
SCHEMES: Final = ("light", "dark")
SIZE: Final = ViewportSize(width=1440, height=900)
ACCOUNTS: Final = 400
VISITOR: Final = ("Ana Lima", "owner")

_FILL: Final = """
import json, sys, django
django.setup()
from desirepath.server.serving.demo import fill
fill(**json.load(sys.stdin))
"""
_ONE_DAY: Final = r"""() => {
  const month = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";
  const day = `(${month} \\d{1,2}|\\d{1,2} ${month})(,? \\d{4})?`;
  const ago = "(\\d+|a|an) (second|minute|hour|day|week|month)s? ago|just now|today|yesterday";
  const time = "\\d{1,2}:\\d{2}( [AP]M)?";
  const volatile = new RegExp(`${day}(,? (at )?${time})?|${time}|${ago}`, "g");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let isWaiting = false;
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const it = text.parentElement;
    isWaiting ||= /^[\p{L}\s]*…\s*$/u.test(text.data) && !it.closest("button") && it.checkVisibility();
    if (volatile.test(text.data)) text.data = text.data.replace(volatile, "Nov 25, 2026");
  }
  return isWaiting;
}"""
"""Says every day and time as one; whether something on the page is still awaited ("Counting…")."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture's name, the page's address, what is to be seen on it, and what is done there before.

    What ``ages`` counts from today, so it looks other tomorrow: it is for the guide, compared with nothing.
    """

    name: str
    path: str
    shows: str
    bring: Callable[[Page], None] | None = None
    ages: bool = False


def _look(name: str) -> Callable[[Page], None]:
    def look(page: Page) -> None:
        page.get_by_role("button", name=name, exact=True).first.click()

    return look


def _open_a_step(page: Page) -> None:
    _look("Lived")(page)
    page.locator(".lived-facts").first.wait_for(timeout=60_000)
    page.locator(".step-head").nth(2).click(position={"x": 60, "y": 12})  # its name, not a number below it
    page.keyboard.press("Space")


def _keep(page: Page, lane: str, step: int, text: str) -> None:
    """Write a card, as somebody does."""
    page.locator(f'.lane[data-lane="{lane}"] > .cell').nth(step).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.locator(".board .card", has_text=text).wait_for()


def _look_back(page: Page) -> None:
    """What changed since the map began, on the board and beside it."""
    _keep(page, "doing", 0, "Asks a friend which size to take")
    _keep(page, "pain_points", 1, "Three shops name one size in three ways")
    page.locator(".card", has_text="Three shops").click()
    page.get_by_role("status").filter(has_text="Saved").wait_for()
    _look("History")(page)
    page.get_by_role("button", name="How the map began").click()
    page.get_by_role("button", name="What changed since").first.click()
    page.locator('.card[data-mark="added"]').first.wait_for()


def _talk(page: Page) -> None:
    page.locator(".step-head").nth(1).click()
    page.keyboard.press("Control+Alt+m")
    page.get_by_label("Write a comment").fill("Is this where they look for somebody to ask?")
    page.keyboard.press("Enter")
    page.get_by_label("Reply").fill("Two of three in the interviews did. I attach them.")
    page.keyboard.press("Enter")
    page.get_by_text("Two of three").wait_for()


def _present(page: Page) -> None:
    page.keyboard.press("Control+Alt+p")
    page.locator(".slide[data-shown]").wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")


SCENES: Final[Sequence[Scene]] = (
    Scene("maps", "/", ".cards li"),
    Scene("map", "/maps/techcorp", ".board .card"),
    Scene("editor", "/maps/techcorp", ".lived-facts", _look("Lived")),
    Scene("step", "/maps/techcorp", "aside", _open_a_step),
    Scene("personas", "/personas", "main h1"),
    Scene("customers", "/customers", "th >> text=Pays a month"),
    Scene("data", "/data", "main h2", ages=True),
    Scene("people", "/people", "td"),
    Scene("present", "/maps/techcorp", ".slide[data-shown]", _present),
    # These change the map they are on: none of the others shows it large, and they come last.
    Scene("comments", "/maps/style-icon", ".thread", _talk),
    Scene("history", "/maps/style-icon", ".changes", _look_back),
)


@contextmanager
def demo(folder: Path) -> Iterator[Server]:
    """A server with both made-up companies, smaller than those of ``desirepath demo``."""
    files = [*techcorp.write_world(folder / "techcorp", size=ACCOUNTS).files]
    files += style_icon.write_world(folder / "style-icon", size=ACCOUNTS).files
    run_import(files, folder / "workspace")
    with serving(folder / "workspace") as server:
        stories = (techcorp, style_icon)
        maps = [one.MAP_PATH.read_text("utf-8") for one in stories]
        personas = [
            file.read_text("utf-8")
            for one in stories
            for file in sorted((one.MAP_PATH.parent / "personas").glob("*.yaml"))
        ]
        server.run_python(_FILL, json.dumps({"maps": maps, "personas": personas}))
        yield server


def look_at(browser: Browser, server: Server, state: StorageState, scene: Scene) -> dict[str, bytes]:
    """The scene as PNG, by colour scheme."""
    context = browser.new_context(viewport=SIZE, storage_state=state, reduced_motion="reduce", locale="en-US")
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(server.url + scene.path)
    if scene.bring:
        page.locator(".board .card").first.wait_for()
        scene.bring(page)
    page.locator(scene.shows).first.wait_for()
    page.mouse.move(2, 2)
    found = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found[scheme] = standing_still(page)
    context.close()
    return found


def standing_still(page: Page) -> bytes:
    """A picture of the page once nothing is awaited and two in a row are the same."""
    before = b""
    for _ in range(100):
        is_waiting = page.evaluate(_ONE_DAY)
        now = page.screenshot(animations="disabled", caret="hide")
        if now == before and not is_waiting:
            return now
        before = now
        page.wait_for_timeout(150)
    raise AssertionError(f"{page.url} does not stand still")


def draw_measured(log: Path) -> dict[str, str]:
    """The measured map's drawing as SVG, by colour scheme: the first four stages, the lanes that fit."""
    measured = measure(read_map(techcorp.MAP_PATH), open_log(log))
    lanes = ("doing", "feeling", "pain_points", "owner", "handoff")
    part = measured.map.model_copy(update={"lanes": lanes, "stages": measured.map.stages[:4]})
    return {scheme: draw_svg(part, measured, theme=scheme, today=date(2026, 11, 25)) for scheme in SCHEMES}


def keep(name: str, png: bytes) -> None:
    """Write a picture, with the 256 colours that a page needs at most."""
    picture = Image.open(BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(PICTURES / f"{name}.png", optimize=True)
    sys.stdout.write(f"docs/pictures/{name}.png\n")


def main() -> None:
    """Take the pictures that are named, or all."""
    chromium = which("chromium") or which("chromium-browser") or which("google-chrome")
    if chromium is None:
        sys.exit("there is no Chromium here; tools/chromium installs Debian's")
    wanted = sys.argv[1:] or ["techcorp", *(scene.name for scene in SCENES)]
    with (
        tempfile.TemporaryDirectory() as folder,
        demo(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright, chromium)
        state = sign_in(browser, server, *make_links(server, [VISITOR]))
        for scene in SCENES:
            if scene.name in wanted:
                for scheme, png in look_at(browser, server, state, scene).items():
                    keep(f"{scene.name}-{scheme}", png)
        if "techcorp" in wanted:
            for scheme, svg in draw_measured(server.folder).items():
                page = browser.new_page()
                page.set_content(f"<body style='margin:0'>{svg}</body>")
                keep(f"techcorp-{scheme}", page.locator("svg").first.screenshot())
        browser.close()


if __name__ == "__main__":
    main()
