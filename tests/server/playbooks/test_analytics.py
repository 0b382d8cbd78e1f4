"""What became of letters, over HTTP: of everybody for who sees everybody, of one's book for who does not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from desirepath.server.books.models import Named, Seat
from desirepath.server.jobs.worker import Worker
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

PLACE = "/api/v1/emails"


@pytest.fixture
def letters(owner: Person, folder: Path) -> None:
    """Twenty days ago each of the two got one letter; acme's was followed."""

    def told(account: str, what: str, days_ago: float) -> Interaction:
        who = {"account": account, "customer": f"{account}@example.com"}
        at = timezone.now() - timedelta(days=days_ago)
        more = {"playbook": "quiet", "move": "mail", "version": 1, "message_id": f"{account}@x"}
        return Interaction(
            who, at, f"email.{what}", source="playbooks", key=f"{account} {what}", properties=more
        )

    with create_log(folder) as log:
        log.append([told("acme", "sent", 20), told("birch", "sent", 20), told("acme", "clicked", 18)])


def asked(client: Client, worker: Worker, **query: Any) -> Any:
    assert client.get(PLACE, query).status_code in (200, 202)
    while worker.run_one():
        pass
    told = client.get(PLACE, query).json()
    assert told["fresh"], told
    return told["answer"]


def test_everybody_sees_what_became_of_letters(ana: Client, worker: Worker, letters: None) -> None:
    told = asked(ana, worker)
    (row,) = told["rows"]
    assert (row["key"], row["counts"]["sent"], row["estimates"]["clicked"]["value"]) == ("quiet/mail", 2, 0.5)
    assert [day["clicked"] for day in row["days"]] == [1]
    today = timezone.now().date()
    assert asked(ana, worker, since=today.isoformat())["rows"] == []


def test_one_with_a_book_sees_their_own_peoples(ana: Client, worker: Worker, letters: None) -> None:
    mia = Person.objects.create_user("mia@example.com", name="Mia", role=Role.EDITOR)
    Seat.objects.create(person=mia, own_book_only=True)
    Named.objects.create(of="account", account="birch", role="csm", person=mia)
    mine = Client()
    mine.force_login(mia)
    (row,) = asked(mine, worker)["rows"]
    assert (row["counts"]["sent"], row["counts"]["clicked"]) == (1, 0)
    everybody = mine.get(f"{PLACE}?book=1&seal=").json()["asked"]
    assert everybody == mine.get(PLACE).json()["asked"] != ana.get(PLACE).json()["asked"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("here=quiet/mail", 400),
        ("within_days=0", 422),
        ("within_days=x", 422),
        ("since=2026-02-01&until=2026-01-01", 400),
    ],
)
def test_what_cannot_be_asked_is_said(ana: Client, letters: None, query: str, status: int) -> None:
    answer = ana.get(f"{PLACE}?{query}")
    assert answer.status_code == status, answer.content
    assert answer.json()["problems"]


def test_a_letter_that_nobody_sent_is_said(ana: Client, worker: Worker, letters: None) -> None:
    query = {"here": "quiet/mail", "there": "quiet/nothing"}
    ana.get(PLACE, query)
    while worker.run_one():
        pass
    (problem,) = ana.get(PLACE, query).json()["problems"]
    assert problem["code"] == "DP-MSR-012"
