"""Messages in the product: shown to whom they are for and to nobody else, once, and kept in the log."""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from desirepath.log.store import create_log, open_log
from desirepath.log.subject import suppress_subject
from desirepath.server.intake.connecting import KEY_PREFIX
from desirepath.server.intake.known import KNOWN
from desirepath.server.intake.models import Connection, HookSecret, Place, WriteKey
from desirepath.server.intake.sealing import seal
from desirepath.server.jobs.worker import Worker
from desirepath.server.people.secrets import hash_secret
from desirepath.server.playbooks.models import Halt, How, OutboxRow, Outcome, Switch
from desirepath.server.playbooks.performing.in_app import give_up_old
from tests.server.playbooks.conftest import BOOK, ana, folder, owner, worker  # noqa: F401  # fixtures
from tests.server.playbooks.test_playbooks import create, turn_on

PAGE, SECRET, KEY = "https://app.example", "the secret", f"{KEY_PREFIX}in-app"
ADA = "acme@example.com"
WITH_HINT = (
    BOOK[: BOOK.index("moves:")]
    + """\
moves:
  - id: hint
    in_app:
      to: traits.role == "lead"
      title: "A word, {{first_name}}?"
      text: What is in the way?
      button: Look
      link: /reports
"""
)


@pytest.fixture
def product(ana: Client, worker: Worker) -> Connection:  # noqa: F811
    """A product that shows messages, and a playbook that has two to show."""
    made = Connection.objects.create(name="app", title="App", kind="in_app", hook="h-app")
    WriteKey.objects.create(
        connection=made, hash=hash_secret(KEY), hint="-app", place=Place.BROWSER, origins=[PAGE]
    )
    HookSecret.objects.create(connection=made, sealed=seal(SECRET), hint="cret")
    KNOWN.renew()
    create(ana, WITH_HINT)
    turn_on(ana, worker)
    return made


def ask(customer: str = ADA, *, page: str = PAGE, secret: str = SECRET, **more: str) -> Any:
    signature = hmac.new(secret.encode(), customer.encode(), sha256).hexdigest()
    said = {"key": KEY, "customer": customer, "signature": signature, **more}
    return Client().post("/t/messages", said, content_type="application/json", headers={"origin": page})


def facts(folder: Path) -> list[str]:  # noqa: F811
    table = open_log(folder).interactions(["activity", "customer"])
    return sorted(
        f"{row['activity']} {row['customer']}"
        for row in table.to_pylist()
        if row["activity"].startswith("in_app.")
    )


def test_it_is_shown_until_it_was_seen_and_kept_once(product: Connection, folder: Path) -> None:  # noqa: F811
    answer = ask()
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    assert "Set-Cookie" not in answer.headers
    (message,) = answer.json()["messages"]
    assert (message["title"], message["link"]) == ("A word, Ada Bcc: all@example.com?", "/reports")
    assert facts(folder) == [f"in_app.sent {ADA}", "in_app.sent birch@example.com"]
    for deed in ("seen", "seen", "dismissed", "dismissed"):
        assert ask(message=message["id"], did=deed).json() == {"kept": True}
    assert ask().json()["messages"] == []
    told = [f"in_app.dismissed {ADA}", f"in_app.seen {ADA}"]
    assert [one for one in facts(folder) if "sent" not in one] == told
    row = OutboxRow.objects.get(key=message["id"])
    assert row.outcome == Outcome.DONE
    assert Connection.objects.get(pk=product.pk).first_event_at is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"signature": "0" * 64},
        {"signature": ""},
        {"secret": "another"},
        {"page": "https://evil.example"},
        {"page": ""},
        {"key": "dpw_none"},
        {"customer": ""},
        {"did": "deleted"},
        {"customer": "x" * 600},
    ],
)
def test_whatever_is_wrong_is_refused_alike(product: Connection, wrong: dict[str, str]) -> None:
    answer = ask(**wrong)
    assert (answer.status_code, answer.json()) == (403, {"messages": []})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_nobody_closes_what_is_anothers(product: Connection, folder: Path) -> None:  # noqa: F811
    (message,) = ask().json()["messages"]
    assert ask("birch@example.com", message=message["id"], did="seen").json() == {"kept": False}
    assert len(ask().json()["messages"]) == 1
    assert [one for one in facts(folder) if "sent" not in one] == []


def test_a_signature_ends_with_its_secret(product: Connection) -> None:
    HookSecret.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    KNOWN.renew()
    assert ask().status_code == 403


def test_nothing_is_shown_while_it_is_halted_paused_or_stopped(product: Connection) -> None:
    Halt.objects.create(pk=1)
    assert ask().json()["messages"] == []
    Halt.objects.all().delete()
    Switch.objects.update(how=How.PAUSED)
    assert ask().json()["messages"] == []
    Switch.objects.update(how=How.ON)
    assert len(ask().json()["messages"]) == 1


def test_what_nobody_came_to_see_is_given_up(product: Connection) -> None:
    OutboxRow.objects.update(not_before=timezone.now() - timedelta(days=31))
    assert ask().json()["messages"] == []
    assert give_up_old() == 2
    assert {row.outcome for row in OutboxRow.objects.all()} == {Outcome.LATE}


def test_who_asked_not_to_be_kept_sees_nothing_and_nothing_is_kept(product: Connection, folder: Path) -> None:  # noqa: F811
    (message,) = ask().json()["messages"]
    with create_log(folder) as log:
        suppress_subject(log, "customer", ADA)
    assert ask().json() == {"messages": []}
    for deed in ("seen", "clicked", "dismissed"):
        assert ask(message=message["id"], did=deed).json() == {"kept": False}
    assert [one for one in facts(folder) if "sent" not in one] == []
    assert OutboxRow.objects.get(key=message["id"]).outcome == Outcome.OFFERED
    assert len(ask("birch@example.com").json()["messages"]) == 1, "the others see theirs"


def test_the_script_is_served_to_every_page(db: None) -> None:
    answer = Client().get("/t/desirepath.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = Client().get("/t/desirepath.js", headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304
