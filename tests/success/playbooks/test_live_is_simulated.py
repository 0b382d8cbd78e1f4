"""Walking through history live, however often one looks, does what the simulation said; to the instant."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log, open_log
from desirepath.success.playbooks.runs import DAY_US, Effect, LeftOut, Limits, Run, State
from desirepath.success.playbooks.simulate import simulate
from tests.success.playbooks.world import decide, playbook, small_map
from tests.success.world import BEGIN, on

PEOPLE = """
variables: {plan: {of: traits.plan, otherwise: current}}
"""
BOOKS = [
    playbook(
        "when: [{enters: call}, {stalls_at: signed}]\nagain: true\ncooldown: 4d\n"
        "goal: [{activity: feature.used}]\nhold_out: 0.3\n"
        "moves:\n"
        "  - {id: t, task: {title: Do it}}\n"
        "  - wait: 2d\n"
        "  - branch:\n      did: [{activity: ticket.opened}]\n"
        "      then: [{id: a, start: second}]\n      otherwise: [{wait: 1d}]\n"
        "  - {id: m, email: {to: traits.role != null, subject: S, text: 'On {{plan}}'}}\n" + PEOPLE,
        name="first",
    ),
    playbook(
        "when: [{skips: call}, {misses: use, within: 10d}, {leaves: signed}]\nif: traits.plan != null\n"
        "quiet: {from: '18:00', until: '08:00', days: [sat, sun], zone: Europe/Berlin}\n"
        "moves:\n"
        "  - {id: m, email: {to: traits.role != null, subject: S, text: T}}\n"
        "  - wait_until: {does: [{activity: call.held}], at_most: 3d}\n"
        "  - {id: m2, in_app: {to: traits.role != null, title: S, text: T}}\n"
        "  - wait_until: {time: '09:00', days: [mon, thu]}\n"
        "  - {id: s, stop: first}\n"
        "  - {id: n, set_trait: {name: risk, value: high}}\n",
        name="second",
    ),
    playbook(
        "when:\n  - does: [{activity: ticket.opened}]\nholds_for: 1d\nagain: true\ncooldown: 2d\n"
        "most_a_day: 2\n"
        "goal: [{activity: call.held}]\n"
        "moves:\n  - {id: m, email: {to: traits.role != null, subject: S, text: T}}\n"
        "  - {id: t, task: {title: T}}\n",
        name="third",
    ),
]
ACTIVITIES = ("signed", "call.held", "feature.used", "ticket.opened", "email.unsubscribed", "left")
events = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 24 * 30), st.sampled_from(ACTIVITIES)), max_size=30
)
looks = st.lists(st.integers(1, 24 * 40), max_size=4, unique=True)


TRAITS = [
    *(Traits("customer", f"{one}-1", BEGIN, {"role": "lead"}, "test", f"r{one}") for one in "abc"),
    *(Traits("account", one, on(4), {"plan": "pro"}, "test", f"p{one}") for one in "abc"),
]


def _facts(told: list[tuple[str, int, str]]) -> list[Interaction]:
    found = [
        Interaction(
            {"account": account, "customer": f"{account}-1"},
            BEGIN + timedelta(hours=hour, minutes=7 * number % 60),
            activity,
            source="test",
            key=str(number),
        )
        for number, (account, hour, activity) in enumerate(told)
    ]
    return sorted(found, key=lambda one: one.occurred_at)


@settings(max_examples=10, deadline=None)
@given(events, looks)
def test_looking_often_decides_what_looking_once_decides(
    told: list[tuple[str, int, str]], hours: list[int]
) -> None:
    facts = _facts([("a", 0, "signed"), ("b", 5, "signed"), *told])
    ends = BEGIN + timedelta(hours=24 * 40)
    limits = Limits(per_person=((1, DAY_US), (2, 7 * DAY_US)))
    with tempfile.TemporaryDirectory() as folder:
        with create_log(Path(folder) / "whole") as log:
            log.append(TRAITS)
            log.append(facts)
            whole = simulate(
                log,
                BOOKS,
                since=BEGIN - timedelta(microseconds=1),
                until=ends,
                maps={"small": small_map()},
                limits=limits,
            )
        effects: list[Effect] = []
        left: list[LeftOut] = []
        runs: dict[tuple[str, str, str], Run] = {}
        state, done = State(), 0
        path = Path(folder) / "live"
        with create_log(path) as log:
            log.append(TRAITS)
        for hour in [*sorted(hours), 24 * 40]:
            at = BEGIN + timedelta(hours=hour)
            until = next((n for n, one in enumerate(facts) if one.occurred_at > at), len(facts))
            with create_log(path) as log:
                log.append(facts[done:until])
            done = max(done, until)
            advanced = decide(open_log(path), BOOKS, at, state, limits=limits)
            state = advanced.state
            effects += advanced.effects
            left += advanced.left_out
            runs |= {run.name: run for run in advanced.changed}
    assert effects == list(whole.decided.effects)
    assert left == list(whole.decided.left_out)
    assert {name: (run.status, run.since_us, run.ended_us) for name, run in runs.items()} == {
        run.name: (run.status, run.since_us, run.ended_us) for run in whole.decided.changed
    }
    keys = [one.key for one in effects]
    assert len(keys) == len(set(keys))
