"""What a map believes against worlds small enough to count by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.estimate import Estimate
from desirepath.findings.belief import Belief, p_beyond
from desirepath.findings.contradictions import Contradictions, contradictions_of
from desirepath.measures.statistics.wilson import wilson
from desirepath.model.journey_map import JourneyMap, Step
from desirepath.model.map_file import read_map_text
from desirepath.replay.index import build_index
from desirepath.replay.replay import replay
from tests.replay.reference import Event
from tests.replay.worlds import DAY, MemoryLog

MAP = """\
format: desirepath/1
id: start
title: Getting started
travels: account
passage:
  starts: [{activity: signed}]
  succeeds: [{activity: renewed}]
  fails: [{activity: lost}]
stages:
  - id: all
    name: All
    steps:
      - {id: call, name: We talk, within: 1d, feeling: 1, channels: [Video], when: [{activity: call}]}
      - {id: set-up, name: We set it up, within: 5d, feeling: 0.4, when: [{activity: set-up}]}
      - {id: extra, name: We learn more, optional: true, when: [{activity: trained}]}
      - {id: use, name: We use it, feeling: {value: 0.2, basis: evidence, confirmed_on: 2026-01-31},
         when: [{activity: used}]}
      - {id: review, name: We look back, within: 9d, feeling: 1.5, when: [{activity: reviewd}]}
      - {id: hope, name: We hope, feeling: 1}
