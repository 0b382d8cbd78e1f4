"""NPS, CSAT and CES: textbook cases, borders, and what is no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period
from desirepath.measures.definitions.nps import net_promoters
from desirepath.measures.measure_map import Group, measure_replay
from desirepath.replay.index import build_index
from desirepath.replay.replay import replay
from tests.replay.reference import Event
from tests.replay.worlds import MemoryLog, map_of, step

few = st.integers(0, 400)


def overall_of(answers: Sequence[tuple[float | None, str | None]]) -> Mapping[str, Estimate]:
    """The whole journey's measures of subjects who came and answered once each."""
    events = [
        event
        for number, (score, scale) in enumerate(answers)
        for event in (
            Event(0, "come", f"u{number}"),
            Event(1, "survey.answered", f"u{number}", score=score, scale=scale),
        )
    ]
    log = MemoryLog(sorted(events, key=lambda event: event.at))
    journey = map_of(step("come"))
    return measure_replay(journey, replay(journey, build_index(log, "customer")), group=GROUP).overall


GROUP = Group(None, Period())


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "score"),
    [
        (60, 20, 20, 40),
        (50, 30, 20, 30),
        (70, 20, 10, 60),
        (10, 20, 70, -60),
        (25, 50, 25, 0),
        (1, 0, 2, -100 / 3),
    ],
)
def test_nps_textbook_cases(promoters: int, passives: int, detractors: int, score: float) -> None:
    assert net_promoters(promoters, passives, detractors).value == pytest.approx(score)


def test_nps_every_answer_is_one_of_three() -> None:
    nps = overall_of([(score, "0..10") for score in (10, 9, 8.5, 8, 7, 6.5, 6, 0)])["nps"]
    assert nps.value == pytest.approx(100 * (2 - 3) / 8)
    assert nps.n == 8


def test_a_dismissed_survey_is_no_answer() -> None:
    nps = overall_of([(9, "0..10"), (None, "0..10"), (None, None)])["nps"]
    assert (nps.value, nps.n) == (100, 1)


@given(few, few, few)
def test_nps_interval(promoters: int, passives: int, detractors: int) -> None:
    n = promoters + passives + detractors
    estimate = net_promoters(promoters, passives, detractors)
    if n == 0:
        assert estimate.value is None
        return
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert -100 <= estimate.low <= estimate.value <= estimate.high <= 100
    assert estimate.low < estimate.high
    if n not in (promoters, passives, detractors):
        answers = np.repeat([1, 0, -1], [promoters, passives, detractors])
        half = 100 * 1.959964 * np.std(answers) / sqrt(n)
        assert estimate.high == pytest.approx(min(100, estimate.value + half), abs=1e-4)
        assert estimate.low == pytest.approx(max(-100, estimate.value - half), abs=1e-4)


def test_csat_counts_four_and_five_of_five() -> None:
    csat = overall_of([(score, "1..5") for score in (5, 4, 3, 2, 1)] + [(1, "5..1")])["csat"]
    assert csat.value == pytest.approx(3 / 6)
    assert csat.n == 6


def test_ces_counts_five_to_seven_whichever_way_it_was_asked() -> None:
    asked_how_easy = [(score, "1..7") for score in (7, 6, 5, 4)]
    asked_how_hard = [(1, "1..7 hard"), (7, "1..7 hard"), (3, "7..1"), (4, "7..1")]
    ces = overall_of(asked_how_easy + asked_how_hard)["ces"]
    assert ces.value == pytest.approx(5 / 8)
    assert ces.n == 8


def test_scales_do_not_mix() -> None:
    overall = overall_of([(5, "1..5"), (10, "0..10"), (1, "thumbs")])
    assert (overall["csat"].n, overall["nps"].n, overall["ces"].value) == (1, 1, None)
