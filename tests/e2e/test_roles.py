"""Everybody tries what they may not: on every page, with every button and key, and at the API itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Response, expect

from desirepath.server.access_table import ACCESS
from desirepath.server.people.roles import Role
from tests.e2e.conftest import Visit, text_of
from tests.server.running import Server

pytestmark = pytest.mark.browser

ROLES = {"viewer": Role.VIEWER, "commenter": Role.COMMENTER, "editor": Role.EDITOR}
MOST_BUTTONS = 60
PRESS_THE_NEXT = """async (done) => {
  const left = [...document.querySelectorAll("button:not([role=slider])")]
    .map((one) => [one.ariaLabel || one.innerText.trim(), one])
    .find(([name, one]) => name && !done.includes(name) && !/sign out|download/i.test(name)
      && !one.disabled && one.checkVisibility());
  if (!left) return null;
  left[1].click();
  await new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));
  return left[0];
}"""
"""Signing out would end the visit."""
HARMLESS = re.compile(r"/presence$|/me$|/log/funnel$")
"""What everybody may send: where they are, their own name, a long question."""


class Refusals:
    """What the server was asked to change, and what it refused, while somebody pressed buttons."""

    def __init__(self, page: Page) -> None:
        self.refused: list[str] = []
        self.asked: list[str] = []
        page.on("response", self._note)

    def _note(self, response: Response) -> None:
        asked = f"{response.request.method} {response.url.partition('/api/')[2].partition('?')[0]}"
        if response.status in (401, 403):
            self.refused.append(asked)
        if response.request.method != "GET" and "/api/" in response.url and not HARMLESS.search(asked):
            self.asked.append(asked)


def press_every_button(page: Page, home: str, ready: str) -> list[str]:
    """Press all buttons that are offered, also those that appear meanwhile, each once; their names.

    Where one leads elsewhere, we come back and wait for what ``ready`` selects.
    """
    done: list[str] = []
    while len(done) < MOST_BUTTONS and (name := page.evaluate(PRESS_THE_NEXT, done)):
        done.append(name)
        if page.url != home:
            page.goto(home)
            page.locator(ready).first.wait_for()
    return done


@pytest.mark.parametrize("role", ["viewer", "commenter"])
def test_no_button_of_the_map_offers_what_the_door_refuses(visit: Visit, new_map: str, role: str) -> None:
    page = visit("rob", role, f"/maps/{new_map}")
    page.locator(".card").first.click()
    seen = Refusals(page)
    page.keyboard.press("Space")
    pressed = press_every_button(page, page.url, ".card")
    assert "History" in pressed
    assert not seen.refused, f"after pressing {pressed}"
    assert not [one for one in seen.asked if "comments" not in one or role == "viewer"]


@pytest.mark.parametrize("role", ["viewer", "commenter", "editor"])
def test_no_button_of_a_page_offers_what_the_door_refuses(visit: Visit, server: Server, role: str) -> None:
    page = visit("rob", role)
    seen = Refusals(page)
    page.locator("main h1").wait_for()
    page.get_by_role("button", name="More", exact=True).click()
    for path in [link.get_attribute("href") or "" for link in page.locator("nav a").all()]:
        home = server.url + path
        page.goto(home)
        page.locator("main h1").wait_for()
        pressed = press_every_button(page, home, "main h1")
        assert not seen.refused, f"on {path}, after pressing {pressed}"


@pytest.mark.parametrize("path", ["/customers", "/board"])
def test_a_page_that_is_not_for_one_says_so(visit: Visit, path: str) -> None:
    page = visit("rob", "viewer", path)
    page.get_by_role("button", name="More", exact=True).click()
    expect(page.get_by_role("link", name="People")).to_be_visible()
    expect(page.locator(f'nav a[href="{path}"]')).to_have_count(0)
    expect(page.locator("main [role=alert], main .message").first).to_be_visible()


@pytest.mark.parametrize("role", ["viewer", "commenter"])
def test_no_key_on_the_board_changes_what_one_may_only_look_at(
    visit: Visit, server: Server, new_map: str, role: str
) -> None:
    before = text_of(server, new_map)
    page = visit("rob", role, f"/maps/{new_map}")
    expect(page.get_by_text("View only" if role == "viewer" else "Comment only")).to_be_visible()
    seen = Refusals(page)
    for place in (".card >> nth=0", ".step-head >> nth=0", ".feeling-cell >> nth=0", ".stage-head >> nth=0"):
        page.locator(place).dblclick()
        expect(page.locator(".board textarea")).to_have_count(0)
        for key in (
            "x",
            "Enter",
            "F2",
            "Delete",
            "Backspace",
            "Shift+ArrowUp",
            "Alt+ArrowRight",
            "1",
            "Control+d",
            "Control+x",
            "Control+v",
            "Control+z",
            "Control+Shift+z",
        ):
            page.keyboard.press(key)
            expect(page.locator(".board textarea")).to_have_count(0)
    card, cell = page.locator(".card").first, page.locator('.lane[data-lane="doing"] > .cell').nth(1)
    card.drag_to(cell)
    assert not seen.asked
    assert text_of(server, new_map) == before


@pytest.mark.parametrize("role", ["viewer", "commenter", "editor"])
def test_the_api_refuses_from_the_same_browser(visit: Visit, new_map: str, role: str) -> None:
    """With the cookies and the token of the page: what a role does not reach is refused."""
    page = visit("rob", role)
    page.locator("main h1").first.wait_for()
    wanted = [
        (operation, re.sub(r"<map_id>", new_map, route))
        for operation, needs in ACCESS.items()
        if needs.role is not None and needs.role > ROLES[role]
        for route in [operation.partition(" ")[2]]
    ]
    answers = page.evaluate(
        """async (asked) => {
          const token = document.cookie.match(/desirepath_csrf=([^;]*)/)[1];
          const answers = [];
          for (const [operation, route] of asked) {
            const [method] = operation.split(" ");
            const path = "/" + route.replace(/<[^>]*>/g, "1");
            const body = method === "GET" ? undefined : "{}";
            const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
            answers.push([operation, (await fetch(path, { method, body, headers })).status]);
          }
          return answers;
        }""",
        wanted,
    )
    assert len(answers) >= 10
    assert not [(operation, status) for operation, status in answers if status not in (403, 404)]


def test_an_owner_meets_what_the_others_do_not(visit: Visit) -> None:
    offered = {}
    for role in ("owner", "editor"):
        page = visit("rob", role, "/people")
        page.locator("td").first.wait_for()
        theirs = page.locator("main tr", has_not=page.locator(".tag", has_text="you"))
        offered[role] = theirs.locator("button, input:not([type=search]), select").count()
    # What they play, and when they are away, everybody says of themselves.
    assert offered["owner"] > offered["editor"] == 0
