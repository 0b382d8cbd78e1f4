"""A letter as its reader meets it: its question is answered, its link ends letters, and the house knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from tests.e2e.conftest import Visit
from tests.e2e.door import DOORS
from tests.server.running import Server, serving

BOOK = """\
format: desirepath-playbook/1
id: hello
name: How are we doing
again: true
when: [{does: [{activity: note.written}]}]
moves:
  - id: how
    ask:
      measure: NPS
      survey: relation
      to: traits.role == "lead"
      subject: One question
      text: Hello, have you got a minute?
      question: Would you recommend us?
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One account, whose lead is Ada."""
    folder, began = tmp_path_factory.mktemp("letters"), datetime.now(UTC) - timedelta(days=9)
    ada = {"account": "acme", "customer": "ada@acme.example"}
    with create_log(folder) as log:
        log.append([Traits("customer", ada["customer"], began, {"role": "lead"}, "crm", "t")])
        log.append([Interaction(ada, began, "user.signed_in", source="app", key="1")])
    with serving(folder) as running:
        yield running


def test_a_question_is_answered_and_letters_are_left(visit: Visit, company: Server) -> None:
    token = DOORS.of(company).owner()

    def post(path: str, body: Any) -> None:
        answer = company.post(f"/api/v1{path}", body, token=token)
        assert answer.status in (200, 201), answer.text

    def something_happens(number: int) -> None:
        note = {"id": f"note-number-{number}", "text": "They called."}
        post("/accounts/account/acme/notes", note)
        post("/playbooks/hello/on", {"version": 1, "days_back": 1, "most_a_day": 100})

    post("/playbooks", {"text": BOOK})
    something_happens(1)
    page = visit("ana", "editor", "/playbooks?view=outbox", at=company)
    letter = str(opened(page, "kept").locator(".book-letter").text_content())
    ask, leave = (re.findall(rf"http\S+/t/{one}/[^\s?]+", letter)[0] for one in ("ask", "leave"))

    # A link of the letter only chooses; the button answers. On a phone, and without a script.
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(f"{ask}?score=9")
    expect(page.get_by_role("radio", name="9", exact=True)).to_be_checked()
    page.get_by_label("What is the main reason?").fill("You call back.")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("Your answer is 9 of 10.")).to_be_visible()

    page.goto(leave)
    page.get_by_role("button", name="No more letters").click()
    expect(page.get_by_role("heading", name="You get no more letters")).to_be_visible()

    # The house knows both: the answer stands in the account's story, and the next letter stays here.
    page.set_viewport_size({"width": 1366, "height": 850})
    page.goto(f"{company.url}/accounts/account/acme")
    expect(page.get_by_text("You call back.").first).to_be_visible()
    something_happens(2)
    page.goto(f"{company.url}/playbooks?view=outbox")
    expect(opened(page, "left out")).to_contain_text("has unsubscribed")


def opened(page: Page, outcome: str) -> Locator:
    """The first row of the outbox of which this became, opened, once it is there."""
    row = page.locator(f'.book-sent[data-outcome="{outcome}"]').first
    for _ in range(120):
        page.wait_for_load_state("networkidle")
        if row.count():
            break
        page.reload()
    row.locator("summary").click()
    return row
