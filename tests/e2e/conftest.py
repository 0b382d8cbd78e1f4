"""A real server with a small TechCorp, and people who look at it with a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from desirepath.cli.import_ import run_import
from desirepath.server.built import built_entry
from desirepath.stories import techcorp
from tests.e2e.browsing import launch
from tests.e2e.door import DOORS
from tests.server.running import Server, serving

Visit = Callable[..., Page]

PATIENCE = 30_000
"""Milliseconds that anything may take on a busy machine: what is awaited comes, or the test fails."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """TechCorp with 120 accounts: its log and its map.

    Tests count what is in this log, in any order. One that brings something in has a server of its own.
    """
    if built_entry() is None:
        pytest.fail("the pages are not built: make web")
    folder = tmp_path_factory.mktemp("e2e")
    made = techcorp.write_world(folder / "exports", size=120)
    run_import(list(made.files), folder / "workspace")
    with serving(folder / "workspace") as running:
        owner = DOORS.of(running).owner()
        text = techcorp.MAP_PATH.read_text("utf-8")
        assert running.post("/api/v1/maps", {"text": text}, token=owner).status == 201
        before = running.get("/api/v1/log", token=owner).json()["facts"]
        yield running
        now = running.get("/api/v1/log", token=owner).json()["facts"]
        assert now == before, "a test has brought something in"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright, chromium)
        yield launched
        launched.close()


@pytest.fixture(scope="session", autouse=True)
def doors() -> Iterator[None]:
    """Close all doors in the end."""
    yield
    DOORS.close()


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Visit]:
    """``visit("ana", "editor", "/maps/techcorp")``: the page as that person sees it; it must not break.

    ``before`` gets the page before it goes anywhere; ``at`` is another server than the one with TechCorp; who
    ``is_new`` is shown around; ``zone`` is the time zone of their computer.
    """
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def open_page(
        name: str,
        role: str = "editor",
        path: str = "/",
        *,
        scheme: str = "light",
        size: tuple[int, int] = (1440, 900),
        scale: float = 1,
        at: Server = server,
        before: Callable[[Page], None] | None = None,
        is_new: bool = False,
        zone: str | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=scale,
            color_scheme="dark" if scheme == "dark" else "light",
            timezone_id=zone,
            storage_state=DOORS.of(at).let_in(name.capitalize(), role),
        )
        context.set_default_timeout(2 * PATIENCE)
        contexts.append(context)
        if not is_new:
            context.add_init_script("try { localStorage.setItem('desirepath:tour', 'seen') } catch {}")
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        if before:
            before(page)
        page.goto(f"{at.url}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not broken


@pytest.fixture
def new_map(server: Server, request: pytest.FixtureRequest) -> str:
    """A small map of the test's own."""
    token = DOORS.of(server).owner()
    name = "m-" + str(abs(hash(request.node.name)) % 10**8)
    text = (
        f"format: desirepath/1\nid: {name}\ntitle: Coffee in the morning\nstages:\n"
        "  - id: early\n    name: Early\n    steps:\n"
        "      - {id: wake, name: I wake up, doing: [Looks for the cup, Finds it], feeling: -1}\n"
        "      - {id: pour, name: I pour}\n"
    )
    assert server.post("/api/v1/maps", {"text": text}, token=token).status == 201
    return name


def text_of(server: Server, map_id: str) -> str:
    """The map's file as the server has it."""
    token = DOORS.of(server).owner()
    return server.get(f"/api/v1/maps/{map_id}/text", token=token).text
