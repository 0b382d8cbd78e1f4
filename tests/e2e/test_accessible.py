"""axe-core looks at every page in every state, in light and in dark.

A new page or a new state is a line in :data:`STATES`: where it is, and how somebody brings it about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.axe import violations_on
from tests.e2e.conftest import Visit
from tests.e2e.door import DOORS
from tests.server.running import Server, serving

pytestmark = pytest.mark.browser

MAP = "/maps/techcorp"
SMALL = "/maps/small"
ONLY_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What may differ in the dark."""
SIZES = ((400, 800), (720, 450))
"""A phone, and what 200 % of zoom leaves of a screen."""


@dataclass(frozen=True, slots=True)
class State:
    """A state of a page: its address, what is done there, and what is then to be seen."""

    path: str
    shows: str
    bring: Callable[[Page], None] | None = None
    before: Callable[[Page], None] | None = None
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


def invite_to_the_map(page: Page) -> None:
    """An owner of the map makes a link to it, and sees who may do what."""
    click("More tools")(page)
    page.get_by_role("menuitem", name="Share").click()
    page.get_by_role("button", name="Make a link").click()
    page.locator(".once code").wait_for()


def type_in_a_cell(page: Page) -> None:
    page.locator(".board .card").first.dblclick()


PAGES = {
    "/": "main li a",
    MAP: ".board .card",
    "/accounts/account/A-00001": "main h2",
    "/board": "main h1",
    "/customers": "main h1",
    "/data": "main h2",
    "/new": "main h1",
    "/notifications": "main h1",
    "/people": "td",
    "/personas": "main li",
    "/playbooks": "main h1",
    "/renewals": "main table",
    "/scorecards": "main h1",
    "/settings": "main h1",
    "/support": "main table",
    "/today": "main h1",
}
"""Every page, and what is to be seen on it when it is there."""
ASKED = r"/api/v1/(?!me\b|events|notifications|workspace)"
"""What a page asks for; the frame around it does not change."""
FREE = ("/new", "/notifications", "/settings")
"""Pages that can do without what fails."""
BROKE = "main :text-matches('did not work|broke')"
STATES: dict[str, State] = {
    **{path: State(path, shown) for path, shown in PAGES.items()},
    **{f"{path} while loading": State(path, "main", before=hold(ASKED)) for path in ("/", MAP, "/data")},
    **{f"{path} when it fails": State(path, BROKE, before=fail(ASKED)) for path in PAGES if path not in FREE},
    **{f"{path} with nothing in it": State(path, "main", is_empty=True) for path in ("/", "/board", "/data")},
    "nothing there": State("/maps/no-such-map", ".message"),
    "map, a cell picked": State(SMALL, "[data-here]", key("ArrowRight")),
    "map, typing": State(SMALL, ".board textarea", type_in_a_cell),
    "map, a step's panel": State(SMALL, "aside", key("Space")),
    "map, history": State(SMALL, "aside", click("History")),
    "map, comments": State(SMALL, "aside", click("Comments")),
    "map, everything by name": State(SMALL, "input[role=combobox]", key("Control+k")),
    "map, more tools": State(SMALL, "[role=menu]", click("More tools")),
    "map, the menu": State(SMALL, "a[href='/data']", click("Menu")),
    "map, the menu of a card": State(SMALL, "[role=menu]", key("Shift+F10")),
    "map, dragging a card": State(SMALL, ".board .card", drag_a_card),
    "map, shared": State(SMALL, "aside .rows select", invite_to_the_map, role="owner"),
    "map, looked at by a viewer": State(SMALL, ".board .card", role="viewer"),
    "map, lived": State(MAP, ".lived-facts", see_lived),
    "map, difference": State(MAP, "aside li", click("Difference")),
    "people, for an owner": State("/people", "td", role="owner"),
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workspace as on its first day."""
    with serving(tmp_path_factory.mktemp("empty") / "workspace") as running:
        yield running


@pytest.fixture(scope="module")
def small(server: Server) -> None:
    """A map that axe reads at once."""
    token = DOORS.of(server).owner()
    made = server.post("/api/v1/maps", {"template": "blank", "id": "small", "title": "Small"}, token=token)
    assert made.status == 201, made.body


@pytest.mark.parametrize("name", STATES)
@pytest.mark.usefixtures("small")
def test_nothing_is_in_the_way_of_anybody(visit: Visit, request: pytest.FixtureRequest, name: str) -> None:
    state = STATES[name]
    more = {"at": request.getfixturevalue("empty")} if state.is_empty else {}
    page = visit("axe", state.role, state.path, before=state.before, **more)
    page.emulate_media(reduced_motion="reduce")
    if state.bring:
        page.locator(".board .card").first.wait_for()
        state.bring(page)
    expect(page.locator(state.shows).first).to_be_visible(timeout=30_000)
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark: {one}" for one in violations(page, ONLY_COLOURS)]
    if name in PAGES:
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            found += [f"{width} px wide: {one}" for one in violations(page)]
    assert not found, f"{name} ({state.path}):\n" + "\n".join(found)


def test_the_first_map_of_a_workspace_is_shown_around_once(visit: Visit, empty: Server) -> None:
    page = visit("nora", "editor", "/new?from=template", at=empty, is_new=True)
    page.get_by_label("What should it be called?").fill("Our first")
    page.get_by_role("button", name="Make this map").click()
    tour = page.get_by_role("dialog", name="This is a journey map")
    expect(tour).to_be_visible()
    assert not violations(page)
    page.keyboard.press("ArrowRight")
    tour = page.locator(".tour")
    lived = page.get_by_role("button", name="Lived", exact=True)
    expect(tour).to_contain_text("Press Lived")
    leaves_free(page, ".looks")
    lived.click()  # which is what it asks for: it goes on, and leaves what is now to be seen
    expect(tour).to_contain_text("bound to data by a rule")
    expect(lived).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".lived-bar")).to_be_visible()
    leaves_free(page, ".looks")
    leaves_free(page, ".lived-bar")
    leaves_free(page, ".board .step-head")
    page.locator('.lane[data-lane="goal"] > .cell').nth(4).click()
    page.keyboard.press("Escape")  # wherever the keys are
    expect(tour).to_have_count(0)
    page.reload()
    expect(page.locator(".board .step-head").first).to_be_visible()
    expect(tour).to_have_count(0)


def leaves_free(page: Page, selector: str) -> None:
    """The tour comes to lie beside what is there, not over it."""
    page.wait_for_function(
        """selector => {
          const boxOf = it => document.querySelector(it).getBoundingClientRect();
          const one = boxOf(".tour"), other = boxOf(selector);
          return one.right <= other.left || other.right <= one.left
            || one.bottom <= other.top || other.bottom <= one.top;
        }""",
        arg=selector,
    )


def violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What axe finds that is serious or critical: which rule, and where.

    Base UI's guards, which send the focus back into a menu, are focusable and hidden on purpose.
    """
    everything_but = {"exclude": [["[data-base-ui-focus-guard]"]]}
    return [
        f"{one['impact']} {one['id']} @ {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for one in violations_on(page, everything_but, options)
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:4]
    ]
