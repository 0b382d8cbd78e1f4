"""A map is bound to data by clicking alone: a step, start and success, and who in the data is its persona."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from desirepath.log.store import open_log
from desirepath.measures.segment_size import segment_size
from desirepath.stories import techcorp
from tests.e2e.axe import violations_on
from tests.e2e.conftest import Visit, text_of
from tests.e2e.door import DOORS
from tests.server.running import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def blank(server: Server) -> str:
    """A map from the blank template, whose rules are only examples."""
    token = DOORS.of(server).owner()
    body = {"template": "blank", "id": "by-hand", "title": "Bound by hand"}
    if server.post("/api/v1/maps", body, token=token).status != 201:
        assert server.call("DELETE", "/api/v1/maps/by-hand", token=token).status == 204
        assert server.post("/api/v1/maps", body, token=token).status == 201
    return "by-hand"


def choose(place: Locator, label: str, typed: str, page: Page) -> None:
    """Type into a field that offers what is known, and take the first offer."""
    field = place.get_by_label(label, exact=True).last
    field.fill(typed)
    page.locator('[role="option"]').first.click()


def bind(panel: Locator, what: str, activity: str, page: Page) -> Locator:
    panel.get_by_role("button", name=re.compile(f"^(Choose what counts|Change): {what}$")).click()
    builder = panel.get_by_role("group", name=what)
    choose(builder, "What happens", activity, page)
    return builder


def serious(page: Page) -> list[str]:
    return [one["id"] for one in violations_on(page) if one["impact"] in ("serious", "critical")]


def test_a_map_is_bound_to_data_by_clicking(visit: Visit, server: Server, blank: str) -> None:
    page = visit("bea", "editor", f"/maps/{blank}")
    page.locator(".step-head").first.hover()
    page.locator(".step-head .open").first.click()
    panel = page.locator(".panel")
    builder = bind(panel, "Counts as being here", "feature.used", page)
    expect(builder.get_by_role("status").filter(has_text="interactions by")).to_be_visible()
    builder.get_by_role("button", name="Add a condition").click()
    choose(builder, "What is compared", "feature", page)
    builder.get_by_role("button", name="Save").click()
    expect(builder.get_by_text("Say with what.")).to_be_visible()
    choose(builder, "With what", "appro", page)
    expect(builder.get_by_text("where feature is “approvals”")).to_be_visible()
    builder.get_by_role("button", name="Show the five latest").click()
    expect(builder.locator(".examples li")).to_have_count(5)
    assert serious(page) == []
    builder.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("button", name="Change: Counts as being here")).to_be_focused()

    page.get_by_role("button", name="Bound by hand").click()
    settings = page.get_by_role("complementary", name="This map")
    settings.get_by_role("combobox", name="Who is counted in the data").fill("account")
    page.get_by_role("option", name="account").first.click()
    start = bind(settings, "It starts with", "contract.signed", page)
    start.get_by_role("button", name="Save").click()
    success = bind(settings, "It succeeds with", "payment.succeeded", page)
    page.keyboard.press("Control+Enter")
    expect(success).to_be_hidden()
    expect(settings.get_by_text("120 interactions by 120 accounts")).to_be_visible()
    assert serious(page) == []
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    text = text_of(server, blank)
    assert "- {activity: feature.used, where: {feature: approvals}}" in text
    assert "travels: account" in text
    assert "- {activity: contract.signed}" in text
    assert "- {activity: payment.succeeded}" in text
    assert "# Question 2." in text, "what others wrote beside it stays"

    page.get_by_role("button", name="Lived", exact=True).click()
    expect(page.get_by_text("120 set out")).to_be_visible(timeout=60_000)


def test_a_rule_that_was_begun_is_not_lost(visit: Visit, new_map: str) -> None:
    page = visit("dan", "editor", f"/maps/{new_map}")
    page.locator(".step-head").first.hover()
    page.locator(".step-head .open").first.click()
    panel = page.locator(".panel")
    bind(panel, "Counts as being here", "call.held", page)
    panel.get_by_role("button", name="Close").click()
    page.reload()
    page.locator(".step-head").first.hover()
    page.locator(".step-head .open").first.click()
    expect(panel.get_by_text("You began to change this.")).to_be_visible()
    expect(panel.get_by_label("What happens")).to_have_value("call.held")
    panel.get_by_role("button", name="Throw away").click()
    expect(panel.get_by_text("this step is believed, not measured")).to_be_visible()


def test_a_rule_is_written_as_text_by_who_would_rather(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("tex", "editor", f"/maps/{new_map}")
    page.locator(".step-head").first.hover()
    page.locator(".step-head .open").first.click()
    panel = page.locator(".panel")
    panel.get_by_role("button", name="Choose what counts: Counts as being here").click()
    panel.get_by_role("button", name="As text").click()
    area = panel.get_by_label("One rule a line.")
    area.fill("no rule")
    expect(panel.get_by_text("Line 1 is no rule.")).to_be_visible()
    area.fill('{"activity": "call.held", "x-why": "the workshop"}')
    panel.get_by_role("button", name="As a form").click()
    expect(panel.get_by_text("Kept as it is: x-why")).to_be_visible()
    panel.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    assert "x-why: the workshop" in text_of(server, new_map)


def test_a_card_says_how_bad_it_is_and_what_shows_it(visit: Visit, server: Server, blank: str) -> None:
    page = visit("cas", "editor", f"/maps/{blank}")
    page.locator(".step-head").first.hover()
    page.locator(".step-head .open").first.click()
    page.get_by_text("Cards here, with what shows them").click()
    page.get_by_role("button", name="What hurts").click()
    card = page.get_by_role("complementary", name="Card: What hurts")
    card.get_by_role("button", name="How bad it is: 5 of 5").click()
    card.get_by_role("button", name="Attach evidence to").click()
    card.get_by_label("Attach evidence", exact=True).select_option("link")
    card.get_by_label("Address").fill("https://example.org/review/7")
    card.get_by_label("How sure does it make you?").select_option("0.8")
    card.get_by_role("button", name="Attach", exact=True).click()
    expect(card.get_by_text("one source (page), 80 % sure")).to_be_visible()
    assert serious(page) == []
    text = text_of(server, blank)
    assert "severity: 5" in text
    assert "https://example.org/review/7" in text
    card.get_by_role("button", name="Withdraw").click()
    expect(card.get_by_text("Nobody has shown this yet")).to_be_visible()
    assert "https://example.org/review/7" not in text_of(server, blank)


def test_a_card_is_shown_by_a_number_and_by_a_file(visit: Visit, server: Server, tmp_path: Path) -> None:
    token = DOORS.of(server).owner()
    copy = techcorp.MAP_PATH.read_text("utf-8").replace("id: techcorp", "id: shown", 1)
    assert server.post("/api/v1/maps", {"text": copy}, token=token).status == 201
    page = visit("cas", "editor", "/maps/shown")
    silent = page.locator(".card", has_text="Hears nothing for days after signing")
    silent.evaluate("card => card.scrollIntoView({block: 'center', inline: 'center'})")
    silent.hover()
    page.get_by_role("button", name="Open the card: Hears nothing for days").click()
    card = page.get_by_role("complementary", name=re.compile("Hears nothing"))
    card.get_by_role("button", name="Attach evidence to").click()
    card.get_by_label("Attach evidence", exact=True).select_option("measure")
    card.get_by_label("Which number").select_option("dwell")
    card.get_by_role("button", name="Attach", exact=True).click()
    expect(card.get_by_text("one source (event)")).to_be_visible(timeout=60_000)
    (tmp_path / "calls.txt").write_text("Of ten we called, seven had heard nothing.")
    card.get_by_role("button", name="Attach evidence to").click()
    card.get_by_label("Attach evidence", exact=True).select_option("upload")
    card.get_by_label("A picture, PDF or text file").set_input_files(tmp_path / "calls.txt")
    card.get_by_role("button", name="Attach", exact=True).click()
    expect(card.get_by_role("link", name="calls.txt")).to_be_visible()
    assert "basis: evidence" in text_of(server, "shown").partition("Hears nothing")[2][:400]


def test_a_persona_is_made_and_counted_by_clicking(visit: Visit, server: Server) -> None:
    page = visit("pia", "editor", "/personas")
    opener = page.get_by_role("button", name=re.compile("^(New persona|Create)$"))
    opener.wait_for()
    if opener.inner_text() == "New persona":
        opener.click()
    page.get_by_label("Name").fill("Max, who pays")
    page.get_by_role("button", name="Create").click()
    page.wait_for_url("**/personas/max*")
    page.get_by_label("Add to goals").fill("A renewal without a surprise")
    page.keyboard.press("Enter")
    page.get_by_label("Counted among").select_option("account")
    page.get_by_role("button", name="Choose by what is known of them").click()
    choose(page.locator(".segment-builder"), "What is compared", "plan", page)
    choose(page.locator(".segment-builder"), "With what", "business", page)
    with open_log(server.folder) as log:
        size = segment_size(log, 'traits.plan == "business"', "account")
    expect(page.get_by_text(f"{size.matching} of {size.subjects} account")).to_be_visible()
    page.get_by_role("button", name="Show five of them").click()
    expect(page.locator(".examples li").first).to_contain_text("plan: business")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    assert serious(page) == []
    path = f"/api/v1/personas/{page.url.rpartition('/')[2]}"
    token = DOORS.of(server).owner()
    for _ in range(60):
        kept = server.get(path, token=token).json()["fields"]
        if "segment" in kept:
            break
        page.wait_for_timeout(500)  # it is kept once the choice has settled
    assert kept["segment"] == 'traits.plan == "business"'
    assert kept["goals"] == ["A renewal without a surprise"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("A renewal without a surprise")).to_be_hidden()


def test_who_may_not_edit_reads_the_same(visit: Visit, new_map: str) -> None:
    page = visit("vic", "viewer", f"/maps/{new_map}")
    page.locator(".step-head").first.hover()
    page.locator(".step-head .open").first.click()
    panel = page.locator(".panel")
    expect(panel.get_by_text("this step is believed, not measured")).to_be_visible()
    assert panel.locator("textarea, select, input[type=checkbox]:enabled").count() == 0
    page.goto(page.url.rpartition("/maps/")[0] + "/personas")
    expect(page.get_by_role("heading", name="Personas", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="New persona")).to_be_hidden()
