"""Funnels by value, by segment and by session: counted by hand, and the intervals they carry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import Log, create_log
from desirepath.measures.measure_funnel import measure_funnel
from desirepath.measures.measured_funnel import MeasuredFunnel
from desirepath.measures.statistics.wilson import wilson

DAY_0 = datetime(2026, 1, 5, tzinfo=UTC)
STEPS = ("see", "cart", "buy")

LIVED = {
    # who: plan from when on; then what, on which day, over which channel, of which order
    "ann": ("free", ["see 0 web o1", "cart 1 app o1", "buy 2 app o1"]),
    "bo": ("free", ["see 0 web o1", "cart 1 web o2", "see 2 web o2"]),
    "cy": ("pro", ["see 0 - o1", "cart 1 app o1", "buy 2 web o2"]),
    "di": ("pro", ["see 0 app -"]),
    "ed": ("pro", ["look 0 app -"]),
}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with create_log(tmp_path_factory.mktemp("shop")) as log:
        for who, (plan, lived) in LIVED.items():
            log.append([Traits("customer", who, DAY_0 - timedelta(days=9), {"plan": plan}, "crm", who)])
            for words in lived:
                what, day, channel, order = words.split()
                log.append(
                    [
                        Interaction(
                            {"customer": who},
                            DAY_0 + timedelta(days=int(day)),
                            what,
                            channel=None if channel == "-" else channel,
                            properties={} if order == "-" else {"order": order},
                            source="shop",
                            key=f"{who} {words}",
                        )
                    ]
                )
        yield log


def groups(found: MeasuredFunnel) -> dict[Any, list[int]]:
    assert found.breakdown is not None
    return {
        "rest" if group.is_rest else group.value: [step.reached for step in group.steps]
        for group in found.breakdown.groups
    }


@pytest.mark.parametrize(
    ("attribution", "wanted"),
    [
        ("first", {"app": [2, 1, 1], "web": [2, 2, 1]}),
        ("last", {"app": [2, 1, 1], "web": [2, 2, 1]}),
        ("1", {"web": [2, 2, 1], "app": [1, 0, 0], None: [1, 1, 1]}),
        ("2", {"app": [2, 2, 2], "web": [1, 1, 0], None: [1, 0, 0]}),
        ("3", {"app": [1, 1, 1], "web": [1, 1, 1], None: [2, 1, 0]}),
        ("all", {"web": [2, 1, 0], "app": [1, 0, 0]}),
    ],
)
def test_each_row_counts_under_the_value_of_its_touch(log: Log, attribution: str, wanted: Any) -> None:
    found = measure_funnel(log, STEPS, by="channel", attribution=attribution)
    assert groups(found) == wanted
    assert [step.reached for step in found.steps] == [4, 3, 2]


def test_groups_are_parts_of_the_whole(log: Log) -> None:
    found = measure_funnel(log, STEPS, by="channel", attribution="2")
    assert found.breakdown is not None
    for step in range(3):
        assert sum(group.steps[step].reached for group in found.breakdown.groups) == found.steps[step].reached


def test_a_trait_has_the_value_it_had_at_the_step(log: Log) -> None:
    found = measure_funnel(log, STEPS, by="traits.plan")
    assert groups(found) == {"free": [2, 2, 1], "pro": [2, 1, 1]}
    assert found.breakdown is not None
    # Two groups that are everybody: the second would say the same again.
    assert [(one.group, one.step) for one in found.breakdown.differences] == [(0, 2), (0, 3)]
    (second, _) = found.breakdown.differences
    assert (second.here.value, second.there.value, second.difference.value) == (1.0, 0.5, 0.5)
    assert second.difference.method == "hybrid (MOVER)"
    assert second.adjusted_p is not None


def test_a_segment_is_those_who_were_in_it_at_their_first_step(log: Log) -> None:
    found = measure_funnel(log, STEPS, segment='traits.plan == "pro"', against='traits.plan == "free"')
    assert [step.reached for step in found.steps] == [2, 1, 1]
    assert found.there is not None
    assert [step.reached for step in found.there.steps] == [2, 2, 1]
    assert [(one.step, one.difference.value) for one in found.differences] == [(2, -0.5), (3, 0.0)]
    told = found.to_json()
    assert told["segment"] == 'traits.plan == "pro"'
    assert isinstance(told["against"], dict)


def test_all_steps_share_a_held_value_and_one_customer_is_one_cluster(log: Log) -> None:
    found = measure_funnel(log, STEPS, hold="properties.order")
    # ann o1, bo o1, bo o2 and cy o1 did the first step; di has no order.
    assert [step.reached for step in found.steps] == [4, 2, 1]
    rate = found.steps[1].rate
    assert (rate.value, rate.n, rate.method) == (0.5, 4, "wilson, clustered by subject")
    assert rate.low is not None
    assert rate.low <= wilson(2, 4)[0]


def test_sessions_are_followed_by_themselves(log: Log) -> None:
    assert [s.reached for s in measure_funnel(log, STEPS, session="23h").steps] == [5, 0, 0]
    assert [s.reached for s in measure_funnel(log, STEPS, session="1d").steps] == [4, 3, 2]


def of_days(*stories: str) -> list[Interaction]:
    return [
        Interaction(
            {"customer": f"u{number}"}, DAY_0 + timedelta(days=int(word[1:])), word[0], source="s",
            key=f"{number} {word}",
        )
        for number, story in enumerate(stories)
        for word in story.split()
    ]  # fmt: skip


def test_what_to_expect_when_those_under_way_are_done(tmp_path: Path) -> None:
    with create_log(tmp_path / "log") as log:
        # The data end on day 12: the third began on day 8, and has been under way for four of ten days.
        log.append(of_days("a0 b6", "a0", "a8", "x12"))
        found = measure_funnel(log, ["a", "b"], window="10d").steps[1]
        forever = measure_funnel(log, ["a", "b"], window=None).steps[1]
    assert (found.rate.value, found.rate.censored) == (1 / 3, 1)
    # On day 6 of theirs, of the two that are seen so long one comes.
    assert (found.expected.value, found.expected.n, found.expected.censored) == (1 / 2, 3, 1)
    assert forever.expected.reason == "without a window it is never over"


def test_what_to_expect_is_the_plain_share_where_nobody_is_under_way(log: Log) -> None:
    found = measure_funnel(log, STEPS, window="1d", as_of=DAY_0 + timedelta(days=30))
    for step in found.steps:
        assert (step.expected.value, step.expected.low) == (step.first_touch / 4, step.rate.low) or (
            step.first_touch != step.reached
        )
    by_plan = measure_funnel(log, STEPS, by="traits.plan", as_of=DAY_0 + timedelta(days=2))
    assert by_plan.breakdown is not None
    for group in by_plan.breakdown.groups:
        assert group.steps[2].expected.n == group.steps[0].reached


def test_nobody_seen_for_the_whole_window_says_so(tmp_path: Path) -> None:
    with create_log(tmp_path / "log") as log:
        log.append(of_days("a0 b1", "a0", "a2", "x3"))
        expected = measure_funnel(log, ["a", "b"], window="10d").steps[1].expected
    assert expected.reason is not None
    assert expected.reason.startswith("nobody has been followed for the whole 10 d yet")
    sessions = measure_funnel(log, ["a", "b"], session="1h").steps[1].expected
    assert (sessions.value, sessions.reason is None) == (None, False)


def test_many_values_are_told_largest_first_and_the_rest_together(tmp_path: Path) -> None:
    with create_log(tmp_path / "log") as log:
        log.append(
            Interaction(
                {"customer": f"u{number}"}, DAY_0, "see", source="s", key=f"{number}",
                properties={"page": number % 30 if number < 60 else 1},
            )
            for number in range(100)
        )  # fmt: skip
        found = measure_funnel(log, ["see", "buy"], by="properties.page")
    told = groups(found)
    assert list(told)[:2] == [1, 0]
    assert (told[1], told[0], told["rest"]) == ([42, 0], [2, 0], [20, 0])
    assert len(told) == 21


def test_who_is_dropped_is_in_no_group(log: Log) -> None:
    found = measure_funnel(log, STEPS, by="traits.plan", exclude=["1:3:cart"])
    assert (found.dropped, groups(found)) == (3, {"pro": [1, 0, 0]})


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("DP-RPL-021", {"by": "channel", "attribution": "4"}),
        ("DP-RPL-021", {"by": "channel", "attribution": "0"}),
        ("DP-RPL-021", {"by": "channel", "attribution": "middle"}),
        ("DP-RPL-023", {"by": "channel", "attribution": "all", "session": "1h"}),
        ("DP-RPL-023", {"by": "channel", "attribution": "all", "hold": "properties.order"}),
        ("DP-RPL-027", {"by": 'channel == "web" and channel'}),
        ("DP-RPL-027", {"by": " "}),
        ("DP-EXPR-003", {"by": "plan"}),
        ("DP-RPL-022", {"session": "soon"}),
        ("DP-EXPR-001", {"segment": "traits.plan ="}),
    ],
)
def test_what_cannot_be_asked_says_why(log: Log, code: str, rules: Any) -> None:
    with pytest.raises(DesirepathError) as raised:
        measure_funnel(log, STEPS, **rules)
    assert raised.value.code == code
