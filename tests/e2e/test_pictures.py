"""Each page still looks like its picture in docs/pictures, in light and in dark.

So the pictures are two things at once: what the guide shows, never out of date, and what a broken layout is
measured against. ``tools/pictures NAME`` renews one after it was looked at.

Another Chromium draws letters a little differently. So both pictures are made four times smaller first, each
pixel the mean of sixteen: the edge of a letter moves such a mean by little, a box that lies elsewhere or has
another colour by much. What counts is the share of small pixels that differ visibly. Below it is tried: other
hinting passes, eight pixels more of padding do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, StorageState

from tests.conftest import ROOT
from tests.e2e.browsing import make_links, sign_in
from tests.e2e.scenes import PICTURES, SCENES, SCHEMES, VISITOR, Scene, demo, look_at, standing_still
from tests.server.running import Server

pytestmark = pytest.mark.browser

SMALLER = 4
VISIBLE = 24
"""Of 255: how far a colour must be off."""
AT_MOST = 0.006
"""The share of pixels that may be."""


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with demo(tmp_path_factory.mktemp("pictures")) as server:
        yield server


@pytest.fixture(scope="module")
def state(companies: Server, browser: Browser) -> StorageState:
    return sign_in(browser, companies, *make_links(companies, [VISITOR]))


def share_that_differs(one: bytes, other: bytes) -> float:
    """How much of two pictures looks different; all of it, where their sizes do."""
    first, second = (Image.open(BytesIO(png)).convert("RGB") for png in (one, other))
    if first.size != second.size:
        return 1.0
    small = [np.asarray(it.reduce(SMALLER), dtype=np.int16) for it in (first, second)]
    return float((np.abs(small[0] - small[1]).max(axis=2) > VISIBLE).mean())


@pytest.mark.parametrize("scene", [one for one in SCENES if not one.ages], ids=lambda scene: scene.name)
def test_the_page_looks_like_its_picture(
    browser: Browser, companies: Server, state: StorageState, scene: Scene, tmp_path: Path
) -> None:
    for scheme, now in look_at(browser, companies, state, scene).items():
        name = f"{scene.name}-{scheme}.png"
        differs = share_that_differs((PICTURES / name).read_bytes(), now)
        (tmp_path / name).write_bytes(now)
        assert differs <= AT_MOST, (
            f"{differs:.1%} of {scene.path} looks other than docs/pictures/{name}: see {tmp_path / name}; "
            f"if that is as it should be, run tools/pictures {scene.name} and look at what it made"
        )


@pytest.mark.parametrize(
    ("css", "is_caught"),
    [
        ("* { text-rendering: geometricPrecision }", False),
        (".bar { padding-block: 12px !important }", True),
        (".rail { width: 15rem !important }", True),
        (".card { background: #fde68a !important }", True),
        (".board .card { margin-block: 6px !important }", True),
    ],
)
def test_a_broken_layout_is_caught_and_other_letters_are_not(
    browser: Browser, companies: Server, state: StorageState, css: str, is_caught: bool
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, storage_state=state)
    page = context.new_page()
    page.goto(f"{companies.url}/maps/techcorp")
    page.locator(".board .card").first.wait_for()
    whole = standing_still(page)
    page.evaluate(
        """(css) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets.push(sheet);
        }""",
        css,
    )
    assert (share_that_differs(whole, standing_still(page)) > AT_MOST) is is_caught
    context.close()


def test_every_picture_is_shown_and_every_one_shown_is_there() -> None:
    texts = "".join(page.read_text("utf-8") for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    shown = set(re.findall(r"(?:docs|[.][.])/pictures/([\w-]+\.png)", texts))
    kept = {file.name for file in PICTURES.glob("*.png")}
    assert shown <= kept
    assert {one.rpartition("-")[0] for one in kept} == {one.rpartition("-")[0] for one in shown}
    assert {f"{scene.name}-{scheme}.png" for scene in SCENES for scheme in SCHEMES} <= kept
