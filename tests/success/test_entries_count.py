"""Entries that were taken back count up to then, and no more: in signals, places and subscriptions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from desirepath.log import by_hand
from desirepath.log.interaction import Interaction
from desirepath.measures.book.records import Records
from desirepath.model.map_file import read_map_text
from desirepath.replay.index import open_index
from desirepath.success.milestones import read_milestones
from desirepath.success.places import places_at
from desirepath.success.scorecard_file import read_scorecard_text
from desirepath.success.signals import read_signals
from tests.success.test_board import MAP
from tests.success.world import did, log_of, on

ABOUT = {"account": "a"}
CARD = """\
format: desirepath/1
id: pulse
name: Pulse
of: account
combine: weighted mean
levels: [{name: poor}, {name: good, at_least: 50}]
signals:
  - id: pulse
    name: Pulse
    takes: latest
    of: [{activity: pulse.given}]
    value: properties.pulse
    scores: [{less_than: 3, points: 0}, {at_least: 3, points: 100}]
"""


def test_a_pulse_is_a_signal_until_it_is_taken_back(tmp_path: Path) -> None:
    facts = [
        did("a", 0, "signed"),
        by_hand.pulse(ABOUT, 5, at=on(1), by="Mia", key="p1"),
        by_hand.pulse(ABOUT, 2, at=on(3), by="Mia", key="p2"),
        by_hand.withdrawal("p2", ABOUT, at=on(5), by="Mia"),
    ]
    reader = read_signals(read_scorecard_text(CARD), open_index(log_of(tmp_path, facts), "account"))
    seen = [reader.at(int(on(day).timestamp() * 1e6))[0].value.tolist() for day in (2, 4, 6)]
    assert seen == [[5.0], [2.0], [5.0]]


def test_a_milestone_is_a_place_until_it_is_taken_back(tmp_path: Path) -> None:
    reached = by_hand.milestone(
        ABOUT, map_id="m", step="call", name="n", reason="", at=on(2), by="Mia", key="m1"
    )
    elsewhere = replace(reached, key="m2", properties={**reached.properties, "map": "other"})
    facts = [
        did("a", 0, "signed"),
        reached,
        elsewhere,
        by_hand.withdrawal("m1", ABOUT, at=on(5), by="Mia"),
        did("a", 9, "asked"),
    ]
    index = open_index(log_of(tmp_path, facts), "account")
    journey, milestones = read_map_text(MAP), read_milestones(index, "m")
    assert [one.key for one in milestones] == ["m1"]
    found = [places_at(journey, index, on(day), milestones).position.tolist() for day in (1, 3, 6)]
    assert found == [[1.0], [3.0], [1.0]]


def test_a_subscription_by_hand_that_was_taken_back_is_none(tmp_path: Path) -> None:
    started = Interaction(
        ABOUT,
        on(1),
        "subscription.started",
        source=by_hand.SOURCE,
        key="s1",
        amount=Decimal(90),
        currency="EUR",
        properties={"plan": "pro", "term_days": 30},
    )
    facts = [did("a", 0, "signed"), started]
    assert len(Records.read(log_of(tmp_path / "one", facts)).histories) == 1
    facts.append(by_hand.withdrawal("s1", ABOUT, at=on(2), by="Mia"))
    assert Records.read(log_of(tmp_path / "two", facts)).histories == {}


def test_only_what_was_written_by_hand_is_an_entry(tmp_path: Path) -> None:
    odd = replace(
        by_hand.milestone(ABOUT, map_id="m", step="call", name="n", reason="", at=on(2), by="x", key="1"),
        source="crm",
    )
    index = open_index(log_of(tmp_path, [did("a", 0, "signed"), odd]), "account")
    assert read_milestones(index, "m") == ()
