"""PostHog's funnel cases (MIT), under PostHog's semantics: simultaneous events count in the order that helps,
strict order is broken by any other event, an exclusion drops the person from the whole funnel.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import numpy as np
import pytest

from desirepath.base.spans import Period, parse_span, to_microseconds
from desirepath.model.expression import And, Compare, Expression, Name, Or
from desirepath.replay.funnel import Funnel, follow_funnel
from desirepath.replay.funnel_question import Exclusion, FunnelQuestion, FunnelStep, Ties
from tests.peers.cases import has_all, index_of, instant, is_event, midnight, read_cases, through


def funnel_of(case: dict[str, Any], ties: Ties) -> Funnel:
    elements = [
        alternative["element"]
        for step in case["steps"]
        for alternative in step.get("any_of", ())
        if alternative["element"]
    ]

    def flagged(event: dict[str, Any]) -> dict[str, Any]:
        """An element of the page that was clicked becomes a property: whether it is the one a step names."""
        flags = {
            f"element {number}": any(wanted.items() <= found.items() for found in event.get("elements", ()))
            for number, wanted in enumerate(elements)
        }
        return {**event, "properties": {**event["properties"], **flags}}

    def when(step: dict[str, Any]) -> Expression:
        if "any_of" not in step:
            return is_event(step["event"], step["properties"])
        return Or(tuple(map(alternative_of, step["any_of"])))

    def alternative_of(alternative: dict[str, Any]) -> Expression:
        plain = is_event(alternative["event"], alternative["properties"])
        if not alternative["element"]:
            return plain
        flag = Name("properties", f"element {elements.index(alternative['element'])}")
        return And((plain, Compare(flag, "==", True)))

    as_of = instant(case["as_of"])
    since = instant(case["date_from"]) if case["date_from"] else midnight(as_of - timedelta(days=7))
    until = through(case["date_to"]) if case["date_to"] else midnight(as_of) + timedelta(days=1)
    number, unit = case["window"]
    question = FunnelQuestion(
        steps=tuple(FunnelStep(step.get("event") or step["action"], when(step)) for step in case["steps"]),
        window_us=to_microseconds(instant("1970-01-01") + parse_span(f"{number} {unit}")),
        mode=cast(Any, case["mode"]),
        ties=ties,
        exclusions=tuple(
            Exclusion(is_event(found["event"]), found["from_step"] + 1, found["to_step"] + 1)
            for found in case["exclusions"]
        ),
        period=Period(since, until),
        where=has_all(case["properties"]),
    )
    return follow_funnel(index_of(map(flagged, case["events"])), question)


def check_times(funnel: Funnel, expected: dict[str, float | None], average: Callable[[Any], Any]) -> None:
    for step, seconds in expected.items():
        took_us = funnel.took_us(int(step))
        assert (average(took_us) / 1e6 if len(took_us) else None) == seconds


@pytest.mark.shared
@pytest.mark.parametrize("ties", ["any", "sequence"])
@pytest.mark.parametrize("case", read_cases("posthog_funnels.json"))
def test_posthog_counts_the_same(case: dict[str, Any], ties: Ties) -> None:
    funnel, expected = funnel_of(case, ties), case["expected"]
    assert expected.keys() <= {
        "step_counts",
        "average_conversion_time",
        "median_conversion_time",
        "actors_at_step",
        "names",
    }
    for step, count in expected.get("step_counts", {}).items():
        assert funnel.reached[int(step)] == count
    check_times(funnel, expected.get("average_conversion_time", {}), np.mean)
    check_times(funnel, expected.get("median_conversion_time", {}), np.median)
    for step, name in expected.get("names", {}).items():
        assert funnel.question.steps[int(step)].name == name
    if actors := expected.get("actors_at_step"):
        step = actors["step"]
        found = funnel.reached_subjects(step - 1) if step > 0 else funnel.dropped_subjects(-step - 1)
        assert sorted(found) == sorted(actors["persons"])
