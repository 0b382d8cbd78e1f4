"""The account page's answers, counted by hand on two accounts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.test import Client

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from desirepath.server.books.models import Named, Seat
from desirepath.server.desk.models import Task
from desirepath.server.people.models import Person
from tests.server.accounts.test_writing import ACME, post
from tests.success.world import did, on

BIRCH = "/api/v1/accounts/account/birch"


def add(folder: Path, *facts: Interaction | Traits) -> None:
    with create_log(folder) as log:
        log.append(facts)


def told(answer: Any) -> list[str]:
    return [one["activity"] for one in answer.json()["items"]]


def by_pages(client: Client, account: str, *, limit: int) -> list[str]:
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(f"{account}/timeline", {"limit": str(limit), "cursor": cursor}).json()
        seen += [one["activity"] for one in page["items"]]
        cursor = page["next"]
    return seen


def test_the_story_page_by_page_the_newest_first(ana: Client) -> None:
    post(ana, f"{ACME}/notes", {"id": "note-0001", "text": "A word"})
    whole = ana.get(f"{ACME}/timeline").json()
    activities = [one["activity"] for one in whole["items"]]
    assert activities == ["note.written", "feature.used", "feature.used", "signed"]
    assert (whole["next"], whole["counts"]) == (None, {"note": 1, "use": 3})
    assert whole["items"][0]["entry"] == {
        "id": "note-0001",
        "by": "Ana",
        "is_mine": True,
        "withdrawn_at": None,
    }
    assert whole["items"][3]["customer_name"] == "Ann Ash"
    assert by_pages(ana, ACME, limit=1) == activities


def test_pages_of_one_instant_lose_and_double_nothing(ana: Client, folder: Path) -> None:
    add(folder, *(did("birch", 21, f"did-{number}") for number in range(7)))
    assert by_pages(ana, BIRCH, limit=2) == [
        *(f"did-{number}" for number in range(6, -1, -1)),
        "ticket.opened",
        "signed",
    ]


def test_only_some_kinds_and_what_was_taken_back_says_so(ana: Client) -> None:
    post(ana, f"{BIRCH}/notes", {"id": "note-0001", "text": "A word"})
    ana.delete(f"{BIRCH}/entries/note-0001")
    assert told(ana.get(f"{BIRCH}/timeline")) == ["note.written", "ticket.opened", "signed"]
    assert told(ana.get(f"{BIRCH}/timeline?kind=ticket&kind=use")) == ["ticket.opened", "signed"]
    (note,) = ana.get(f"{BIRCH}/timeline?kind=note").json()["items"]
    assert note["entry"]["withdrawn_at"] is not None
    assert ana.get(f"{BIRCH}/timeline?kind=oracle").status_code == 422
    for cursor in ("x", "1-", "-", "12-9999999999999999999999"):
        assert ana.get(f"{BIRCH}/timeline", {"cursor": cursor}).status_code == 400


def test_who_it_is_and_who_belongs_to_it(ana: Client, care: Any) -> None:
    mia = Person.objects.create_user("mia@example.com", name="Mia")
    Seat.objects.create(person=mia, roles=["sales"])
    head = ana.get(ACME).json()
    assert (head["name"], head["interactions"], head["pulse"]) == ("Acme & Söhne", 3, None)
    steps = {"sign": "Signs", "use": "Uses it", "grow": "Grows"}
    assert head["maps"] == [{"id": "care", "title": "Care", "steps": steps}]
    assert [(one["role"], one["name"]) for one in head["owners"]] == [("sales", "Mia")]
    people = ana.get(f"{ACME}/people").json()
    assert [(one["id"], one["name"], one["email"]) for one in people["people"]] == [
        ("bob", None, None),
        ("ann", "Ann Ash", "ann@acme.test"),
    ]


def test_the_latest_pulse_that_holds(ana: Client) -> None:
    post(ana, f"{ACME}/pulse", {"id": "pulse-001", "pulse": 5})
    post(ana, f"{ACME}/pulse", {"id": "pulse-002", "pulse": 2, "reasons": ["price"]})
    assert ana.get(ACME).json()["pulse"]["pulse"] == 2
    ana.delete(f"{ACME}/entries/pulse-002")
    assert ana.get(ACME).json()["pulse"]["pulse"] == 5


def test_what_it_pays_and_what_cannot_be_said(ana: Client, folder: Path) -> None:
    assert ana.get(f"{ACME}/worth").json()["has_subscriptions"] is False
    started = Interaction(
        {"account": "acme"},
        on(2),
        "subscription.started",
        source="billing",
        key="s1",
        amount=Decimal(120),
        currency="EUR",
        properties={"plan": "pro", "term_days": 365},
    )
    add(folder, started, replace(started, objects={"account": "birch"}, key="s2", amount=None, properties={}))
    acme, birch = ana.get(f"{ACME}/worth").json(), ana.get(f"{BIRCH}/worth").json()
    assert acme["now"]["cents"] is not None
    assert [one["state"] for one in acme["terms"]] == ["open"]
    assert (birch["now"]["cents"], birch["without_term"], birch["untimed"]) == (None, 1, [])
    untold = replace(started, objects={"account": "cedar"}, key="s4", currency="USD", properties={})
    add(folder, untold)
    cedar = ana.get("/api/v1/accounts/account/cedar/worth").json()
    assert cedar["untimed"] == [{"cents": 12000, "currency": "USD"}]
    assert birch["now"]["gap"]
    ended = replace(started, occurred_at=on(3), activity="subscription.cancelled", key="s3", amount=None)
    add(folder, replace(ended, currency=None, properties={}))
    action = ana.get(f"{ACME}/next").json()["action"]
    assert action["says"] == "Nothing is due"
    assert "has left on" in action["reason"]


def test_what_was_promised(ana: Client) -> None:
    post(ana, f"{ACME}/notes", {"id": "note-0001", "text": "No promise"})
    promise = {"id": "note-0002", "kind": "promise", "text": "Audit log", "due_on": "2026-05-01"}
    post(ana, f"{ACME}/notes", promise)
    (found,) = ana.get(f"{ACME}/promises").json()
    assert (found["text"], found["due_on"], found["is_mine"]) == ("Audit log", "2026-05-01", True)
    ana.delete(f"{ACME}/entries/note-0002")
    assert ana.get(f"{ACME}/promises").json() == []


def test_where_it_stands_and_what_to_do_next(ana: Client) -> None:
    birch = ana.get(f"{BIRCH}/next").json()
    (place,) = birch["places"]
    # Ten days are promised at "Signs", and it has been there for nineteen.
    assert (place["step_name"], place["pace"], place["owner"]["role"]) == ("Signs", "behind", "sales")
    assert birch["action"]["comes_from"] == "pulse"
    Task.objects.create(of="account", account="birch", title="Call Zoe", severity="urgent", came="by hand")
    assert ana.get(f"{BIRCH}/next").json()["action"]["says"] == "Call Zoe"


def test_an_account_with_nothing_yet_is_there(ana: Client, folder: Path) -> None:
    add(folder, Traits("account", "cedar", on(1), {"name": "有限会社シダー"}, "crm", "t9"))
    cedar = "/api/v1/accounts/account/cedar"
    assert ana.get(cedar).json()["name"] == "有限会社シダー"
    for part in ("timeline", "people", "worth", "promises", "health", "next"):
        assert ana.get(f"{cedar}/{part}").status_code == 200
    assert post(ana, f"{cedar}/notes", {"id": "note-0001", "text": "x"}).json()["is_seen"] is True
    assert told(ana.get(f"{cedar}/timeline")) == ["note.written"]


def test_an_id_with_slashes_is_one(ana: Client, folder: Path) -> None:
    add(folder, did("eu/nord 1", 2, "signed"))
    assert told(ana.get("/api/v1/accounts/account/eu%2Fnord%201/timeline")) == ["signed"]
    assert post(ana, "/api/v1/accounts/account/eu%2Fnord%201/notes", {"id": "note-0001", "text": "x"}).json()[
        "is_new"
    ]


def test_who_has_a_book_of_their_own_sees_nobody_else(ana: Client) -> None:
    me = Person.objects.get(email="ana@example.com")
    Seat.objects.create(person=me, roles=["customer-success"], own_book_only=True, territory="traits.x == 1")
    Named.objects.create(of="account", account="acme", role="customer-success", person=me)
    assert ana.get(f"{ACME}/timeline").status_code == 200
    for part in ("", "/timeline", "/people", "/worth", "/promises", "/health", "/next"):
        assert ana.get(f"{BIRCH}{part}").status_code == 404
    assert post(ana, f"{BIRCH}/notes", {"id": "note-0001", "text": "x"}).status_code == 404
    body = {"id": "mile-0001", "subject": "birch", "step": "use", "name": "x", "reason": "x"}
    assert post(ana, "/api/v1/maps/care/milestones", body).status_code == 404


def test_last_seen_is_what_they_did_themselves(ana: Client, folder: Path) -> None:
    before = ana.get(ACME).json()["last_seen"]
    assert before == ana.get(f"{ACME}/people").json()["people"][0]["last_seen"]
    asked = did("acme", 9, "survey.sent", person="ann", survey="csat")
    opened = replace(did("acme", 9, "email.opened", person="ann", template="t"), direction="by_customer")
    add(folder, asked, opened, replace(did("acme", 9, "called", person="ann"), direction="by_us"))
    post(ana, f"{ACME}/notes", {"id": "note-0001", "text": "They are on holiday"})
    post(ana, f"{ACME}/pulse", {"id": "pulse-001", "pulse": 5})
    assert ana.get(ACME).json()["last_seen"] == before
    people = ana.get(f"{ACME}/people").json()["people"]
    assert [one["id"] for one in people] == ["bob", "ann"]
    add(folder, did("acme", 10, "email.clicked", person="ann", template="t"))
    assert ana.get(ACME).json()["last_seen"] > before
    assert ana.get(f"{ACME}/people").json()["people"][0]["id"] == "ann"
    assert ana.get(f"{ACME}/timeline").json()["counts"]["sent"] == 2
    assert told(ana.get(f"{ACME}/timeline?kind=sent")) == ["email.opened", "survey.sent"]


def test_what_to_do_next_names_somebody(ana: Client) -> None:
    assert ana.get(f"{ACME}/next").json()["action"]["says"] == "Give Acme & Söhne a pulse"
