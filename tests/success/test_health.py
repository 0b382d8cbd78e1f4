"""Scores worked out by hand in each of the three ways, and the laws that hold in all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import open_log
from desirepath.measures.book.records import Records
from desirepath.replay.index import open_index
from desirepath.success.explaining import changed, explain
from desirepath.success.health import Health, Override, work_out
from desirepath.success.scorecard_file import read_scorecard_text
from desirepath.success.signals import read_signals
from tests.success.world import did, log_of, on, seats

CARD = """\
format: desirepath/1
id: small
name: Small
combine: {combine}
when_missing: {missing}
levels: [{{name: poor}}, {{name: average, at_least: 40}}, {{name: good, at_least: 75}}]
signals:
  - id: calls
    name: Calls
    takes: count
    of: [{{activity: call.held}}]
    within: 10d
    weight: 3
    scores: [{{less_than: 2, points: 20, says: few calls}}, {{at_least: 2, points: 100}}]
  - id: mood
    name: Mood
    takes: mean
    of: [{{activity: survey.answered}}]
    value: score
    weight: 1
    scores: [{{less_than: 3, points: 0, says: unhappy}}, {{at_least: 3, points: 60}}]
"""

FACTS: list[Interaction | Traits] = [
    seats("a", 0, 4),
    did("a", 0, "call.held"),
    did("a", 12, "call.held", person="ann"),
    did("a", 14, "call.held", person="ann"),
    did("a", 15, "survey.answered", score=2),
    did("b", 0, "call.held"),
    did("b", 19, "call.held"),
    did("c", 19, "call.held"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("health") / "log"
    log_of(place, FACTS).close()
    return place


def health(
    folder: Path,
    combine: str,
    missing: str = "ignore",
    *,
    day: float = 20,
    overrides: tuple[Override, ...] = (),
) -> Health:
    """The health of the three accounts."""
    card = read_scorecard_text(CARD.format(combine=combine, missing=missing))
    return work_out(read_signals(card, open_index(open_log(folder), "account")), on(day), overrides)


def scores(found: Health) -> list[float | None]:
    return [None if np.isnan(one) else one for one in found.scores.tolist()]


@pytest.mark.parametrize(
    ("combine", "missing", "expected"),
    [
        # a: calls 2 -> 100, mood 2 -> 0: (3 * 100 + 0) / 4. b: calls 1 -> 20, no mood. c: known one day.
        ("weighted mean", "ignore", [75, 20, None]),
        ("weighted mean", "poor", [75, 15, 0]),
        ("weighted mean", "neutral", [75, (60 + 50) / 4, 50]),
        ("weighted mean", "block", [75, None, None]),
        ("worst", "ignore", [0, 20, None]),
        ("worst", "poor", [0, 0, 0]),
        # From 50: 50 + 100 + 0 is cut off at 100; 50 + 20.
        ("points", "ignore", [100, 70, None]),
        ("points", "poor", [100, 70, 70]),
        ("points", "neutral", [100, 70, 50]),
    ],
)
def test_by_hand(folder: Path, combine: str, missing: str, expected: list[float | None]) -> None:
    assert scores(health(folder, combine, missing)) == expected


def test_levels_begin_where_they_say(folder: Path) -> None:
    found = health(folder, "weighted mean")
    assert found.levels == ("good", "poor", None)
    assert [found.level_of(one) for one in (39.99, 40, 74.99, 75)] == ["poor", "average", "average", "good"]


def test_coverage_is_the_share_of_the_weights_that_is_known(folder: Path) -> None:
    assert health(folder, "weighted mean").coverage.tolist() == [1, 0.75, 0]
    assert health(folder, "worst").coverage.tolist() == [1, 0.5, 0]


def test_every_line_is_told(folder: Path) -> None:
    told = explain(health(folder, "weighted mean"), "a")
    calls, mood = told.lines
    assert (calls.value, calls.rule, calls.says, calls.n) == (2, "2 or more", None, 2)
    assert (calls.points, calls.adds) == (100, 75)
    assert calls.latest == on(14)
    assert (mood.value, mood.rule, mood.says, mood.points, mood.adds) == (2, "below 3", "unhappy", 0, 0)
    assert told.score == 75
    none = explain(health(folder, "weighted mean"), "c")
    assert (none.score, none.level, none.lines[1].value) == (None, None, None)
    assert none.lines[1].missing == "left out, and the others count for more"
    with pytest.raises(KeyError):
        explain(health(folder, "weighted mean"), "nobody")


def test_a_score_set_by_hand_stands_for_its_time_and_the_other_stays_to_be_seen(folder: Path) -> None:
    by_hand = Override("a", 10, "Mia", "their sponsor left", on(18), on(21))
    told = explain(health(folder, "weighted mean", overrides=(by_hand,)), "a")
    assert (told.score, told.level, told.worked_out, told.override) == (10, "poor", 75, by_hand)
    assert explain(health(folder, "weighted mean", day=21, overrides=(by_hand,)), "a").score == 75
    assert explain(health(folder, "weighted mean", day=17.9, overrides=(by_hand,)), "a").override is None


def test_what_changed_adds_up(folder: Path) -> None:
    # On day 11 a had one call in ten days and no mood: 20. On day 20: 75.
    before, after = health(folder, "weighted mean", day=13), health(folder, "weighted mean")
    found = changed(before, after, "a")
    assert (found.before, found.after, found.moved) == (20, 75, 55)
    (part, *_) = found.parts
    assert (part.signal, part.before, part.after) == ("calls", 1, 2)
    assert changed(before, after, "c" if "c" in before.subjects else "b").parts == ()


def test_who_is_no_customer_has_no_score(tmp_path: Path) -> None:
    facts: list[Interaction | Traits] = [
        *FACTS,
        did("a", 0, "subscription.started", amount=1),
        did("b", 0, "subscription.started", amount=1),
        did("b", 19.5, "subscription.cancelled"),
    ]
    log = log_of(tmp_path / "log", facts)
    records = Records.read(log, of="account")
    reader = read_signals(read_scorecard_text(CARD.format(combine="worst", missing="ignore")), records.index)
    assert np.isnan(work_out(reader, on(20), records=records).scores).tolist() == [False, True, True]
    assert np.isnan(work_out(reader, on(19), records=records).scores).tolist() == [False, False, True]


def test_as_of_needs_a_zone(folder: Path) -> None:
    card = read_scorecard_text(CARD.format(combine="worst", missing="ignore"))
    reader = read_signals(card, open_index(open_log(folder), "account"))
    with pytest.raises(ValueError, match="zone"):
        work_out(reader, datetime(2026, 1, 20))  # noqa: DTZ001


@given(
    combine=st.sampled_from(["weighted mean", "points", "worst"]),
    missing=st.sampled_from(["ignore", "poor", "neutral", "block"]),
    day=st.floats(1, 30),
)
def test_contributions_add_up_and_scores_stay_on_the_scale(
    folder: Path, combine: str, missing: str, day: float
) -> None:
    found = health(folder, combine, missing, day=day)
    known = ~np.isnan(found.worked_out)
    assert ((found.worked_out[known] >= 0) & (found.worked_out[known] <= 100)).all()
    total = found.contributions.sum(axis=1)
    if combine == "points":
        total = np.clip(50 + total, 0, 100)
    assert np.allclose(total[known], found.worked_out[known])
    assert ((found.coverage >= 0) & (found.coverage <= 1)).all()


@given(
    first=st.floats(1, 30),
    second=st.floats(1, 30),
    combine=st.sampled_from(["weighted mean", "points", "worst"]),
)
def test_the_parts_of_a_change_add_up_to_it(folder: Path, first: float, second: float, combine: str) -> None:
    before, after = health(folder, combine, day=first), health(folder, combine, day=second)
    for subject in before.subjects:
        found = changed(before, after, subject)
        if found.moved is not None:
            assert sum(part.moved for part in found.parts) == pytest.approx(found.moved)


def test_utc_is_used_whatever_zone_is_given(folder: Path) -> None:
    assert health(folder, "worst").as_of == datetime(2026, 1, 21, tzinfo=UTC)