"""
# 40 accounts. All talk; 30 set it up after three days, 10 never; all use it after two more days; 20 of them
# read the guide there, 20 go back to the call once; all renew, but the ten who never set it up.
ACTIVITIES = {
    "s": "signed",
    "c": "call",
    "e": "set-up",
    "u": "used",
    "g": "guide.read",
    "t": "trained",
    "!": "renewed",
    "x": "lost",
}


def told_of(
    lived: Mapping[str, str], journey: JourneyMap, scores: Mapping[str, float] = {}
) -> Contradictions:
    """One letter a day for each account; ``scores`` are answered on 1..5 the moment an account is there."""
    events = []
    for who, letters in lived.items():
        for day, letter in enumerate(letters):
            if letter == ".":
                continue
            channel = "phone" if letter == "c" else None
            events.append(Event(at=day * DAY, activity=ACTIVITIES[letter], subject=who, channel=channel))
            for name, score in scores.items():
                if letter == name:
                    events.append(
                        Event(
                            at=day * DAY + 1,
                            activity="survey.answered",
                            subject=who,
                            score=score,
                            scale="1..5",
                        )
                    )
    events.sort(key=lambda event: event.at)
    return contradictions_of(replay(journey, build_index(MemoryLog(events, travels="account"), "account")))


@pytest.fixture(scope="module")
def journey() -> JourneyMap:
    return read_map_text(MAP)


@pytest.fixture(scope="module")
def found(journey: JourneyMap) -> Contradictions:
    lived = {
        **{f"slow{n:02}": "sc..e.ug!" for n in range(20)},
        **{f"back{n:02}": "sc..e.tucu!" for n in range(10)},
        **{f"skip{n:02}": "sc..u.cux" for n in range(10)},
    }
    return told_of(lived, journey, scores={"c": 2, "u": 3})


def the(found: Contradictions, kind: str, step: str | None = None) -> Belief:
    (one,) = (each for each in found.beliefs if each.kind == kind and step in (None, each.step))
    return one


def test_a_feeling_outside_what_was_answered(found: Contradictions) -> None:
    call = the(found, "feeling", "call")
    # 60 answers of 2 on 1..5: -1 on the scale from -2 to +2, so 2 of its 4 points off, for all 40 accounts.
    assert (call.verdict, call.lived.value, call.lived.n) == ("contradicted", -1.0, 60)
    assert (call.touched, call.off, call.weight) == (40, 0.5, 20.0)
    assert call.say().startswith('You believe a feeling of +1.0 at "We talk"; 60 answers say')
    assert call.mended_by is not None
    assert (call.mended_by.step, call.mended_by.property) == ("call", "feeling")
    Step.model_validate({"id": "a", "name": "A", "feeling": call.mended_by.value})
    use = the(found, "feeling", "use")
    assert (use.verdict, use.lived.value, use.mended_by) == ("holds", 0.0, None), (
        "a fifth of a point is the same"
    )
    assert use.believes.startswith("The map's evidence of 31 January 2026 says")


def test_a_time_longer_than_expected(found: Contradictions) -> None:
    call = the(found, "time", "call")
    # 40 first stays of three days, and 20 of one day for those who came back.
    assert (call.verdict, call.lived.value, call.lived.n) == ("contradicted", 3 * 86_400, 60)
    assert call.touched == 40
    assert call.off == pytest.approx(2 / 3)
    assert "You expect" in call.say()
    assert "half of 60 stays take more than" in call.say()
    assert call.mended_by is not None
    assert call.mended_by.value == "3d"
    assert the(found, "time", "set-up").verdict == "holds", "two days are less than five"


def test_a_step_that_many_leave_out(found: Contradictions) -> None:
    skipped = the(found, "skip", "set-up")
    assert (skipped.verdict, skipped.lived.value, skipped.lived.n) == ("contradicted", 10 / 40, 40)
    assert (skipped.lived.low, skipped.lived.high) == wilson(10, 40)
    assert (skipped.touched, skipped.off) == (10, 1.0)
    assert not [each for each in found.beliefs if each.step == "extra"], "an optional step may be left out"


def test_a_way_back_a_channel_and_a_step_that_is_missing(found: Contradictions) -> None:
    back = the(found, "return")
    assert (back.step, back.touched, back.lived.n, back.verdict) == ("call", 20, 40, "contradicted")
    assert back.says_lived.startswith(
        '20 of the 40 accounts that came there went back to "We talk": '
        "50\xa0% (35 to 65) of all 40 that set out"
    ), back.says_lived
    channel = the(found, "channel")
    assert (channel.verdict, channel.lived.value, channel.lived.n) == ("contradicted", 1.0, 60)
    assert channel.mended_by is not None
    assert channel.mended_by.value == ["Video", "phone"]
    missing = the(found, "missing_step")
    assert (missing.step, missing.touched, missing.lived.value) == ("use", 20, 20 / 40)
    assert missing.mended_by is not None
    assert missing.mended_by.after == "use"


def test_a_step_that_nobody_comes_to_is_said_once(found: Contradictions) -> None:
    review = [each for each in found.beliefs if each.step == "review"]
    assert [each.kind for each in review] == ["unreached"], "not its time and its feeling too"
    assert (review[0].verdict, review[0].touched, review[0].lived.value) == ("contradicted", 40, 0.0)
    hope = [each for each in found.beliefs if each.step == "hope"]
    assert [(each.kind, each.verdict) for each in hope] == [("no_rule", "not_known")]


def test_the_sums_add_up(found: Contradictions) -> None:
    tested = len(found.contradicted) + len(found.holds)
    assert tested + len(found.not_enough) + len(found.not_known) == len(found.beliefs)
    assert f"{len(found.beliefs)} beliefs: {tested} tested" in found.say_sums()
    assert found.say().endswith(found.say_sums())


def test_what_matters_most_comes_first(found: Contradictions) -> None:
    weights = [each.weight for each in found.contradicted]
    assert weights == sorted(weights, reverse=True)
    assert found.contradicted[0].kind in ("unreached", "channel")
    shape = json.loads(json.dumps(found.to_json()))
    assert shape["format"] == "desirepath-difference/1"
    assert [each["verdict"] for each in shape["beliefs"][: len(weights)]] == ["contradicted"] * len(weights)
    assert shape["passages"]["started"] == 40


def test_few_are_not_enough_however_far_off(journey: JourneyMap) -> None:
    found = told_of({f"u{n}": "sc....e.u!" for n in range(12)}, journey, scores={"c": 1})
    assert found.contradicted == ()
    assert (
        the(found, "feeling", "call")
        .say()
        .endswith(
            "not enough yet to say whether it is so: "
            "12 answers say −2.0 (−2.0 to −1.0) (12 of the 30 it takes)."
        )
    )
    assert the(found, "unreached", "review").verdict == "not_enough"


def test_an_empty_log_says_nothing(journey: JourneyMap) -> None:
    found = told_of({}, journey)
    assert {each.verdict for each in found.beliefs} <= {"not_enough", "not_known"}


def test_nobody_has_ever_succeeded(journey: JourneyMap) -> None:
    found = told_of({f"u{n}": "sceux" for n in range(31)}, journey)
    assert (the(found, "success").verdict, the(found, "success").touched) == ("contradicted", 31)


def test_many_beliefs_are_corrected_together(journey: JourneyMap) -> None:
    # 8 of 40 skip the set-up: alone more than one in ten, by a hair; beside many beliefs that is chance.
    alone = p_beyond(Estimate("skip_rate", 8 / 40, *wilson(8, 40), n=40), 0.0, 0.1)
    assert alone is not None
    lived = {**{f"a{n}": "sceu!" for n in range(32)}, **{f"b{n}": "scu!" for n in range(8)}}
    skipped = the(told_of(lived, journey), "skip", "set-up")
    assert skipped.adjusted_p is not None
    assert skipped.adjusted_p >= alone


@given(
    value=st.floats(-2, 2),
    below=st.floats(0.01, 1),
    above=st.floats(0.01, 1),
    believed=st.floats(-2, 2),
    margin=st.floats(0, 0.5),
)
def test_sure_is_exactly_an_interval_beyond_the_margin(
    value: float, below: float, above: float, believed: float, margin: float
) -> None:
    lived = Estimate("feeling", value, value - below, value + above, n=100)
    p = p_beyond(lived, believed, margin)
    gap = max(value - below - believed, believed - value - above) - margin
    if abs(gap) > 1e-6:
        assert (p is not None and p < 0.05) == (gap > 0)
