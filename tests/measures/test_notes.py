"""Words that match nothing are said, with the nearest that do; a sound question has no notes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desirepath.base.spans import Period
from desirepath.log.interaction import Interaction
from desirepath.log.store import Log, create_log
from desirepath.measures.measure_map import measure_map
from desirepath.model.journey_map import JourneyMap
from desirepath.model.rule import Rule


def changed(journey: JourneyMap, **passage: Any) -> JourneyMap:
    return journey.model_copy(update={"passage": journey.passage.model_copy(update=passage)})


def with_rule(journey: JourneyMap, *rules: Rule) -> JourneyMap:
    """The journey with other rules for signing."""
    first, *others = journey.stages
    sign, *steps = first.steps
    stage = first.model_copy(update={"steps": (sign.model_copy(update={"when": rules}), *steps)})
    return journey.model_copy(update={"stages": (stage, *others)})


def test_a_sound_question_has_no_notes(journey: JourneyMap, log: Log) -> None:
    sound = measure_map(changed(journey, fails=None), log, segment='traits.plan == "pro"')
    # Nobody in the world paid, and the map asks for it: that is said.
    assert [note.split(". ")[0] for note in sound.notes] == [
        'No interaction in this log is "pay" (being at “Pays”)'
    ]
    assert sound.to_json()["notes"] == list(sound.notes)


def test_a_misspelt_goal(journey: JourneyMap, log: Log) -> None:
    measured = measure_map(changed(journey, succeeds=(Rule(activity="wonn"),)), log)
    assert measured.notes[0] == (
        'No interaction in this log is "wonn" (the goal). Did you mean "won"? There are: start, sign, use, '
        "lost, review.posted, setup, survey.answered, survey.sent, and 2 more."
    )


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (Rule(activity="sign", channel="fone"), 'No interaction in this log came by the channel "fone"'),
        (Rule(activity="sign", channel="fone"), 'There are: web, phone'),
        (Rule(activity="sign", source="ap"), 'Did you mean "app"?'),
        (Rule(activity="sign", where={"plann": "x"}), 'No "sign" in this log has the property "plann"'),
    ],
)  # fmt: skip
def test_a_rule_that_matches_nothing(journey: JourneyMap, log: Log, rule: Rule, says: str) -> None:
    assert any(says in note for note in measure_map(with_rule(journey, rule), log).notes)


@pytest.mark.parametrize(
    ("segment", "says"),
    [
        ('traits.paln == "pro"', 'No customer in this log has the trait "paln". Did you mean "plan"?'),
        ('traits.paln == "pro"', "There are: plan."),
        ('traits.plan == "prro"', 'No customer in this log has traits.plan "prro". Did you mean "pro"?'),
        ('traits.plan == "prro"', "There are: pro, free."),
        ('not traits.paln == "pro"', 'No customer in this log has the trait "paln".'),
        ('traits.plan == "pro" and traits.plan == "free"', "Nobody in the segment set out; without it there"),
    ],
)
def test_a_segment_that_matches_nothing(journey: JourneyMap, log: Log, segment: str, says: str) -> None:
    assert any(says in note for note in measure_map(journey, log, segment=segment).notes)


def test_travellers_that_there_are_not(journey: JourneyMap, log: Log) -> None:
    (note,) = measure_map(journey.model_copy(update={"travels": "customr"}), log).notes
    assert note == (
        'Nobody in this log is a "customr", of whom the map says that they travel. Did you mean "customer"? '
        "Its interactions name: customer (6)."
    )


def test_a_period_in_which_nobody_set_out(journey: JourneyMap, log: Log) -> None:
    later = Period(since=datetime(2027, 1, 1, tzinfo=UTC))
    assert measure_map(journey, log, period=later).notes[-1] == (
        "Nobody set out in this period. The passages start from 1 January 2026 to 5 February 2026."
    )


def test_an_empty_log_and_one_that_knows_nothing_else(journey: JourneyMap, tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        assert measure_map(journey, log).notes == ("This log holds no interaction yet: import some first.",)
        log.append(
            [Interaction({"customer": "u1"}, datetime(2026, 1, 1, tzinfo=UTC), "x", source="s", key="1")]
        )
        notes = measure_map(journey, log).notes
    assert '"start" (the start of a passage)' in notes[0]


def test_the_log_is_counted_too(journey: JourneyMap, log: Log) -> None:
    measured = measure_map(journey, log)
    assert measured.log_interactions is not None
    assert measured.log_interactions >= measured.interactions


def test_one_of_several_ways_may_be_missing(journey: JourneyMap, log: Log) -> None:
    either = with_rule(journey, Rule(activity="sign"), Rule(activity="contract"))
    assert not any("contract" in note for note in measure_map(either, log).notes)
    misspelt = with_rule(journey, Rule(activity="sign"), Rule(activity="sgin"))
    assert any(
        '"sgin"' in note and 'Did you mean "sign"?' in note for note in measure_map(misspelt, log).notes
    )


def test_a_log_that_knows_little_gets_one_note(journey: JourneyMap, tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        log.append(
            [Interaction({"customer": "u1"}, datetime(2026, 1, 1, tzinfo=UTC), "x", source="s", key="1")]
        )
        (note,) = measure_map(journey, log).notes
    assert note.startswith(
        'No interaction in this log is "start" (the start of a passage), "won" (the goal), '
    )
    assert note.endswith("There are: x.")
