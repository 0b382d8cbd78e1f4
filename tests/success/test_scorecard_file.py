"""A scorecard that cannot be worked out is refused, with the line and what would work."""

from __future__ import annotations

from importlib.resources import files

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.success.scorecard_file import read_scorecard_text

GOOD = """\
format: desirepath/1
id: small
name: Small
levels: [{name: poor}, {name: good, at_least: 50}]
signals:
  - id: calls
    name: Calls
    takes: count
    of: [{activity: call.held}]
    within: 30d
    scores: [{less_than: 1, points: 0}, {at_least: 1, points: 100}]
"""


def test_a_good_one_is_read() -> None:
    card = read_scorecard_text(GOOD)
    assert card.of == "account"
    assert card.signals[0].within == "30d"


def test_the_one_that_is_shipped_is_good() -> None:
    text = files("desirepath.stories.techcorp").joinpath("techcorp.scorecard.yaml").read_text("utf-8")
    assert len(read_scorecard_text(text).signals) == 6


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "says"),
    [
        ("at_least: 1, points", "at_least: 2, points", "DP-SUC-001", 11, "from 1 and below 2"),
        ("at_least: 1, points", "points", "DP-SUC-002", 11, "values below 1 are in two ranges"),
        ("points: 100", "points: 101", "DP-SUC-007", 11, "101 points are not within 0 to 100"),
        ("    of: [{activity: call.held}]\n", "", "DP-SUC-005", 6, "does not say of which interactions"),
        ("takes: count", "takes: mean", "DP-SUC-005", 6, "does not say of which value"),
        ("within: 30d", "per: score", "DP-SUC-005", 10, "only a trait can be divided by"),
        (
            "at_least: 50}]",
            "at_least: 50}, {name: best, at_least: 50}]",
            "DP-SUC-002",
            4,
            "begins at or below",
        ),
        ("{name: poor}", "{name: poor, at_least: 0}", "DP-SUC-001", 4, "only the lowest level"),
        ("levels: [{name: poor}, {name: good, at_least: 50}]", "levels: []", "DP-SUC-001", 4, "no levels"),
        ("within: 30d", "weight: 0", "DP-SUC-008", 5, "no signal has any weight"),
        ("name: Small", "name: Small\nsegment: plan = 3", "DP-EXPR-", 4, ""),
        ("takes: count", "takes: counts", "DP-MAP-", 8, ""),
        ("within: 30d", "within: 30", "DP-MAP-", 10, "no unit of time"),
        ("name: Small", "nam: Small", "DP-MAP-", 3, ""),
    ],
)
def test_what_is_wrong_is_said_at_its_line(old: str, new: str, code: str, line: int, says: str) -> None:
    assert old in GOOD
    with pytest.raises(DesirepathError) as caught:
        read_scorecard_text(GOOD.replace(old, new, 1), "small.scorecard.yaml")
    found = [problem for problem in caught.value.problems if problem.code.startswith(code)]
    assert found, [str(problem) for problem in caught.value.problems]
    assert any(problem.line == line and says in problem.says for problem in found), [
        (problem.line, problem.says) for problem in found
    ]
    assert all(problem.file == "small.scorecard.yaml" for problem in found)


def test_two_signals_of_one_name_are_refused() -> None:
    twice = GOOD + GOOD[GOOD.index("  - id") :]
    with pytest.raises(DesirepathError, match="DP-SUC-006"):
        read_scorecard_text(twice)


def test_two_levels_of_one_name_are_refused() -> None:
    with pytest.raises(DesirepathError, match="DP-SUC-006"):
        read_scorecard_text(GOOD.replace("name: good", "name: poor"))
