"""The laws of the store: what goes in comes out, once, in one order, however it was brought."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.log.facts import facts_of
from desirepath.log.interaction import Context, Fact, Identity, Interaction, Traits
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.store import Log, create_log, open_log
from desirepath.log.writer import AppendResult
from tests.log.strategies import facts, interactions

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
KIND_OF: dict[type, FactKind] = {
    Interaction: "interactions",
    Traits: "traits",
    Identity: "identities",
    Context: "contexts",
}


def visit(key: str, *, customer: str = "u1", sequence: int | None = None, source: str = "app") -> Interaction:
    return Interaction({"customer": customer}, NEW_YEAR, "visit", source=source, key=key, sequence=sequence)


def tables(log: Log) -> dict[FactKind, pa.Table]:
    return {
        "interactions": log.interactions(resolved=False),
        "traits": log.traits(resolved=False),
        "identities": log.identities(),
        "contexts": log.contexts(),
    }


def first_of_each(all_facts: Iterable[Fact]) -> dict[tuple[FactKind, str, str], Fact]:
    kept: dict[tuple[FactKind, str, str], Fact] = {}
    for fact in all_facts:
        kept.setdefault((KIND_OF[type(fact)], fact.source, fact.key), fact)
    return kept


@settings(max_examples=30, deadline=None)
@given(st.lists(facts, max_size=12))
def test_what_goes_in_comes_out_once(given_facts: Sequence[Fact]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with create_log(folder) as log:
            result = log.append(given_facts)
        kept = first_of_each(given_facts)
        assert result == AppendResult(len(kept), len(given_facts) - len(kept))
        found = {
            (kind, fact.source, fact.key): fact
            for kind, table in tables(open_log(folder)).items()
            for fact in facts_of(kind, table)
        }
        assert found == kept


@settings(max_examples=20, deadline=None)
@given(st.lists(facts, max_size=12), st.lists(st.integers(0, 12), max_size=4))
def test_any_split_into_appends_makes_the_same_log(given_facts: Sequence[Fact], cuts: Sequence[int]) -> None:
    with tempfile.TemporaryDirectory() as whole_folder, tempfile.TemporaryDirectory() as split_folder:
        with create_log(whole_folder) as whole:
            whole.append(given_facts)
        bounds = [0, *sorted(cuts), len(given_facts)]
        for begin, end in pairwise(bounds):
            with create_log(split_folder) as split:
                split.append(given_facts[begin:end])
        for kind, table in tables(open_log(whole_folder)).items():
            other = tables(open_log(split_folder))[kind]
            assert list(facts_of(kind, other)) == list(facts_of(kind, table))


@settings(max_examples=20, deadline=None)
@given(st.lists(interactions(), max_size=12))
def test_the_total_order_is_time_then_sequence_then_arrival(given_facts: Sequence[Interaction]) -> None:
    with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
        log.append(given_facts)
        table = log.interactions(["occurred_at", "sequence", "arrival"])
        rows = [
            (row["occurred_at"], row["sequence"] is None, row["sequence"] or 0, row["arrival"])
            for row in table.to_pylist()
        ]
        assert rows == sorted(rows)
        assert len({row[3] for row in rows}) == len(rows)


def test_tables_have_the_schema_even_when_empty(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        for kind, table in tables(log).items():
            assert table.schema.equals(SCHEMAS[kind])
        assert log.info().to_json()["first"] is None


def test_columns_come_in_the_order_asked_for(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        log.append([visit("1")])
        assert log.interactions(["activity", "customer"]).to_pylist() == [
            {"activity": "visit", "customer": "u1"}
        ]


def test_the_generation_changes_with_the_content_and_only_then(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        empty = log.generation
        log.append([visit("1")])
        one = log.generation
        log.append([visit("1")])
        assert log.generation == one != empty
    assert open_log(tmp_path).generation == one


def test_a_reader_sees_what_was_there_until_it_looks_again(tmp_path: Path) -> None:
    with create_log(tmp_path) as writer:
        reader = open_log(tmp_path)
        writer.append([visit("1")])
        assert reader.interactions().num_rows == 0
        reader.refresh()
        assert reader.interactions().num_rows == 1


def test_one_key_of_two_sources_is_two_facts(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        assert log.append([visit("1"), visit("1", source="crm"), visit("1")]) == AppendResult(2, 1)


def test_many_small_appends_keep_few_key_files(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        for number in range(20):
            log.append([visit(str(number)), visit("0")])
        assert log.append([visit(str(number)) for number in range(20)]) == AppendResult(0, 20)
    assert len(list((tmp_path / "log" / "keys").iterdir())) <= 5


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with (
        create_log(tmp_path),
        pytest.raises(DesirepathError, match=r"DP-LOG-002: process \d+ on .* is writing"),
    ):
        create_log(tmp_path)
    create_log(tmp_path).close()


def test_reading_needs_a_log_and_writing_the_lock(tmp_path: Path) -> None:
    with pytest.raises(DesirepathError, match="DP-LOG-001"):
        open_log(tmp_path)
    create_log(tmp_path).close()
    with pytest.raises(DesirepathError, match="DP-LOG-003"):
        open_log(tmp_path).append([visit("1")])


def test_a_bad_fact_is_refused_and_nothing_is_stored(tmp_path: Path) -> None:
    bad = Interaction(
        {"customer": "u1"}, NEW_YEAR, "survey.answered", source="a", key="2", score=9, scale="1..5"
    )
    with create_log(tmp_path) as log:
        with pytest.raises(DesirepathError, match=r"DP-LOG-007: fact 2: 9 is not on the scale 1\.\.5"):
            log.append([visit("1"), bad])
        assert log.interactions().num_rows == 0
        assert not list((tmp_path / "log" / "segments").iterdir())


def test_an_error_half_way_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    def breaking() -> Iterable[Fact]:
        yield visit("1")
        raise RuntimeError("the source broke")

    with create_log(tmp_path) as log:
        before = log.generation
        with pytest.raises(RuntimeError):
            log.append(breaking())
        assert log.generation == before
        assert log.append([visit("1")]) == AppendResult(1, 0)


def test_the_next_writer_sweeps_what_a_crash_left(tmp_path: Path) -> None:
    create_log(tmp_path).close()
    garbage = tmp_path / "log" / "segments" / "interactions-000000000000-dead.parquet"
    garbage.write_bytes(b"half")
    assert open_log(tmp_path).interactions().num_rows == 0
    create_log(tmp_path).close()
    assert not garbage.exists()


@pytest.mark.parametrize(
    ("text", "code"), [("{", "DP-LOG-005"), ('{"format": 99}', "DP-LOG-004"), ('{"format": 1}', "DP-LOG-005")]
)
def test_a_manifest_that_cannot_be_read_is_an_error_in_words(tmp_path: Path, text: str, code: str) -> None:
    create_log(tmp_path).close()
    (tmp_path / "log" / "manifest.json").write_text(text)
    with pytest.raises(DesirepathError, match=code):
        open_log(tmp_path)


def test_a_damaged_segment_is_an_error_in_words(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        log.append([visit("1")])
        log.segments[0].path.write_bytes(b"garbage")
        with pytest.raises(DesirepathError, match="DP-LOG-005"):
            log.interactions()


def test_a_file_where_the_folder_should_be_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("")
    with pytest.raises(DesirepathError, match="DP-LOG-006"):
        create_log(tmp_path)


def test_info_counts(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        ticket = Interaction(
            {"customer": "anon", "ticket": "T-1"}, NEW_YEAR, "ticket.opened", source="desk", key="9"
        )
        log.append([visit("1"), visit("2", customer="u2"), ticket])
        log.append([Identity("customer", "anon", "u1", NEW_YEAR, "app", "i")])
        info = log.info().to_json()
    assert info["facts"] == {"interactions": 3, "traits": 0, "identities": 1, "contexts": 0}
    assert info["activities"] == {"visit": 2, "ticket.opened": 1}
    assert info["objects"] == {"customer": 2, "ticket": 1}
    assert info["first"] == info["last"] == "2026-01-01T00:00:00+00:00"
