"""A customer success manager's day in a real Chromium: from signing in to nothing left to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from desirepath.cli.import_ import run_import
from desirepath.stories import techcorp
from tests.e2e.conftest import Visit
from tests.server.running import Server, serving

pytestmark = pytest.mark.browser

SEATS = """
import json, sys, django
django.setup()
from desirepath.server.books.models import Seat
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
mia = Person.objects.create_user("mia@example.com", name="Mia", role=Role.EDITOR)
sal = Person.objects.create_user("sal@example.com", name="Sal", role=Role.EDITOR)
Seat.objects.create(person=mia, roles=["customer-success"])
Seat.objects.create(person=sal, roles=["sales"])
"""
DECIDE = """
import django
django.setup()
from desirepath.server.desk.deciding import decide_now
class Work:
    job_id, args = 1, {}
    def tell(self, share, words=""): pass
    def should_stop(self): return False
    def stop_if_asked(self): pass
print(decide_now(Work()))
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """TechCorp with 60 accounts, told up to its last day; Mia looks after customers, Sal sells."""
    folder = tmp_path_factory.mktemp("desk")
    made = techcorp.write_world(folder / "exports", size=60)
    run_import(list(made.files), folder / "workspace")
    with serving(folder / "workspace") as running:
        owner = running.person("owner@example.com", role="owner")
        running.run_python(SEATS)
        text = techcorp.MAP_PATH.read_text("utf-8")
        assert running.post("/api/v1/maps", {"text": text}, token=owner).status == 201
        running.run_python(DECIDE)
        yield running


def things(page: Page) -> int:
    return page.locator(".thing").count()


def test_a_day_from_signing_in_to_inbox_zero(visit: Visit, desk: Server) -> None:
    page = visit("mia", "editor", "/", at=desk)
    page.get_by_role("link", name="Today").click()
    first = page.locator(".thing").first
    expect(first).to_be_visible()
    assert not [one["id"] for one in Axe().run(page).response["violations"]]
    # A task of one's own: n, what, Enter.
    page.keyboard.press("n")
    page.get_by_label("What is to be done?").fill("Write to the champion")
    page.keyboard.press("Enter")
    mine = page.locator(".thing", has_text="Write to the champion")
    expect(mine).to_be_visible()
    # Done in two keys, and back with one.
    mine.focus()
    page.keyboard.press("e")
    expect(mine).to_have_count(0)
    page.keyboard.press("u")
    expect(mine).to_be_visible()
    mine.focus()
    page.keyboard.press("s")
    page.get_by_role("button", name="In a week").click()
    page.get_by_label("Why?").fill("waits for their answer")
    page.keyboard.press("Enter")
    expect(mine).to_have_count(0)
    expect(page.get_by_text("1 put off")).to_be_visible()
    # Everything else: what must be handed over is told, all other things are seen to.
    for _ in range(80):
        if not things(page):
            break
        top = page.locator(".thing").first
        key = top.get_attribute("id") or ""
        top.focus()
        if key.startswith("thing-handoff"):
            page.keyboard.press("Enter")
            fields = page.locator(".handoff textarea")
            if page.get_by_role("button", name="I know enough: accept").is_enabled():
                page.get_by_role("button", name="I know enough: accept").click()
            else:
                for field in fields.all():
                    field.fill("as we agreed")
                page.get_by_role("button", name="Tell it").click()
        else:
            page.keyboard.press("e")
        expect(page.locator(f'[id="{key}"]')).to_have_count(0)
    expect(page.get_by_role("heading", name="Nothing waits for you.")).to_be_visible()
    expect(page.get_by_text("done today. Well done.")).to_be_visible()
    # What happens elsewhere comes by itself.
    owner = desk.person("owner@example.com", role="owner")
    me = next(
        one["id"]
        for one in desk.get("/api/v1/people?limit=200", token=owner).json()["items"]
        if one["name"] == "Mia"
    )
    task = {"title": "Ring Sal back", "owner": me, "severity": "urgent"}
    assert desk.post("/api/v1/tasks", task, token=owner).status == 201
    expect(page.locator(".thing", has_text="Ring Sal back")).to_be_visible()
    page.get_by_role("button", name="Team").click()
    expect(page.locator(".desk-team tbody tr", has_text="Mia")).to_contain_text("1 task")
    page.get_by_role("button", name="Nobody’s").click()
    expect(page.get_by_role("heading", name="Moments that nobody owns")).to_be_visible()
    assert not [one["id"] for one in Axe().run(page).response["violations"]]
