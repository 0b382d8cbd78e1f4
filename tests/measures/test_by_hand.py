"""Every measure on the world of six customers (see conftest), counted by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any

import pytest

from desirepath.base.estimate import Estimate
from desirepath.base.problem import DesirepathError
from desirepath.base.spans import Period
from desirepath.log.store import Log
from desirepath.measures.measure_map import measure_map
from desirepath.measures.measured_map import MeasuredMap
from desirepath.model.journey_map import JourneyMap

DAY = 86_400


@pytest.fixture(scope="module")
def measured(journey: JourneyMap, log: Log) -> MeasuredMap:
    return measure_map(journey, log)


def parts(estimate: Estimate) -> Any:
    return estimate.value, estimate.n, estimate.censored


def test_the_passages(measured: MeasuredMap) -> None:
    passages = measured.passages
    assert (passages.subjects, passages.started) == (6, 6)
    assert (passages.succeeded, passages.failed, passages.expired, passages.open) == (1, 1, 1, 3)
    assert measured.interactions == 21


@pytest.mark.parametrize(
    ("step", "measure", "k", "n", "censored"),
    [
        ("sign", "reach", 5, 6, 1),
        ("setup", "reach", 1, 6, 3),
        ("use", "reach", 3, 6, 2),
        ("pay", "reach", 0, 6, 3),
        ("sign", "in_order_reach", 5, 6, 1),
        ("setup", "in_order_reach", 1, 6, 3),
        ("use", "in_order_reach", 2, 6, 3),
        ("pay", "in_order_reach", 0, 6, 3),
        ("sign", "conversion", 5, 6, 1),
        ("setup", "conversion", 1, 5, 2),
        ("use", "conversion", 2, 5, 2),
        ("pay", "conversion", 0, 3, 1),
        ("sign", "drop_off", 1, 5, 2),
        ("setup", "drop_off", 0, 1, 0),
        ("use", "drop_off", 1, 3, 0),
        ("sign", "skip_rate", 1, 3, 0),
        ("sign", "return_rate", 1, 5, 1),
        ("use", "return_rate", 0, 3, 1),
        ("use", "late_rate", 1, 3, 0),
        ("sign", "csat", 1, 1, 0),
        ("sign", "response_rate", 1, 1, 0),
    ],
)
def test_a_share(measured: MeasuredMap, step: str, measure: str, k: int, n: int, censored: int) -> None:
    estimate = measured.step(step).estimates[measure]
    assert parts(estimate) == (pytest.approx(k / n), n, censored)
    assert estimate.unit == "share"
    assert estimate.method == "wilson"


@pytest.mark.parametrize(
    ("step", "measure", "days", "n", "censored"),
    [
        ("sign", "time_to_reach", 2, 6, 1),  # 1, 2, 2, 3, 5 days, and one under way for 5
        ("use", "time_to_reach", 4, 5, 2),  # 3, 4, 6 days; 5 and 10 under way; one left
        ("sign", "dwell", 27, 5, 2),  # 1, 4, 27 days; 8 and 15 so far: half are not gone before 27
        ("use", "dwell", 2, 3, 0),  # 2, 3, 1 days
    ],
)
def test_a_time(measured: MeasuredMap, step: str, measure: str, days: float, n: int, censored: int) -> None:
    estimate = measured.step(step).estimates[measure]
    assert parts(estimate) == (pytest.approx(days * DAY), n, censored)
    assert estimate.unit == "seconds"


@pytest.mark.parametrize(
    ("step", "measure", "value", "n"),
    [
        ("sign", "standing", 2, 3),
        ("use", "standing", 0, 3),
        ("sign", "feeling", 1.2, 2),  # +2.0 and +0.4
        ("sign", "nps", -100, 1),  # a 6
        ("sign", "interactions_per_visit", 8 / 5, 5),
        ("use", "interactions_per_visit", 2, 3),
        ("use", "tickets_per_visit", 1 / 3, 3),
        ("sign", "tickets_per_visit", 0, 5),
    ],
)
def test_a_number(measured: MeasuredMap, step: str, measure: str, value: float, n: int) -> None:
    estimate = measured.step(step).estimates[measure]
    assert estimate.value == pytest.approx(value)
    assert estimate.n == n


@pytest.mark.parametrize(
    ("step", "measure", "reason"),
    [
        ("pay", "dwell", "nobody has been at this step"),
        ("pay", "time_to_reach", "nobody has come to this step yet"),
        ("pay", "drop_off", "nobody has come to this step"),
        ("pay", "interactions_per_visit", "nobody has been at this step"),
        ("pay", "skip_rate", "nobody has gone beyond this step"),
        ("setup", "skip_rate", "leaving out an optional step is no skip"),
        ("use", "feeling", "nobody answered here"),
        ("use", "nps", "nobody answered on a 0..10 scale"),
        ("use", "csat", "nobody answered on a 1..5 scale"),
        ("use", "ces", "nobody answered on a 1..7 scale"),
        ("use", "response_rate", "no survey was sent here"),
        ("sign", "late_rate", "the map does not say within what time"),
        ("habit", "reach", "the step has no rule, so that nothing in the log says who is there"),
    ],
)
def test_what_cannot_be_said_says_why(measured: MeasuredMap, step: str, measure: str, reason: str) -> None:
    estimate = measured.step(step).estimates[measure]
    assert estimate.value is None
    assert estimate.low is None
    assert estimate.reason == reason


def test_the_whole_journey(measured: MeasuredMap) -> None:
    overall = measured.overall
    assert parts(overall["success_rate"]) == (pytest.approx(1 / 6), 6, 3)
    assert parts(overall["failure_rate"]) == (pytest.approx(1 / 6), 6, 3)
    assert parts(overall["time_to_success"]) == (5 * DAY, 4, 3)
    assert overall["nps"].value == -100
    assert overall["csat"].value == 1
    assert overall["ces"].value is None
    assert overall["response_rate"].value == 1


def test_the_detours(measured: MeasuredMap) -> None:
    found = [(d.kind, d.from_step, d.to_step, d.n, parts(d.share)) for d in measured.detours]
    assert found == [
        ("skip", None, "use", 1, (pytest.approx(1 / 6), 6, 2)),
        ("return", "use", "sign", 1, (pytest.approx(1 / 6), 6, 2)),
    ]


def test_the_channels(measured: MeasuredMap) -> None:
    channels = measured.step("sign").channels
    assert {name: parts(share) for name, share in channels.items()} == {
        "not known": (pytest.approx(2 / 5), 5, 0),
        "web": (pytest.approx(2 / 5), 5, 0),
        "phone": (pytest.approx(1 / 5), 5, 0),
    }
    assert list(channels)[-1] == "phone"
    assert measured.step("pay").channels == {}


def test_a_segment_and_the_other_one(journey: JourneyMap, log: Log) -> None:
    side_by_side = measure_map(journey, log, segment='traits.plan == "pro"', against='traits.plan == "free"')
    assert side_by_side.there is not None
    assert (side_by_side.passages.started, side_by_side.there.passages.started) == (3, 3)
    assert side_by_side.step("use").estimates["reach"].value == 1
    assert side_by_side.there.step("use").estimates["reach"].value == 0
    reach = next(d for d in side_by_side.differences if (d.step, d.measure) == ("use", "reach"))
    assert reach.difference.value == 1
    assert reach.difference.low is not None
    assert reach.difference.low > 0
    assert reach.adjusted_p is not None
    assert "standing" not in {d.measure for d in side_by_side.differences}


def test_of_two_periods_the_earlier_is_seen_as_young_as_the_later(journey: JourneyMap, log: Log) -> None:
    """Started from day 20 on, seen until day 40; started before, seen until 20: u4 has not expired yet."""
    first = log.interactions(["occurred_at"])["occurred_at"][0].as_py()
    later, earlier = Period(since=first + timedelta(days=20)), Period(until=first + timedelta(days=20))
    here = measure_map(journey, log, period=later, against_period=earlier)
    assert here.there is not None
    assert (here.as_of - here.there.as_of).days == 20
    assert here.same_age is True
    for side in (here, here.there):
        assert side.passages.started == 3
    assert (here.there.passages.succeeded, here.there.passages.failed, here.there.passages.open) == (1, 1, 1)
    assert here.differences
    turned = measure_map(journey, log, period=earlier, against_period=later)
    assert turned.there is not None
    assert (turned.as_of, turned.there.as_of) == (here.there.as_of, here.as_of)


def test_a_period_that_begins_before_the_data_is_as_old_as_the_data(journey: JourneyMap, log: Log) -> None:
    first = log.interactions(["occurred_at"])["occurred_at"][0].as_py()
    whole = measure_map(
        journey, log, period=Period(since=first - timedelta(days=900)), against_period=Period()
    )
    assert whole.there is not None
    assert whole.passages == whole.there.passages
    assert whole.passages.started == 6


def test_all_times_beside_a_period_stay_all_times(journey: JourneyMap, log: Log) -> None:
    """Lined up by age they would be the first ten days of the data: nobody who asked for all would see it."""
    first = log.interactions(["occurred_at"])["occurred_at"][0].as_py()
    alone = measure_map(journey, log)
    late = Period(since=first + timedelta(days=30))
    beside = measure_map(journey, log, against_period=late)
    assert beside.there is not None
    assert (beside.as_of, beside.passages) == (alone.as_of, alone.passages)
    assert beside.there.as_of == alone.as_of
    assert beside.there.passages == measure_map(journey, log, period=late).passages
    assert beside.same_age is False
    assert beside.to_json()["same_age"] is False
    undecided = [d for d in beside.differences if d.here.censored or d.there.censored]
    assert not undecided
    turned = measure_map(journey, log, period=late, against_period=Period())
    assert turned.there is not None
    assert (turned.there.passages, turned.same_age) == (alone.passages, False)
    assert alone.same_age is None


def test_as_of_an_earlier_day_less_is_known(journey: JourneyMap, log: Log) -> None:
    first = log.interactions(["occurred_at"])["occurred_at"][0].as_py()
    early = measure_map(journey, log, as_of=first + timedelta(days=4))
    assert early.passages.started == 3
    assert early.passages.open == 3
    assert parts(early.overall["success_rate"]) == (0, 3, 3)


def test_an_instant_without_a_zone_is_refused(journey: JourneyMap, log: Log) -> None:
    first = log.interactions(["occurred_at"])["occurred_at"][0].as_py()
    with pytest.raises(DesirepathError, match="DP-MSR-003"):
        measure_map(journey, log, as_of=first.replace(tzinfo=None))


def test_nobody_in_the_segment(journey: JourneyMap, log: Log) -> None:
    nobody = measure_map(journey, log, segment='traits.plan == "gone"', against='traits.plan == "pro"')
    assert nobody.passages.started == 0
    for step in nobody.steps:
        for estimate in step.estimates.values():
            assert estimate.value is None or estimate.measure == "standing"
            assert estimate.reason or estimate.value == 0
    assert nobody.differences == ()


def test_the_json_is_what_is_published(journey: JourneyMap, log: Log) -> None:
    document: Any = measure_map(journey, log, against='traits.plan == "pro"').to_json()
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert list(document) == [
        "format",
        "map",
        "as_of",
        "period",
        "segment",
        "interactions",
        "log_interactions",
        "notes",
        "passages",
        "overall",
        "steps",
        "detours",
        "against",
        "differences",
        "same_age",
    ]
    assert document["format"] == "desirepath-measure/1"
    assert document["map"] == {"id": "hand", "version": 1, "title": "Counted by hand"}
    assert document["as_of"] == "2026-02-10T00:00:00Z"
    assert document["period"] == {"since": None, "until": None}
    first = document["steps"][0]
    assert (first["id"], first["name"], first["stage"]) == ("sign", "Signs up", "begin")
    assert first["assumed"] == {"feeling": 0.5, "within_seconds": None}
    assert document["steps"][2]["assumed"] == {"feeling": None, "within_seconds": 2 * DAY}
    shape = ["measure", "value", "low", "high", "n", "censored", "unit", "method", "reason"]
    estimates = [value for step in document["steps"] for value in step.values() if isinstance(value, dict)]
    estimates = [value for value in estimates if "measure" in value] + list(document["overall"].values())
    assert len(estimates) == 5 * 18 + 8
    for estimate in estimates:
        assert list(estimate) == shape
        assert (estimate["value"] is None) == (estimate["reason"] is not None)
        assert all(isfinite(estimate[key]) for key in ("value", "low", "high") if estimate[key] is not None)
    assert document["against"]["segment"] == 'traits.plan == "pro"'
    assert list(document["differences"][0]) == [
        "step",
        "measure",
        "here",
        "there",
        "difference",
        "adjusted_p",
    ]


def test_the_frame_is_tidy(measured: MeasuredMap) -> None:
    frame = measured.to_frame()
    assert len(frame) == 5 * 18
    reach = frame[(frame.step == "sign") & (frame.measure == "reach")].iloc[0]
    assert (reach["stage"], reach["n"], reach["censored"]) == ("begin", 6, 1)
    assert reach["value"] == pytest.approx(5 / 6)
    assert frame.value.dtype == float


def test_the_share_to_expect_counts_who_is_under_way_for_as_long_as_followed(measured: MeasuredMap) -> None:
    # Of six, u1 won on day 5 of its passage and u2 lost on day 9; u5 is under way since 5 days, u6 since 10,
    # u3 since 20; u4 has expired. On day 5 six were at risk: 1/6, and nobody won later.
    within = measured.overall["success_within"]
    assert parts(within) == (pytest.approx(1 / 6), 6, 3)
    # u4, who was followed to day 30, might have won after day 20: where one was seen, much is possible.
    assert within.low is not None
    assert within.low < 0.1
    assert within.high is not None
    assert within.high > 0.6
    # Five signed within five days, u5 has not in five: nobody saw what the rest of the month brings.
    sign = measured.step("sign").estimates["reach_within"]
    assert parts(sign) == (None, 6, 1)
    assert "for 5 d" in (sign.reason or "")


def test_too_young_to_expect_anything(journey: JourneyMap, log: Log) -> None:
    young = measure_map(journey, log, period=Period(since=datetime(2026, 1, 25, tzinfo=UTC)))
    assert young.overall["success_rate"].value == 0
    assert young.overall["success_within"].reason == (
        "nobody has been followed for the whole 30 d yet; who has been under way longest has been for 10 d"
    )
    aimless = journey.model_copy(update={"passage": journey.passage.model_copy(update={"succeeds": None})})
    assert "does not say what the goal is" in (
        measure_map(aimless, log).overall["success_within"].reason or ""
    )
    endless = journey.model_copy(update={"passage": journey.passage.model_copy(update={"horizon": None})})
    assert "no horizon" in (measure_map(endless, log).overall["success_within"].reason or "")


def test_where_every_stay_ends_the_journey_there_is_no_time_to_stay(log: Log, journey: JourneyMap) -> None:
    """The last step's rule is that of success: coming there is the end."""
    told = journey.model_dump(mode="python", exclude_none=True)
    last = told["stages"][1]["steps"][1]
    last.update(when=({"activity": "won"},), within="2d")
    pay = measure_map(JourneyMap.model_validate(told), log).step("pay").estimates
    dwell = pay["dwell"]
    assert (pay["late_rate"].value, pay["late_rate"].reason) == (None, dwell.reason)
    assert (dwell.value, dwell.n) == (None, 1)
    assert dwell.reason == "the journey ends here: nobody stays"
