"""What another scorecard would change, counted by hand on three accounts; and the laws of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.success.dry_run import Mover, dry_run
from tests.success.test_health import folder, health

__all__ = ["folder"]


def test_by_hand(folder: Path) -> None:
    found = dry_run(health(folder, "weighted mean"), health(folder, "worst", "poor"))
    assert found.subjects == 3
    assert found.before == {"poor": 1, "average": 0, "good": 1, None: 1}
    assert found.after == {"poor": 3, "average": 0, "good": 0}
    assert found.movers == (Mover("a", "good", "poor", 75, 0), Mover("c", None, "poor", None, 0))
    assert found.flows == {("good", "poor"): 1, (None, "poor"): 1}
    assert found.moved == 3


WAYS = st.tuples(
    st.sampled_from(["weighted mean", "points", "worst"]), st.sampled_from(["ignore", "poor", "block"])
)


@given(first=WAYS, second=WAYS)
def test_it_adds_up_and_the_other_way_round_is_the_other_way_round(
    folder: Path, first: tuple[str, str], second: tuple[str, str]
) -> None:
    one, other = health(folder, *first), health(folder, *second)
    there, back = dry_run(one, other), dry_run(other, one)
    assert sum(there.before.values()) == sum(there.after.values()) == there.subjects
    assert there.before == back.after
    assert {(was, now): n for (now, was), n in back.flows.items()} == there.flows
    assert dry_run(one, one).movers == ()


def test_other_subjects_are_refused(folder: Path) -> None:
    one = health(folder, "worst")
    other = type(one)(**{**vars(one), "subjects": ("x",)})
    with pytest.raises(ValueError, match="same subjects"):
        dry_run(one, other)
