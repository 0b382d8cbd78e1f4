"""Binding: what an interaction means to a map, asked of as few interactions as possible."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import from_microseconds
from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from desirepath.model.expression import (
    And,
    Compare,
    Contains,
    Expression,
    Name,
    Not,
    OneOf,
    Or,
    Value,
    evaluate,
)
from desirepath.model.expression_parser import parse_expression
from desirepath.model.rule import Comparison, Rule
from desirepath.replay import binding
from desirepath.replay import lookup as lookup_module
from desirepath.replay.binding import bind, decide, matching
from desirepath.replay.engines import local
from desirepath.replay.index import build_index, open_index
from desirepath.replay.lookup import Lookup
from desirepath.replay.replay import Replay, replay
from tests.replay.reference import Event
from tests.replay.worlds import DAY, Learned, MemoryLog, map_of, step

LOG = MemoryLog(
    [
        Event(0, "call", "ann", "phone", 4.0, "1..5", {"kind": "kickoff", "people": 3, "paid": True}),
        Event(1, "call", "ann", "web", None, None, {"kind": "review", "people": 5, "paid": False}),
        Event(2, "login", "ann", None, None, None, {"people": 2.5, "tags": ["new", "vip"]}),
        Event(2, "login", "bob", "web", 0.0, "0..10", {"kind": None}),
        Event(3, "call", "bob", "mail"),
    ],
    [
        Learned(0, "ann", {"plan": "free"}),
        Learned(2, "ann", {"plan": "pro", "seats": 4}),
        Learned(9, "bob", {"plan": "pro"}),
    ],
)
TRAITS: dict[str, list[tuple[int, str, Value]]] = {
    "ann": [(0, "plan", "free"), (2, "plan", "pro"), (2, "seats", 4)],
    "bob": [(9, "plan", "pro")],
}
NAMES = [
    Name("field", "activity"),
    Name("field", "channel"),
    Name("field", "source"),
    Name("field", "score"),
    Name("field", "amount"),
    Name("properties", "kind"),
    Name("properties", "people"),
    Name("properties", "paid"),
    Name("properties", "tags"),
    Name("traits", "plan"),
    Name("traits", "seats"),
]
VALUES: list[Value] = [
    "call",
    "login",
    "phone",
    "web",
    "kickoff",
    "test",
    "pro",
    3,
    2.5,
    4.0,
    0,
    True,
    False,
    None,
]


def value_of(event: Event, name: Name) -> Value:
    """What a name stands for at one event, found the slow way."""
    if name.scope == "properties":
        value = event.properties.get(name.key)
        return '["new","vip"]' if isinstance(value, list) else value
    if name.scope == "traits":
        known = [
            v for at, key, v in TRAITS.get(event.subject or "", []) if key == name.key and at <= event.at
        ]
        return known[-1] if known else None
    fields: dict[str, Value] = {
        "activity": event.activity,
        "channel": event.channel,
        "source": "test",
        "score": event.score,
    }
    return fields.get(name.key)


names, values = st.sampled_from(NAMES), st.sampled_from(VALUES)
leaves: st.SearchStrategy[Expression] = st.one_of(
    st.builds(Compare, names, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), values),
    st.builds(OneOf, names, st.lists(values, max_size=3).map(tuple)),
    st.builds(Contains, names, st.sampled_from(["ca", "WEB", "vip", "pro"])),
)
expressions: st.SearchStrategy[Expression] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
INDEX = build_index(LOG, "customer")


@settings(max_examples=300, deadline=None)
@given(expressions)
def test_column_by_column_it_holds_where_it_holds_one_by_one(expression: Expression) -> None:
    (bucket,) = INDEX.buckets
    events = [LOG.events[row] for row in bucket.arrival.tolist()]
    wanted = [evaluate(expression, lambda name, event=event: value_of(event, name)) for event in events]  # type: ignore[misc]
    assert matching(expression, bucket, np.arange(len(events)), Lookup(INDEX)).tolist() == wanted
    for event, holds in zip(events, wanted, strict=True):
        assert decide(expression, event.activity) in (None, holds)


def paths(told: Replay) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for passage, at in zip(told.visits.passage.tolist(), told.visits.step.tolist(), strict=True):
        found.setdefault(told.subject_ids[told.passages.subject[passage]], []).append(told.tally.steps[at])
    return found


def test_where_activities_decide_nothing_is_looked_at_row_by_row() -> None:
    bound = bind(map_of(step("call"), step("login")), INDEX, Lookup(INDEX))
    assert bound.match[0] is INDEX.buckets[0].activity


def test_properties_are_parsed_only_where_the_rest_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[Value] = []

    def watch(text: Value, key: str) -> Value:
        parsed.append(text)
        return None

    monkeypatch.setattr(lookup_module, "_property", watch)
    journey = map_of(step("kickoff", Rule(activity="call", channel="phone", where={"kind": "kickoff"})))
    bind(journey, INDEX, Lookup(INDEX))
    assert [text for text in parsed if text] == ['{"kind": "kickoff", "people": 3, "paid": true}']


def test_a_map_may_have_hundreds_of_steps() -> None:
    log = MemoryLog([Event(number, f"a{number}") for number in range(300)])
    told = replay(map_of(*(step(f"a{number}") for number in range(300))), build_index(log, "customer"))
    assert told.tally.in_order.tolist() == [1] * 300
    assert told.standings()[0].step == "a299"


def test_every_interaction_may_be_a_different_set_of_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are too many sets of answers for two bytes, codes grow wider."""
    events = [
        Event(number, "a", properties={f"p{bit}": 1 for bit in range(6) if number >> bit & 1})
        for number in range(64)
    ]
    journey = map_of(*(step(f"s{bit}", Rule(where={f"p{bit}": 1})) for bit in range(6)))
    index = build_index(MemoryLog(events), "customer")
    narrow = replay(journey, index)
    monkeypatch.setattr(binding, "MOST_SMALL_CODES", 63)
    wide = replay(journey, index)
    assert [told.binding.match[0].dtype for told in (narrow, wide)] == [np.uint16, np.uint32]
    assert wide.labels().tolist() == narrow.labels().tolist()
    for place in range(64):
        answers = wide.binding.answers[wide.binding.match[0][place]]
        assert [bit for bit in answers if bit < 6] == [bit for bit in range(6) if place >> bit & 1]


