"""What is known of letters grows with the log, and is always what the whole log says."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desirepath.log.interaction import Identity, Interaction
from desirepath.log.store import Log, create_log, open_log
from desirepath.log.subject import erase_subject
from desirepath.server.playbooks import letters_told
from desirepath.server.playbooks.letters_told import LettersTold, stops_of
from desirepath.success.playbooks.stops import COLUMNS, Stops

_START = datetime(2026, 1, 1, tzinfo=UTC)
_PEOPLE = ["ada", "ada@example.test", "ben", "cleo"]
_TOLD = ["email.unsubscribed", "email.subscribed", "email.bounced", "email.delivered", "login"]


def some(chance: random.Random, number: int) -> list[Interaction | Identity]:
    """A few things that happen, in any order of time."""
    facts: list[Interaction | Identity] = []
    for place in range(chance.randrange(1, 5)):
        at = _START + timedelta(minutes=chance.randrange(60))
        who, what = chance.choice(_PEOPLE), chance.choice(_TOLD)
        facts.append(Interaction({"customer": who}, at, what, "mail", f"{number}-{place}"))
    if number == 7:
        facts.append(Identity("customer", "ada@example.test", "ada", _START, "crm", "who"))
    return facts


def whole(log: Log) -> Stops:
    """The same from all of the log, as it is resolved."""
    return Stops(log.interactions(list(COLUMNS)))


@pytest.mark.parametrize("seed", range(5))
def test_it_is_what_the_whole_log_says_after_every_append_and_erasure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(letters_told, "_TOLD", LettersTold())
    monkeypatch.setattr(letters_told, "current_log", lambda: open_log(tmp_path))
    with create_log(tmp_path) as log:
        for number in range(12):
            log.append(some(chance, number))
            if number == 9:
                erase_subject(log, "customer", "ben")
            found = open_log(tmp_path)
            canonical = found.identities_resolved().resolve("customer")
            for person in _PEOPLE:
                for minute in (0, 20, 60):
                    at_us = int((_START + timedelta(minutes=minute)).timestamp() * 1e6)
                    expected = whole(found).why_not(canonical.get(person, person), at_us, "marketing")
                    assert stops_of(person).why_not(person, at_us, "marketing") == expected


def test_only_what_arrived_since_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = LettersTold()
    with create_log(tmp_path) as log:
        log.append(some(random.Random(0), 0))
        told.in_log(open_log(tmp_path))
        log.append([Interaction({"customer": "ben"}, _START, "email.bounced", "mail", "new")])
    later = open_log(tmp_path)
    monkeypatch.setattr(later, "interactions", None)  # whoever read all of it would fail
    assert told.in_log(later).column("customer").to_pylist()[-1] == "ben"
    assert told.in_log(later) is told.in_log(later)
