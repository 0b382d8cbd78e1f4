"""One account worked out from its own rows says the same as everybody worked out at once."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from desirepath.base.spans import Period
from desirepath.log import by_hand
from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import Log, open_log
from desirepath.model.map_file import read_map_text
from desirepath.replay.index import open_index
from desirepath.success.health_json import change_json, explained_json
from desirepath.success.measure_health import measure_health
from desirepath.success.measure_one import measure_one
from desirepath.success.renewals import find_renewals, known_of
from desirepath.success.scorecard_file import read_scorecard_text
from tests.success.test_board import MAP
from tests.success.world import did, log_of, on, seats

HALF = "scores: [{less_than: 2, points: 10}, {at_least: 2, points: 90}]"
CARD = f"""\
format: desirepath/1
id: all
name: Every kind of signal
of: account
levels: [{{name: poor}}, {{name: good, at_least: 50}}]
signals:
  - {{id: count, name: c, takes: count, of: [{{activity: used}}], within: 20d, {HALF}}}
  - {{id: people, name: p, takes: people, of: [{{activity: used}}], within: 20d, {HALF}}}
  - {{id: days, name: d, takes: days, of: [{{activity: used}}], within: 20d, {HALF}}}
  - {{id: since, name: s, takes: days_since, of: [{{activity: rare}}], {HALF}}}
  - {{id: growth, name: g, takes: growth, of: [{{activity: used}}], within: 10d, {HALF}}}
  - {{id: mean, name: m, takes: mean, of: [{{activity: survey.answered}}], value: score, {HALF}}}
  - {{id: depth, name: l, takes: latest, of: [{{activity: used}}], value: properties.depth, {HALF}}}
  - {{id: pulse, name: u, takes: latest, of: [{{activity: pulse.given}}], value: properties.pulse, {HALF}}}
  - {{id: seats, name: t, takes: trait, value: traits.seats, {HALF}}}
  - {{id: per, name: r, takes: count, of: [{{activity: used}}], within: 20d, per: traits.seats, {HALF}}}
  - {{id: position, name: o, takes: position, {HALF}}}
"""


def world(folder: Path, seed: int) -> Log:
    """Twelve accounts for two months: all kinds of facts, some taken back, some people of two accounts."""
    chance = random.Random(seed)
    facts: list[Interaction | Traits] = []
    for number, account in enumerate("abcdefghijkl"):
        for _ in range(chance.randrange(1, 14)):
            day, person = chance.randrange(60) + number / 20, f"{account}{chance.randrange(3)}"
            what = chance.choice(["used", "used", "call.held", "ticket.opened", "signed"])
            facts.append(did(account, day, what, person=person, depth=chance.randrange(4)))
        if chance.random() < 0.6:
            facts.append(did(account, chance.randrange(60), "survey.answered", score=chance.randrange(1, 6)))
        if chance.random() < 0.8:
            begun = by_hand.subscription(
                {"account": account}, "started", at=on(chance.randrange(20)), by="Mia", key=f"s{account}"
            )
            facts.append(
                replace(begun, amount=Decimal(10 + number), currency="EUR", properties={"term_days": 30})
            )
        pulse = by_hand.pulse({"account": account}, 4, at=on(50), by="Mia", key=f"p{account}")
        facts.append(pulse)
        if chance.random() < 0.5:
            facts.append(by_hand.withdrawal(pulse.key, {"account": account}, at=on(58), by="Mia"))
        facts.append(seats(account, chance.randrange(30), chance.randrange(1, 6)))
    facts.append(did("a", 3, "rare"))
    facts.append(did("b", 1, "used", person="nobody yet"))
    return log_of(folder, facts)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_alone_says_what_everybody_at_once_says(tmp_path: Path, seed: int) -> None:
    world(tmp_path / "log", seed).close()
    log, card, journey = open_log(tmp_path / "log"), read_scorecard_text(CARD), read_map_text(MAP)
    index = open_index(log, "account")
    # First with nothing kept beside the index, then with what a look at everybody has kept there.
    first = measure_one(log, index, "a", card=card, journey=journey)
    everybody = measure_health(log, card, journey=journey)
    due = find_renewals(everybody.records, Period(), known_of(everybody.now))
    for account in everybody.now.subjects:
        alone = measure_one(log, index, account, card=card, journey=journey)
        assert alone is not None
        assert alone.health is not None
        assert explained_json(alone.health.explained(account)) == explained_json(everybody.explained(account))
        assert change_json(alone.health.changed(account)) == change_json(everybody.changed(account))
        assert alone.renewals == tuple(one for one in due if one.subject == account)
        place = everybody.records.place[account]
        assert alone.records.histories.get(0) == everybody.records.histories.get(place)
        if account == "a":
            assert first is not None
            assert first.health is not None
            assert explained_json(first.health.explained("a")) == explained_json(alone.health.explained("a"))
    assert measure_one(log, index, "nobody", card=card, journey=journey) is None
