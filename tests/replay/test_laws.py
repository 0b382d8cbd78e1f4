"""Laws that hold in every world."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.replay.bins import BIN_EDGES_US, BINS, bin_of
from desirepath.replay.engines import local
from desirepath.replay.index import build_index
from desirepath.replay.kernel import bin_of_us
from desirepath.replay.replay import Replay, replay
from desirepath.replay.tally import Tally
from tests.replay.worlds import SEGMENT, MemoryLog, World, random_world

COUNTS = [f.name for f in fields(Tally)][4:]


def of(world: World, threads: int | None = None) -> Replay:
    return replay(world.journey, build_index(world.log, world.log.travels), threads=threads)


def assert_equal(one: Tally, other: Tally) -> None:
    for name in COUNTS:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**9), st.integers(1, 4), st.randoms(use_true_random=False))
def test_tallies_add_up_over_any_split_of_the_subjects_in_any_order(
    seed: int, parts: int, chance: random.Random
) -> None:
    whole = of(random_world(seed))
    part_of = {subject: chance.randrange(parts) for subject in np.unique(whole.passages.subject).tolist()}
    sides = np.array([part_of[subject] for subject in whole.passages.subject.tolist()], np.int64)
    tallies = [whole.tally_of(sides == part) for part in range(parts)]
    chance.shuffle(tallies)
    together = tallies[0]
    for tally in tallies[1:]:
        together = together + tally
    assert_equal(together, whole.tally)
    rest = whole.tally
    for tally in tallies[1:]:
        rest = rest - tally
    assert_equal(rest, tallies[0])


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "ROWS_PER_PIECE", 3)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("seed", range(40))
def test_threads_and_pieces_change_nothing(seed: int) -> None:
    world = random_world(seed)
    one, two = of(world, threads=1), of(world, threads=2)
    assert_equal(one.tally, two.tally)
    for table in ("passages", "visits"):
        for column in fields(getattr(one, table)):
            mine, other = (getattr(getattr(side, table), column.name) for side in (one, two))
            assert np.array_equal(mine, other), column.name
    assert np.array_equal(one.labels(), two.labels())
    assert np.array_equal(np.bincount(one.visits.step, minlength=len(one.tally.steps)), one.tally.visits)


@pytest.mark.parametrize("seed", range(60))
def test_the_counts_of_one_tally_agree_with_each_other(seed: int) -> None:
    world = random_world(seed)
    t = of(world).tally
    steps = len(t.steps)
    assert t.activity_at.sum() == t.interactions
    assert np.array_equal(t.transitions[:, :steps].sum(0), t.visits)
    assert np.array_equal(t.transitions[:steps].sum(1), t.visits), (
        "who comes to a step leaves it, or ends there"
    )
    assert t.transitions[steps].sum() == t.outcomes.sum(), "every passage leaves the start once"
    assert np.array_equal(t.dwell.sum((1, 2)), t.visits)
    assert np.array_equal(t.channel_visits.sum(1), t.visits)
    assert np.array_equal(t.first_reach.sum(1), t.reach)
    assert np.array_equal(t.duration.sum(1), t.outcomes)
    assert np.array_equal(t.scores.sum((1, 2)), t.feeling[:, 1])
    assert (t.in_order <= t.reach).all()
    assert (t.skipped <= t.passed).all()
    assert (t.late[:, 1] <= t.late[:, 0]).all()
    assert (np.diff(t.passed) <= 0).all()


@pytest.mark.parametrize("seed", range(60))
def test_a_funnel_never_grows(seed: int) -> None:
    world = random_world(seed)
    must = [not step.optional and bool(step.when) for step in world.journey.steps()]
    assert (np.diff(of(world).tally.in_order[must]) <= 0).all()


@pytest.mark.parametrize("seed", range(60))
def test_nor_does_that_of_a_segment_which_reaches_no_more_than_everybody(seed: int) -> None:
    world = random_world(seed)
    everybody, some = (
        of(replace(world, question=replace(world.question, segment=segment))).tally
        for segment in (None, SEGMENT)
    )
    must = [not step.optional and bool(step.when) for step in world.journey.steps()]
    assert (np.diff(some.in_order[must]) <= 0).all()
    for name in ("in_order", "reach", "visits", "skipped", "passed", "outcomes"):
        assert (getattr(some, name) <= getattr(everybody, name)).all(), name


@pytest.mark.parametrize("seed", range(30))
def test_a_log_that_arrives_later_tells_the_same_story_up_to_then(seed: int) -> None:
    world = random_world(seed)
    if not world.log.events:
        return
    cut = world.log.events[len(world.log.events) // 2].at
    early = replace(world, log=replace(world.log, events=[e for e in world.log.events if e.at <= cut]))
    seen = of(early)
    index = build_index(world.log, world.log.travels)
    again = replay(world.journey, index, as_of=seen.as_of)
    assert again.standings() == seen.standings()
    assert np.array_equal(again.tally.transitions, seen.tally.transitions)


def test_tallies_over_other_axes_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="steps"):
        Tally.empty(("a",)) + Tally.empty(("b",))


def test_an_empty_log_has_an_empty_tally() -> None:
    world = World(random_world(1).journey, MemoryLog([]))
    assert of(world).tally.outcomes.tolist() == [0, 0, 0, 0]
    assert of(world).standings() == ()


@given(st.integers(-(2**40), 2**62) | st.integers(0, BINS).map(lambda i: int(BIN_EDGES_US[i])))
def test_the_kernel_bins_as_the_definition_does(length: int) -> None:
    for around in (length - 1, length, length + 1):
        index = bin_of(around)
        assert bin_of_us(around) == index
        assert index in (0, BINS - 1) or BIN_EDGES_US[index] <= around < BIN_EDGES_US[index + 1]


def test_an_instant_without_a_zone_is_refused() -> None:
    world = random_world(1)
    with pytest.raises(ValueError, match="zone"):
        replay(world.journey, build_index(world.log, world.log.travels), as_of=datetime(2026, 1, 1))  # noqa: DTZ001
