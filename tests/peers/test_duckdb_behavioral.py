"""The cases of duckdb-behavioral (MIT), under its semantics: ``strict_order`` and ``strict`` are broken only
by other steps of the funnel, ``strict_increase`` and ``strict_deduplication`` want the next step
strictly later.

Out of scope, by name: sequence_match, sequence_count, sequence_match_events, sequence_next_node, sessionize.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest

from desirepath.base.spans import from_microseconds, parse_span, to_microseconds
from desirepath.model.expression import ALWAYS, Compare, Expression, Name
from desirepath.replay.funnel import follow_funnel
from desirepath.replay.funnel_question import FunnelQuestion, FunnelStep
from desirepath.replay.index import build_index
from desirepath.replay.retention import RetentionQuestion, compute_retention
from tests.peers.cases import read_cases
from tests.replay.reference import Event
from tests.replay.worlds import MemoryLog

DAY = timedelta(days=1)
OUT_OF_SCOPE = (
    "sequence_match",
    "sequence_count",
    "sequence_match_events",
    "sequence_next_node",
    "sessionize",
)
STRICTLY_LATER = {"strict_increase", "strict_deduplication"}
ONLY_STEPS_IN_ORDER = {"strict", "strict_order"}
KNOWN_MODES = STRICTLY_LATER | ONLY_STEPS_IN_ORDER | {"strict_once", "allow_reentry"}


def question_of(steps: Sequence[Expression], window_us: int, modes: Sequence[str]) -> FunnelQuestion:
    assert set(modes) <= KNOWN_MODES
    return FunnelQuestion(
        steps=tuple(FunnelStep(str(number), when) for number, when in enumerate(steps)),
        window_us=window_us,
        mode="strict" if ONLY_STEPS_IN_ORDER & set(modes) else "ordered",
        between="steps",
        ties="strict" if STRICTLY_LATER & set(modes) else "sequence",
    )


def levels(events: list[Event], question: FunnelQuestion) -> dict[str, int]:
    found = follow_funnel(build_index(MemoryLog(sorted(events, key=lambda e: e.at)), "customer"), question)
    people = {event.subject or "": 0 for event in events}
    for step in range(len(question.steps)):
        people.update(dict.fromkeys(found.reached_subjects(step), step + 1))
    return people


@pytest.mark.shared
@pytest.mark.parametrize("case", read_cases("duckdb_behavioral_window_funnel.json"))
def test_window_funnel_comes_to_the_same_level(case: dict[str, Any]) -> None:
    did = [
        Event(
            event["ts_us"],
            "did",
            properties={f"step {k}": is_it for k, is_it in enumerate(event["conditions"])},
        )
        for event in case["events"]
    ]
    steps = max((len(event["conditions"]) for event in case["events"]), default=1)
    asked = [Compare(Name("properties", f"step {k}"), "==", True) for k in range(steps)]
    found = levels(did, question_of(asked, case["window_us"], case["modes"]))
    assert found.get("u1", 0) == case["expected_level"]


def of_function(*names: str) -> list[Any]:
    return [case for case in read_cases("duckdb_behavioral_sql.json") if of_case(case) in ("?", *names)]


def of_case(case: Any) -> str:
    return "?" if case.values[0] is None else case.values[0]["id"].split("::")[1].split(".")[0]


def test_every_function_is_in_or_out_of_scope() -> None:
    functions = {of_case(case) for case in read_cases("duckdb_behavioral_sql.json")}
    assert functions <= {"?", "window_funnel", "retention", *OUT_OF_SCOPE}


def table_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that the question is about, in the order in which they were inserted."""
    table = re.search(r"FROM (\w+)(?: WHERE ([^\n;]+))?", case["sql"])
    assert table
    with duckdb.connect() as database:
        for statement in case["setup_sql"]:
            database.execute(statement)
        where = f" WHERE {table[2]}" if table[2] else ""
        rows: list[dict[str, Any]] = (
            database.sql(f"SELECT * FROM {table[1]}{where}").to_arrow_table().to_pylist()
        )
        return rows


@pytest.mark.shared
@pytest.mark.parametrize("case", of_function("window_funnel"))
def test_window_funnel_in_sql(case: dict[str, Any]) -> None:
    span = re.search(r"INTERVAL '([^']+)'", case["sql"])
    assert span
    window_us = to_microseconds(from_microseconds(0) + parse_span(span[1]))
    modes = re.findall(r"^ *'(\w+)',", case["sql"], re.MULTILINE)
    steps = [
        Compare(Name("field", "activity"), "==", name) for name in re.findall(r"event = '(\w+)'", case["sql"])
    ]
    events = [Event(micros(row["ts"]), row["event"], str(row["user_id"])) for row in table_of(case)]
    found = levels(events, question_of(steps, window_us, modes))
    if "GROUP BY" in case["sql"]:
        assert sorted([user, str(level)] for user, level in found.items()) == case["expected_rows"]
    else:
        assert [[str(max(found.values(), default=0))]] == case["expected_rows"]


def micros(moment: Any) -> int:
    return to_microseconds(moment.replace(tzinfo=from_microseconds(0).tzinfo))


@pytest.mark.shared
@pytest.mark.parametrize("case", of_function("retention"))
def test_retention_in_sql(case: dict[str, Any]) -> None:
    """``retention(c1, ..., cn)``: did c1, and also ci; asked of days, of whoever remains after WHERE."""
    named = re.findall(r"day = '([^']+)'", case["sql"])
    days = [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in named]
    rows = table_of(case)
    if not rows:
        assert case["expected_rows"] == [["[]"]]
        return
    midnights = [datetime.combine(row["day"], datetime.min.time(), UTC) for row in rows]
    did = [Event(to_microseconds(at), row["action"], "u1") for at, row in zip(midnights, rows, strict=True)]
    question = RetentionQuestion(
        start=ALWAYS, since=days[0], until=days[0] + DAY, unit="day", cohorts="first_in_range", columns=10
    )
    found = compute_retention(build_index(MemoryLog(sorted(did, key=lambda e: e.at)), "customer"), question)
    columns = [(day - days[0]) // DAY for day in days]
    retained = [column >= 0 and bool(found.returned[0, column]) for column in columns]
    assert [[str(retained).lower()]] == case["expected_rows"]
