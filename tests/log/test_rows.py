"""Rows judged one by one and many at once: the same ones are facts, and each refusal says what and where."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.log.facts import facts_of, row_of
from desirepath.log.interaction import Fact
from desirepath.log.row_checks import RowRefusedError, tidy_row
from desirepath.log.rows import read_rows
from tests.log.strategies import facts

GOOD = {"customer": "u1", "occurred_at": "2026-01-31T12:00:00Z", "activity": "login"}
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"occurred_at": None}, 'DP-LOG-012: "occurred_at" is missing'),
    ({"occurred_at": "2026-01-31"}, "DP-LOG-014: .* has no time zone"),
    ({"occurred_at": "31.01.2026 12:00"}, "DP-LOG-014: .* without knowing its format"),
    ({"occurred_at": "0000-01-01T00:00:00Z"}, "DP-LOG-014"),
    ({"occurred_at": "0001-01-01T00:00:00Z"}, "DP-LOG-014: the year 1 cannot be meant"),
    ({"occurred_at": "9999-12-31T23:59:59-12:00"}, "DP-LOG-014: the year 9999 cannot be meant"),
    ({"occurred_at": 1700000000}, "DP-LOG-014"),
    ({"activity": ""}, 'DP-LOG-013: "activity" is an empty text'),
    ({"activity": ["login"]}, 'DP-LOG-013: "activity" should be a text, not a list'),
    ({"customer": 1.5}, "DP-LOG-013"),
    ({"customer": True}, 'DP-LOG-013: "customer" should be a text, not true'),
    ({"customer": ""}, "DP-LOG-013"),
    ({"customer": "\ud800"}, "DP-LOG-013: .* lone surrogate"),
    ({"chanel": "web"}, 'DP-LOG-011: .*did you mean "channel"'),
    ({"type": "trait"}, 'DP-LOG-013: .*did you mean "traits"'),
    ({"type": 3}, "DP-LOG-013"),
    ({"objects": {"customer": "u2"}}, "DP-LOG-018"),
    ({"objects": ["T-9"]}, "DP-LOG-013"),
    ({"objects": {"ticket": ["T-9"]}}, "DP-LOG-013"),
    ({"score": float("nan")}, "DP-LOG-015"),
    ({"score": "9"}, "DP-LOG-015"),
    ({"score": True}, "DP-LOG-015"),
    ({"score": 11, "scale": "0..10"}, r"DP-LOG-015: 11 is not on the scale 0\.\.10"),
    ({"score": 0.5, "scale": "thumbs"}, "DP-LOG-015"),
    ({"scale": "nine"}, 'DP-LOG-015: "nine" is not a scale'),
    ({"amount": "49,90"}, "DP-LOG-016"),
    ({"amount": float("inf")}, "DP-LOG-016"),
    ({"amount": "0.0000000001"}, "DP-LOG-016"),
    ({"amount": 1e30}, "DP-LOG-016"),
    ({"currency": "eur"}, "DP-LOG-013"),
    ({"currency": "EUR\n"}, "DP-LOG-013"),
    ({"direction": "out"}, "DP-LOG-013"),
    ({"solicited": 1}, "DP-LOG-013"),
    ({"sequence": 1.0}, "DP-LOG-013"),
    ({"sequence": True}, "DP-LOG-013"),
    ({"sequence": 2**70}, "DP-LOG-013"),
    ({"schema": 2}, "DP-LOG-013"),
    ({"schema": True}, "DP-LOG-013"),
    ({"properties": [1]}, "DP-LOG-013"),
    ({"properties": "plan"}, "DP-LOG-013"),
    ({"properties": []}, "DP-LOG-013"),
    ({"properties": {"a": 2**80}}, "DP-LOG-017"),
]


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_a_row_that_is_no_fact_is_refused_in_words_and_its_neighbours_are_not(
    change: dict[str, Any], message: str
) -> None:
    bad = {**GOOD, **change}
    with pytest.raises(RowRefusedError, match=message):
        tidy_row(bad)
    read = read_rows([GOOD, bad, {**GOOD, "activity": "logout"}], source="app")
    assert [place for place, _ in read.refused] == [1]
    assert read.tables[0].table.column("activity").to_pylist() == ["login", "logout"]


WILD: list[Any] = [
    None,
    "",
    "x",
    0,
    1,
    -1,
    1.0,
    0.5,
    True,
    [],
    {},
    {"a": 1},
    {"ticket": "T"},
    {"customer": 3},
    2**63,
]
WILD += [
    "1..5",
    "EUR",
    "by_us",
    "1.5",
    "thumbs",
    "1",
    "2026-01-31T12:00:00+02:00",
    "2026-01-31",
    "20260131T120000Z",
]
WILD += ["2026-01-31T12:00:00.1234567Z", "2026-01-31 12:00Z"]
values = st.sampled_from(WILD)
FIELDS = [
    *GOOD,
    "account",
    "objects",
    "received_at",
    "sequence",
    "channel",
    "direction",
    "actor",
    "solicited",
    "score",
]
FIELDS += ["scale", "text", "amount", "currency", "properties", "source", "key", "schema", "type", "nonsense"]
wild_rows = st.dictionaries(st.sampled_from(FIELDS), values, max_size=3).map(
    lambda change: {**GOOD, **change}
)


@settings(max_examples=200, deadline=None)
@given(wild_rows)
def test_the_fast_way_and_the_careful_way_accept_the_same_rows(row: dict[str, Any]) -> None:
    try:
        tidy: dict[str, Any] | None = tidy_row(row)
    except RowRefusedError:
        tidy = None
    read = read_rows([row], source="app")
    assert bool(read.refused) == (tidy is None)
    if tidy is not None:
        careful = read_rows([{**tidy, "key": read.tables[0].table.column("key")[0].as_py()}], source="app")
        assert careful.tables[0].table.equals(read.tables[0].table)


@settings(max_examples=50, deadline=None)
@given(st.lists(wild_rows, max_size=6))
def test_a_rows_fate_and_key_do_not_depend_on_its_company(rows: list[dict[str, Any]]) -> None:
    together = read_rows(rows, source="app")
    alone = [read_rows([row], source="app") for row in rows]
    assert [place for place, _ in together.refused] == [
        place for place, read in enumerate(alone) if read.refused
    ]
    keys = sorted(key for table in together.tables for key in table.table.column("key").to_pylist())
    assert keys == sorted(
        key for read in alone for table in read.tables for key in table.table.column("key").to_pylist()
    )


@settings(max_examples=60, deadline=None)
@given(facts)
def test_a_fact_as_a_row_is_the_fact(fact: Fact) -> None:
    read = read_rows([row_of(fact)], source="")
    assert not read.refused
    assert list(facts_of(read.tables[0].kind, read.tables[0].table)) == [fact]


@pytest.mark.parametrize(
    "row",
    [
        {
            "type": "traits",
            "customer": "u1",
            "traits": {"plan": "pro"},
            "occurred_at": "2026-01-01T00:00:00Z",
        },
        {
            "type": "traits",
            "objects": {"ticket": "T"},
            "traits": {"a": 1},
            "occurred_at": "2026-01-01T00:00:00Z",
        },
        {"type": "identity", "alias": "anon", "customer": "u1"},
        {"type": "identity", "object_type": "customer", "object_id": "u1", "alias": "anon"},
        {"type": "identity", "customer": "u1", "belongs_to": ["account", "acme"]},
        {"type": "identity", "customer": "u1", "belongs_to": {"account": "acme"}},
        {"type": "context", "kind": "release", "title": "v2", "occurred_at": "2026-01-01T00:00:00Z"},
    ],
)
def test_other_kinds_of_facts_may_be_written_briefly(row: dict[str, Any]) -> None:
    read = read_rows([row], source="app")
    assert not read.refused
    assert read.tables[0].table.num_rows == 1


@pytest.mark.parametrize(
    "row",
    [
        {"type": "traits", "customer": "u1", "occurred_at": "2026-01-01T00:00:00Z"},
        {"type": "traits", "traits": {}, "occurred_at": "2026-01-01T00:00:00Z"},
        {
            "type": "traits",
            "customer": "u1",
            "account": "a",
            "traits": {},
            "occurred_at": "2026-01-01T00:00:00Z",
        },
        {"type": "traits", "customer": "u1", "traits": {"plan": "pro"}},
        {"type": "identity", "customer": "u1"},
        {"type": "identity", "alias": "anon"},
        {"type": "identity", "customer": "u1", "belongs_to": "acme"},
        {"type": "context", "kind": "release", "occurred_at": "2026-01-01T00:00:00Z"},
    ],
)
def test_other_kinds_of_facts_that_lack_something_are_refused(row: dict[str, Any]) -> None:
    assert len(read_rows([row], source="app").refused) == 1


def test_ids_that_are_numbers_become_texts() -> None:
    table = read_rows([{**GOOD, "customer": 17, "objects": {"ticket": 9}}], source="app").tables[0].table
    assert table.select(["customer", "objects"]).to_pylist() == [
        {"customer": "17", "objects": [("ticket", "9")]}
    ]
