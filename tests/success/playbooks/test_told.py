"""What is kept of a log read part by part is what a reader of the whole of it would keep."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.compute as pc

from desirepath.log.interaction import Identity, Interaction
from desirepath.log.store import create_log
from desirepath.success.playbooks.people import People
from desirepath.success.playbooks.stops import Stops, about_letters
from desirepath.success.playbooks.told import read_told

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = ("ada", "ben", "cleo", "cleo@x.example")
ACTIVITIES = ("used", "email.unsubscribed", "email.subscribed", "email.bounced", "email.delivered")


def test_who_is_known_and_who_has_left_are_those_of_the_whole_log(tmp_path: Path) -> None:
    chance = random.Random(7)
    with create_log(tmp_path) as log:
        assert read_told(log).people.num_rows == read_told(log).letters.num_rows == 0
        log.append([Identity("customer", "cleo@x.example", "cleo", BEGAN, "crm", "one")])
        for part in range(4):  # each is a part of its own, and none is in the order of time
            log.append([did(chance, f"{part} {number}") for number in range(40)])
        told = read_told(log)
        whole = log.interactions(["account", "customer", "occurred_at", "activity"])
    known, wanted = People(told.people), People(whole)
    letters, all_letters = Stops(told.letters), Stops(whole)
    assert told.people.num_rows == 3 * 3  # of three accounts and three people each pair once
    assert told.letters.num_rows == about_letters(whole).num_rows
    for instant in pc.unique(whole["occurred_at"].cast("int64")).to_pylist():
        for account in "abc":
            assert known.known(account, instant) == wanted.known(account, instant)
        for person in PEOPLE:
            said = [one.why_not(person, instant, "marketing") for one in (letters, all_letters)]
            assert said[0] == said[1]


def did(chance: random.Random, key: str) -> Interaction:
    who = {"account": chance.choice("abc"), "customer": chance.choice(PEOPLE)}
    at = BEGAN + timedelta(hours=chance.randrange(30))
    return Interaction(who, at, chance.choice(ACTIVITIES), source="app", key=key)
