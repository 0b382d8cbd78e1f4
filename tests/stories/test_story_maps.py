"""The teams' maps fit the logs that go with them, and are wrong where the stories want them to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from ruamel.yaml import YAML

from desirepath.model.claim import Known
from desirepath.model.journey_map import JourneyMap
from desirepath.model.node import Node
from desirepath.model.persona import Persona
from desirepath.model.rule import Comparison, Rule
from desirepath.stories import WORLDS
from tests.stories.written import Row, Written, feeling, mean

NAMES = sorted(WORLDS)


def load(name: str) -> JourneyMap:
    text = WORLDS[name].MAP_PATH.read_text(encoding="utf-8")
    return JourneyMap.model_validate(YAML(typ="safe", pure=True).load(text))


def holds(rule: Rule, row: Row) -> bool:
    if row.get("activity") != rule.activity:
        return False
    for name, wanted in (rule.where or {}).items():
        value: Any = row.get(name, row.get("properties", {}).get(name))
        if isinstance(wanted, Comparison):
            assert set(wanted.model_dump(exclude_none=True)) == {"at_least"}, (
                "teach the test the other comparisons"
            )
            if value is None or value < wanted.at_least:
                return False
        elif value not in (wanted if isinstance(wanted, tuple) else (wanted,)):
            return False
    return True


def known(node: Node) -> Iterator[Known]:
    if isinstance(node, Known):
        yield node
    for value in dict(node).values():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Node):
                yield from known(item)


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_matches_something(name: str, written: Callable[[str], Written]) -> None:
    world = written(name)
    journey = load(name)
    rules = [(step.id, rule) for step in journey.steps() for rule in step.when or ()]
    passage = journey.passage
    rules += [
        ("passage", rule) for some in (passage.starts, passage.succeeds, passage.fails) for rule in some or ()
    ]
    assert {step.id for step in journey.steps()} < {place for place, _ in rules}
    for place, rule in rules:
        assert sum(holds(rule, row) for row in world.of(str(rule.activity))) >= 20, (place, rule)


@pytest.mark.parametrize("name", NAMES)
def test_the_persona_stands_beside_the_map_and_is_somebody_in_the_data(
    name: str, written: Callable[[str], Written]
) -> None:
    path = WORLDS[name].MAP_PATH.parent / "personas" / f"{load(name).persona}.persona.yaml"
    persona = Persona.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
    assert persona.id == load(name).persona
    rows = written(name).of_type("traits")
    if name == "techcorp":
        assert persona.segment == 'traits.segment in ["mid", "large"]'
        matching = [
            row["traits"].get("segment") in ("mid", "large") for row in rows if "segment" in row["traits"]
        ]
    else:
        assert persona.segment == "traits.size_known == false"
        matching = [row["traits"]["size_known"] is False for row in rows if "region" in row["traits"]]
    assert 0.3 < sum(matching) / len(matching) < 0.9


@pytest.mark.parametrize("name", NAMES)
def test_evidence_names_its_sources_and_its_day(name: str) -> None:
    evidence = [claim for claim in known(load(name)) if claim.is_evidence]
    assert evidence
    for claim in evidence:
        assert claim.sources
        assert claim.confidence
        assert claim.confirmed_on
        assert claim.confirmed_on <= date(2026, 9, 30)
        for source in claim.sources:
            assert source.on
            assert source.on <= claim.confirmed_on
    assert sum(not claim.is_evidence for claim in known(load(name))) > len(evidence), "most is believed"


def believed(name: str, step: str) -> float:
    assumed = load(name).step(step).feeling
    assert assumed is not None
    return assumed.value


def answered(world: Written, survey: str, about: str | None = None) -> list[float]:
    return [
        feeling(row)
        for row in world.of("survey.answered")
        if row["properties"]["survey"] == survey and row["properties"].get("about") == about
    ]


def test_techcorp_believes_what_its_customers_do_not(techcorp: Written) -> None:
    assert believed("techcorp", "kickoff") > mean(answered(techcorp, "kickoff")) + 1.2
    assert believed("techcorp", "day-60") < mean(answered(techcorp, "call", "day-60")) - 0.6
    assert believed("techcorp", "first-project") == pytest.approx(
        mean(answered(techcorp, "first-project")), abs=0.4
    )


def test_style_icon_believes_what_its_customers_do_not(style_icon: Written) -> None:
    assert believed("style-icon", "sizes") > mean(answered(style_icon, "size-guide")) + 0.5
    assert believed("style-icon", "parcel") > mean(answered(style_icon, "parcel")) + 0.4
    assert believed("style-icon", "stylist") == pytest.approx(
        mean(answered(style_icon, "stylist-chat")), abs=0.35
    )
