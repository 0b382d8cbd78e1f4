"""Retention and lifecycle: worlds to count by hand, a reference that asks every subject, and the laws."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, cast
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.model.expression import Compare, Expression, Name, Not
from desirepath.replay.calendar_periods import lay_out_periods
from desirepath.replay.index import Index, build_index
from desirepath.replay.lifecycle import compute_lifecycle
from desirepath.replay.retention import Retention, RetentionQuestion, compute_retention
from tests.replay.reference import Event
from tests.replay.worlds import MemoryLog

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)


def when(activity: str) -> Expression:
    return Compare(Name("field", "activity"), "==", activity)


def index_of(told: dict[str, str]) -> Index:
    """``{"ann": "s0 b3.5"}``: ann did s on Monday, b three and a half days later."""
    events = [
        Event(to_microseconds(MONDAY + DAY * float(word[1:])), word[0], subject)
        for subject, words in told.items()
        for word in words.split()
    ]
    return build_index(MemoryLog(sorted(events, key=lambda event: event.at)), "customer")


def daily(told: dict[str, str], days: int, **rules: Any) -> Retention:
    as_of = rules.pop("as_of", days)
    question = RetentionQuestion(when("s"), MONDAY, MONDAY + days * DAY, back=when("b"), unit="day", **rules)
    return compute_retention(index_of(told), question, as_of=MONDAY + as_of * DAY)


def test_a_cohort_is_who_starts_in_the_same_period_and_columns_are_the_periods_after() -> None:
    found = daily({"ann": "s0.5 b1.1 b2", "bo": "s0.9 b0.95", "cy": "s1 b2.9"}, 3)
    assert found.size.tolist() == [2, 1, 0]
    assert found.returned.tolist() == [[2, 1, 1], [1, 1, 0], [0, 0, 0]]


def test_who_is_in_which_cohort() -> None:
    told = {"ann": "s-1 s0 s0.5 s1 b2"}
    assert daily(told, 2, cohorts="first_ever").size.tolist() == [0, 0]
    assert daily(told, 2, cohorts="first_in_range").size.tolist() == [1, 0]
    assert daily(told, 2, cohorts="recurring").size.tolist() == [1, 1]


def test_rolling_days_begin_with_the_subjects_own_start() -> None:
    told = {"ann": "s0.5 b1.4", "bo": "s0.5 b1.5"}
    assert daily(told, 2, windows="calendar").returned[0].tolist() == [2, 2]
    assert daily(told, 2, windows="rolling").returned[0].tolist() == [2, 1]


def test_unbounded_is_then_or_later_and_brackets_join_periods() -> None:
    told = {"ann": "s0 b1 b5", "bo": "s0 b3"}
    assert daily(told, 5, returns="exact").returned[0].tolist() == [2, 1, 0, 1, 0]
    assert daily(told, 5, returns="unbounded").returned[0].tolist() == [2, 2, 2, 2, 1]
    found = daily(told, 5, returns="bracket", brackets=((1, 2), (3, 4)))
    assert found.returned[0].tolist() == [2, 1, 1]
    assert found.brackets == ((0, 0), (1, 2), (3, 4))


def test_unfinished_cells_say_of_how_many_it_is_known() -> None:
    found = daily({"ann": "s0.2 b1.3", "bo": "s0.8"}, 3, windows="rolling", as_of=2.5)
    assert found.returned[0].tolist() == [2, 1, 0]
    assert found.known[0].tolist() == [2, 1, 0]  # bo's first day after ends at 2.8
    assert found.returned_known[0].tolist() == [2, 1, 0]
    assert found.unfinished[0].tolist() == [False, True, True]
    calendar = daily({"ann": "s0.2", "bo": "s0.8"}, 4, as_of=1.5)
    assert calendar.unfinished[0].tolist() == [False, True, True, True]
    assert calendar.begun[0].tolist() == [True, True, False, False]


def test_weeks_begin_where_they_begin_and_days_are_as_long_as_they_are() -> None:
    sunday = lay_out_periods("week", MONDAY, MONDAY + DAY, week_start="sunday")
    assert sunday.starts[0] == MONDAY - DAY
    paris = lay_out_periods("month", MONDAY, MONDAY + 60 * DAY, zone="Europe/Paris")
    assert [start.isoformat() for start in paris.starts[:2]] == [
        "2026-01-01T00:00:00+01:00",
        "2026-02-01T00:00:00+01:00",
    ]
    changing = datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/Paris"))
    hours = lay_out_periods("hour", changing, changing + DAY, zone="Europe/Paris")
    assert {after - before for before, after in pairwise(hours.edges_us)} == {3_600_000_000}
    assert len(hours) == 23


def test_lifecycle_parts_the_active_and_counts_who_fell_silent() -> None:
    told = {"ann": "b0 b1 b3", "bo": "s-3 b1 b2", "cy": "b-1"}
    found = compute_lifecycle(
        index_of(told), when("b"), MONDAY, MONDAY + 4 * DAY, unit="day", as_of=MONDAY + 3.5 * DAY
    )
    assert found.new.tolist() == [1, 0, 0, 0]
    assert found.returning.tolist() == [0, 1, 1, 0]
    assert found.resurrecting.tolist() == [0, 1, 0, 1]
    assert found.dormant.tolist() == [1, 0, 1, 1]
    assert found.unfinished.tolist() == [False, False, False, True]


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("DP-RPL-024", {"unit": "year"}),
        ("DP-RPL-024", {"week_start": "Mon"}),
        ("DP-RPL-024", {"until": MONDAY}),
        ("DP-RPL-024", {"since": MONDAY.replace(tzinfo=None)}),
        ("DP-RPL-024", {"until": MONDAY + 3000 * DAY}),
        ("DP-RPL-024", {"returns": "bracket"}),
        ("DP-RPL-024", {"returns": "bracket", "brackets": ((3, 2),)}),
        ("DP-RPL-024", {"brackets": ((1, 2),)}),
        ("DP-RPL-024", {"columns": 0}),
        ("DP-RPL-025", {"zone": "Europe/Atlantis"}),
    ],
)
def test_periods_that_cannot_be_laid_out_are_said_with_their_code(code: str, rules: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"start": when("s"), "since": MONDAY, "until": MONDAY + 7 * DAY, "unit": "day"}
    with pytest.raises(DesirepathError) as raised:
        compute_retention(index_of({}), RetentionQuestion(**{**asked, **rules}))
    assert raised.value.code == code


def test_an_empty_log_retains_nobody() -> None:
    found = compute_retention(
        index_of({}), RetentionQuestion(when("s"), MONDAY, MONDAY + 2 * DAY, unit="day")
    )
    assert found.returned.tolist() == [[0, 0], [0, 0]]
    silent = compute_lifecycle(index_of({}), when("s"), MONDAY, MONDAY + 2 * DAY, unit="day")
    assert silent.new.tolist() == silent.dormant.tolist() == [0, 0]


def random_people(chance: random.Random) -> dict[str, str]:
    return {
        f"u{person}": " ".join(
            f"{chance.choice('sbx')}{chance.randint(-8, 40) / 4}" for _ in range(chance.randint(1, 8))
        )
        for person in range(chance.randint(1, 5))
    }


def random_question(chance: random.Random) -> RetentionQuestion:
    returns = chance.choice(["exact", "unbounded", "bracket"])
    days = chance.randint(1, 8)
    return RetentionQuestion(
        start=when("s"),
        since=MONDAY,
        until=MONDAY + days * DAY,
        back=when(chance.choice("sb")),
        unit="day",
        cohorts=chance.choice(["first_ever", "first_in_range", "recurring"]),
        windows=chance.choice(["calendar", "rolling"]),
        returns=cast(Any, returns),
        brackets=((1, 2), (2, 5)) if returns == "bracket" else (),
        zone=chance.choice(["UTC", "Asia/Kathmandu"]),
        columns=chance.choice([None, 1, 4]),
    )


def by_asking_everybody(
    told: dict[str, str], question: RetentionQuestion, as_of: datetime
) -> tuple[list[int], list[list[int]], list[list[int]]]:
    """Cohort sizes, who returned and of whom it is known; one subject, cohort and cell at a time."""
    zone = ZoneInfo(question.zone)
    day_one = question.since.astimezone(zone).date()
    days = cohort(question.until - timedelta(microseconds=1), zone) - day_one.toordinal() + 1
    ends = [(j, j) for j in range(1, question.columns or days)]
    if question.returns == "unbounded":
        ends = [(j, 10_000) for j, _ in ends]
    if question.returns == "bracket":
        ends = list(question.brackets)

    def midnight(number: int) -> datetime:
        day = day_one + timedelta(days=number)
        return datetime(day.year, day.month, day.day, tzinfo=zone)

    size = [0] * days
    returned = [[0] * (1 + len(ends)) for _ in range(days)]
    known = [[0] * (1 + len(ends)) for _ in range(days)]
    for words in told.values():
        did = sorted((MONDAY + DAY * float(word[1:]), word[0]) for word in words.split())
        did = [(at, what) for at, what in did if at <= as_of]
        starts = [at for at, what in did if what == "s"]
        back = [at for at, what in did if Compare(Name("field", "activity"), "==", what) == question.back]
        in_range = [at for at in starts if midnight(0) <= at < midnight(days)]
        if question.cohorts == "first_ever":
            chosen = [at for at in starts[:1] if at in in_range]
        elif question.cohorts == "first_in_range":
            chosen = in_range[:1]
        else:
            cohorts = [cohort(at, zone) for at in in_range]
            chosen = [at for i, at in enumerate(in_range) if cohorts[i] not in cohorts[:i]]
        for start in chosen:
            row = cohort(start, zone) - day_one.toordinal()
            size[row] += 1
            returned[row][0] += 1
            known[row][0] += 1
            for column, (first, last) in enumerate(ends, 1):
                if question.windows == "rolling":
                    low, high = start + first * DAY, start + (last + 1) * DAY
                else:
                    low, high = midnight(row + first), midnight(row + last + 1)
                returned[row][column] += any(low <= at < high for at in back)
                known[row][column] += high - timedelta(microseconds=1) <= as_of
    return size, returned, known


def cohort(at: datetime, zone: ZoneInfo) -> int:
    return at.astimezone(zone).date().toordinal()


@given(st.integers(0, 10**9))
def test_the_matrix_says_what_asking_everybody_says(seed: int) -> None:
    chance = random.Random(seed)
    told, question = random_people(chance), random_question(chance)
    as_of = MONDAY + chance.randint(-4, 60) / 4 * DAY
    found = compute_retention(index_of(told), question, as_of=as_of)
    size, returned, known = by_asking_everybody(told, question, as_of)
    assert found.size.tolist() == size
    assert found.returned.tolist() == returned
    assert found.known.tolist() == known
    assert (found.returned_known <= np.minimum(found.returned, found.known)).all()


@given(st.integers(0, 10**9))
def test_matrices_over_disjoint_subjects_add_up(seed: int) -> None:
    chance = random.Random(seed)
    told, question = random_people(chance), random_question(chance)
    as_of = MONDAY + 20 * DAY
    whole = compute_retention(index_of(told), question, as_of=as_of)
    parts = [compute_retention(index_of({who: did}), question, as_of=as_of) for who, did in told.items()]
    for name in ("size", "returned", "known", "returned_known", "together"):
        assert np.array_equal(getattr(whole, name), sum(getattr(part, name) for part in parts)), name


@given(st.integers(0, 10**9))
def test_over_all_cohorts_each_subject_is_one_cluster(seed: int) -> None:
    chance = random.Random(seed)
    told, question = random_people(chance), random_question(chance)
    as_of = MONDAY + chance.randint(-4, 60) / 4 * DAY
    found = compute_retention(index_of(told), question, as_of=as_of)
    alone = [compute_retention(index_of({who: did}), question, as_of=as_of) for who, did in told.items()]
    n = np.array([each.known.sum(axis=0) for each in alone])
    s = np.array([each.returned_known.sum(axis=0) for each in alone])
    wanted = [n > 0, n, s, n * n, n * s, s * s]
    assert found.together.tolist() == [
        list(row) for row in zip(*(w.sum(axis=0) for w in wanted), strict=True)
    ]


@given(st.integers(0, 10**9))
def test_a_segment_and_the_rest_are_everybody(seed: int) -> None:
    chance = random.Random(seed)
    people = random_people(chance)
    events = [
        Event(
            to_microseconds(MONDAY + DAY * float(word[1:])),
            word[0],
            who,
            properties={"plan": chance.choice(["free", "pro"])},
        )
        for who, words in people.items()
        for word in words.split()
    ]
    # No two at one instant: else the segment could hold of one and not of the other.
    events = list({(event.at, event.subject): event for event in events}.values())
    index = build_index(MemoryLog(sorted(events, key=lambda event: event.at)), "customer")
    question = random_question(chance)
    pro = Compare(Name("properties", "plan"), "==", "pro")
    as_of = MONDAY + 20 * DAY
    whole, some, rest = (
        compute_retention(index, replace(question, segment=segment), as_of=as_of)
        for segment in (None, pro, Not(pro))
    )
    for name in ("size", "returned", "known"):
        assert np.array_equal(getattr(whole, name), getattr(some, name) + getattr(rest, name)), name


@given(st.integers(0, 10**9))
def test_unbounded_never_grows_and_holds_the_exact(seed: int) -> None:
    chance = random.Random(seed)
    told = random_people(chance)
    question = replace(random_question(chance), returns="exact", brackets=())
    exact = compute_retention(index_of(told), question)
    unbounded = compute_retention(index_of(told), replace(question, returns="unbounded"))
    assert (np.diff(unbounded.returned, axis=1) <= 0).all()
    assert (exact.returned <= unbounded.returned).all()


@given(st.integers(0, 10**9))
def test_lifecycle_balances(seed: int) -> None:
    """Active now is active before, less who fell silent, and who is new or came back."""
    told = random_people(random.Random(seed))
    found = compute_lifecycle(index_of(told), when("b"), MONDAY, MONDAY + 8 * DAY, unit="day")
    active = found.new + found.returning + found.resurrecting
    by_day = [
        {
            who
            for who, words in told.items()
            if number in {float(w[1:]) // 1 for w in words.split() if w[0] == "b"}
        }
        for number in range(-1, 8)
    ]
    assert active.tolist() == [len(people) for people in by_day[1:]]
    assert found.returning.tolist() == [len(before & now) for before, now in pairwise(by_day)]
    assert found.dormant.tolist() == [len(before - now) for before, now in pairwise(by_day)]
    assert found.starts[0] == MONDAY
    assert found.as_of == from_microseconds(index_of(told).last_us or 0)
