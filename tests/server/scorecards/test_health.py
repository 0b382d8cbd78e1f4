"""One account's health over HTTP: every line, what changed, a score set by hand beside what signals say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.test import Client

from desirepath.log.store import create_log
from desirepath.server.books.models import Seat
from desirepath.server.people.models import Person
from tests.success.world import did, on


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
    fact = did("d", 99, "health.overridden", until=on(120).isoformat())
    with create_log(folder) as log:
        log.append([replace(fact, score=10, scale="0..100", actor="Mia", text="their sponsor left")])
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
