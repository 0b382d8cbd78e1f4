"""Paths of worlds small enough to count by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.findings.paths import find_paths, find_step_paths
from desirepath.log.interaction import Interaction
from desirepath.log.store import Log, create_log
from desirepath.model.map_file import read_map_text
from desirepath.replay.index import open_index
from desirepath.replay.replay import replay
from tests.measures.conftest import NEW_YEAR

DAY_SECONDS = 86_400.0
# Each letter is a day.
LIVED = {"ann": "sabbc", "bob": "sac", "cleo": "sabc", "dora": "s", "emil": "sac"}
MAP = """
format: desirepath/1
id: letters
title: Letters
passage: {starts: [{activity: s}], succeeds: [{activity: c}], again: true}
stages:
  - id: all
    name: All
    steps:
      - {id: first, name: First letter, when: [{activity: a}]}
      - {id: second, name: Second letter, when: [{activity: b}]}
"""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with create_log(tmp_path / "log") as log:
        log.append(
            Interaction(
                {"customer": who},
                NEW_YEAR + timedelta(days=day),
                activity,
                source="app",
                key=f"{who}{day}",
            )
            for who, letters in LIVED.items()
            for day, activity in enumerate(letters)
        )
        yield log


def test_what_follows_what_and_after_how_long(log: Log) -> None:
    paths = find_paths(log)
    assert (paths.subjects, paths.passages, paths.interactions) == (5, 5, 16)
    assert list(paths.activities.items()) == [("s", 5), ("a", 4), ("c", 4), ("b", 3)]
    assert paths.starts == {"s": 5}
    assert list(paths.ends.items()) == [("c", 4), ("s", 1)]
    assert [(way.origin, way.target, way.n, way.subjects) for way in paths.transitions] == [
        ("s", "a", 4, 4),
        ("a", "b", 2, 2),
        ("a", "c", 2, 2),
        ("b", "c", 2, 2),
        ("b", "b", 1, 1),
    ]
    assert {way.median_seconds for way in paths.transitions} == {DAY_SECONDS}


def test_variants_come_by_subjects_then_the_shorter_first(log: Log) -> None:
    found = find_paths(log)
    assert [("".join(way.sequence), way.subjects, way.examples) for way in found.top_variants] == [
        ("sac", 2, ("bob", "emil")),
        ("s", 1, ("dora",)),
        ("sabc", 1, ("cleo",)),
        ("sabbc", 1, ("ann",)),
    ]
    assert found.top_variants[0].share.value == 0.4
    assert [len(find_paths(log, top=n).top_variants) for n in (1, 3)] == [1, 3]
    assert find_paths(log, top=3).top_variants == found.top_variants[:3]


def test_repeats_can_be_taken_as_one_and_long_ways_cut(log: Log) -> None:
    once = find_paths(log, collapse=True)
    assert [("".join(way.sequence), way.subjects) for way in once.top_variants] == [
        ("sac", 2),
        ("sabc", 2),
        ("s", 1),
    ]
    cut = find_paths(log, longest=2)
    assert [("".join(way.sequence), way.subjects, way.goes_on) for way in cut.top_variants] == [
        ("sa", 4, True),
        ("s", 1, False),
    ]
    # What follows what does not change with how variants are compared.
    assert once.transitions == cut.transitions == find_paths(log).transitions


def test_with_a_map_ways_are_of_steps_and_every_passage_counts(log: Log) -> None:
    told = replay(read_map_text(MAP), open_index(log, "customer"))
    paths = find_step_paths(told)
    assert (paths.map, paths.subjects, paths.passages, paths.interactions) == ("letters", 5, 5, 16)
    assert [(way.sequence, way.passages) for way in paths.top_variants] == [
        (("first",), 2),
        (("first", "second"), 2),
        ((), 1),
    ]
    assert paths.activities == {"first": 4, "second": 2}
    assert paths.name("second") == "Second letter"


def test_an_unknown_type_is_refused_with_the_nearest(log: Log) -> None:
    with pytest.raises(DesirepathError, match=r'DP-FND-001: no "custommer".*did you mean "customer"'):
        find_paths(log, travels="custommer")


@pytest.mark.parametrize("wrong", [{"top": 0}, {"longest": 0}])
def test_lengths_below_one_are_refused(log: Log, wrong: dict[str, int]) -> None:
    with pytest.raises(DesirepathError, match="DP-FND-002"):
        find_paths(log, **wrong)  # type: ignore[arg-type]  # the names vary


def test_an_empty_log_has_no_paths(tmp_path: Path) -> None:
    with create_log(tmp_path / "empty") as log:
        paths = find_paths(log)
    assert (paths.subjects, paths.variants, paths.top_variants, paths.transitions) == (0, 0, (), ())
