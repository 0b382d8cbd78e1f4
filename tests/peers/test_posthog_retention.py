"""PostHog's retention and lifecycle cases (MIT): periods of the calendar, weeks from Sunday, through the
whole period that holds the last instant; what is new is new to the log, not to the range.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from desirepath.model.expression import And, Expression
from desirepath.replay.calendar_periods import lay_out_periods
from desirepath.replay.lifecycle import compute_lifecycle
from desirepath.replay.retention import RetentionQuestion, compute_retention
from tests.peers.cases import any_event, has_all, index_of, instant, is_event, read_cases


def start_of_range(unit: str, last: datetime, periods: int) -> datetime:
    """The beginning of the range whose last period holds ``last``."""
    found = lay_out_periods(
        cast(Any, unit), last, last + timedelta(microseconds=1), week_start="sunday", before=periods - 1
    )
    return found.starts[0]


@pytest.mark.shared
@pytest.mark.parametrize("case", read_cases("posthog_retention.json"))
def test_posthog_retains_the_same(case: dict[str, Any]) -> None:
    assert case["retention_type"] == "retention_recurring"
    every = has_all(case["properties"])

    def asked(names: list[str]) -> Expression:
        return any_event(names) if every is None else And((any_event(names), every))

    unit, last = case["period"].lower(), instant(case["date_to"])
    question = RetentionQuestion(
        start=asked(case["target_events"]),
        back=asked(case["returning_events"]),
        unit=unit,
        cohorts="recurring",
        week_start="sunday",
        since=start_of_range(unit, last, case["total_intervals"]),
        until=last + timedelta(microseconds=1),
    )
    found = compute_retention(index_of(case["events"]), question)
    periods = case["total_intervals"]
    assert [row[: periods - i] for i, row in enumerate(found.returned.tolist())] == case["expected"]["matrix"]
    assert len(case["expected"]["label"]) == periods
    if unit in (
        "hour",
        "week",
    ):  # they label a month by a day in it, we by its beginning
        assert [start.isoformat() for start in found.cohort_starts] == case["expected"]["date"]


@pytest.mark.shared
@pytest.mark.parametrize("case", read_cases("posthog_lifecycle.json"))
def test_posthog_sees_the_same_lifecycle(case: dict[str, Any]) -> None:
    asked = case["filter"]
    last = instant(asked["date_to"])
    (event,) = asked["events"]
    found = compute_lifecycle(
        index_of(case["events"]),
        is_event(event["id"]),
        instant(asked["date_from"]),
        last + timedelta(microseconds=1),
        unit="day",
        zone=case["timezone"],
    )
    for line in case["expected"]:
        sign = -1 if line["status"] == "dormant" else 1
        assert (sign * getattr(found, line["status"])).tolist() == line["data"]
