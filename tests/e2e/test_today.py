"""A customer success manager's day in a real Chromium: from signing in to nothing left to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from tests.e2e.axe import violations_on
from tests.e2e.conftest import Visit
from tests.e2e.door import DOORS
from tests.server.desk.world import MAP
from tests.server.running import Server, serving

pytestmark = pytest.mark.browser

MORNING = """
import django, sys
django.setup()
from desirepath.server.books.models import Seat
from desirepath.server.desk import handoffs
from desirepath.server.desk.deciding import decide_now
from desirepath.server.desk.models import Handoff
from desirepath.server.maps.making import make_map
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
people = {}
for name, role in (("Mia", "csm"), ("Sal", "sales")):
    # As the links that sign in call them.
    people[name] = Person.objects.create(email=f"{name}-editor@example.com", name=name, role=Role.EDITOR)
    Seat.objects.create(person=people[name], roles=[role])
make_map(sys.stdin.read(), people["Sal"])
class Work:
    job_id, args = 1, {}
    def tell(self, share, words=""): pass
    def should_stop(self): return False
    def stop_if_asked(self): pass
decide_now(Work())
handoffs.tell_more(Handoff.objects.get(), {"goals": "live in May", "risks": "none"}, people["Sal"])
"""
HAPPENED = (
    ("Acme", "signed", 30, None),
    ("Acme", "met", 5, None),
    ("Birch", "met", 900, None),
    ("Birch", "survey.answered", 20, 1),
    ("Cedar", "met", 900, None),
    ("Cedar", "ticket.reopened", 10, None),
    ("Dogwood", "used", 50, None),
    ("Elm", "payment.failed", 30, None),
    ("Fir", "payment.failed", 30, None),
    ("Gum", "payment.failed", 30, None),
)
"""Who did what how many hours ago, and what they answered (1 to 5). Acme is handed over."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Mia looks after customers, Sal sells."""
    folder, now = tmp_path_factory.mktemp("desk") / "workspace", datetime.now(UTC)
    with serving(folder) as running:
        with create_log(folder) as log:
            log.append(
                [
                    Interaction(
                        {"account": who},
                        now - timedelta(hours=hours),
                        what,
                        score=score,
                        scale=None if score is None else "1..5",
                        source="test",
                        key=f"{who} {what}",
                    )
                    for who, what, hours, score in HAPPENED
                ]
            )
        running.run_python(MORNING, MAP)
        yield running


def test_a_day_from_signing_in_to_inbox_zero(visit: Visit, desk: Server) -> None:
    page = visit("mia", "editor", "/", at=desk)
    page.get_by_role("link", name="Today").click()
    first = page.locator(".thing").first
    expect(first).to_be_visible()
    assert not [one["id"] for one in violations_on(page)]
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
    # Birch's answer and Cedar's ticket are seen to; Acme is taken over from Sal.
    for name in ("Birch", "Cedar"):
        thing = page.locator(".thing", has_text=name)
        expect(thing).to_contain_text("urgent")
        thing.focus()
        page.keyboard.press("e")
        expect(thing).to_have_count(0)
    # Three payments are one line, seen to for one reason; taken back with one key.
    payments = page.locator(".thing-group", has_text="a payment of 3 accounts failed")
    payments.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".thing-member")).to_have_count(3)
    page.keyboard.press("e")
    page.get_by_label("What was done about it?").fill("the bank had a bad day")
    page.keyboard.press("Enter")
    expect(payments).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator(".thing-member")).to_have_count(3)
    payments.focus()
    page.keyboard.press("e")
    page.get_by_role("button", name="Done", exact=True).last.click()
    expect(payments).to_have_count(0)
    acme = page.locator(".thing", has_text="Acme")
    expect(acme).to_contain_text("Take over from Sal")
    acme.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("goals")).to_have_value("live in May")
    page.get_by_role("button", name="I know enough: accept").click()
    expect(acme).to_have_count(0)
    expect(page.get_by_role("heading", name="Nothing waits for you.")).to_be_visible()
    expect(page.get_by_text("done today. Well done.")).to_be_visible()
    # What happens elsewhere comes by itself.
    owner = DOORS.of(desk).owner()
    me = next(
        one["id"]
        for one in desk.get("/api/v1/people?limit=200", token=owner).json()["items"]
        if one["name"] == "Mia"
    )
    task = {"title": "Ring Sal back", "owner": me, "severity": "urgent"}
    assert desk.post("/api/v1/tasks", task, token=owner).status == 201
    expect(page.locator(".thing", has_text="Ring Sal back")).to_be_visible()
    # Another's task, opened by its address: the keys are about it, and not about one's own first row.
    theirs = desk.post("/api/v1/tasks", {"title": "Send Sal the offer"}, token=owner).json()["id"]
    page.goto(f"{desk.url}/today?task={theirs}")
    beside = page.get_by_role("complementary")
    expect(beside.get_by_role("heading", name="Send Sal the offer")).to_be_visible()
    expect(page.locator(".thing", has_text="Ring Sal back")).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_text("Done: Send Sal the offer").first).to_be_visible()
    expect(page.locator(".thing", has_text="Ring Sal back")).to_be_visible()
    page.get_by_role("button", name="Team").click()
    expect(page.locator(".desk-team tbody tr", has_text="Mia")).to_contain_text("1 task")
    page.get_by_role("button", name="Nobody’s").click()
    expect(page.get_by_role("heading", name="Moments that nobody owns")).to_be_visible()
    assert not [one["id"] for one in violations_on(page)]
