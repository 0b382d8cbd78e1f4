from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.test_commands import tiny

__all__ = ["tiny"]


def test_the_difference_as_json_is_the_contract(tiny: tuple[Path, Path], run: Run) -> None:
    done = run("difference", tiny[0], "--log", tiny[1], "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert (found["format"], found["map"]["id"]) == ("desirepath-difference/1", "tiny")
    # Three set out, one of them came to the second step: few are not enough for anything.
    assert {each["verdict"] for each in found["beliefs"]} == {"not_enough"}
    assert found["passages"]["started"] == 3


def test_people_read_what_is_contradicted_and_of_what_there_is_not_enough(
    tiny: tuple[Path, Path], run: Run
) -> None:
    done = run("difference", tiny[0], "--log", tiny[1])
    assert done.code == 0, done.err
    assert "The log contradicts nothing" in done.out
    assert "Not enough yet (fewer than 30)" in done.out
    assert 'The map leads everybody through "Join"' in " ".join(done.out.split())


def test_a_segment_that_cannot_be_read_is_one_coded_error(tiny: tuple[Path, Path], run: Run) -> None:
    done = run("difference", tiny[0], "--log", tiny[1], "--segment", "traits.plan ==")
    assert done.code == 1
    assert "DP-EXPR-" in done.err
