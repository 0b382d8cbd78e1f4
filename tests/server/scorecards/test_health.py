"""One account's health over HTTP: every line, what changed, a score set by hand beside what signals say."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from django.test import Client

from desirepath.log.store import create_log
from desirepath.server.books.models import Seat
from desirepath.server.people.models import Person
from desirepath.success.overrides import override_fact
from desirepath.success.scorecard_file import read_scorecard_text
from tests.server.scorecards.conftest import CARD
from tests.success.world import on


def health(ana: Client, account: str) -> Any:
    answer = ana.get("/api/v1/health", {"account": account})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_every_line_and_what_changed(ana: Client, by_git: Path) -> None:
    (found,) = health(ana, "d")
    assert (found["score"], found["level"], found["worked_out"], found["coverage"]) == (100, "good", 100, 1)
    assert (found["name"], found["version"], found["is_meant"]) == ("Use", 1, True)
    (line,) = found["signals"]
    assert (line["value"], line["rule"], line["points"], line["adds"], line["n"]) == (
        2,
        "1 or more",
        100,
        100,
        2,
    )
    assert found["changed"]["moved"] == 0
    (left,) = health(ana, "a")
    assert (left["score"], left["is_meant"]) == (None, False)


def test_one_set_by_hand_stands_beside_what_the_signals_say(ana: Client, by_git: Path, folder: Path) -> None:
    card = read_scorecard_text(CARD)
    fact = override_fact(
        {"account": "d"}, card, 10, "their sponsor left", at=on(99), until=on(120), by="Mia", key="x"
    )
    with create_log(folder) as log:
        log.append([fact])
    (found,) = health(ana, "d")
    assert (found["score"], found["level"]) == (10, "poor")
    assert (found["worked_out"], found["worked_out_level"]) == (100, "good")
    assert (found["override"]["by"], found["override"]["reason"]) == ("Mia", "their sponsor left")


def test_without_a_scorecard_there_is_nothing_to_say(ana: Client) -> None:
    assert health(ana, "d") == []


def test_an_account_that_is_unknown_or_not_mine_is_not_found(ana: Client, by_git: Path) -> None:
    assert ana.get("/api/v1/health", {"account": "nobody"}).status_code == 404
    Seat.objects.create(person=Person.objects.get(), own_book_only=True)
    assert ana.get("/api/v1/health", {"account": "d"}).status_code == 404


def test_a_score_is_set_by_hand_and_taken_back(ana: Client, by_git: Path) -> None:
    body = {
        "id": "deed-0001",
        "account": "d",
        "scorecard": "use",
        "score": 20,
        "reason": "their sponsor left",
    }
    until = on(110).date().isoformat()
    send = partial(ana.post, "/api/v1/health/by-hand", content_type="application/json")
    assert send({**body, "until": until}).json() == {"id": "deed-0001", "is_new": True, "is_seen": True}
    (found,) = health(ana, "d")
    assert (found["score"], found["override"]["by"], found["override"]["key"]) == (20, "Ana", "deed-0001")
    assert found["worked_out"] == 100
    assert ana.delete("/api/v1/accounts/account/d/entries/deed-0001").status_code == 200
    (found,) = health(ana, "d")
    assert (found["score"], found["override"]) == (100, None)
    wrong: list[dict[str, Any]] = [
        {"score": 101, "until": until},
        {"until": "2020-01-01"},
        {"until": "2090-01-01"},
        {"reason": " "},
    ]
    for one in wrong:
        assert send({**body, "until": until, "id": "deed-0002", **one}).status_code in (400, 422), one
    assert send({**body, "until": until, "id": "deed-0002", "scorecard": "other"}).status_code == 404
