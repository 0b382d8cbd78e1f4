"""A sample of ``make soak``: plans of random actions, killed for real or on a disk that fails once."""

from __future__ import annotations

import pytest

from bench.soak_log import make_plan, run_and_kill, run_with_fault


@pytest.mark.parametrize("seed", range(1000, 1003))
def test_a_process_killed_at_a_random_moment(seed: int) -> None:
    assert run_and_kill(seed)


@pytest.mark.parametrize("seed", range(2000, 2003))
def test_one_call_that_fails(seed: int) -> None:
    assert run_with_fault(seed)


def test_a_plan_is_the_same_every_time_and_does_everything() -> None:
    assert make_plan(1) == make_plan(1)
    names = {action.name for seed in range(20) for action in make_plan(seed)}
    assert names == {"append", "accept", "drain", "compact", "erase"}
