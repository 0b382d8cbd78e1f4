"""Questions in SQL see the facts and nothing else, and change nothing."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.log.answer import Answer
from desirepath.log.interaction import Fact
from desirepath.log.sql import ask, latest_interactions
from desirepath.log.store import Log, create_log, open_log
from tests.log.strategies import facts
from tests.log.test_migrations import VERSION_1
from tests.log.test_store import visit


@pytest.fixture(scope="module")
def log() -> Log:
    return open_log(VERSION_1)


@settings(max_examples=12, deadline=None)
@given(st.lists(facts, max_size=8))
def test_the_views_show_what_the_log_shows(given_facts: Sequence[Fact]) -> None:
    with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
        log.append(given_facts[:3])
        log.append(given_facts[3:])
        names = [
            "customer",
            "account",
            "occurred_at",
            "sequence",
            "activity",
            "score",
            "text",
            "amount",
            "key",
        ]
        shown = ask(log, f"select {', '.join(names)} from interactions order by arrival")
        table = log.interactions([*names, "arrival"]).sort_by("arrival").select(names)
        assert [dict(zip(names, row, strict=True)) for row in shown.rows] == table.to_pylist()
        for view, other in (
            ("traits", log.traits()), ("identities", log.identities()), ("contexts", log.contexts()),
        ):  # fmt: skip
            found = ask(log, f"select key, occurred_at from {view} order by arrival")
            expected = other.sort_by("arrival").select(["key", "occurred_at"]).to_pylist()
            assert [{"key": key, "occurred_at": at} for key, at in found.rows] == expected
        tail = latest_interactions(log, 4)
        assert [row[0] for row in tail.rows] == log.interactions(["occurred_at"]).column(0).to_pylist()[-4:]


def test_ids_are_canonical_and_instants_utc(log: Log) -> None:
    answer = ask(
        log, "select customer, occurred_at, objects['ticket'] as ticket from interactions order by arrival"
    )
    assert answer.columns == ("customer", "occurred_at", "ticket")
    assert answer.rows[:2] == (
        ("ada", datetime(2026, 1, 1, tzinfo=UTC), None),
        ("ada", datetime(2026, 1, 2, tzinfo=UTC), "T-1"),
    )


FILES = "/etc/passwd"
OUT_OF_REACH = [
    f"select * from read_csv('{FILES}')",
    f"select * from read_text('{FILES}')",
    f"select * from read_blob('{FILES}')",
    f"select * from read_json('{FILES}')",
    f"select * from '{FILES}'",
    f"from sniff_csv('{FILES}')",
    "select * from glob('/*')",
    "select * from read_parquet('{segment}')",
    "select * from '{segment}'",
    "select * from parquet_metadata('{segment}')",
    "select * from read_csv('http://127.0.0.1:9/x.csv')",
    "select * from read_parquet('s3://bucket/x')",
    "copy (select 1) to '{folder}/written.csv'",
    "copy interactions to '{folder}/written.parquet'",
    "attach '{folder}/written.db'",
    "export database '{folder}/written'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "reset enable_external_access",
    "pragma database_list",
    "create table t as select 1",
    "create macro m() as 1",
    "insert into interactions values (1)",
    "delete from interactions",
    "drop view interactions",
    "update interactions set customer = 'x'",
    "call pragma_version()",
    "explain analyze select 1",
    "select getenv('HOME')",
    "select * from log",
    "select * from folder",
    "select 1; drop view interactions",
    "select 1; select 2",
    "",
    "   -- nothing",
    "selec 1",
    "select nothing from interactions",
    "select '\ud800'",
    "select 1 / 'a'::int",
]


@pytest.mark.parametrize("question", OUT_OF_REACH)
def test_files_network_and_changes_are_out_of_reach(tmp_path: Path, question: str) -> None:
    with create_log(tmp_path / "log") as log:
        log.append([visit("1")])
        segment = log.segments[0].path
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        asked = question.replace("{segment}", str(segment)).replace("{folder}", str(tmp_path))
        with pytest.raises(DesirepathError, match="DP-LOG-019"):
            ask(log, asked)
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "question",
    [
        "select * from interactions",
        "from interactions select count(*)",
        "with one as (select 1 as n) select n from one",
        "values (1, 'a'), (2, null)",
        "select 'NaN'::double, 'infinity'::timestamp, interval 3 days, {'a': [1, 2]}, '\\x00'::blob",
        "select '2026-01-31'::date, uuid(), 1::hugeint, '12:00'::time, 1.5::decimal(9, 2), true",
        "select 1 as a, 2 as a",
        "select properties->>'survey' from interactions",
        "select date_trunc('week', occurred_at), count(*) from interactions group by all",
    ],
)
def test_every_value_has_its_json_csv_and_words(log: Log, question: str) -> None:
    answer = ask(log, question)
    assert len(orjson.loads(orjson.dumps(answer.to_json()))) == len(answer.rows)
    assert all(len(row) == len(answer.columns) for row in answer.to_json())
    assert len(list(csv.reader(io.StringIO(answer.to_csv())))) == len(answer.rows) + 1
    assert len(list(answer.to_texts())) == len(answer.rows)


@given(st.lists(st.text(max_size=8), min_size=1, max_size=3))
def test_no_text_in_csv_begins_like_a_formula_and_none_is_lost(texts: list[str]) -> None:
    (header, row) = csv.reader(io.StringIO(Answer(tuple(texts), (tuple(texts),)).to_csv(), newline=""))
    assert header == row
    for cell, text in zip(row, texts, strict=True):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell in (text, f"'{text}")


def test_words_for_a_terminal_hold_nothing_that_moves_it() -> None:
    (row,) = Answer(("a",), (("\x1b[2Jgone\r\nnew",),)).to_texts()
    assert row == (" [2Jgone  new",)
