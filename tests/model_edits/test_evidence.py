"""Evidence, rolled up: counted by hand, and lawful at any age."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.model.claim import Claim
from desirepath.model.evidence import evidence_weight, roll_up
from desirepath.model.journey_map import JourneyMap
from tests.model_edits.strategies import map_data

TODAY = date(2026, 11, 1)


def journey(*steps: dict[str, Any], **more: Any) -> JourneyMap:
    named = [{"id": f"s{i}", "name": "S", **step} for i, step in enumerate(steps)]
    stages = [{"id": "a", "name": "A", "steps": named, **more.pop("stage", {})}]
    file = {"format": "desirepath/1", "id": "m", "title": "T", "stages": stages, **more}
    return JourneyMap.model_validate(file)


def evidence(days_ago: int, confidence: float = 1, **more: Any) -> dict[str, Any]:
    day = str(TODAY - timedelta(days=days_ago))
    return {"text": "It is so", "basis": "evidence", "confidence": confidence, "confirmed_on": day, **more}


def test_each_level_counts_what_is_below_it() -> None:
    rolled = roll_up(
        journey({"doing": ["a", evidence(0)]}, {"goal": evidence(0), "feeling": 1}, stage={"goal": "b"}),
        TODAY,
    )
    assert [rolled.steps[name].claims for name in ("s0", "s1")] == [2, 2]
    assert (rolled.stages["a"].claims, rolled.stages["a"].evidence) == (5, 2)
    assert rolled.whole == rolled.stages["a"]
    assert rolled.whole.weighted_share == pytest.approx(2 / 5)


def test_nothing_said_is_not_nothing_known() -> None:
    coverage = roll_up(journey({"tasks": ["Send the agenda"]}), TODAY).whole
    assert (coverage.claims, coverage.share, coverage.weighted_share) == (0, None, None)


def test_the_review_sets_the_half_life_and_what_is_stale() -> None:
    step = {"doing": [evidence(90), evidence(91)]}
    yearly, quarterly = (
        roll_up(journey(step), TODAY),
        roll_up(journey(step, review={"every": "3 months"}), TODAY),
    )
    assert (yearly.half_life_days, quarterly.half_life_days) == (360, 90)
    assert (yearly.whole.stale, quarterly.whole.stale) == (0, 1)
    assert quarterly.whole.weighted_share == pytest.approx((0.5 + 0.5 ** (91 / 90)) / 2)


def test_a_quote_that_names_its_source_is_evidence() -> None:
    quotes = [{"text": "Again!", "source": "interview-7"}, "Again!", {"text": "So!", "source": "example"}]
    coverage = roll_up(journey({"quotes": quotes}), TODAY).whole
    assert (coverage.evidence, coverage.assumption) == (1, 2)


def test_evidence_without_a_day_is_as_old_as_its_newest_source() -> None:
    dated = {"text": "x", "basis": "evidence", "sources": [{"kind": "survey", "on": "2026-10-02"}]}
    coverage = roll_up(journey({"doing": [dated]}), TODAY).whole
    assert coverage.oldest_confirmed_on == date(2026, 10, 2)
    assert coverage.weighted_share == pytest.approx(0.5 * 0.5 ** (30 / 360))


@given(st.integers(-10, 4000), st.integers(1, 400), st.floats(0, 1))
def test_evidence_never_gains_weight_with_age(age: int, more: int, confidence: float) -> None:
    younger, older = (
        Claim(text="x", basis="evidence", confidence=confidence, confirmed_on=TODAY - timedelta(days=days))
        for days in (age, age + more)
    )
    assert 0 <= evidence_weight(older, TODAY, 360) <= evidence_weight(younger, TODAY, 360) <= confidence


@given(map_data())
def test_counts_add_up(file: dict[str, Any]) -> None:
    rolled = roll_up(JourneyMap.model_validate(file), TODAY)
    assert rolled.whole.claims == sum(stage.claims for stage in rolled.stages.values())
    assert rolled.whole.claims == rolled.whole.evidence + rolled.whole.assumption
    assert rolled.whole.weighted_share is None or 0 <= rolled.whole.weighted_share <= 1
    assert all(0 <= step.stale <= step.evidence for step in rolled.steps.values())
