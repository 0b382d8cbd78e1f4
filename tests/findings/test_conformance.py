"""Findings of a world small enough to count by hand, and what they must never do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from desirepath.base.estimate import Estimate
from desirepath.base.problem import DesirepathError
from desirepath.base.spans import Period, from_microseconds
from desirepath.findings.conformance import Conformance, check_conformance, conformance_of
from desirepath.findings.outcomes import Outcomes, corrected
from desirepath.log.interaction import Fact, Interaction, Traits
from desirepath.log.store import create_log
from desirepath.measures.statistics.wilson import wilson
from desirepath.model.journey_map import JourneyMap
from desirepath.model.rule import Rule
from desirepath.replay.index import build_index
from desirepath.replay.replay import Replay, replay
from tests.replay.reference import Event
from tests.replay.worlds import DAY, MemoryLog, map_of, random_world, step

WORDS = {"0": "begin", "!": "won", "x": "lost", "g": "guide.read", "t": "ticket.opened", "m": "email.opened"}
JOURNEY = map_of(
    step("a"),
    step("b"),
    step("c"),
    step("d", Rule(activity="guide.readd")),
    starts=(Rule(activity="begin"),),
    succeeds=(Rule(activity="won"),),
    fails=(Rule(activity="lost"),),
)
# 6 as drawn, who read the guide after a; 5 skip b; 5 go back from c to b; one has just begun.
LIVED = {
    **{f"exact{n}": "agbc!" for n in range(5)},
    "exact5": "agbcx",
    **{f"skip{n}": "acx" for n in range(4)},
    "skip4": "ac!",
    **{f"back{n}": "abcb!" for n in range(5)},
    "new": "",
}


def told_of(lived: Mapping[str, str], journey: JourneyMap = JOURNEY) -> Replay:
    events = [
        Event(at=day * DAY, activity=WORDS.get(letter, letter), subject=who)
        for who, letters in lived.items()
        for day, letter in enumerate("0" + letters)
    ]
    events.sort(key=lambda event: event.at)
    return replay(journey, build_index(MemoryLog(events), "customer"))


@pytest.fixture(scope="module")
def found() -> Conformance:
    return conformance_of(told_of(LIVED))


def test_the_fit(found: Conformance) -> None:
    # d is visited by nobody: who succeeded has skipped it. Of exact0-4 3 of 4 agree; of exact5, who was lost,
    # 3 of 3; of those who skip and are lost 2 of 3; of skip4 2 of 4; of those who go back 3 of 5.
    fitness = (5 * 3 / 4 + 1 + 4 * 2 / 3 + 2 / 4 + 5 * 3 / 5) / 16
    assert found.fit.fitness.value == pytest.approx(fitness, abs=1e-6)
    assert found.fit.fitness.n == 16  # the new one has come to nothing yet
    assert (found.fit.exact.value, found.fit.exact.n) == (1 / 16, 16)
    assert [(each.id, each.skipped, each.inserted) for each in found.fit.steps] == [
        ("a", 0, 0),
        ("b", 5, 5),
        ("c", 0, 0),
        ("d", 11, 0),
    ]


def test_detours_have_their_traffic_and_their_outcome(found: Conformance) -> None:
    skip, back = found.detours
    assert (skip.way, skip.origin, skip.target, skip.past) == ("skip", "a", "c", ("b",))
    assert (skip.n, skip.travellers, skip.share.value) == (5, 5, 5 / 17)
    assert skip.address == "stages[0].steps[2]"
    # 1 of the 5 who skipped succeeded; of the 11 others who moved on from a, 10.
    assert (skip.outcome.did.value, skip.outcome.did.n) == (1 / 5, 5)
    assert (skip.outcome.did_not.value, skip.outcome.did_not.n) == (10 / 11, 11)
    assert (skip.outcome.did.low, skip.outcome.did.high) == wilson(1, 5)
    assert (back.way, back.origin, back.target, back.past) == ("return", "c", "b", ())
    # Nobody else moved on from c: there is nobody to compare with, and that is not zero.
    assert (back.outcome.did.value, back.outcome.did_not.value) == (1.0, None)
    assert back.outcome.adjusted_p is None
    assert "cannot be said" in back.say()


def test_a_step_that_the_map_lacks_is_suggested_with_its_evidence(found: Conformance) -> None:
    (guide,) = found.suggested_steps
    assert (guide.activity, guide.after, guide.before) == ("guide.read", "a", "b")
    assert (guide.n, guide.passages, guide.share.value, guide.at_place.value) == (6, 6, 6 / 17, 1.0)
    assert guide.usually_after_seconds == 86_400
    assert (guide.outcome.did.value, guide.outcome.did_not.value) == (5 / 6, 6 / 10)
    assert guide.examples == ("exact0", "exact1", "exact2")
    assert guide.address == "stages[0].steps[0]"


def test_a_step_that_nobody_takes_says_what_its_rule_may_have_meant(found: Conformance) -> None:
    (untaken,) = found.untaken_steps
    assert (untaken.step, untaken.reach.value, untaken.reach.n) == ("d", 0.0, 17)
    assert (untaken.absent, untaken.known_as) == (("guide.readd",), "guide.read")
    assert 'did you mean "guide.read"?' in untaken.say()


def test_findings_say_themselves_and_are_plain_json(found: Conformance) -> None:
    shape = json.loads(json.dumps(found.to_json()))
    assert shape["format"] == "desirepath-conformance/1"
    assert [finding["says"] for finding in shape["detours"]] == [each.say() for each in found.detours]
    assert "That is few: read with care." in found.detours[0].say()
    assert found.say().count("\n\n") == len(found.findings) - 1
    assert set(shape["detours"][0]["share"]) == set(Estimate("x", 1.0).to_json())


def test_what_happens_everywhere_or_goes_along_is_no_step() -> None:
    lived = {f"u{n}": "atbtct" if n % 2 else "ambc" for n in range(20)}
    found = conformance_of(told_of(lived))
    assert found.suggested_steps == ()
    assert found.unmapped_activities == {"ticket.opened": 30, "email.opened": 10}


def test_where_coming_to_a_step_is_success_the_outcome_is_not_compared() -> None:
    journey = map_of(
        step("a"),
        step("b"),
        step("c"),
        starts=(Rule(activity="begin"),),
        succeeds=(Rule(activity="c"),),
    )
    found = conformance_of(told_of({**{f"u{n}": "ac" for n in range(6)}, "v": "ab"}, journey))
    assert "it is the outcome itself" in found.detours[0].say()


def test_with_a_horizon_only_those_are_asked_whose_time_is_over() -> None:
    journey = map_of(
        step("a"), starts=(Rule(activity="begin"),), succeeds=(Rule(activity="won"),), horizon="10d"
    )
    events = [
        Event(at=0, activity="begin", subject="old"),
        Event(at=15 * DAY, activity="begin", subject="young"),
        Event(at=16 * DAY, activity="won", subject="young"),
        Event(at=20 * DAY, activity="else", subject="young"),
    ]
    told = replay(journey, build_index(MemoryLog(events), "customer"))
    assert Outcomes.of(told).is_over.tolist() == [True, False]


def test_without_a_rule_for_success_no_outcome_is_compared() -> None:
    journey = map_of(step("a"), step("b"), step("c"), starts=(Rule(activity="begin"),))
    found = conformance_of(told_of(LIVED, journey))
    assert "the map does not say what success is" in found.detours[0].say()


def test_p_values_are_corrected_over_all_that_is_looked_at() -> None:
    told = told_of(LIVED)
    outcomes = Outcomes.of(told)
    half = told.passages.subject % 2 == 0
    one = outcomes.compare(half, ~half)
    alone, (twice, _) = corrected([one])[0], corrected([one, one])
    assert alone.adjusted_p is not None
    assert twice.adjusted_p == pytest.approx(min(1.0, 2 * alone.adjusted_p))


def test_random_worlds_are_found_in_one_order_and_every_finding_can_say_itself() -> None:
    for seed in range(50):
        world = random_world(seed)
        told = replay(world.journey, build_index(world.log, world.log.travels), threads=1)
        again = replay(world.journey, build_index(world.log, world.log.travels), threads=2)
        found = conformance_of(told)
        assert found.to_json() == conformance_of(again).to_json()
        assert all(finding.say() for finding in found.findings)
        json.dumps(found.to_json(), allow_nan=False)


def test_nobody_at_all_is_said(found: Conformance) -> None:
    nobody = conformance_of(told_of({}))
    assert nobody.findings == (nobody.fit,)
    assert "cannot be said: nobody has come to any step yet" in nobody.say()
    with pytest.raises(DesirepathError, match="DP-FND-002"):
        conformance_of(told_of({}), top=0)


def test_a_way_of_a_few_among_many_is_an_anecdote() -> None:
    many = {f"u{n}": "abc" for n in range(496)}
    four = conformance_of(told_of({**many, **{f"v{n}": "ac" for n in range(4)}}))
    five = conformance_of(told_of({**many, **{f"v{n}": "ac" for n in range(5)}}))
    assert (len(four.detours), len(five.detours)) == (0, 1)


def test_whose_passages_is_a_question_of_period_and_segment(tmp_path: Path) -> None:
    facts: list[Fact] = [Traits("customer", "pro", from_microseconds(0), {"plan": "pro"}, "crm", "t")]
    for who, letters in {"pro": "abc", "free": "ac"}.items():
        facts += [
            Interaction(
                {"customer": who}, from_microseconds(day * DAY), WORDS.get(name, name), "app", f"{who}{day}"
            )
            for day, name in enumerate("0" + letters)
        ]
    with create_log(tmp_path / "log") as log:
        log.append(facts)
        assert check_conformance(JOURNEY, log).fit.exact.value == 0.5
        pro = check_conformance(JOURNEY, log, segment='traits.plan == "pro"')
        assert (pro.fit.exact.value, pro.detours) == (1.0, ())
        nobody = check_conformance(JOURNEY, log, period=Period(until=from_microseconds(0)))
        assert nobody.fit.exact.value is None
        with pytest.raises(DesirepathError, match="DP-EXPR"):
            check_conformance(JOURNEY, log, segment="plan ==")


def test_a_customer_who_travels_often_counts_once_a_passage_and_no_more_for_the_interval() -> None:
    journey = JOURNEY.model_copy(update={"passage": JOURNEY.passage.model_copy(update={"again": True})})
    often = conformance_of(told_of({"u1": "abcx0acx0abcx", "u2": "ac"}, journey))
    assert (often.fit.fitness.n, often.fit.exact.value) == (4, 2 / 4)
    assert "passages" in often.say()
    # Two subjects, one degree of freedom: the interval knows that four passages are not four people.
    assert (often.fit.fitness.low, often.fit.fitness.high) == (0.0, 1.0)
