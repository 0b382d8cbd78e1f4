"""Comments: written, answered, changed, settled; people named; words kept when they cannot go."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.server.running import Server

pytestmark = pytest.mark.browser


def test_a_comment_is_answered_and_settled_and_opened_again(visit: Visit, new_map: str) -> None:
    cat = visit("cat", "commenter", f"/maps/{new_map}")
    cat.locator(".step-head", has_text="I pour").click()
    cat.keyboard.press("Space")
    cat.get_by_label("Write a comment").fill("Too hot?")
    cat.keyboard.press("Enter")
    expect(cat.locator(".thread")).to_contain_text("Too hot?")
    expect(cat.get_by_label("Write a comment")).to_have_value("")
    dan = visit("dan", "editor", f"/maps/{new_map}")
    dan.locator(".step-head", has_text="I pour").get_by_label(
        "1 open comment"
    ).click()  # the dot on the board
    dan.get_by_label("Reply").fill("Just right")
    dan.keyboard.press("Enter")
    expect(cat.locator(".thread")).to_contain_text("Just right")  # at once, without a reload
    dan.get_by_role("button", name="Resolve").click()
    expect(dan.locator(".talk-dot")).to_have_count(0)
    expect(cat.locator(".thread[data-resolved]")).to_contain_text("Resolved by Dan")
    cat.get_by_role("button", name="Open again").click()
    expect(dan.locator(".talk-dot")).to_have_count(1)


def test_people_are_named_by_choosing_them_and_nobody_sees_an_id(
    visit: Visit, server: Server, new_map: str
) -> None:
    visit("noor", "viewer")
    page = visit("max", "editor", f"/maps/{new_map}")
    page.locator(".card", has_text="Finds it").click()
    page.keyboard.press("Control+Alt+m")
    field = page.get_by_label("Write a comment")
    expect(field).to_be_focused()
    page.keyboard.type("Is it so, @noo")
    expect(page.get_by_role("option", name="Noor")).to_be_visible()
    page.keyboard.press("Enter")
    expect(field).to_have_value("Is it so, @Noor ")
    page.keyboard.type("or @Noor?")
    expect(page.locator('[role="option"]')).to_have_count(0)
    page.keyboard.press("Enter")
    said = page.locator(".comment-text")
    expect(said).to_have_text("Is it so, @Noor or @Noor?")
    expect(said.locator(".mention")).to_have_count(2)
    noor = visit("noor", "viewer", f"/maps/{new_map}")
    told = noor.evaluate("fetch('/api/v1/notifications').then(answer => answer.json())")
    assert [(one["reason"], one["map"]["id"]) for one in told["items"]] == [("mention", new_map)]
    noor.goto(f"{server.url}/maps/{new_map}#comment-{told['items'][0]['comment']}")
    expect(noor.locator(".comment-text")).to_have_text("Is it so, @Noor or @Noor?")
    expect(noor.get_by_label("Reply")).to_have_count(0)  # who may look may not talk


def test_own_words_are_changed_and_taken_back(visit: Visit, new_map: str) -> None:
    page = visit("pia", "editor", f"/maps/{new_map}")
    page.get_by_role("button", name="Comments").click()
    page.get_by_label("Write a comment about the whole map").fill("A good mpa")
    page.keyboard.press("Enter")
    comment = page.locator(".comment")
    comment.hover()
    comment.get_by_role("button", name="Change").click()
    comment.locator("textarea").fill("A good map")
    page.keyboard.press("Enter")
    expect(page.locator(".comment-text")).to_have_text("A good map")
    expect(comment).to_contain_text("changed")
    comment.hover()
    comment.get_by_role("button", name="Delete").click()
    comment.get_by_role("alert").get_by_role("button", name="Delete").click()
    expect(page.locator(".comment")).to_have_count(0)


def test_what_cannot_be_sent_is_kept(visit: Visit, new_map: str) -> None:
    page = visit("uma", "editor", f"/maps/{new_map}")
    page.get_by_role("button", name="Comments").click()
    field = page.get_by_label("Write a comment about the whole map")
    expect(field).to_be_visible()
    page.context.set_offline(True)
    field.fill("From the train")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Your words are kept")
    expect(field).to_have_value("From the train")
    page.context.set_offline(False)
    page.reload()
    page.get_by_role("button", name="Comments").click()
    expect(field).to_have_value("From the train")
    field.press("Enter")
    expect(page.locator(".comment-text")).to_have_text("From the train")
    expect(field).to_have_value("")
