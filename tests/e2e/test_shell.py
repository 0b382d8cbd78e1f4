"""The frame of the pages: new maps in four ways, Ctrl-K, notifications, tokens, customers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit, text_of
from tests.e2e.door import DOORS
from tests.server.running import Server

pytestmark = pytest.mark.browser


def made(page: Page) -> str:
    page.get_by_role("button", name="Make this map").click()
    page.wait_for_url("**/maps/*")
    expect(page.locator(".board")).to_be_visible()
    return page.url.rpartition("/")[2].partition("?")[0]


def test_a_map_from_a_template_and_one_from_five_questions(visit: Visit, server: Server) -> None:
    page = visit("noa", "editor", "/new?from=template")
    page.get_by_role("radio", name="Getting my team live").check()
    page.get_by_label("What should it be called?").fill("Größer werden")
    assert made(page) == "grosser-werden"
    assert "title: Größer werden" in text_of(server, "grosser-werden")

    page.goto(f"{server.url}/new?from=questions")
    page.get_by_label(re.compile("Who travels")).fill("Ines, who leads a team")
    expect(page.get_by_role("button", name="Make this map")).to_be_disabled()
    expect(page.get_by_text("Still to answer: What are they trying")).to_be_visible()
    page.get_by_label(re.compile("What are they trying")).fill("Get everybody live")
    page.get_by_label(re.compile("How do you know")).fill("Five use it every week")
    page.get_by_label(re.compile("Which moments")).fill("The first project is done\n\nSomebody needs help")
    text = text_of(server, made(page))
    assert "title: Get everybody live" in text
    assert text.count("moment_of_truth: true") == 2
    assert "success: Five use it every week" in text

    # What nobody answered is an empty stage: it says what to do, without being pointed at.
    expect(page.locator(".stage-head[data-bare] .stage-tools")).to_have_css("opacity", "1")
    page.locator(".title-button").click()
    settings = page.get_by_role("complementary", name="This map")
    expect(settings).to_contain_text("You said how you know that it went well: “Five use it every week”")
    settings.get_by_role("button", name="Bind the step to data").click()
    expect(settings).to_be_hidden()


def test_a_map_from_the_data_shows_its_reach_before_it_is_made(visit: Visit, server: Server) -> None:
    page = visit("dan", "editor", "/new?from=data")
    page.get_by_label("Whose journey?").select_option("account")
    first = page.locator(".draft tbody tr").nth(1)
    expect(first).to_contain_text("Contract signed")
    expect(first).to_contain_text("120 of 120")
    expect(page.locator(".left-out")).to_contain_text("other things")
    uses = page.locator(".draft tbody tr").filter(has_text="feature.used")
    expect(uses).to_be_visible()
    page.get_by_role("checkbox", name="product").uncheck()
    expect(uses).to_have_count(0)
    text = text_of(server, made(page))
    assert "activity: contract.signed" in text
    assert "travels: account" in text


def test_what_is_wrong_with_a_file_is_told_with_its_line(
    visit: Visit, server: Server, tmp_path: Path
) -> None:
    page = visit("fay", "editor", "/new?from=file")
    text = "format: desirepath/1\nid: from-file\ntitle: From a file\nstages:\n  - {id: a, nam: A}\n"
    file = tmp_path / "bad.journey.yaml"
    file.write_text(text)
    page.get_by_label("Choose a file").set_input_files(file)
    expect(page.get_by_role("alert")).to_contain_text("line 5")
    expect(page.get_by_role("alert").locator("pre").first).to_contain_text("nam: A")
    file.write_text(text.replace("nam:", "name:"))
    page.get_by_label("Choose a file").set_input_files(file)
    page.wait_for_url("**/maps/from-file")
    assert "title: From a file" in text_of(server, "from-file")


def test_ctrl_k_goes_to_a_card_and_picks_it_and_to_other_pages(visit: Visit, new_map: str) -> None:
    page = visit("kay", "editor", f"/maps/{new_map}")
    expect(page.locator(".card").first).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("finds it")
    expect(page.locator('[role="option"]').first).to_contain_text("Finds it")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_accessible_name(re.compile("Finds it"))
    page.keyboard.press("F2")
    expect(page.locator("textarea")).to_have_value("Finds it")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("people")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Paste a table")


def test_who_is_mentioned_sees_it_at_the_bell_and_is_led_to_the_place(
    visit: Visit, server: Server, new_map: str
) -> None:
    page = visit("mentioned", "editor")
    expect(page.get_by_role("button", name="Notifications: nothing new")).to_be_visible()
    token = DOORS.of(server).owner()
    said = {"node": "step:wake", "text": "Look here, @mentioned-editor@example.com"}
    assert server.post(f"/api/v1/maps/{new_map}/comments", said, token=token).status == 201
    page.get_by_role("button", name="Notifications: 1 unread").click()
    page.locator(".news").get_by_role("link", name=re.compile("mentioned you")).click()
    page.wait_for_url(f"**/maps/{new_map}*")
    expect(page.get_by_role("complementary")).to_contain_text("Look here")
    expect(page.get_by_role("button", name="Notifications: nothing new")).to_be_visible()


def test_a_token_is_shown_once_works_and_is_taken_back(visit: Visit, server: Server) -> None:
    page = visit("tom", "editor", "/settings?part=tokens")
    page.get_by_label("What it is for").fill("Nightly")
    page.get_by_role("button", name="Make a token").click()
    secret = page.locator(".once code").inner_text()
    assert server.get("/api/v1/me", token=secret).status == 200
    page.reload()
    expect(page.locator(".rows")).to_contain_text("Nightly")
    expect(page.locator(".once")).to_have_count(0)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("You have no tokens.")).to_be_visible()
    assert server.get("/api/v1/me", token=secret).status == 401


def test_customers_are_found_and_their_way_is_drawn(visit: Visit) -> None:
    page = visit("cim", "editor", "/customers?map=techcorp")
    expect(page.get_by_text("120 found")).to_be_visible()
    page.get_by_label("How it goes").select_option("succeeded")
    expect(page.locator(".pick tbody tr").first).to_contain_text("Arrived")
    page.locator(".pick .link").first.click()
    expect(page.locator(".strip-at").first).to_be_visible()
    expect(page.locator(".story")).to_contain_text("Renewed")
    page.get_by_role("button", name="All customers").click()
    expect(page.get_by_label("How it goes")).to_have_value("succeeded")


def test_who_only_looks_is_told_kindly_and_not_offered_customers(visit: Visit) -> None:
    page = visit("vic", "viewer", "/customers")
    expect(page.get_by_role("heading", name="Single customers are for those who work")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link", name="Customers")).to_have_count(0)
