"""In a segment other weights and ranges are true; the scale is everybody's. Worked out by hand."""

from __future__ import annotations

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import Log
from desirepath.replay.index import open_index
from desirepath.success.explaining import explain
from desirepath.success.health import Health, work_out
from desirepath.success.scorecard_file import read_scorecard_text
from desirepath.success.signals import read_signals
from tests.success.world import did, log_of, on, seats

CARD = """\
format: desirepath/1
id: small
name: Small
combine: weighted mean
levels: [{name: poor}, {name: good, at_least: 50}]
signals:
  - id: calls
    name: Calls
    takes: count
    of: [{activity: call.held}]
    within: 10d
    weight: 3
    scores: [{less_than: 2, points: 20}, {at_least: 2, points: 100}]
  - id: mood
    name: Mood
    takes: mean
    of: [{activity: survey.answered}]
    value: score
    when_missing: block
    scores: [{less_than: 3, points: 0}, {at_least: 3, points: 60}]
segments:
  - id: small
    name: Small accounts
    when: traits.seats < 5
    why: they need no calls
    signals:
      - {id: calls, weight: 1, scores: [{less_than: 1, points: 40}, {at_least: 1, points: 80}]}
      - {id: mood, weight: 0}
  - id: all-others
    name: Those with seats
    when: traits.seats > 0
    signals: [{id: mood, weight: 9}]
"""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    facts: list[Interaction | Traits] = [
        seats("a", 0, 4),
        seats("b", 0, 40),
        *(did(who, day, "call.held") for who in ("a", "b", "c") for day in (0, 15)),
        *(did(who, 16, "survey.answered", score=4) for who in ("b", "c")),
    ]
    return log_of(tmp_path_factory.mktemp("segments") / "log", facts)


def health(log: Log, text: str = CARD) -> Health:
    return work_out(read_signals(read_scorecard_text(text), open_index(log, "account")), on(20))


def test_each_is_judged_in_the_first_segment_it_is_in(log: Log) -> None:
    found = health(log)
    # a: small, one call is worth 80 and mood counts nothing. b: (3 x 20 + 9 x 60) / 12. c: (3 x 20 + 60) / 4.
    assert found.scores.tolist() == [80, 50, 30]
    told = [explain(found, who) for who in "abc"]
    assert [one.segment for one in told] == ["Small accounts", "Those with seats", None]
    calls, mood = told[0].lines
    assert (calls.rule, calls.points, calls.weight, calls.adds) == ("1 or more", 80, 1, 80)
    assert (mood.weight, mood.adds) == (0, 0)


def test_what_lacks_means_in_a_segment_what_it_says_there(log: Log) -> None:
    # a (small) never answered. Mood counts 1 there now: blocked as everywhere, but for what the segment says.
    counted = CARD.replace("{id: mood, weight: 0}", "{id: mood, weight: 1}")
    assert health(log, counted).scores.tolist()[1:] == [50, 30]
    assert health(log, counted).levels[0] is None
    for policy, score in (("poor", (80 + 0) / 2), ("neutral", (80 + 50) / 2), ("ignore", 80)):
        text = counted.replace("{id: mood, weight: 1}", f"{{id: mood, weight: 1, when_missing: {policy}}}")
        assert health(log, text).scores.tolist() == [score, 50, 30], policy
    told = explain(health(log, text), "a").lines[1]
    assert told.points is None
    assert told.missing is not None


def test_a_signal_without_weight_blocks_nothing_and_covers_nothing(log: Log) -> None:
    # a never answered: everywhere else that would be no score at all.
    assert health(log).coverage.tolist() == [1, 1, 1]
    everywhere = health(log, CARD[: CARD.index("segments:")])
    assert everywhere.levels == (None, "poor", "poor")


@pytest.mark.parametrize("combine", ["points", "worst"])
def test_it_counts_nothing_however_signals_are_put_together(log: Log, combine: str) -> None:
    text = CARD.replace("weighted mean", combine)
    # Points: 50 + 80 is cut off at 100. The worst: 80, and not the mood that is missing.
    assert health(log, text).scores[0] == {"points": 100, "worst": 80}[combine]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: mood, weight: 9", "id: moods, weight: 9", "DP-SUC-016"),
        ("id: mood, weight: 0", "id: calls, weight: 0", "DP-SUC-006"),
        ("id: all-others", "id: small", "DP-SUC-006"),
        ("when: traits.seats > 0", "when: seats >", "DP-EXPR-"),
        ("at_least: 1, points: 80", "at_least: 2, points: 80", "DP-SUC-001"),
        ("at_least: 1, points: 80", "at_least: 1, points: 800", "DP-SUC-007"),
        ("id: calls, weight: 1", "id: calls, weight: 0", "DP-SUC-008"),
    ],
)
def test_what_is_wrong_in_a_segment_is_said_at_its_line(old: str, new: str, code: str) -> None:
    text = CARD.replace(old, new, 1)
    with pytest.raises(DesirepathError) as caught:
        read_scorecard_text(text)
    (problem, *_) = [one for one in caught.value.problems if one.code.startswith(code)]
    assert problem.line is not None
    assert problem.line >= text[: text.index("segments:")].count("\n") + 1