def test_every_field_of_an_interaction_may_be_asked_for(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        log.append(
            [
                Interaction(
                    {"customer": "u1"},
                    from_microseconds(DAY),
                    "paid",
                    source="shop",
                    key="1",
                    amount=Decimal("12.50"),
                    currency="EUR",
                    direction="by_customer",
                    actor="owner",
                    solicited=False,
                )
            ]
        )
        index = open_index(log, "customer")
    (bucket,) = index.buckets
    for text, holds in {
        "amount == 12.5": True,
        "amount > 12.5": False,
        'direction == "by_customer" and actor == "owner" and source == "shop"': True,
        "solicited == false": True,
        "solicited != null and score == null": True,
        "properties.none != 1": False,
    }.items():
        assert matching(parse_expression(text), bucket, np.arange(1), Lookup(index)).tolist() == [holds], text


def test_a_step_may_ask_for_a_trait_as_it_was_then() -> None:
    journey = map_of(step("pro", Rule(where={"traits.plan": "pro"})), step("call"))
    assert paths(replay(journey, INDEX)) == {"ann": ["call", "pro"], "bob": ["call"]}


def test_bounds_and_lists() -> None:
    journey = map_of(
        step("large", Rule(activity="call", where={"people": Comparison(at_least=5)})),
        step("first", Rule(activity="call", where={"kind": ("kickoff",)})),
    )
    assert paths(replay(journey, INDEX)) == {"ann": ["first", "large"]}


def test_a_passage_cannot_end_as_it_begins() -> None:
    with pytest.raises(DesirepathError, match=r"DP-RPL-002: .* @ passage.horizon"):
        replay(map_of(step("call"), horizon="0d"), INDEX)


def test_a_horizon_of_ages() -> None:
    told = replay(map_of(step("call"), horizon="36500d"), INDEX)
    assert told.tally.outcomes.tolist() == [0, 0, 0, 2]


def test_compiling_is_announced_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    journey: Any = map_of(step("call"))
    assert replay(journey, INDEX).lived.steps == 1
    assert local.is_compiled()
    replay(journey, INDEX, notify=said.append)
    assert said == []
    monkeypatch.setattr(local, "is_compiled", lambda: False)
    replay(journey, INDEX, notify=said.append)
    assert said == ["compiling the replay kernel, once (about 13 s)"]


def test_the_rooms_that_only_name_a_replay_do_not_load_the_compiler() -> None:
    code = "import sys, desirepath.replay.replay; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
