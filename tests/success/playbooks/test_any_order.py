"""Facts that come late and in any order, looks that are lost in a crash, repeated, or made by a clock that
was put back; and times of the day across the nights when clocks change: each thing once."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log, open_log
from desirepath.success.playbooks.clock import next_time
from desirepath.success.playbooks.runs import Effect, State
from tests.success.playbooks.world import decide, playbook
from tests.success.world import BEGIN

HOURS = 24 * 6  # within the seven days in which late facts still count
BOOKS = [
    playbook(
        "when:\n  - does: [{activity: ticket.opened}]\nagain: true\nmost_a_day: 1000\n"
        "moves:\n  - {id: t, task: {title: T}}\n",
        name="each",
    ),
    playbook(
        "when:\n  - does: [{activity: ticket.opened}]\nmost_a_day: 1000\n"
        "moves:\n  - {id: t, task: {title: T}}\n  - wait_until: {time: '09:00'}\n"
        "  - {id: u, task: {title: U}}\n",
        name="once",
    ),
]
happenings = st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, HOURS)), min_size=1, max_size=8)
deeds = st.lists(
    st.tuples(st.sampled_from(("arrive", "look", "look", "crash")), st.integers(0, HOURS)), max_size=14
)


@settings(max_examples=15, deadline=None)
@given(happenings, deeds)
def test_no_order_of_late_facts_crashes_and_clocks_begins_anything_twice_or_never(
    happened: list[tuple[str, int]],
    done: list[tuple[Literal["arrive", "look", "crash"], int]],
) -> None:
    facts = [
        Interaction(
            {"account": account}, BEGIN + timedelta(hours=hour), "ticket.opened", source="t", key=str(n)
        )
        for n, (account, hour) in enumerate(happened)
    ]
    outbox: dict[str, Effect] = {}
    state = State()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        create_log(path).close()

        def arrive(some: list[Interaction]) -> None:
            with create_log(path) as log:
                log.append(some)

        def look(hour: int, *, is_lost: bool) -> None:
            nonlocal state
            found = decide(open_log(path), BOOKS, BEGIN + timedelta(hours=hour), state)
            if is_lost:
                return
            assert not {one.key for one in found.effects} & set(outbox), "the same was decided twice"
            outbox.update({one.key: one for one in found.effects})
            state = found.state

        arrive([facts.pop(0)])
        for what, hour in done:
            if what == "arrive":
                arrive([facts.pop(hour % len(facts))] if facts else [])
            else:
                look(hour, is_lost=what == "crash")
        arrive(facts)
        for later in (HOURS, HOURS + 48):
            look(later, is_lost=False)
    each = Counter(one.subject for one in outbox.values() if one.playbook == "each")
    assert each == Counter(account for account, _ in happened), "each that happened, exactly once"
    once = Counter((one.subject, one.move) for one in outbox.values() if one.playbook == "once")
    assert once == {(account, move): 1 for account, _ in happened for move in "tu"}


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]),
    st.times(),
    st.dates(date(2024, 1, 1), date(2026, 1, 1)),
)
@settings(max_examples=25, deadline=None)
def test_every_day_has_each_time_of_the_day_once_whatever_the_clocks_do(
    zone: str, at: time, first: date
) -> None:
    clock = at.replace(second=0, microsecond=0, fold=0)
    local = ZoneInfo(zone)
    now_us = to_microseconds(datetime.combine(first, time(12), tzinfo=local))
    days = []
    for _ in range(370):
        now_us = next_time(now_us, clock, (), local)
        days.append(from_microseconds(now_us).astimezone(local).date())
    assert days == [days[0] + timedelta(days=number) for number in range(370)]
