"""A scorecard in the browser: changed by hand, held against the past, published, brought back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from desirepath.stories import techcorp
from tests.e2e.conftest import Visit
from tests.server.running import Server

CARD = techcorp.MAP_PATH.parent / "techcorp.scorecard.yaml"


@pytest.fixture(scope="module")
def in_force(server: Server) -> Path:
    """TechCorp's scorecard in the folder of the workspace, as git would put it there."""
    path = server.folder / "scorecards" / CARD.name
    path.parent.mkdir(exist_ok=True)
    path.write_text(CARD.read_text("utf-8").replace("of: account", "of: account  # ours"), "utf-8")
    return path


def test_from_a_weight_to_a_version_and_back(visit: Visit, in_force: Path) -> None:
    page = visit("ana", "editor", "/scorecards")
    expect(page.get_by_text("Version 1 is in force, changed in the folder")).to_be_visible()
    # Live counts: every account is in a level.
    expect(page.locator(".card-spread span").first).to_be_visible()

    weight = page.get_by_label("Weight: People who use approvals in the last 60 days")
    expect(weight).to_have_value("3")
    weight.fill("6")
    weight.press("Enter")
    expect(page.get_by_text("The weights add up to 17.")).to_be_visible()
    expect(page.get_by_text("Draft by Ana")).to_be_visible()
    page.get_by_role("button", name="The file").click()
    file = page.get_by_role("textbox", name="The file")
    expect(file).to_have_value(re.compile("weight: 6"))
    expect(file).to_have_value(re.compile("of: account {2}# ours"))
    # An edge that leaves a gap is said with its line, and undone.
    text = file.input_value()
    file.fill(text.replace("at_least: 0.5, points", "at_least: 0.6, points"))
    page.get_by_role("button", name="Keep this text").click()
    expect(page.locator(".card-problems")).to_contain_text("DP-SUC-001")
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".card-problems")).to_have_count(0)

    # Nobody has tested it: publishing asks first.
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_label("What changed, and why").fill("approvals tell most")
    page.get_by_role("dialog").get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("was not held against the past")
    page.get_by_role("button", name="Hold it against the past first").click()
    page.get_by_role("button", name="Hold it against the past").click()
    expect(page.get_by_role("heading", name="Each signal alone")).to_be_visible()
    page.get_by_role("button", name="What would change").click()
    expect(
        page.get_by_text("would be in another level").or_(page.get_by_text("Nobody would"))
    ).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_label("What changed, and why").fill("approvals tell most")
    page.get_by_role("dialog").get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Version 2 is in force, by Ana").first).to_be_visible()
    assert "weight: 6" in in_force.read_text("utf-8")

    page.get_by_role("button", name="Versions").click()
    expect(page.locator('.card-diff [data-mark="+"]')).to_contain_text("weight: 6")
    page.get_by_role("button", name="Version 1").click()
    page.get_by_role("button", name="Bring it back as a draft").click()
    expect(page.get_by_text("Draft by Ana")).to_be_visible()
    page.get_by_role("button", name="Throw the draft away").click()
    expect(page.get_by_text("Draft by Ana")).to_have_count(0)
