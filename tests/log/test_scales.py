from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.log.scales import LEVELS, parse_scale

SCALES = ["0..10", "1..5", "1..7", "-2..2", "thumbs", "5..1", "1..7 hard", "0..100"]


@given(st.sampled_from(SCALES), st.floats(0, 1))
def test_worse_is_lower_and_the_ends_are_the_ends(name: str, share: float) -> None:
    scale = parse_scale(name)
    score = scale.worst + share * (scale.best - scale.worst)
    assert scale.feeling(scale.worst) == -2
    assert scale.feeling(scale.best) == 2
    assert -2 <= scale.feeling(score) <= 2.0000001
    assert (scale.level(scale.worst), scale.level(scale.best)) == (0, LEVELS)
    assert abs(scale.level(score) / LEVELS * 4 - 2 - scale.feeling(score)) <= 2.001 / LEVELS


def test_whole_scores_of_the_usual_scales_lose_nothing_as_levels() -> None:
    for name in ("0..10", "1..5", "1..7", "-2..2", "thumbs", "5..1", "1..7 hard"):
        scale = parse_scale(name)
        low, high = sorted((int(scale.worst), int(scale.best)))
        for score in range(low, high + 1):
            assert scale.level(score) * 4 == pytest.approx((scale.feeling(score) + 2) * LEVELS, abs=1e-9)


def test_hard_turns_a_scale_round() -> None:
    assert parse_scale("1..7 hard").feeling(7) == parse_scale("7..1").feeling(7) == -2


@pytest.mark.parametrize("text", ["", "5", "5..5", "1-5", "a..b", "1..5 soft", "1.5..2", " 1..5"])
def test_what_is_no_scale_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a scale"):
        parse_scale(text)
