"""JSON with names of its own goes through the same mapping as a CSV: lines, lists and pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from desirepath.base.problem import DesirepathError
from desirepath.sources.json_table import flat
from desirepath.sources.looking import look_into
from desirepath.sources.mapping import read_mapping_text
from desirepath.sources.shape import Refused
from desirepath.sources.trying import try_rows
from tests.sources.files import bring, lines, rejected, stored, write

Record = dict[str, Any]
EVENTS: list[Record] = [
    {"ts": 1767225600, "user": {"id": "u1", "plan": "pro"}, "event": "sign up", "tags": ["a", "b"]},
    {"ts": 1767225660, "user": {"id": "u2"}, "event": "sign up", "vip": True, "steps": [{"n": 1}]},
    {"ts": 1767225720, "user": {"id": "u1", "plan": None}, "event": "log in", "seats": 12},
]
WAYS: dict[str, tuple[str, Callable[[Sequence[Record]], bytes]]] = {
    "lines": ("e.jsonl", lambda rows: lines(*rows)),
    "a list": ("e.json", orjson.dumps),
    "a list over several lines": ("e.json", lambda rows: orjson.dumps(rows, option=orjson.OPT_INDENT_2)),
    "a page": ("e.json", lambda rows: orjson.dumps({"count": len(rows), "results": rows})),
    "lines without their ending": ("e.txt.gz", lambda rows: lines(*rows)),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_it_is_looked_at_and_brought_in_like_a_table(
    tmp_path: Path, way: tuple[str, Callable[[Sequence[Record]], bytes]]
) -> None:
    name, packed = way
    name = name.replace("txt.gz", "json.gz")
    path = write(tmp_path, name, packed(EVENTS))
    look = look_into(path)
    assert look.shape == "json"
    assert look.is_table
    assert look.sample is not None
    assert look.planned is not None
    assert set(look.sample.header) >= {"ts", "user.id", "user.plan", "event", "tags", "vip", "steps", "seats"}
    plan = look.planned.plan
    assert (plan.column("occurred_at"), plan.column("activity"), plan.time_format) == ("ts", "event", "unix")
    plan = replace(plan, roles={**plan.roles, "user.id": "customer", "user.plan": "plan"})
    report = bring(tmp_path, path, mapping=plan.to_mapping())
    assert (report.rows, report.rejected) == (3, 0)
    found = stored(tmp_path, "customer", "activity", "properties")
    assert [(row["customer"], row["activity"]) for row in found] == [
        ("u1", "sign up"),
        ("u2", "sign up"),
        ("u1", "log in"),
    ]
    assert orjson.loads(found[0]["properties"]) == {"tags": "a, b"}
    assert orjson.loads(found[1]["properties"]) == {"vip": "true", "steps": '[{"n":1}]'}
    assert bring(tmp_path, path, mapping=plan.to_mapping()).added == 0


def test_the_mapping_reads_the_next_file_whatever_its_records_leave_out(tmp_path: Path) -> None:
    mapping = 'source = "app"\n[[fact]]\ncustomer = "user.id"\nactivity = "event"\nchannel = "how"\n'
    mapping += 'occurred_at = {column = "ts", format = "unix"}'
    more = [{"ts": 1767225600 + n, "user": {"id": f"u{n}"}, "event": "x"} for n in range(9000)]
    path = write(tmp_path, "e.json", orjson.dumps([*more, {"ts": "no", "event": "y", "how": "mail"}, 7]))
    report = bring(tmp_path, path, mapping=mapping)
    assert (report.rows, report.added, report.rejected) == (9002, 9000, 2)
    first, second = rejected(report)
    assert (first["line"], first["code"], second["line"], second["code"]) == (
        9001,
        "DP-SRC-015",
        9002,
        "DP-SRC-011",
    )
    mended = (
        report.rejects[0].read_text().replace('"ts":"no"', '"ts":"1767225600"').replace('"row":7', '"row":{}')
    )
    report.rejects[0].write_text(mended)
    assert bring(tmp_path, report.rejects[0], mapping=mapping).added == 1


def test_a_list_with_our_own_names_needs_no_mapping(tmp_path: Path) -> None:
    own = [
        {
            "customer": "u1",
            "occurred_at": "2026-01-01T00:00:00Z",
            "activity": "x",
            "properties": {"plan": "pro"},
        },
        {
            "customer": "u2",
            "occurred_at": "2026-01-01T00:00:00Z",
            "activity": "x",
            "objects": {"ticket": "T"},
        },
    ]
    assert bring(tmp_path, write(tmp_path, "e.json", orjson.dumps(own))).added == 2
    assert [row["objects"] for row in stored(tmp_path, "objects")] == [None, [("ticket", "T")]]


@pytest.mark.parametrize("packed", [orjson.dumps(EVENTS), orjson.dumps({"results": EVENTS}) + b"\n"])
def test_records_on_one_line_are_told_apart(tmp_path: Path, packed: bytes) -> None:
    mapping = '[[fact]]\ncustomer = "user.id"\nactivity = "event"\n'
    mapping += 'occurred_at = {column = "ts", format = "unix"}'
    trial = try_rows(write(tmp_path, "e.json", packed), mapping=read_mapping_text(mapping))
    assert (trial.read, [one.line for one in trial.kept]) == (3, [1, 2, 3])


@pytest.mark.parametrize("copies", [1, 5000], ids=["short", "beyond what is glimpsed"])
def test_a_document_of_several_lists_is_refused_rather_than_read_in_part(tmp_path: Path, copies: int) -> None:
    packed = orjson.dumps({"users": [{"user": "u1"}] * copies, "events": EVENTS, "next": None})
    path = write(tmp_path, "e.json", packed)
    for look in (look_into, try_rows):
        with pytest.raises(
            DesirepathError, match='DP-SRC-005: the file holds several lists: "users", "events"'
        ):
            look(path)


def test_a_line_with_several_lists_is_a_record_that_keeps_them(tmp_path: Path) -> None:
    orders = [
        {"at": f"2026-01-0{n}T00:00:00Z", "who": "u1", "items": [{"n": n}], "coupons": [{"c": n}]}
        for n in (1, 2)
    ]
    mapping = '[[fact]]\ncustomer = "who"\noccurred_at = "at"\nactivity = {value = "order.placed"}\n'
    report = bring(tmp_path, write(tmp_path, "o.jsonl", lines(*orders)), mapping=mapping)
    assert (report.rows, report.added) == (2, 2)
    kept = orjson.loads(stored(tmp_path, "properties")[0]["properties"])
    assert kept == {"items": '[{"n":1}]', "coupons": '[{"c":1}]'}


def test_what_nobody_has_given_a_meaning_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(DesirepathError, match='DP-SRC-005: the column "ts" has no meaning yet'):
        bring(tmp_path, write(tmp_path, "e.jsonl", lines(*EVENTS)))


def test_lines_meant_for_us_with_one_wrong_name_are_ours(tmp_path: Path) -> None:
    row = {"customer": "u1", "ocurred_at": "2026-01-01T00:00:00Z", "activity": "x"}
    assert look_into(write(tmp_path, "e.jsonl", lines(row))).shape == "jsonl"


def test_two_values_of_one_name_are_refused_and_depth_has_an_end() -> None:
    twice = flat(3, {"a.b": 1, "a": {"b": 2}})
    assert isinstance(twice, Refused)
    assert (twice.line, twice.problem.code) == (3, "DP-SRC-013")
    deep: Record = {"x": 1}
    for _ in range(200):
        deep = {"d": deep}
    cells = flat(1, deep)
    assert isinstance(cells, dict)
    assert len(cells) == 1
