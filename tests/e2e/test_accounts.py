"""A card is moved, the account's story read, a note written, a pulse given; and what was wrong is undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from tests.e2e.conftest import Visit
from tests.server.accounts.conftest import MAP
from tests.server.running import Server, serving

NOW = datetime.now(UTC)
NAME = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk 有限会社"
FACTS: list[Interaction | Traits] = [
    Interaction({"account": who}, NOW - timedelta(days=days), what, source="crm", key=f"{who}{what}")
    for who, days, what in (("acme", 3, "signed"), ("birch", 30, "signed"), ("birch", 2, "ticket.opened"))
]


@pytest.fixture(scope="module")
def care(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two accounts on a map of three steps."""
    folder = tmp_path_factory.mktemp("accounts") / "workspace"
    with create_log(folder) as log:
        log.append([*FACTS, Traits("account", "birch", NOW, {"name": NAME}, "crm", "name")])
    with serving(folder) as running:
        owner = running.person("owner@example.com", role="owner")
        assert running.post("/api/v1/maps", {"text": MAP}, token=owner).status == 201
        yield running


def test_a_card_a_story_a_note_a_pulse_and_the_way_back(visit: Visit, care: Server) -> None:
    page = visit("mia", "editor", "/board?map=care", at=care)
    column = page.locator('.board-column[aria-label="Grows"]')
    card = page.locator(".account", has_text=NAME)
    card.drag_to(column, target_position={"x": 80, "y": 60})
    page.get_by_label("How do you know?").fill("They said so on the phone")
    page.locator("dialog[open] button[type=submit]").click()
    expect(column.locator(".account", has_text=NAME)).to_contain_text("put here by")
    page.get_by_role("button", name="Undo").click()
    expect(column.locator(".account")).to_have_count(0)

    card.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text(NAME)
    expect(page.locator(".happened", has_text="taken back")).to_have_count(1)
    page.locator("h1").click()
    page.keyboard.press("n")
    page.keyboard.type("They want the audit log by May.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".happened-text", has_text="audit log")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("p")
    page.keyboard.press("2")
    page.get_by_text("Sponsor won or lost").click()
    page.locator("dialog[open] button[type=submit]").click()
    expect(page.locator(".account-facts")).to_contain_text("At risk")
    page.locator(".happened", has_text="audit log").get_by_role("button", name="Take back").click()
    expect(page.locator(".happened", has_text="audit log")).to_contain_text("taken back")
