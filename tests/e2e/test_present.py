"""The map in other shapes than the board: before an audience, on paper, as a table, on a phone, as a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_on
from tests.e2e.conftest import Visit, text_of
from tests.server.running import Server

pytestmark = pytest.mark.browser


def accessible(page: Page) -> None:
    found = violations_on(page)
    assert not [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def command(page: Page, name: str) -> None:
    """Do something by its name, from Ctrl-K."""
    page.keyboard.press("Control+k")
    expect(page.locator(".palette input")).to_be_focused()
    page.keyboard.type(name)
    expect(page.locator(".palette").locator('[role="option"]').first).to_contain_text(name, timeout=60_000)
    page.keyboard.press("Enter")


def test_a_map_is_presented_by_keys(visit: Visit) -> None:
    page = visit("sam", "viewer", "/maps/techcorp")
    expect(page.locator(".card").first).to_be_visible()
    command(page, "Present")
    stage = page.locator(".slide[data-shown] h1")
    expect(stage).to_have_text("After the signature, our first year on Relay")
    page.keyboard.press("ArrowRight")
    expect(stage).to_have_text("Somebody knows us here")
    shown = page.locator(".slide[data-shown]")
    expect(shown.get_by_text("dashed: believed")).to_be_visible()
    expect(shown.get_by_text("Feeling: believed +0.8")).to_be_visible()
    expect(shown.get_by_text("measured")).to_have_count(0)  # nobody looks at Lived
    accessible(page)  # a slide is longer than the screen: keys scroll it
    page.keyboard.press("End")
    expect(stage).to_have_text("Would I choose you again?")
    page.keyboard.press("ArrowLeft")
    expect(stage).to_have_text("It is how we work now")
    page.keyboard.press("o")
    expect(page.locator(".slides[data-overview] .slide:visible")).to_have_count(7)
    accessible(page)
    page.keyboard.press("Home")
    assert pages_of(page.pdf(prefer_css_page_size=True)) >= 7  # a page for the whole, and one for each stage
    page.keyboard.press("Escape")
    expect(page.locator(".presentation")).to_have_count(0)


def test_all_of_a_wide_map_is_on_paper(visit: Visit) -> None:
    page = visit("pat", "viewer", "/maps/techcorp")
    page.get_by_role("button", name="Lived", exact=True).click()
    expect(page.locator(".lived-facts").first).to_be_visible(timeout=60_000)
    command(page, "Print or download")
    expect(page.get_by_label("US Letter")).to_be_checked()  # the browser says that it is American
    page.get_by_label("A4").check()
    page.get_by_role("complementary").get_by_role("button", name="Close").click()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    sheets = page.locator(".paper")
    expect(sheets).to_have_count(3)
    expect(page.locator(".board")).not_to_be_visible()
    stages = sheets.locator("th.stage").all_inner_texts()
    assert len(stages) == len(set(stages)) == 6, "a stage that fits on one sheet stands on one"
    for i in range(3):
        expect(sheets.nth(i).get_by_role("heading", level=1)).to_have_text(
            "After the signature, our first year on Relay"
        )
        expect(sheets.nth(i).get_by_role("rowheader", name="Pain points")).to_be_visible()
    last = sheets.nth(2).get_by_role("columnheader", name="12 We stay")
    expect(last).to_be_visible()
    page.set_viewport_size({"width": 1046, "height": 740})  # A4 on its side, less its margins
    box = last.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 1046
    expect(sheets.first.locator("rect").first).to_be_visible()  # the bars of reach
    spilt = sheets.evaluate_all(
        "all => all.filter(it => it.querySelector('.legend').getBoundingClientRect()"
        ".bottom > it.getBoundingClientRect().bottom + 1).length"
    )
    assert spilt == 0, "a sheet is as tall as what stands on it"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="null")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 3  # made so much smaller that none spills over
    command(page, "Print or download")
    expect(page.get_by_label("What was lived")).to_be_checked()
    with page.expect_download() as download:
        page.get_by_role("button", name="(SVG)").click()
    assert download.value.suggested_filename == "techcorp-lived.svg"
    drawn = download.value.path().read_text(encoding="utf-8")
    assert all(it in drawn for it in ("Set out", "Still under way", "skip ahead", "feeling as measured"))
    page.get_by_label("A3").check()
    page.get_by_label("All steps on one page, smaller").check()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(sheets).to_have_count(1)
    expect(sheets.get_by_role("columnheader", name="12 We stay")).to_be_visible()


def test_a_map_leaves_as_a_picture_and_as_its_file(
    visit: Visit, server: Server, new_map: str, tmp_path: Path
) -> None:
    page = visit("val", "viewer", f"/maps/{new_map}")
    expect(page.locator(".card").first).to_be_visible()
    command(page, "Print or download")
    kept: dict[str, bytes] = {}
    for name in ("(SVG)", "(PNG)", "(YAML)"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        download.value.save_as(tmp_path / download.value.suggested_filename)
        kept[name] = (tmp_path / download.value.suggested_filename).read_bytes()
    assert b"I wake up" in kept["(SVG)"]
    assert kept["(PNG)"].startswith(b"\x89PNG")
    assert kept["(YAML)"].decode() == text_of(server, new_map)


def test_the_table_is_a_real_one_and_has_an_address(visit: Visit, new_map: str) -> None:
    page = visit("tia", "viewer", f"/maps/{new_map}?look=table")
    table = page.get_by_role("table", name="Coffee in the morning")
    expect(table.get_by_role("columnheader", name="2 I pour")).to_be_visible()
    expect(table.get_by_role("rowheader", name="Doing")).to_be_visible()
    expect(table.get_by_role("cell", name="Looks for the cup")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Planned").click()
    expect(page.locator(".board")).to_be_visible()
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page).to_have_url(re.compile("look=table"))


def test_a_phone_reads_and_comments(visit: Visit, new_map: str) -> None:
    page = visit("fon", "commenter")
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(page.url + f"maps/{new_map}")
    expect(page.get_by_role("heading", name="Early")).to_be_visible()
    expect(page.get_by_text("Looks for the cup")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    accessible(page)
    page.get_by_role("button", name="Comment", exact=True).first.click()
    page.get_by_label("Write a comment").fill("Read on the train")
    page.keyboard.press("Enter")
    expect(page.locator(".comment-text")).to_have_text("Read on the train")
    expect(page.get_by_role("button", name="1 comment", exact=True)).to_be_attached()
