"""Each thing once, whatever breaks: mails over SMTP at most once, tasks exactly once, and what is unknown is
said."""

from __future__ import annotations

import random
import smtplib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from desirepath.log.store import create_log
from desirepath.server.books.models import Seat
from desirepath.server.desk import tasks
from desirepath.server.desk.models import Task
from desirepath.server.jobs.models import Job
from desirepath.server.jobs.worker import Worker
from desirepath.server.people.models import Person
from desirepath.server.playbooks import ringing
from desirepath.server.playbooks.deciding import decide_now
from desirepath.server.playbooks.links import make_link
from desirepath.server.playbooks.models import OutboxRow, Outcome
from desirepath.server.playbooks.outbox import LONGEST, perform_now
from tests.server.desk.test_deciding import told
from tests.server.playbooks.conftest import BOOK, Unstopped, did
from tests.server.playbooks.test_playbooks import create, turn_on


class _KilledError(BaseException):
    """What kill -9 looks like from inside."""


@pytest.fixture
def post_office(settings: Settings) -> None:
    settings.CONFIGURATION = replace(
        settings.CONFIGURATION, email="smtp://post.example", email_from="Olga <olga@tech.example>"
    )
    settings.DEFAULT_FROM_EMAIL = "Olga <olga@tech.example>"


def test_a_mail_says_who_it_is_and_holds_no_one_elses_words(
    ana: Client, worker: Worker, post_office: None
) -> None:
    create(ana)
    turn_on(ana, worker)
    first = next(one for one in mail.outbox if one.to == ["acme@example.com"])
    row = OutboxRow.objects.get(person="acme@example.com")
    assert row.outcome == Outcome.DONE
    assert first.extra_headers["Message-ID"] == f"<{row.key}@tech.example>"
    link = make_link("leave", row.key)
    assert first.extra_headers["List-Unsubscribe"] == (
        f"<{link}>, <mailto:olga@tech.example?subject=unsubscribe>"
    )
    assert f"No more letters like this: {link}" in str(first.body)
    assert f'href="{link}"' in str(first.alternatives[0])  # type: ignore[attr-defined]
    # A name cannot begin a line of the head, nor become markup.
    assert first.subject == "A word, Ada Bcc: all@example.com?"
    assert "\nBcc" not in first.message().as_string().partition("\n\n")[0]
    other = next(one for one in mail.outbox if one.to == ["birch@example.com"])
    assert "&lt;b&gt;Bo&lt;/b&gt;" in str(other.alternatives[0])  # type: ignore[attr-defined]
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("breaks", "outcome", "again"),
    [
        (smtplib.SMTPServerDisconnected("gone"), Outcome.UNKNOWN, False),
        (TimeoutError(), Outcome.UNKNOWN, False),
        (smtplib.SMTPRecipientsRefused({}), Outcome.FAILED, False),
        (ConnectionRefusedError(), Outcome.WAITING, True),
    ],
)
def test_what_the_mail_server_does_is_told(
    ana: Client,
    worker: Worker,
    post_office: None,
    monkeypatch: pytest.MonkeyPatch,
    breaks: Exception,
    outcome: Outcome,
    again: bool,
) -> None:
    def send(self: EmailBackend, messages: Any) -> int:
        raise breaks

    create(ana)
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", send)
        turn_on(ana, worker)
    assert set(OutboxRow.objects.filter(kind="email").values_list("outcome", flat=True)) == {outcome}
    OutboxRow.objects.filter(outcome=Outcome.WAITING).update(not_before=timezone.now())
    perform_now(Unstopped())
    assert len(mail.outbox) == (2 if again else 0)


def test_what_was_interrupted_is_said_and_not_sent_again(
    ana: Client, worker: Worker, post_office: None
) -> None:
    create(ana)
    turn_on(ana, worker)
    long_ago = timezone.now() - LONGEST * 2
    OutboxRow.objects.filter(person="acme@example.com").update(outcome=Outcome.SENDING, not_before=long_ago)
    mail.outbox.clear()
    perform_now(Unstopped())
    assert mail.outbox == []
    shown = ana.get("/api/v1/outbox?outcome=unknown").json()["items"]
    assert [(one["person"], one["why"]) for one in shown] == [
        ("acme@example.com", "it was interrupted while it was being sent")
    ]


def test_who_has_no_address_gets_none_and_late_ones_stay_here(
    ana: Client, worker: Worker, post_office: None
) -> None:
    create(ana)
    turn_on(ana, worker, days_back=0)
    at_us = int(timezone.now().timestamp() * 1e6)
    row = {"playbook": "quiet", "version": 1, "of": "account", "subject": "acme", "move": "mail"}
    row |= {"kind": "email", "values": {"first_name": "Ada"}}
    OutboxRow.objects.create(key="a", person="nobody", at_us=at_us, **row)
    OutboxRow.objects.create(key="b", person="x@example.com", at_us=at_us - int(4 * 864e8), **row)
    perform_now(Unstopped())
    found = dict(OutboxRow.objects.values_list("key", "outcome"))
    assert found == {"a": Outcome.FAILED, "b": Outcome.LATE}
    assert mail.outbox == []


