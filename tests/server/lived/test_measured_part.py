"""Words change no number; everything that changes a number changes the fingerprint."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from desirepath.log.store import create_log
from desirepath.measures.measure_map import measure_map
from desirepath.model.journey_map import JourneyMap
from desirepath.model.map_file import read_map_text
from desirepath.server.lived.measured_part import dress, fingerprint, in_words, measured_part
from tests.server.lived.conftest import FACTS, SHOP


def shop(old: str = "", new: str = "") -> JourneyMap:
    assert old in SHOP
    return read_map_text(SHOP.replace(old, new) if old else SHOP)


def mark(journey: JourneyMap) -> str:
    return fingerprint(measured_part(journey))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Looks around", "Strolls about"),
        ("The shop", "Our shop"),
        ("name: Come", "name: Arrive"),
        ("feeling: 1", "feeling: -1"),
        ("name: Pays,", "name: Pays, owner: Cashier, goal: have it,"),
    ],
)
def test_words_change_nothing_that_is_measured(old: str, new: str) -> None:
    assert mark(shop(old, new)) == mark(shop())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("activity: looked", "activity: peeked"),
        ("succeeds:", "fails:"),
        ("passage: {", "travels: account\npassage: {"),
        ("passage: {", "passage: {horizon: 9d, "),
        ("passage: {", "passage: {again: true, "),
        ("name: Pays,", "name: Pays, optional: true,"),
        ("name: Pays,", "name: Pays, repeatable: true,"),
        ("name: Pays,", "name: Pays, within: 2d,"),
        ("id: pay", "id: checkout"),
    ],
)
def test_rules_do(old: str, new: str) -> None:
    assert mark(shop(old, new)) != mark(shop())


def test_an_answer_in_the_words_of_today_is_what_measuring_the_map_itself_says(tmp_path: Any) -> None:
    journey = shop("activity: looked", "activity: lookt")  # misspelt, so that a note names the step
    with create_log(tmp_path) as log:
        log.append(FACTS)
        direct = measure_map(journey, log, segment='traits.plan == "pro"', against='traits.plan == "team"')
        part = measure_map(
            measured_part(journey), log, segment='traits.plan == "pro"', against='traits.plan == "team"'
        )
    assert any("Looks around" in note for note in direct.notes)
    said = dress(orjson.loads(in_words(orjson.dumps(part.to_json()).decode(), journey)), journey)
    assert said == orjson.loads(orjson.dumps(direct.to_json()))


def test_a_name_with_quotes_and_backslashes_stays_one(tmp_path: Any) -> None:
    journey = shop("name: Looks around", r"name: 'say \"hi\" {1}'")
    assert orjson.loads(in_words('["\u27e6look\u27e7"]', journey)) == [r"say \"hi\" {1}"]
