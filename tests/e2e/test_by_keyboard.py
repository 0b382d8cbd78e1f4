"""Somebody without a mouse signs in, makes a map from nothing, binds it, comments, looks at what was lived.

Everything is reached as it is without a mouse: with Tab, arrows and the keys that the guide names.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import make_links
from tests.e2e.conftest import PATIENCE, text_of
from tests.server.running import Server

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return "";
  const by = (it.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
  const labels = [...by, ...(it.labels ?? [])].map((one) => one?.innerText);
  return [it.ariaLabel, ...labels, it.innerText].filter(Boolean).join(" | ").trim();
}"""
"""What a screen reader would call what has the focus."""
MOST_STOPS = 80


def reach(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus. Raises AssertionError with what was met instead."""
    wanted, met = re.compile(name), []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
        if wanted.search(met[-1]):
            return
    raise AssertionError(f"no way by Tab to {name!r}, only to {met}")


def write(page: Page, *texts: str) -> None:
    """Type each text, and keep it with Enter, which goes down."""
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def test_a_map_is_made_bound_and_talked_about_without_a_mouse(browser: Browser, server: Server) -> None:
    (link,) = make_links(server, [("Key", "editor")])
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(server.url + link)
    reach(page, "^Sign in$")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}/")

    page.get_by_role("heading", name="Journey maps").wait_for()
    reach(page, "New map|Make a map|Make your first map")
    page.keyboard.press("Enter")
    page.wait_for_url("**/new**")
    page.locator(".templates input").first.wait_for()
    reach(page, "Start from a template|From a template|template")
    reach(page, "^$|.")  # the templates: one stop for all of them, arrows choose
    for _ in range(20):
        if "A clean start" in page.evaluate("document.activeElement.closest('label')?.innerText ?? ''"):
            break
        page.keyboard.press("ArrowDown")
    reach(page, "What should it be called")
    page.keyboard.type("Our first journey")
    page.keyboard.press("Enter")
    page.wait_for_url("**/maps/*")
    map_id = page.url.rpartition("/")[2].partition("?")[0]

    page.locator(".board").wait_for()
    page.evaluate("document.activeElement.blur()")
    reach(page, "^Our first journey")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.board')"):
            break
    else:
        raise AssertionError("no way by Tab into the board")
    write(page, "I sign in", "See my team", "Looks for the door")
    page.keyboard.press("Home")
    page.keyboard.press("Control+k")
    page.keyboard.type("I sign in")
    expect(page.locator('[role="option"]').first).to_contain_text("I sign in")
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary")
    panel.wait_for()
    reach(page, "Choose what counts|Change: Counts as being here")
    page.keyboard.press("Enter")
    reach(page, "^What happens")
    page.keyboard.type("feature.used")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(panel.get_by_role("button", name=re.compile("^Change: Counts as being here"))).to_be_focused()

    reach(page, "^Write a comment|Comment")
    page.keyboard.type("Is this how it was?")
    page.keyboard.press("Control+Enter")
    expect(panel).to_contain_text("Is this how it was?")

    page.keyboard.press("Control+k")
    page.keyboard.type("Lived")
    expect(page.locator('[role="option"]').first).to_contain_text("Lived")
    page.keyboard.press("Enter")
    # The template's example says where the journey begins: nobody in this log has done that, and it is said.
    nobody = page.get_by_role("heading", name="Nobody has set out on this map yet")
    expect(nobody).to_be_visible(timeout=60_000)
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    text = text_of(server, map_id)
    assert "name: I sign in" in text
    assert "See my team" in text
    assert "Looks for the door" in text
    assert "activity: feature.used" in text
    context.close()
