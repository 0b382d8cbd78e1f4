"""The job: what opens, what is told, what ends; nothing twice, whatever the order of things."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from desirepath.server.desk import alerts, handoffs, opening
from desirepath.server.desk.deciding import Seen, last_kept, write
from desirepath.server.desk.models import Alert, Handoff, Look
from desirepath.server.people.models import Person
from desirepath.server.talk.models import Notification
from desirepath.success.handoffs import NEWS_FOR
from tests.server.desk.conftest import Clock
from tests.server.desk.world import on, seen, wrong

Team = tuple[Person, Person]


def told(person: Person) -> list[str]:
    return [str(one.details["says"]) for one in Notification.objects.filter(person=person).order_by("pk")]


def rows_of(*kinds: type[models.Model]) -> list[Any]:
    return [list(kind._default_manager.order_by("pk").values()) for kind in kinds]


def test_the_owner_of_the_moment_is_told_once(team: Team, clock: Clock) -> None:
    ana, ben = team
    clock(on(10))
    morning = seen(
        10, [wrong("Acme", severity="urgent", says="is angry"), wrong("Birch")], {"Acme": ("sign", 9, 1)}
    )
    write(morning)
    found = {one.account: one for one in Alert.objects.all()}
    # Acme stands at a step of sales; Birch stands nowhere, so it is the map's owner's.
    assert (found["Acme"].owner, found["Acme"].owned_because) == (ana, "the only sales for this account")
    assert found["Birch"].owner == ben
    assert told(ana) == ["Urgent: Acme is angry"]
    assert told(ben) == ["Something new on your desk"]
    write(seen(10, morning.reads[0].morning.conditions, {"Acme": ("sign", 9, 1)}))  # type: ignore[union-attr]
    assert Alert.objects.count() == 2
    assert (len(told(ana)), len(told(ben))) == (1, 1)


def test_the_bell_says_what_the_account_is_called(
    team: Team, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "names_of", lambda of: {"A-1": "Acme Tools"})
    clock(on(10))
    write(seen(10, [wrong("A-1", severity="urgent", says="is angry")]))
    assert told(team[1]) == ["Urgent: Acme Tools is angry"]


def test_a_flood_is_one_line(team: Team, clock: Clock) -> None:
    _, ben = team
    clock(on(10))
    write(seen(10, [wrong(f"A{n}", severity="urgent" if n < 9 else "act") for n in range(20)]))
    assert told(ben) == ["20 new things on your desk"]


def test_a_thousand_are_opened_at_once(
    team: Team, clock: Clock, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clock(on(10))
    many = {f"A{n}": ("meet", 9.5, 1) for n in range(1000)}
    morning = seen(10, [wrong(name) for name in many], many)
    with django_assert_max_num_queries(120):
        write(morning)
    assert Alert.objects.count() == Handoff.objects.count() == 1000


def test_a_long_name_is_cut_and_a_look_again_changes_nothing(team: Team, clock: Clock) -> None:
    clock(on(10))
    for _ in range(2):
        write(seen(10, [wrong("Acme", says="x" * 9000)]))
        row = Alert.objects.get()
        assert (len(row.says), row.updated_at) == (500, on(10))
        clock(on(11))


def test_what_is_over_ends_and_what_comes_again_is_another(team: Team, clock: Clock) -> None:
    clock(on(10))
    write(seen(10, [wrong("Acme")]))
    clock(on(11))
    news = write(seen(11))
    assert news is not None
    assert news.ended == 1
    assert Alert.objects.get().ended_at == on(11)
    clock(on(12))
    write(seen(12, [wrong("Acme", since=12)]))
    assert Alert.objects.filter(ended_at=None).count() == 1
    assert Alert.objects.count() == 2


def test_what_was_closed_stays_closed_while_it_lasts(team: Team, clock: Clock) -> None:
    _, ben = team
    clock(on(10))
    write(seen(10, [wrong("Acme")]))
    alerts.close(Alert.objects.get(), "called them", ben)
    clock(on(11))
    write(seen(11, [wrong("Acme", says="still")]))
    row = Alert.objects.get()
    assert (row.closed_by, row.says) == (ben, "still")
    assert len(told(ben)) == 1
    clock(on(12))
    write(seen(12, [wrong("Acme", since=11.5)]))  # it has happened again
    row.refresh_from_db()
    assert (row.closed_at, row.woken_at) == (None, on(12))
    assert len(told(ben)) == 2


def test_put_off_until_its_time_or_until_it_is_worse(team: Team, clock: Clock) -> None:
    _, ben = team
    clock(on(10))
    write(seen(10, [wrong("Acme"), wrong("Birch")]))
    for row in Alert.objects.all():
        alerts.snooze(row, on(15), "they are on holiday", ben)
    clock(on(12))
    write(seen(12, [wrong("Acme", severity="urgent"), wrong("Birch")]))
    asleep = {one.account: one.snoozed_until for one in Alert.objects.all()}
    assert asleep == {"Acme": None, "Birch": on(15)}
    clock(on(15))
    write(seen(15, [wrong("Acme", severity="urgent"), wrong("Birch")]))
    assert not Alert.objects.exclude(snoozed_until=None).exists()


def test_a_look_during_which_another_was_kept_is_too_late(team: Team, clock: Clock) -> None:
    clock(on(10))
    early = seen(9)
    write(seen(10, [wrong("Acme")]))
    assert write(early) is None
    assert Alert.objects.get().ended_at is None
    clock(on(8))  # the clock was put back: looks go on all the same
    assert write(seen(10.1)) is not None
    assert Alert.objects.get().ended_at == on(8)


def test_a_map_that_leaves_the_desk_takes_its_alerts_along(team: Team, clock: Clock) -> None:
    clock(on(10))
    write(seen(10, stuck=[wrong("Acme", "stuck")], standing={"Acme": ("use", 1, 1)}))
    assert Look.objects.get().unowned == [
        {
            "step": "use",
            "role": "nobody-yet",
            "reason": "nobody has the role nobody-yet",
            "accounts": ["Acme"],
        }
    ]
    clock(on(11))
    write(Seen("g", on(11), last_kept(), ()))
    assert Alert.objects.get().ended_at == on(11)
    assert not Look.objects.exists()


def test_a_handoff_from_the_step_to_the_receiver(team: Team, clock: Clock) -> None:
    ana, ben = team
    clock(on(10))
    write(seen(10, standing={"Acme": ("meet", 9.5, 1), "Old": ("meet", 0, 1)}, cents={"Acme": 500}))
    assert NEWS_FOR.days == 14
    rows = {one.account: one for one in Handoff.objects.all()}
    assert set(rows) == {"Acme", "Old"}
    row = rows["Acme"]
    assert (row.giving, row.receiving, row.owner, row.due_at) == (ana, ben, ana, on(11.5))
    assert row.cents == 500
    # Old is late by far: an alert of the one whose turn it is.
    late = Alert.objects.get()
    assert (late.account, late.owner, late.rule) == ("Old", ana, "handoff")
    row = handoffs.tell_more(row, {"goals": "go live in May", "risks": "none"}, ana)
    assert row.owner == ben
    row = handoffs.return_it(row, "which risks, really?", ben)
    assert row.owner == ana
    row = handoffs.tell_more(row, {"risks": "their IT desk is slow"}, ana)
    row = handoffs.take(row, ben)
    assert (row.state, row.closed_by) == ("accepted", ben)
    assert told(ben) == ["Acme is handed over to you"] * 2
    assert told(ana)[-1] == "Acme was sent back to you"
    clock(on(30))
    write(seen(30, standing={"Acme": ("meet", 9.5, 1), "Old": ("meet", 0, 1), "Late": ("meet", 1, 1)}))
    row.refresh_from_db()
    assert row.state == "accepted"
    assert not Handoff.objects.filter(account="Late").exists()  # nobody asks for that any more


def test_a_passage_goes_on_and_comes_back(team: Team, clock: Clock) -> None:
    clock(on(10))
    write(seen(10, standing={"Acme": ("meet", 9.5, 1)}))
    handoffs.tell_more(Handoff.objects.get(), {"goals": "go live"}, team[0])
    clock(on(11))
    write(seen(11, standing={"Acme": ("use", 10.5, 1)}))
    assert Handoff.objects.get().state == "overtaken"
    clock(on(20))
    write(seen(20, standing={"Acme": ("meet", 19, 1)}))
    row = Handoff.objects.get()
    assert (row.state, row.told, row.due_at) == ("waiting", {"goals": "go live"}, on(21))
    clock(on(40))
    write(seen(40, standing={"Acme": ("meet", 39, 2)}))  # another passage: another handoff
    assert {one.passage: one.state for one in Handoff.objects.all()} == {1: "overtaken", 2: "waiting"}


conditions = st.lists(
    st.builds(
        wrong,
        st.sampled_from(["Acme", "Birch"]),
        st.sampled_from(["poor-answer", "health"]),
        severity=st.sampled_from(["watch", "act", "urgent"]),
        since=st.integers(0, 3),
        says=st.sampled_from("xy"),
    ),
    max_size=3,
)
standing = st.dictionaries(
    st.sampled_from(["Acme", "Birch"]),
    st.tuples(st.sampled_from(["sign", "meet", "use"]), st.integers(0, 12), st.integers(1, 2)),
)
deeds = st.one_of(
    st.tuples(st.just("run"), conditions, standing),
    st.tuples(st.just("die"), conditions, standing),
    st.tuples(st.just("late"), conditions, standing),
    st.tuples(st.sampled_from(["snooze", "close", "reopen", "accept", "tell"]), st.integers(0, 3), st.none()),
    st.tuples(st.just("jump"), st.floats(-2, 20), st.none()),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(deeds, min_size=2, max_size=9))
def test_whatever_happens_in_whatever_order_nothing_is_doubled(
    team: Team, clock: Clock, folder: Path, moves: list[tuple[str, Any, Any]]
) -> None:
    """Runs, runs that die before they are kept, runs that come too late, what people do, and a clock that
    jumps, also back: one alert alive per key, one handoff per passage; a look again changes and tells
    nothing.
    """
    _, ben = team
    for kind in (Alert, Handoff, Look, Notification):
        kind._default_manager.all().delete()
    day = 13.0
    for what, one, other in moves:
        clock(on(day))
        if what == "jump":
            day += one
        elif what in ("run", "late", "die"):
            _run(what, day, one, other)
        else:
            _do(what, one, day, ben)
        day += 0.01


def _run(what: str, day: float, wrong_now: list[Any], stands: Mapping[str, tuple[str, float, int]]) -> None:
    before = rows_of(Alert, Handoff, Look, Notification)
    if what == "die":
        with transaction.atomic():
            write(seen(day, wrong_now, stands))
            transaction.set_rollback(True)
        assert rows_of(Alert, Handoff, Look, Notification) == before
        return
    if what == "late":
        assert write(seen(day, wrong_now, stands, last=frozenset({on(-99)}))) is None
        assert rows_of(Alert, Handoff, Look, Notification) == before
        return
    write(seen(day, wrong_now, stands))
    alive = [(one.account, one.rule) for one in Alert.objects.filter(ended_at=None).exclude(rule="handoff")]
    assert len(alive) == len(set(alive))
    true_now = {(one.subject, one.rule) for one in wrong_now}
    assert {(one.subject, one.rule) for one in wrong_now if one.severity != "watch"} <= set(alive) <= true_now
    open_now = {(row.account, row.step, row.passage) for row in handoffs.open_handoffs()}
    assert open_now <= {(who, step, passage) for who, (step, _, passage) in stands.items()}
    for kind in rows_of(Notification):
        assert len(kind) - len(before[3]) <= 8
    kept = rows_of(Alert, Handoff, Notification)
    write(seen(day, wrong_now, stands))
    assert rows_of(Alert, Handoff, Notification) == kept


def _do(what: str, number: int, day: float, by: Person) -> None:
    alive = list(Alert.objects.filter(ended_at=None).order_by("pk"))
    if what in ("snooze", "close", "reopen") and alive:
        row = alive[number % len(alive)]
        if what == "snooze":
            alerts.snooze(row, on(day + number), "later", by)
        elif what == "close":
            alerts.close(row, "done", by)
        else:
            alerts.reopen(row)
    waiting = list(handoffs.open_handoffs().order_by("pk"))
    if what in ("accept", "tell") and waiting:
        passing = waiting[number % len(waiting)]
        if what == "tell":
            handoffs.tell_more(passing, {"goals": "a", "risks": "b"}, by)
        elif not handoffs.passing_of(passing).missing and passing.receiving == by:
            handoffs.take(passing, by)
