"""Several people on one map: where they are, what they type, and what becomes of edits that had to wait."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit, text_of
from tests.e2e.test_map_page import saved
from tests.server.running import Server

pytestmark = pytest.mark.browser


def rewrite(page: Page, card: str, text: str) -> None:
    page.locator(".card", has_text=card).dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_the_others_see_where_one_is_and_what_one_types(visit: Visit, new_map: str) -> None:
    ana = visit("ana", "editor", f"/maps/{new_map}")
    expect(ana.locator(".card").first).to_be_visible()
    ben = visit("ben", "editor", f"/maps/{new_map}")  # who comes later is seen, too
    ben.locator('.lane[data-lane="goal"] > .cell').nth(1).click()
    framed = ana.locator('.lane[data-lane="goal"] > .cell').nth(1)
    expect(framed.locator(".presence")).to_have_text("Ben")
    ben.keyboard.type("Be aw")
    expect(framed.locator(".other-typing")).to_contain_text("Be aw")
    ben.keyboard.type("ake")
    ben.keyboard.press("Enter")
    expect(framed.locator(".said")).to_have_text("Be awake")
    expect(framed.locator(".other-typing")).to_have_count(0)
    ben.context.close()
    expect(ana.locator(".presence")).to_have_count(0)


def test_what_was_done_offline_meets_what_others_did_meanwhile(
    visit: Visit, server: Server, new_map: str
) -> None:
    ana = visit("ana", "editor", f"/maps/{new_map}")
    ben = visit("ben", "editor", f"/maps/{new_map}")
    expect(ana.locator(".card").first).to_be_visible()
    expect(ben.locator(".card").first).to_be_visible()
    ana.context.set_offline(True)
    rewrite(ana, "Looks for the cup", "Looks for the cup in the dark")
    rewrite(ana, "Finds it", "Finds it at last")
    expect(ana.get_by_role("status").filter(has_text="2 changes wait")).to_be_visible()
    rewrite(ben, "Looks for the cup", "Still asleep, looks for the cup")
    saved(ben)
    ana.context.set_offline(False)
    both = "Still asleep, looks for the cup in the dark"
    for page in (ana, ben):
        expect(page.locator(".card", has_text="in the dark")).to_have_text(both)
        expect(page.locator(".card", has_text="Finds it at last")).to_be_visible()
    saved(ana)
    assert both in text_of(server, new_map)


def test_a_session_that_ended_is_told_and_nothing_is_lost(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("eda", "editor", f"/maps/{new_map}")
    expect(page.locator(".card").first).to_be_visible()
    kept = page.context.cookies()
    page.context.clear_cookies()
    rewrite(page, "Finds it", "Finds it under the sofa")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("Your session has ended")
    expect(
        page.locator(".card", has_text="under the sofa")
    ).to_be_visible()  # nobody is thrown out of the page
    notice.get_by_role("button", name="Sign in again").click()
    page.wait_for_url("**/sign-in/**")
    page.context.add_cookies([{**one} for one in kept])  # type: ignore[typeddict-item]  # as if they had signed in again
    page.goto(f"{server.url}/maps/{new_map}")
    saved(page)
    assert "under the sofa" in text_of(server, new_map)
