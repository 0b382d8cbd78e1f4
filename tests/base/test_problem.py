from __future__ import annotations

import pytest

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.nearest import nearest
from desirepath.base.problem import DesirepathError, Kind
from desirepath.base.slow import load

KIND = Kind("DP-MAP-014", "error", "an id is used twice", "ids address steps", "give one another id")


def test_a_problem_says_what_where_and_what_would_work() -> None:
    problem = KIND.at(
        "stages[1].steps[3]", says='step "kickoff" appears twice', file="a.journey.yaml", line=3, column=7
    )
    assert (
        str(problem) == 'DP-MAP-014: step "kickoff" appears twice @ stages[1].steps[3]; give one another id'
    )
    assert problem.place == "a.journey.yaml:3:7"
    assert set(problem.to_json()) == {
        "code",
        "severity",
        "message",
        "address",
        "fix",
        "file",
        "line",
        "column",
    }


def test_an_error_carries_every_problem() -> None:
    error = DesirepathError([KIND.at("a"), KIND.at("b", file="f")])
    assert [p.address for p in error.problems] == ["a", "b"]
    assert error.code == "DP-MAP-014"
    assert "f: DP-MAP-014" in str(error)


def test_a_missing_library_says_what_to_install() -> None:
    with pytest.raises(DesirepathError, match=r"desirepath\[notebook\]"):
        load("no_such_library_anywhere", extra="notebook")
    assert load("json").dumps({}) == "{}"


def test_an_estimate_without_value_must_say_why() -> None:
    assert unknown("csat", "nobody answered", unit="share").to_json()["reason"] == "nobody answered"
    with pytest.raises(ValueError, match="must say why"):
        Estimate(measure="csat", value=None)


def test_nearest_finds_slips_and_nothing_else() -> None:
    assert nearest("suces", ["success", "source"]) == "success"
    assert nearest("xyz", ["success"]) is None
