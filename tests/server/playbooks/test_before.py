"""What one asks before a playbook is turned on: a letter to oneself, and whom it would reach at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from desirepath.server.books.models import Seat
from desirepath.server.jobs.worker import Worker
from desirepath.server.log_state import current_log
from desirepath.server.people.models import Person
from desirepath.server.playbooks.links import TEST_KEY, make_token
from desirepath.server.playbooks.models import OutboxRow, PlaybookRun
from tests.server.playbooks.conftest import BOOK
from tests.server.playbooks.test_playbooks import PLACE, create, post, turn_on

ASKED = {"text": BOOK, "move": "mail", "subject": "acme"}


@pytest.fixture
def with_mail(settings: Settings) -> None:
    cache.clear()
    settings.CONFIGURATION = replace(settings.CONFIGURATION, email="smtp://post.example")


@pytest.mark.usefixtures("with_mail")
def test_a_test_letter_goes_to_whoever_asks_and_is_nowhere_else(ana: Client) -> None:
    before = current_log().interactions().num_rows
    sent = post(ana, f"{PLACE}/test-letter", ASKED)
    assert (sent.status_code, sent.json()) == (200, {"to": "ana@example.com", "subject": "acme"})
    (letter,) = mail.outbox
    assert letter.to == ["ana@example.com"]
    assert letter.subject == "[Test] A word, Ada Bcc: all@example.com?"
    body = str(letter.body)
    assert body.startswith("This is a test, to ana@example.com alone.")
    assert "Hello Ada Bcc: all@example.com, what is in the way?" in body
    assert not {"List-Unsubscribe", "bcc", "Bcc"} & set(letter.extra_headers)
    assert (OutboxRow.objects.count(), current_log().interactions().num_rows) == (0, before)
    assert make_token("leave", TEST_KEY) in body
    page = Client().get(f"/t/leave/{make_token('leave', TEST_KEY)}")
    assert b"This was a test letter" in page.content
    assert b"<button" not in page.content


@pytest.mark.usefixtures("with_mail")
def test_no_test_letter_goes_where_it_may_not(ana: Client, settings: Settings) -> None:
    place = f"{PLACE}/test-letter"
    assert post(ana, place, {**ASKED, "move": "call"}).json()["problems"][0]["code"] == "DP-PLY-023"
    assert post(ana, place, {**ASKED, "subject": "nobody"}).status_code == 404
    Person.objects.filter(email="ana@example.com").update(email_is_vouched=False)
    refused = post(ana, place, ASKED).json()["problems"][0]
    assert (refused["code"], "confirmed" in refused["message"]) == ("DP-PLY-024", True)
    Person.objects.filter(email="ana@example.com").update(email_is_vouched=True)
    Seat.objects.create(person=Person.objects.get(email="ana@example.com"), roles=[], own_book_only=True)
    assert post(ana, place, ASKED).status_code == 404, "words about an account that is not hers to see"
    settings.CONFIGURATION = replace(settings.CONFIGURATION, email="")
    assert "no mail server" in post(ana, place, ASKED).json()["problems"][0]["message"]
    codes = [post(ana, place, ASKED).status_code for _ in range(20)]
    assert (codes[0], codes[-1]) == (422, 429), "and not without end"
    assert mail.outbox == []


def test_turning_on_says_whom_it_reaches_and_that_is_whom_it_reaches(ana: Client, worker: Worker) -> None:
    # Both signed eight days ago: six days after that they stall, which is two days ago.
    create(ana)

    def reached(version: int = 1) -> dict[int, int]:
        found = ana.get(f"{PLACE}/quiet/reached?version={version}").json()
        return {one["days_back"]: one["subjects"] for one in found}

    assert reached() == {1: 0, 3: 2}
    assert PlaybookRun.objects.count() == 0, "to ask is to do nothing"
    assert ana.get(f"{PLACE}/quiet/reached?version=7").status_code == 404
    turn_on(ana, worker)
    assert PlaybookRun.objects.filter(status="done").count() == 2
    assert reached() == {}, "one that is on goes on from where it was"
    Seat.objects.create(person=Person.objects.get(email="ana@example.com"), roles=[], own_book_only=True)
    assert ana.get(f"{PLACE}/quiet/reached?version=1").status_code == 403


def test_one_that_would_stop_at_once_and_ask_says_so_before(ana: Client) -> None:
    create(ana, BOOK.replace("goal:", "most_a_day: 1\ngoal:"))
    found = ana.get(f"{PLACE}/quiet/reached?version=1").json()
    assert [(one["subjects"], bool(one["asks"])) for one in found] == [(0, False), (1, True)]


def test_runs_are_found_by_a_part_of_a_name_and_what_was_left_out_has_its_words(
    ana: Client, worker: Worker
) -> None:
    declared = BOOK.replace("variables: {", "variables: {plan: {of: traits.plan}, ")
    create(ana, declared.replace('"Hello {{first_name}},', '"{{plan}}'))
    turn_on(ana, worker)
    runs = ana.get(f"{PLACE}/quiet/runs?subject=acme").json()["items"]
    assert [one["subject"] for one in runs] == ["acme"]
    left = ana.get("/api/v1/outbox?outcome=left out").json()["items"]
    assert {(one["kind"], one["title"], one["playbook_name"]) for one in left} == {
        ("email", "A word, …?", "It has become quiet")
    }
    heads = ana.get(PLACE).json()["playbooks"][0]["heads"]
    assert heads == {"call": "Call {{account}}", "mail": "A word, {{first_name}}?"}
