"""What passages lived adds up over disjoint subjects, in any split and order, to the bit."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.slow import load
from desirepath.base.spans import from_microseconds
from desirepath.replay.engines import local
from desirepath.replay.index import build_index
from desirepath.replay.lived import KERNEL, Lived
from desirepath.replay.replay import Replay, replay, take
from tests.replay.worlds import World, random_world

worlds = st.integers(0, 10**9).map(random_world)


def replay_of(world: World, **options: Any) -> Replay:
    question = world.question
    as_of = None if question.as_of is None else from_microseconds(question.as_of)
    index = build_index(world.log, world.log.travels)
    return replay(
        world.journey, index, segment=question.expression, period=question.period, as_of=as_of, **options
    )


def assert_same(one: Lived, other: Lived) -> None:
    for field in fields(Lived):
        assert np.array_equal(getattr(one, field.name), getattr(other, field.name)), field.name


def lived_of(told: Replay, chosen: Any) -> Lived:
    """Of some passages only: those of subjects of which ``chosen`` is true."""
    some = tuple(take(found, chosen(found.subject)) for found in told.asked)
    return local.lived(told.binding, told.index, some, told._as_of_us, threads=1)


@settings(max_examples=60, deadline=None)
@given(worlds, st.integers(2, 4))
def test_any_split_adds_up_to_the_whole_and_comes_out_again(world: World, parts: int) -> None:
    told = replay_of(world, threads=1)
    found = [lived_of(told, lambda subject, part=part: subject % parts == part) for part in range(parts)]
    assert_same(sum(found[::-1], start=Lived.empty(told.lived.steps)), told.lived)
    assert_same(told.lived - found[0], sum(found[1:], start=Lived.empty(told.lived.steps)))
    assert_same(told.lived.changed(gone=found[0], fresh=found[0]), told.lived)


@settings(max_examples=20, deadline=None)
@given(worlds)
def test_threads_and_pieces_change_nothing(world: World) -> None:
    with pytest.MonkeyPatch.context() as patch:
        one = replay_of(world, threads=1).lived
        patch.setattr(local, "ROWS_PER_PIECE", 3)
        assert_same(replay_of(world, threads=3).lived, one)


def test_what_was_not_there_cannot_be_taken_out() -> None:
    told = next(told for seed in range(99) if len((told := replay_of(random_world(seed))).lived.values))
    nobody = Lived.empty(told.lived.steps)
    with pytest.raises(ValueError, match="not all there"):
        nobody.changed(gone=told.lived, fresh=told.lived)
    with pytest.raises(ValueError, match="same steps"):
        _ = nobody + Lived.empty(nobody.steps + 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 400), st.integers(0, 62))
def test_values_are_put_in_order(seed: int, many: int, bits: int) -> None:
    chance = np.random.default_rng(seed)
    values = chance.integers(-(2**bits), 2**bits, many)
    wanted = np.sort(values)
    load(KERNEL).sort_values(values)
    assert np.array_equal(values, wanted)
