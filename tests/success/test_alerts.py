"""Whatever happens in whatever order: one open alert per key, nobody told twice, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desirepath.success.alerts import Condition, Key, OpenAlert, decide
from tests.success.world import on

conditions = st.lists(
    st.builds(
        Condition,
        subject=st.sampled_from("ab"),
        rule=st.sampled_from(["poor", "stuck"]),
        reason=st.just("why"),
        says=st.sampled_from(["x", "y"]),
        since=st.integers(0, 3).map(on),
        severity=st.sampled_from(["watch", "act", "urgent"]),
    ),
    max_size=4,
)


def perform(
    already: dict[Key, OpenAlert], true_now: list[Condition], now: datetime
) -> tuple[dict[Key, OpenAlert], set[Key]]:
    """The open alerts after what was decided, and of which somebody was told."""
    found = decide(already.values(), true_now, now)
    after = dict(already)
    for key in found.resolve:
        del after[key]
    for one in found.open:
        assert one.key not in after
        after[one.key] = OpenAlert(one, now)
    for one in (*found.update, *found.wake):
        after[one.key] = replace(after[one.key], condition=one)
    for one in found.wake:
        after[one.key] = replace(after[one.key], snoozed_until=None)
    return after, {one.key for one in (*found.open, *found.wake)}


@given(st.lists(st.tuples(conditions, st.booleans()), max_size=6))
def test_looking_again_changes_nothing_and_tells_nobody(mornings: list[tuple[list[Condition], bool]]) -> None:
    already: dict[Key, OpenAlert] = {}
    for number, (true_now, snoozes) in enumerate(mornings):
        now = on(10 + number)
        before = already
        already, told = perform(already, true_now, now)
        again, told_again = perform(already, true_now, now)
        assert (again, told_again) == (already, set())
        wrong = {one.key for one in true_now}
        to_do = {one.key for one in true_now if one.severity != "watch"}
        assert set(already) == to_do | (set(before) & wrong)
        assert told >= to_do - set(before)
        for key, alert in already.items():
            assert alert.condition.key == key
            assert alert.condition in true_now
        if snoozes:
            already = {key: replace(one, snoozed_until=on(12.5)) for key, one in already.items()}


def poor(severity: str = "act", says: str = "x") -> Condition:
    return Condition("a", "poor", "why", says, on(1), severity)  # type: ignore[arg-type]


def test_what_was_put_off_stays_so_until_then_or_until_it_is_worse() -> None:
    put_off = OpenAlert(poor(), on(1), snoozed_until=on(5))
    assert decide([put_off], [poor(says="y")], on(4)).update == (poor(says="y"),)
    assert decide([put_off], [poor()], on(4)).wake == ()
    assert decide([put_off], [poor("urgent")], on(4)).wake == (poor("urgent"),)
    assert decide([put_off], [poor()], on(5)).wake == (poor(),)
    assert decide([put_off], [], on(4)).resolve == (put_off.condition.key,)


def test_of_two_of_one_key_the_worse_counts() -> None:
    assert decide([], [poor(), poor("urgent"), poor()], on(4)).open == (poor("urgent"),)


def test_what_is_only_to_be_watched_opens_nothing_and_keeps_open() -> None:
    assert decide([], [poor("watch")], on(4)).open == ()
    found = decide([OpenAlert(poor(), on(4) - timedelta(days=1))], [poor("watch")], on(4))
    assert (found.resolve, found.update) == ((), (poor("watch"),))


def test_what_was_closed_comes_back_when_it_is_worse_or_happens_again() -> None:
    closed = OpenAlert(poor(), on(1), is_closed=True)
    assert decide([closed], [poor(says="y")], on(4)).update == (poor(says="y"),)
    assert decide([closed], [poor()], on(99)).wake == ()
    assert decide([closed], [poor("urgent")], on(4)).wake == (poor("urgent"),)
    again = replace(poor(), since=on(3))
    assert decide([closed], [again], on(4)).wake == (again,)
    assert decide([closed], [], on(4)).resolve == (closed.condition.key,)


def test_a_state_that_lasts_began_when_it_was_first_seen() -> None:
    first, later = replace(poor(), lasts=True), replace(poor(says="y"), since=on(7), lasts=True)
    assert decide([OpenAlert(first, on(1))], [later], on(7)).update == (replace(later, since=on(1)),)
    assert decide([OpenAlert(first, on(1), is_closed=True)], [later], on(7)).wake == ()
