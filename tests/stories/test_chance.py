"""Chance has the distributions it promises, and repeats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.stories.asking import score_of
from desirepath.stories.chance import Chance, Dial, clamp, likely
from desirepath.stories.clock import (
    DAY,
    HOUR,
    at_leisure,
    at_work,
    in_week,
    local_hour,
    on_day,
    seconds,
    weekday,
)

INSTANTS = st.integers(seconds(2025, 1, 1), seconds(2027, 1, 1))
ZONES = st.integers(-8, 9)
NAMES = st.integers(0, 10**6)


@given(name=NAMES, low=st.integers(-5, 5), width=st.integers(0, 9))
def test_the_same_name_has_the_same_luck_and_keeps_bounds(name: int, low: int, width: int) -> None:
    here, there = Chance("any", name), Chance("any", name)
    for _ in range(5):
        assert here.whole(low, low + width) == there.whole(low, low + width)
        assert low <= here.between(low, low + width) <= low + width
        assert low <= there.whole(low, low + width) <= low + width


def test_it_has_the_distributions_it_promises() -> None:
    chance = Chance("large numbers")
    n = 20_000
    assert sum(chance.yes(0.3) for _ in range(n)) / n == pytest.approx(0.3, abs=0.012)
    assert sum(chance.wait(5) for _ in range(n)) / n == pytest.approx(5, rel=0.04)
    assert sum(chance.count(2.5) for _ in range(n)) / n == pytest.approx(2.5, rel=0.03)
    normal = [chance.normal(1, 2) for _ in range(n)]
    middle = sum(normal) / n
    assert middle == pytest.approx(1, abs=0.06)
    assert (sum((x - middle) ** 2 for x in normal) / n) ** 0.5 == pytest.approx(2, rel=0.03)
    assert sorted(chance.spread(9, 2) for _ in range(n))[n // 2] == pytest.approx(9, rel=0.04)
    dial = Dial([("a", 3), ("b", 1)])
    assert sum(dial.turn(chance) == "a" for _ in range(n)) / n == pytest.approx(0.75, abs=0.012)


@given(at=INSTANTS, zone=ZONES, name=NAMES)
def test_the_office_is_open_when_work_is_done(at: int, zone: int, name: int) -> None:
    found = at_work(Chance(name), at, zone)
    assert at <= found < at + 5 * DAY
    assert weekday(found, zone) < 5
    assert 7 <= local_hour(found, zone) <= 19


@given(at=INSTANTS, zone=ZONES, name=NAMES)
def test_leisure_never_goes_back_in_time(at: int, zone: int, name: int) -> None:
    assert at <= at_leisure(Chance(name), at, zone) < at + DAY


@given(week=st.integers(2900, 2960), zone=ZONES, name=NAMES)
def test_a_moment_in_a_week_lies_in_that_local_week(week: int, zone: int, name: int) -> None:
    monday = 4 * DAY + week * 7 * DAY
    assert weekday(monday) == 0
    assert monday <= in_week(Chance(name), monday, zone) + zone * HOUR < monday + 7 * DAY


def test_days_are_counted_right() -> None:
    assert (weekday(seconds(2026, 9, 28)), weekday(seconds(2026, 9, 27, 23), 9)) == (0, 0)
    assert on_day(seconds(2026, 2, 28, 23)) == "2026-02-28"


@given(
    mood=st.floats(-2, 2), better=st.floats(0, 1), scale=st.sampled_from(["1..5", "0..10", "1..7", "thumbs"])
)
def test_a_better_mood_never_gives_a_lower_score(mood: float, better: float, scale: str) -> None:
    assert score_of(mood, scale) <= score_of(clamp(mood + better, -2, 2), scale)


@given(st.floats(-30, 30))
def test_log_odds_become_probabilities(odds: float) -> None:
    assert 0 <= likely(odds) <= 1
    assert likely(odds) + likely(-odds) == pytest.approx(1)
