"""axe-core looks at every page in every state, in light and in dark.

A new page or a new state is a line in :data:`STATES`: where it is, and how somebody brings it about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Visit
from tests.server.running import Server, serving

pytestmark = pytest.mark.browser

MAP = "/maps/techcorp"
ONLY_COLOURS = {"runOnly": ["color-contrast"]}
"""What may differ in the dark."""


@dataclass(frozen=True, slots=True)
class State:
    """A state of a page: its address, what is done there, and what is then to be seen."""

    path: str
    shows: str
    bring: Callable[[Page], None] | None = None
    before: Callable[[Page], None] | None = None
    size: tuple[int, int] = (1440, 900)
    scale: float = 1
    role: str = "editor"
    is_empty: bool = False
    """On a server without data and without maps."""


def click(name: str) -> Callable[[Page], None]:
    """Press the button of that name."""
    return lambda page: page.get_by_role("button", name=name, exact=True).first.click()


def key(*keys: str, at: str = ".board .card") -> Callable[[Page], None]:
    """Click there, then these keys."""

    def press(page: Page) -> None:
        page.locator(at).first.click()
        for one in keys:
            page.keyboard.press(one)

    return press


def after(*steps: Callable[[Page], None]) -> Callable[[Page], None]:
    """One after the other."""

    def do(page: Page) -> None:
        for step in steps:
            step(page)

    return do


def hold(what: str) -> Callable[[Page], None]:
    """Requests of that address are never answered."""

    def keep(page: Page) -> None:
        page.route(re.compile(what), lambda route: None)

    return keep


def fail(what: str, status: int = 500) -> Callable[[Page], None]:
    """Requests of that address are answered with an error."""

    def answer(route: Route) -> None:
        problem = {"code": "DP-SRV-000", "message": "Something broke", "address": "", "fix": "Try again"}
        route.fulfill(status=status, json={"problems": [problem]})

    def set_up(page: Page) -> None:
        page.route(re.compile(what), answer)

    return set_up


def see_lived(page: Page) -> None:
    click("Lived")(page)
    page.locator(".lived-facts").first.wait_for(timeout=60_000)


def drag_a_card(page: Page) -> None:
    card = page.locator(".board .card").first
    card.hover()
    page.mouse.down()
    target = page.locator('.lane[data-lane="doing"] > .cell').nth(1).bounding_box()
    assert target is not None
    for share in (0.2, 0.5, 0.8):
        page.mouse.move(target["x"] + 20 * share, target["y"] + 20 * share, steps=3)


def type_in_a_cell(page: Page) -> None:
    page.locator(".board .card").first.dblclick()


PHONE = (400, 800)
TWICE: dict[str, Any] = {"size": (720, 450), "scale": 2}
"""What 200 % of zoom leaves of the screen."""
PAGES = {
    "/": ".cards, .new-map",
    MAP: ".board .card",
    "/customers": ".pick",
    "/data": "main h1, main h2",
    "/people": "td",
}
ASKED = {
    "/": r"/api/v1/maps(\?|$)",
    MAP: "/api/v1/maps/techcorp/nodes",
    "/customers": "/api/v1/(log|maps|subjects|customers)",
    "/data": "/api/v1/(log|data)",
    "/people": "/api/v1/people",
}
"""What each page asks for first."""
STATES: dict[str, State] = {
    **{path: State(path, shown) for path, shown in PAGES.items()},
    **{f"{path} on a phone": State(path, shown, size=PHONE) for path, shown in PAGES.items()},
    **{f"{path} at 200 %": State(path, shown, **TWICE) for path, shown in PAGES.items()},
    **{f"{path} while loading": State(path, "[role=status]", before=hold(ASKED[path])) for path in PAGES},
    **{
        f"{path} when it fails": State(path, "[role=alert], .message", before=fail(ASKED[path]))
        for path in PAGES
    },
    **{
        f"{path} with nothing in it": State(path, "main", is_empty=True)
        for path in ("/", "/customers", "/data")
    },
    "nothing there": State("/maps/no-such-map", ".message"),
    "map, a cell picked": State(MAP, "[data-here]", key("ArrowRight")),
    "map, typing": State(MAP, ".board textarea", type_in_a_cell),
    "map, a step's panel": State(MAP, "[role=complementary], aside", key("Space")),
    "map, history": State(MAP, "aside", click("History")),
    "map, everything by name": State(MAP, ".palette", key("Control+k")),
    "map, lanes": State(MAP, ".board", lambda page: page.get_by_text("Lanes", exact=True).first.click()),
    "map, dragging a card": State(MAP, ".board .card", drag_a_card),
    "map, lived": State(MAP, ".lived-facts", see_lived),
    "map, lived, a step's panel": State(MAP, "aside", after(see_lived, key("Space"))),
    "map, looked at by a viewer": State(MAP, ".board .card", role="viewer"),
    "people, for an owner": State("/people", "td", role="owner"),
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workspace as on its first day."""
    with serving(tmp_path_factory.mktemp("empty") / "workspace") as running:
        yield running


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_in_the_way_of_anybody(visit: Visit, request: pytest.FixtureRequest, name: str) -> None:
    state = STATES[name]
    more = {"at": request.getfixturevalue("empty")} if state.is_empty else {}
    page = visit(
        "axe", state.role, state.path, size=state.size, scale=state.scale, before=state.before, **more
    )
    page.emulate_media(reduced_motion="reduce")
    if state.bring:
        page.locator(PAGES[state.path]).first.wait_for()
        state.bring(page)
    expect(page.locator(state.shows).first).to_be_visible(timeout=15_000)
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark: {one}" for one in violations(page, ONLY_COLOURS)]
    assert not found, f"{name} ({state.path}):\n" + "\n".join(found)


def violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What axe finds: how bad, which rule, and where."""
    return [
        f"{one['impact']} {one['id']} @ {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for one in Axe().run(page, options=options).response["violations"]
        for node in one["nodes"][:4]
    ]
