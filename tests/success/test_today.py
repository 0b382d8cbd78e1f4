"""The order of the day: late, urgent, valuable, due; the same however it is shuffled."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from desirepath.success.today import ToDo, end_of, in_order
from tests.success.world import on

todos = st.lists(
    st.builds(
        ToDo,
        id=st.integers(0, 99).map(str),
        kind=st.just("task"),
        account=st.just("Acme"),
        says=st.just("call"),
        severity=st.sampled_from(["watch", "act", "urgent"]),
        since=st.just(on(0)),
        due=st.one_of(st.none(), st.integers(0, 4).map(on)),
        cents=st.one_of(st.none(), st.integers(0, 3)),
    ),
    unique_by=lambda one: one.id,
)


@given(todos.flatmap(lambda them: st.tuples(st.just(them), st.permutations(them))))
def test_the_order_is_of_what_matters_and_not_of_how_it_came(both: tuple[list[ToDo], list[ToDo]]) -> None:
    them, shuffled = both
    placed = in_order(them, on(2.5))
    assert placed == in_order(shuffled, on(2.5))
    assert sorted(one.todo.id for one in placed) == sorted(one.id for one in them)
    late = [one.is_late for one in placed]
    assert late == sorted(late, reverse=True)
    for one, other in pairwise(placed):
        if one.is_late == other.is_late and one.todo.severity == other.todo.severity:
            assert (one.todo.cents or 0) >= (other.todo.cents or 0)


def test_each_says_why_it_stands_there() -> None:
    def place(severity: str, due: float | None) -> str:
        when = None if due is None else on(due)
        todo = ToDo("1", "task", "Acme", "call", severity, on(0), due=when)  # type: ignore[arg-type]
        return in_order([todo], on(2.5))[0].reason

    assert place("act", 1) == "late since 2 January 2026"
    assert place("urgent", None) == "urgent"
    assert place("act", 2.9) == "due today"
    assert place("act", 3) == "due tomorrow"
    assert place("act", 9) == "due on 10 January 2026"
    assert place("act", None) == "to be done"
    assert place("watch", None) == "to be watched"


def test_a_day_ends_when_it_ends_there() -> None:
    # New York gains an hour on 1 November 2026: that day is 25 hours long.
    there = ZoneInfo("America/New_York")
    assert end_of(date(2026, 10, 31), there) == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert end_of(date(2026, 11, 1), there) == datetime(2026, 11, 2, 5, tzinfo=UTC)

    def reason(at: datetime) -> str:
        todo = ToDo("1", "task", "Acme", "call", "act", on(0), due=date(2026, 11, 1))
        return in_order([todo], at, there)[0].reason

    assert reason(datetime(2026, 11, 1, 3, 59, tzinfo=UTC)) == "due tomorrow"
    assert reason(datetime(2026, 11, 1, 4, tzinfo=UTC)) == "due today"
    assert reason(datetime(2026, 11, 2, 4, 59, tzinfo=UTC)) == "due today"
    assert reason(datetime(2026, 11, 2, 5, tzinfo=UTC)) == "late since 1 November 2026"
