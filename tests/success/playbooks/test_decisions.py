"""What begins a run and what does not, when its moves are due, who gets messages: on a log one can read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desirepath.base.spans import to_microseconds
from desirepath.base.words import say_date
from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import Log
from desirepath.log.zone_file import write_time_zone
from desirepath.success.playbooks.runs import DAY_US, Limits, On, State, is_held_out
from tests.success.playbooks.world import days, decide, playbook
from tests.success.world import did, log_of, on

MAIL = "email: {to: traits.role != null, subject: Hello, text: Hello}"


def lead(account: str) -> Traits:
    """Somebody of the account who may be written to."""
    return Traits("customer", f"{account}-1", on(0), {"role": "lead"}, "test", f"lead {account}")


def log(tmp_path: Path, *facts: Interaction | Traits) -> Log:
    """A log of these, where both accounts have a lead."""
    known = [did(one, 0, "signed", person=f"{one}-1") for one in ("Acme", "Birch")]
    return log_of(tmp_path / "log", [*known, lead("Acme"), lead("Birch"), *facts])


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("enters: call", [("Acme", "do", 2.0)]),
        ("leaves: signed", [("Acme", "do", 2.0), ("Birch", "do", 9.0)]),
        ("stalls_at: signed", [("Birch", "do", 6.0)]),  # twice the three days of the map
        ("stalls_at: signed, longer_than: 1d", [("Acme", "do", 1.0), ("Birch", "do", 1.0)]),
        ("skips: call", [("Birch", "do", 9.0)]),
        ("misses: use, within: 5d", [("Acme", "do", 5.0), ("Birch", "do", 5.0)]),
        ("misses: call, within: 5d", [("Birch", "do", 5.0)]),
        ("does: [{activity: feature.used}]", [("Birch", "do", 9.0)]),
        ("poor_experience: [CSAT]", [("Acme", "do", 3.0)]),
    ],
)
def test_each_trigger_at_its_instant(
    tmp_path: Path, when: str, expected: list[tuple[str, str, float]]
) -> None:
    told = log(
        tmp_path,
        did("Acme", 2, "call.held"),
        did("Acme", 3, "survey.answered", score=2),
        did("Birch", 4, "survey.answered", score=4),
        did("Birch", 9, "feature.used"),
    )
    assert days(decide(told, [playbook(f"when: [{{{when}}}]")], on(20))) == expected


def test_a_bag_that_is_filled_again_waits_again_and_one_that_was_ordered_is_no_reminder(
    tmp_path: Path,
) -> None:
    book = playbook(
        "when: [{does: [{activity: cart}]}]\nholds_for: 1d\nagain: true\ngoal: [{activity: ordered}]"
    )
    told = log(
        tmp_path,
        did("Acme", 2, "cart"),
        did("Acme", 2.5, "cart"),
        did("Birch", 2, "cart"),
        did("Birch", 2.5, "ordered"),
    )
    found = decide(told, [book], on(9))
    assert days(found) == [("Acme", "do", 3.5)]
    assert [run.reason for run in found.changed if run.subject == "Birch"] == ["reached"]


def test_a_renewal_is_seen_from_its_end_and_over_once_it_is_renewed(tmp_path: Path) -> None:
    def paid(account: str, day: float, activity: str) -> Interaction:
        return did(account, day, f"subscription.{activity}", term_days=100, plan="pro")

    book = playbook(
        "when: [{renewal_in: 40d}]\ngoal: [{activity: subscription.renewed}]\n"
        "moves:\n  - {id: look, task: {title: 'Until {{renewal_on}}'}}\n"
        "  - wait_until: {before_renewal: 10d}\n  - {id: sure, task: {title: Sure}}\n"
    )
    told = log(
        tmp_path, paid("Acme", 0, "started"), paid("Birch", 0, "started"), paid("Birch", 80, "renewed")
    )
    found = decide(told, [book], on(95))
    assert days(found) == [("Acme", "look", 60.0), ("Birch", "look", 60.0), ("Acme", "sure", 90.0)]
    assert found.effects[0].values == (("renewal_on", "11 April 2026"),)
    assert {run.subject: run.status for run in found.changed} == {"Acme": "done", "Birch": "reached"}


ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati")


@pytest.mark.parametrize(
    ("term", "begun", "days_after"),
    [
        ({"ends_on": "2026-04-11"}, 0, 96),
        ({"ends_on": "2026-04-10T22:30:00Z"}, 0, 96),
        ({"interval": "month"}, 68.96, 97),  # an hour before midnight, UTC
        ({"interval": "month"}, 58.96, 85.5),  # ... of the last of February, or on the first of March
    ],
    ids=["a day", "an instant", "months", "a month's end"],
)
@pytest.mark.parametrize("before", ZONES[:2])
@pytest.mark.parametrize("after", ZONES[1:])
def test_a_term_begins_a_run_once_whatever_zone_the_workspace_is_put_into(
    tmp_path: Path, before: str, after: str, term: dict[str, str], begun: float, days_after: float
) -> None:
    """The run is over when the zone changes, and the playbook would begin again."""
    book = playbook("when: [{renewal_in: 5d}]\nagain: true\n")
    properties: dict[str, Any] = {"plan": "pro", **term}
    told = log(tmp_path, did("Acme", begun, "subscription.started", **properties))
    write_time_zone(tmp_path / "log", before)
    first = decide(told, [book], on(days_after))
    write_time_zone(tmp_path / "log", after)
    again = decide(told, [book], on(days_after + 1), first.state)
    assert len(first.effects) == 1
    assert (again.effects, again.changed) == ((), ())


def test_terms_of_a_day_are_terms_of_their_own(tmp_path: Path) -> None:
    book = playbook("when: [{renewal_in: 6h}]\nagain: true\n")
    paid = [did("Acme", day, f"subscription.{what}", plan="pro", interval="day")
            for day, what in enumerate(("started", "renewed", "renewed", "renewed"), start=2)]  # fmt: skip
    told = log(tmp_path, *paid)
    at_once = decide(told, [book], on(9))
    state: State | None = None
    found: list[str] = []
    for day in range(2, 10):
        step = decide(told, [book], on(day), state)
        state, found = step.state, [*found, *(one.key for one in step.effects)]
    assert len(found) == 4
    assert found == [one.key for one in at_once.effects]


@pytest.mark.parametrize("zone", ZONES)
def test_what_happened_is_told_by_the_days_of_the_workspace(tmp_path: Path, zone: str) -> None:
    told = log(tmp_path, did("Acme", 2.99, "cart"), did("Birch", 2.99, "survey.answered", score=2))
    write_time_zone(tmp_path / "log", zone)
    books = [
        playbook("when: [{does: [{activity: cart}]}]"),
        playbook("when: [{poor_experience: [CSAT]}]", name="poor"),
    ]
    found = decide(told, books, on(9))
    day = say_date(on(2.99).astimezone(ZoneInfo(zone)).date())
    assert {run.subject: run.says for run in found.changed} == {
        "Acme": f"cart on {day}",
        "Birch": f"gave a poor answer (CSAT) on {day}",
    }


def test_an_account_is_called_by_its_name_where_it_has_one_and_keeps_its_id(tmp_path: Path) -> None:
    book = playbook(
        "when: [{does: [{activity: cart}]}]\n"
        "moves: [{id: look, task: {title: 'Call {{account}} ({{account_id}})'}}]\n"
    )
    named = Traits("account", "Acme", on(0), {"name": "Acme Works"}, "test", "name Acme")
    found = decide(log(tmp_path, did("Acme", 2, "cart"), did("Birch", 3, "cart"), named), [book], on(9))
    assert [dict(one.values) for one in found.effects] == [
        {"account": "Acme Works", "account_id": "Acme"},
        {"account": "Birch", "account_id": "Birch"},
    ]


def test_once_again_and_not_too_soon(tmp_path: Path) -> None:
    told = log(tmp_path, *(did("Acme", day, "ticket") for day in (1, 2, 8)))
    when = "when: [{does: [{activity: ticket}]}]\n"

    def reasons(body: str) -> list[str]:
        found = decide(told, [playbook(when + body)], on(20))
        return [run.reason or run.status for run in sorted(found.changed, key=lambda run: run.since_us)]

    assert reasons("") == ["done", "once", "once"]
    assert reasons("again: true") == ["done", "done", "done"]
    assert reasons("again: true\ncooldown: 3d") == ["done", "cooldown", "done"]
    long = "again: true\nmoves: [{wait: 3d}, {id: t, task: {title: T}}]"
    assert reasons(long) == ["done", "under way", "done"]


def test_the_goal_ends_a_run_before_its_next_move(tmp_path: Path) -> None:
    book = playbook(
        "when: [{enters: signed}]\ngoal: [{activity: feature.used}]\n"
        "moves: [{id: a, task: {title: A}}, {wait: 5d}, {id: b, task: {title: B}}]"
    )
    found = decide(log(tmp_path, did("Acme", 3, "feature.used")), [book], on(9))
    assert days(found) == [("Acme", "a", 0.0), ("Birch", "a", 0.0), ("Birch", "b", 5.0)]


def test_branches_and_waiting_for_something(tmp_path: Path) -> None:
    book = playbook(
        "when: [{enters: signed}]\nmoves:\n"
        "  - wait_until: {does: [{activity: call.held}], at_most: 4d}\n"
        "  - branch: {did: [{activity: call.held}], then: [{id: y, task: {title: Y}}], "
        "otherwise: [{id: n, task: {title: N}}]}\n  - {id: z, task: {title: Z}}\n"
    )
    found = decide(log(tmp_path, did("Acme", 2, "call.held")), [book], on(9))
    assert days(found) == [("Acme", "y", 2.0), ("Acme", "z", 2.0), ("Birch", "n", 4.0), ("Birch", "z", 4.0)]


def test_quiet_hours_across_the_night_when_clocks_are_put_forward(tmp_path: Path) -> None:
    # In 2026 Berlin's clocks go forward in the night to Sunday, 29 March, which is day 87 from 1 January.
    book = playbook(
        "when: [{does: [{activity: ticket}]}]\n"
        "quiet: {from: '20:00', until: '09:00', days: [sun], zone: Europe/Berlin}\n"
        f"moves: [{{id: m, {MAIL}}}]"
    )
    saturday_at_21 = 86 + 20 / 24
    found = decide(log(tmp_path, did("Acme", saturday_at_21, "ticket")), [book], on(100))
    # Monday, nine in the morning of summer time, is seven o'clock UTC.
    assert days(found) == [("Acme", "m", 88 + 7 / 24)]


def test_who_wants_none_and_who_had_enough_gets_none_and_it_is_said(tmp_path: Path) -> None:
    books = [
        playbook(
            f"when: [{{does: [{{activity: ticket}}]}}]\nagain: true\nmoves: [{{id: m, {MAIL}}}]", name=name
        )
        for name in ("one", "two")
    ]
    told = log(
        tmp_path,
        did("Acme", 1, "ticket"),
        did("Acme", 5, "ticket"),
        did("Birch", 1, "email.unsubscribed", person="Birch-1"),
        did("Birch", 2, "ticket"),
    )
    found = decide(told, books, on(9), limits=Limits(per_person=((1, DAY_US),)))
    assert days(found) == [("Acme", "m", 1.0), ("Acme", "m", 5.0)]
    assert {(left.subject, left.playbook, left.why) for left in found.left_out} == {
        ("Acme", "two", "had 1 message within 1 day already"),
        ("Birch", "one", "has unsubscribed"),
        ("Birch", "two", "has unsubscribed"),
    }
    service = playbook(
        f"purpose: service\nwhen: [{{does: [{{activity: ticket}}]}}]\nmoves: [{{id: m, {MAIL}}}]"
    )
    assert {one.subject for one in decide(told, [service], on(9)).effects} == {"Acme", "Birch"}


def test_consent_and_an_unknown_value_hold_a_message_back(tmp_path: Path) -> None:
    when = "when: [{does: [{activity: ticket}]}]\n"
    told = log(tmp_path, did("Acme", 1, "ticket"))
    asked = playbook(f"{when}consent: traits.may_write == true\nmoves: [{{id: m, {MAIL}}}]")
    assert decide(told, [asked], on(9)).left_out[0].why == "has not agreed to messages"
    named = playbook(
        f"{when}variables: {{name: {{of: person.first_name}}}}\n"
        "moves: [{id: m, email: {to: traits.role != null, subject: S, text: '{{name}}'}}]"
    )
    assert decide(told, [named], on(9)).left_out[0].why == '"name" is not known of them'


def test_the_hold_out_is_always_the_same_and_about_as_large_as_it_says() -> None:
    book = playbook("when: [{enters: call}]\nhold_out: 0.25")
    alone = [is_held_out(book, f"A-{number}") for number in range(4000)]
    assert alone == [is_held_out(book, f"A-{number}") for number in range(4000)]
    assert 0.22 < sum(alone) / 4000 < 0.28
    assert not is_held_out(playbook("when: [{enters: call}]"), "A-1")


def test_one_that_would_write_to_everybody_stops_and_asks(tmp_path: Path) -> None:
    told = log_of(tmp_path / "log", [did(f"A-{number}", 1, "ticket") for number in range(60)])
    book = playbook("when: [{does: [{activity: ticket}]}]")
    found = decide(told, [book], on(2))
    assert len(found.effects) == 25
    assert found.state.asking == {"book": "it would begin for more than 25 within a day, on 2 January 2026"}
    said_yes = On(book, 1, to_microseconds(on(0)), most_a_day=100)
    assert len(decide(told, [said_yes], on(2)).effects) == 60


def test_looking_twice_and_late_facts_do_nothing_twice(tmp_path: Path) -> None:
    told = log(tmp_path, did("Acme", 1, "ticket"))
    book = playbook("when: [{does: [{activity: ticket}]}]")
    first = decide(told, [book], on(2))
    again = decide(told, [book], on(2), first.state)
    assert (len(first.effects), again.effects, again.changed) == (1, (), ())
    told.append([did("Birch", 1.5, "ticket"), did("Birch", -20, "ticket")])
    late = decide(told, [book], on(3), again.state)
    # It came late, and is done when it became known; what is long over begins nothing.
    assert days(late) == [("Birch", "do", 2.0)]


def test_runs_finish_on_their_version(tmp_path: Path) -> None:
    def version(title: str) -> str:
        return (
            "when: [{does: [{activity: ticket}]}]\n"
            f"moves: [{{wait: 2d}}, {{id: {title}, task: {{title: T}}}}]"
        )

    told = log(tmp_path, did("Acme", 1, "ticket"))
    old = On(playbook(version("old")), 1, to_microseconds(on(0)))
    first = decide(told, [old], on(2))
    told.append([did("Birch", 2.5, "ticket")])
    both: Sequence[On] = [
        On(old.playbook, 1, old.since_us, takes_new=False),
        On(playbook(version("new")), 2, to_microseconds(on(2))),
    ]
    second = decide(told, both, on(9), first.state)
    assert days(second) == [("Acme", "old", 3.0), ("Birch", "new", 4.5)]


def test_paused_does_nothing_and_goes_on_where_it_was(tmp_path: Path) -> None:
    book = playbook("when: [{does: [{activity: ticket}]}]\nmoves: [{wait: 2d}, {id: a, task: {title: T}}]")
    told = log(tmp_path, did("Acme", 1, "ticket"), did("Birch", 4, "ticket"))
    begun = decide(told, [On(book, 1, to_microseconds(on(0)))], on(2))
    paused = decide(told, [On(book, 1, to_microseconds(on(0)), paused=True)], on(6), begun.state)
    assert paused.effects == ()
    resumed = decide(told, [On(book, 1, to_microseconds(on(6)))], on(20), paused.state)
    # What happened meanwhile begins nothing; what was due is done when it goes on.
    assert days(resumed) == [("Acme", "a", 6.0)]


def test_one_starts_and_stops_another(tmp_path: Path) -> None:
    one = playbook(
        "when: [{enters: signed}]\nmoves: [{id: go, start: two}, {wait: 2d}, {id: no, stop: two}]", name="one"
    )
    two = playbook(
        "when: [{does: [{activity: never}]}]\n"
        "moves: [{id: a, task: {title: A}}, {wait: 3d}, {id: b, task: {title: B}}]",
        name="two",
    )
    found = decide(log(tmp_path), [one, two], on(9))
    assert [(who, move) for who, move, _ in days(found)] == [("Acme", "a"), ("Birch", "a")]
    assert {run.status for run in found.changed if run.playbook == "two"} == {"stopped"}
    alone = decide(log(tmp_path / "b"), [one], on(9))
    assert alone.left_out[0].why == 'the playbook "two" is not on'


def test_two_that_start_each_other_come_to_an_end(tmp_path: Path) -> None:
    books = [
        playbook(f"when: [{{enters: signed}}]\nagain: true\nmoves: [{{id: go, start: {other}}}]", name=name)
        for name, other in (("one", "two"), ("two", "one"))
    ]
    found = decide(log(tmp_path), books, on(1))
    assert "playbooks start one another in a circle" in {left.why for left in found.left_out}
