"""A playbook from the library as its owner meets it in the demo: read, changed, simulated, turned on, and
seen to act once; and one that would write to more than it may, which stops and asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from desirepath.stories import techcorp
from tests.e2e.conftest import Visit
from tests.e2e.door import DOORS
from tests.e2e.test_accessible import ONLY_COLOURS, violations
from tests.server.running import Server, serving

pytestmark = pytest.mark.browser

BEGAN = datetime(2026, 6, 1, 9, tzinfo=UTC)  # a Monday
LONG = timedelta(days=10)
LEADS = {"acme": "ada@acme.example", "birch": "ben@birch.example", "cedar": "cleo@cedar.example"}
SUBJECT = "Half an hour that saves your team the waiting"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo with three accounts whose first project is done: Birch's so long ago that a playbook would have
    acted, Acme's and Cedar's fourteen days before half an hour after its story ends."""
    folder = tmp_path_factory.mktemp("playbooks")
    with create_log(folder) as log:
        for account, name, first in (
            ("acme", "Acme Tools", "Ada"),
            ("birch", "Birch", "Ben"),
            ("cedar", "Cedar", "Cleo"),
        ):
            log.append([Traits("account", account, BEGAN - LONG, {"name": name}, "crm", account)])
            traits = {"role": "lead", "name": f"{first} Berg", "first_name": first}
            log.append([Traits("customer", LEADS[account], BEGAN - LONG, traits, "crm", first)])
        log.append(
            [
                did("birch", -LONG, "contract.signed"),
                did("birch", -LONG, "project.completed", first_in_account=True),
                did("acme", timedelta(0), "contract.signed"),
                did("cedar", timedelta(0), "contract.signed"),
                did("acme", timedelta(days=1), "project.completed", first_in_account=True),
                did("cedar", timedelta(days=1, minutes=1), "project.completed", first_in_account=True),
                did("acme", timedelta(days=15, minutes=-30), "user.signed_in"),
            ]
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESIREPATH_DEMO", "1")
        with serving(folder) as running:
            text = techcorp.MAP_PATH.read_text("utf-8")
            assert running.post("/api/v1/maps", {"text": text}, token=DOORS.of(running).owner()).status == 201
            yield running


def did(account: str, after: timedelta, activity: str, **more: object) -> Interaction:
    """What an account's lead did so long after the beginning."""
    who = {"account": account, "customer": LEADS[account]}
    return Interaction(
        who, BEGAN + after, activity, source="app", key=f"{account} {activity}", properties=more
    )


def test_a_playbook_is_read_changed_simulated_and_acts_once(visit: Visit, demo: Server) -> None:
    page = visit("olga", "owner", "/playbooks", at=demo, size=(1366, 850))
    page.emulate_media(reduced_motion="reduce")
    page.get_by_label("New from…").select_option("feature-adoption")

    # Its words and a wait are changed on the cards, and the mail is seen as it would be.
    move = page.locator('[data-move="moves[0]"]')
    move.locator(".book-move-open").click()
    subject = page.get_by_label("Subject", exact=True)
    subject.fill(SUBJECT)
    subject.blur()
    page.get_by_role("button", name="See it as it would be").click()
    letter = page.locator(".book-sheet")
    expect(letter).to_contain_text(SUBJECT)
    expect(letter).to_contain_text("Cleo Berg")
    expect(letter).to_contain_text("Hello Cleo,")
    is_good(page, "a mail and its preview")
    page.locator('[data-move="moves[1]"] .book-move-open').click()
    page.get_by_label("Wait: how many").fill("2")
    page.get_by_label("Wait: how many").press("Enter")
    expect(page.locator('[data-move="moves[1]"] .book-head')).to_have_text("2 days")
    page.get_by_role("button", name="Save as a new playbook").click()
    expect(page.get_by_role("heading", name="An invitation to approvals")).to_be_visible()

    page.get_by_role("button", name="Simulate", exact=True).first.click()
    page.locator("form").get_by_role("button", name="Simulate", exact=True).click()
    expect(page.locator(".book-sum")).to_contain_text("1 run for 1 account")
    page.locator(".book-accounts summary", has_text="Birch").click()
    expect(page.locator(".book-story")).to_contain_text(f"E-mail “{SUBJECT}” to Ben Berg")
    is_good(page, "a simulation")

    page.get_by_role("button", name="Turn on").click()
    is_good(page, "turning it on")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox")).to_contain_text("since yesterday (nobody at once)")
    dialog.get_by_label("At most so many a day").fill("1")
    dialog.get_by_role("button", name="Turn on").click()
    expect(page.locator(".book-editor").get_by_role("button", name="Pause")).to_be_visible()

    # The day on which the fourteen are over: one letter, word for word. Two days later the next move.
    page.locator(".card-tabs").get_by_role("button", name="Outbox").click()
    sent = page.locator(".book-sent")
    let_a_day_pass(page)
    expect(sent).to_have_count(1)
    expect(sent.locator("summary")).to_contain_text(SUBJECT)
    expect(sent.locator("summary")).to_contain_text("not sent: no mail server")
    sent.locator("summary").click()
    expect(sent.locator(".book-letter")).to_contain_text("Hello Ada,")
    is_good(page, "the outbox")

    # It would have begun for Cedar too, which is more than it may: it has stopped, and asks.
    asks = page.locator(".book-asks")
    expect(asks).to_contain_text("It has stopped, and asks: it would begin for more than 1 within a day")
    page.get_by_role("button", name="Turn on").click()
    page.get_by_role("dialog").get_by_role("button", name="Turn on").click()
    expect(asks).to_have_count(0)
    for _ in range(3):
        let_a_day_pass(page)
    expect(sent).to_have_count(2)
    expect(sent.first.locator("summary")).to_contain_text("Call Acme Tools about approvals")
    the_task_has_an_address(page, sent.first)
    page.get_by_role("button", name="What it did").click()
    expect(page.locator(".book-accounts")).to_contain_text("not begun")
    page.locator(".book-accounts summary", has_text="Acme Tools").click()
    expect(page.locator(".book-told")).to_contain_text("went to its end")
    is_good(page, "what it did")
    it_is_changed_beside_the_map_and_let_go_on_there(page)


def it_is_changed_beside_the_map_and_let_go_on_there(page: Page) -> None:
    """Everything is halted and says so; at its step of the map the playbook is changed, and all goes on."""
    halted = page.get_by_role("alert").filter(has_text="Everything is halted")
    page.get_by_role("button", name="All playbooks").click()
    page.get_by_role("button", name="Halt everything").click()
    page.get_by_role("dialog").get_by_role("button", name="Halt everything").click()
    expect(halted).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.goto(f"{page.url.partition('/playbooks')[0]}/maps/techcorp")
    page.get_by_role("button", name="1 playbook acts here").click()
    panel = page.get_by_role("complementary", name="Playbooks at this step")
    expect(panel.locator("summary")).to_contain_text("An invitation to approvals")
    expect(panel.locator(halted)).to_be_visible()
    panel.locator('[data-move="moves[1]"] .book-move-open').click()
    panel.get_by_label("Wait: how many").fill("3")
    panel.get_by_label("Wait: how many").press("Enter")
    expect(panel.locator('[data-move="moves[1]"] .book-head')).to_have_text("3 days")
    panel.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Kept as version 2")).to_be_visible()
    panel.get_by_role("button", name="Let everything go on").click()
    expect(halted).to_have_count(0)
    panel.get_by_role("link", name="All of it").click()
    expect(page.locator('[data-move="moves[1]"] .book-head')).to_have_text("3 days")


def the_task_has_an_address(page: Page, row: Locator) -> None:
    """The task that it has made is opened where it is to be done, and by its address again."""
    outbox = page.url
    row.locator("summary").click()
    row.get_by_role("link", name="Open the task").click()
    for _ in range(2):
        beside = page.get_by_role("complementary", name="What it is about")
        expect(beside).to_contain_text("Call Acme Tools about approvals")
        expect(page).to_have_url(re.compile(r"/today\?task=\d+$"))
        page.reload()
    page.goto(outbox)


def let_a_day_pass(page: Page) -> None:
    """Until it has passed, and what it brought is done."""
    strip = page.get_by_role("complementary", name="Demo")
    was = strip.locator("span").first.text_content() or ""
    strip.get_by_role("button", name="Let a day pass").click()
    expect(strip.locator("span").first).not_to_have_text(was)
    expect(strip.get_by_role("button", name="Let a day pass")).to_be_enabled()


def is_good(page: Page, state: str) -> None:
    """Axe finds nothing there, in the light and in the dark."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark: {one}" for one in violations(page, ONLY_COLOURS)]
    page.emulate_media(color_scheme="light")
    assert not found, f"{state}:\n" + "\n".join(found)
