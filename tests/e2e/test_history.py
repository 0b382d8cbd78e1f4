"""The history on the board: versions, what differs between them, and bringing one back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit, text_of
from tests.e2e.test_map_page import saved
from tests.server.running import Server

pytestmark = pytest.mark.browser


def renamed(page: Page, name: str) -> None:
    page.locator(".step-head").first.dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    saved(page)


def test_a_version_is_looked_at_and_brought_back_after_a_question_and_undone(
    visit: Visit, server: Server, new_map: str
) -> None:
    page = visit("hal", "editor", f"/maps/{new_map}")
    renamed(page, "I wake up late")
    renamed(page, "I wake up at noon")
    page.get_by_role("button", name="History").click()
    entries = page.locator(".timeline > li")
    expect(entries).to_have_count(2)  # both edits within minutes, and how the map began
    expect(entries.first).to_contain_text("2 changes")
    entries.last.get_by_role("button", name="How the map began").click()
    expect(page.locator(".step-head").first).to_contain_text("I wake up")
    expect(page.locator(".step-head").first).not_to_contain_text("noon")
    page.locator(".step-head").first.dblclick()
    expect(page.locator("textarea")).to_have_count(0)  # an earlier version is only looked at
    page.get_by_role("button", name="Bring this version back").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 step renamed")
    dialog.get_by_role("button", name="Keep the map as it is").click()
    expect(dialog).to_have_count(0)
    assert "name: I wake up at noon" in text_of(server, new_map)
    page.get_by_role("button", name="Bring this version back").first.click()
    dialog.get_by_role("button", name="Bring this version back").click()
    expect(page.locator(".notice")).to_contain_text("The earlier version is back")
    expect(page.locator(".step-head").first).not_to_contain_text("noon")
    assert "noon" not in text_of(server, new_map)
    page.locator(".notice").get_by_role("button", name="Undo").click()
    expect(page.locator(".step-head").first).to_contain_text("I wake up at noon")


def test_what_differs_is_marked_on_the_board_and_walked_through_by_keys(visit: Visit, new_map: str) -> None:
    page = visit("ida", "editor", f"/maps/{new_map}")
    page.locator(".card", has_text="Looks for the cup").dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type("Looks for a cup")
    page.keyboard.press("Enter")
    page.locator(".card", has_text="Finds it").click()
    page.keyboard.press("Delete")
    page.locator('.lane[data-lane="goal"] > .cell').nth(1).dblclick()
    page.keyboard.type("Be awake")
    page.keyboard.press("Enter")
    saved(page)
    page.get_by_role("button", name="History").click()
    page.get_by_role("button", name="How the map began").click()
    page.get_by_role("button", name="What changed since").first.click()
    reworded = page.locator('.card[data-mark="changed"]')
    expect(reworded.locator("del")).to_have_text("the")
    expect(reworded.locator("ins")).to_have_text("a")
    gone = page.locator('.card[data-mark="removed"]')
    expect(gone).to_contain_text("Finds it")
    expect(gone).to_contain_text("removed")
    expect(page.locator(".version-above")).to_contain_text("1 card reworded, 1 card removed, 1 cell added")
    steps = page.locator(".version-above .steps")
    expect(steps).to_contain_text("1 of 3")
    page.keyboard.press("n")
    expect(steps).to_contain_text("2 of 3")
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(steps).to_contain_text("3 of 3")
    expect(page.locator(".changes [aria-current]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".version-above")).to_have_count(0)
    expect(page.locator(".card", has_text="Finds it")).to_have_count(0)


def test_a_version_gets_a_name_and_loses_it(visit: Visit, new_map: str) -> None:
    page = visit("joy", "editor", f"/maps/{new_map}")
    renamed(page, "I get up")
    page.get_by_role("button", name="History").click()
    page.locator(".version-entry").first.click()
    page.get_by_role("button", name="Name this version").click()
    page.keyboard.type("Agreed with sales")
    page.keyboard.press("Enter")
    expect(page.locator(".version-name")).to_contain_text("Agreed with sales")
    page.get_by_role("button", name="Take the name “Agreed with sales” away").click()
    expect(page.locator(".version-name")).to_have_count(0)