def test_a_task_rings_for_its_owner_once_a_look(
    ana: Client, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Person.objects.get(email="ana@example.com")
    Seat.objects.create(person=mine, roles=["customer-success"])
    create(ana)
    with monkeypatch.context() as patched:
        patched.setattr(ringing, "notify_of_news", _break)
        with pytest.raises(_KilledError):
            turn_on(ana, worker)  # the tasks are there, and nobody was told
    assert Task.objects.count() == 2
    assert told(mine) == []
    perform_now(Unstopped())
    perform_now(Unstopped())
    assert told(mine) == ["Urgent: Call acme", "Urgent: Call birch"]


def test_many_tasks_of_a_look_ring_once(ana: Client, worker: Worker, folder: Path) -> None:
    mine = Person.objects.get(email="ana@example.com")
    Seat.objects.create(person=mine, roles=["customer-success"])
    with create_log(folder) as log:
        log.append([did(f"more-{number}", 8, "signed") for number in range(5)])
    create(ana)
    turn_on(ana, worker)
    assert Task.objects.filter(owner=mine).count() == 7
    assert told(mine) == ["7 new things on your desk"]


def test_a_page_asks_the_database_as_often_for_one_row_as_for_many(ana: Client, worker: Worker) -> None:
    create(ana)
    turn_on(ana, worker)
    asked, shown = [], []
    for limit in (1, 50, 50):
        with CaptureQueriesContext(connection) as queries:
            shown.append(ana.get(f"/api/v1/outbox?limit={limit}").json()["items"])
        asked.append(len(queries))
    assert [len(items) for items in shown] == [1, 4, 4]
    assert all(one["task"] for one in shown[2] if one["kind"] == "task")
    # One more where there are tasks: theirs.
    assert asked[2] <= asked[0] + 1, asked


def _break(*_: object) -> None:
    raise _KilledError


@pytest.mark.parametrize("seed", range(12))
def test_no_order_of_crashes_repeats_and_late_facts_does_anything_twice(
    ana: Client,
    worker: Worker,
    folder: Any,
    post_office: None,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    """Every move is at most once; tasks exactly once; and no mail is lost without a row that says so."""
    chance = random.Random(seed)
    send = EmailBackend.send_messages
    make = tasks.create

    def maybe_send(self: EmailBackend, messages: Any) -> int:
        if chance.random() < 0.2:
            raise _KilledError
        count = send(self, messages)
        if chance.random() < 0.2:
            raise _KilledError
        return count

    def maybe_make(*words: Any, **named: Any) -> Task:
        task: Task = make(*words, **named)
        if chance.random() < 0.3:
            raise _KilledError
        return task

    monkeypatch.setattr(EmailBackend, "send_messages", maybe_send)
    monkeypatch.setattr(tasks, "create", maybe_make)
    create(ana, BOOK.replace("goal:", "again: true\ngoal:"))
    answer = ana.post(
        "/api/v1/playbooks/quiet/on", {"version": 1, "days_back": 3}, content_type="application/json"
    )
    assert answer.status_code == 200
    Job.objects.all().delete()
    for number in range(14):
        deed = chance.choice(("decide", "perform", "perform", "late", "again", "jump"))
        try:
            match deed:
                case "decide":
                    decide_now(Unstopped())
                case "perform":
                    perform_now(Unstopped())
                case "late":
                    with create_log(folder) as log:
                        log.append([did(f"late-{number}", 6.5 + chance.random(), "signed")])
                case "again":
                    decide_now(Unstopped())
                    decide_now(Unstopped())
                case _:
                    OutboxRow.objects.filter(outcome=Outcome.SENDING).update(
                        not_before=timezone.now() - timedelta(hours=1)
                    )
        except _KilledError:
            pass
    chance = random.Random(1)
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    monkeypatch.setattr(tasks, "create", make)
    OutboxRow.objects.filter(outcome=Outcome.SENDING).update(not_before=timezone.now() - timedelta(hours=1))
    decide_now(Unstopped())
    perform_now(Unstopped())
    to = [one.to[0] for one in mail.outbox]
    assert len(to) == len(set(to)), "a mail went out twice"
    said = set(
        OutboxRow.objects.filter(kind="email", outcome=Outcome.UNKNOWN).values_list("person", flat=True)
    )
    assert {"acme@example.com", "birch@example.com"} <= set(to) | said, "a mail was lost in silence"
    assert len(set(to) | said) >= 2
    accounts = list(Task.objects.values_list("account", flat=True))
    assert len(accounts) == len(set(accounts))
    assert {"acme", "birch"} <= set(accounts)
    assert not OutboxRow.objects.filter(outcome__in=(Outcome.WAITING, Outcome.SENDING)).exists()
