"""A mapping proposed for a table: what the rows prove is there, the rest is refused until decided."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has none
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.sources.mapping import read_mapping_text
from desirepath.sources.proposing import TO_DECIDE, Proposal, propose
from desirepath.sources.sampling import Sample, take_sample
from tests.sources.files import bring, stored, write

AS_IT_IS = """id,created_at,user_id,event,channel,plan
e1,2026-03-01T09:30:00Z,u1,sign up,web,pro
e2,2026-03-02T10:00:00+01:00,u1,ticket.opened,mail,pro
e3,2026-03-02T10:00:00Z,u2,sign up,web,free
"""
EUROPEAN = "Datum,Kundennummer,Ereignis\n04.03.2026,K1,Anmeldung\n05.04.2026,K2,Anmeldung\n"


def proposed(folder: Path, text: str | bytes, name: str = "table.csv") -> tuple[Path, Proposal]:
    path = write(folder, name, text)
    return path, propose(take_sample(path))


def codes(folder: Path, path: Path, mapping: str) -> set[str]:
    with pytest.raises(DesirepathError) as refused:
        bring(folder, path, mapping=mapping)
    return {problem.code for problem in refused.value.problems}


def test_what_is_proved_imports_as_it_is(tmp_path: Path) -> None:
    path, proposal = proposed(tmp_path, AS_IT_IS)
    assert proposal.doubts == ()
    report = bring(tmp_path, path, mapping=proposal.text)
    assert (report.added, report.rejected) == (3, 0)
    rows = stored(tmp_path, "customer", "activity", "channel", "properties", "key", "source")
    assert [(row["customer"], row["activity"], row["key"]) for row in rows] == [
        ("u1", "sign up", "e1"),
        ("u1", "ticket.opened", "e2"),
        ("u2", "sign up", "e3"),
    ]
    assert rows[0]["properties"] == '{"plan":"pro"}'
    assert rows[0]["source"] == "table"


def test_a_date_that_could_be_two_is_offered_both_ways_and_refused_until_decided(tmp_path: Path) -> None:
    path, proposal = proposed(tmp_path, EUROPEAN)
    assert [doubt.column for doubt in proposal.doubts] == ["Datum", "Datum"]
    day = '# occurred_at = {column = "Datum", format = "%d.%m.%Y"}'
    month = '# occurred_at = {column = "Datum", format = "%m.%d.%Y"}'
    assert day in proposal.text
    assert month in proposal.text
    assert codes(tmp_path, path, proposal.text) == {"DP-SRC-006"}
    half = proposal.text.replace(day, day[2:])
    assert codes(tmp_path, path, half) == {"DP-SRC-007"}, "no zone yet"
    whole = half.replace('# zone = "UTC"', 'zone = "UTC"')
    assert bring(tmp_path, path, mapping=whole).added == 2
    assert [str(row["occurred_at"])[:10] for row in stored(tmp_path, "occurred_at")] == [
        "2026-03-04",
        "2026-04-05",
    ]


@pytest.mark.parametrize(
    ("cell", "pattern"), [("25/03/2026 10:15", "%d/%m/%Y %H:%M"), ("03/25/2026 10:15", "%m/%d/%Y %H:%M")]
)
def test_one_day_after_the_twelfth_proves_the_order(tmp_path: Path, cell: str, pattern: str) -> None:
    _, proposal = proposed(tmp_path, f"time,user,event\n04/03/2026 09:00,u1,a\n{cell},u1,b\n")
    line = f'\noccurred_at = {{column = "time", format = "{pattern}"}}\n'
    assert line in proposal.text
    assert f'"{cell}" proves the order' in proposal.text
    assert len(proposal.doubts) == 1, "the zone alone"


def test_rows_that_contradict_each_other_prove_nothing(tmp_path: Path) -> None:
    _, proposal = proposed(tmp_path, "time,user,event\n25/03/2026,u1,a\n03/26/2026,u1,b\n")
    assert [doubt.column for doubt in proposal.doubts] == ["time", "time"]
    assert "\noccurred_at" not in proposal.text


def test_german_headers_semicolons_and_a_decimal_comma(tmp_path: Path) -> None:
    text = (
        "Zeitpunkt;Kundennummer;Firma;Bestellnummer;Ereignis;Betrag;Währung;Kommentar\n"
        "2026-03-01T09:30:00Z;K1;Müller;B-1;Kauf;1.234,50;EUR;Gern wieder\n"
        "2026-03-02T09:30:00Z;K2;Weiß;B-2;Kauf;99,00;EUR;-\n"
    )
    path, proposal = proposed(tmp_path, text.encode("cp1252"))
    assert proposal.doubts == ()
    found = tomllib.loads(proposal.text)
    assert (found["delimiter"], found["encoding"], found["decimal"], found["thousands"]) == (
        ";",
        "cp1252",
        ",",
        ".",
    )
    assert found["missing"] == ["-"]
    assert bring(tmp_path, path, mapping=proposal.text).added == 2
    first, second = stored(tmp_path, "account", "objects", "amount", "text")
    assert (first["account"], first["objects"], first["text"]) == (
        "Müller",
        [("order", "B-1")],
        "Gern wieder",
    )
    assert (f"{first['amount']:.2f}", second["text"]) == ("1234.50", None)


def test_a_sign_that_could_be_either_is_refused_until_decided(tmp_path: Path) -> None:
    text = 'time,user,event,amount,currency\n2026-03-01T09:30:00Z,u1,buy,"1,234",EUR\n'
    path, proposal = proposed(tmp_path, text)
    assert [doubt.column for doubt in proposal.doubts] == ["amount"]
    assert codes(tmp_path, path, proposal.text) == {"DP-SRC-006"}


@pytest.mark.parametrize(
    ("name", "scores", "scales"),
    [
        ("nps", (3, 9), ["0..10"]),
        ("rating", (0, 9), ["0..10"]),
        ("rating", (2, 5), ["0..10", "1..10", "1..5", "1..7"]),
        ("rating", (6, 7), ["0..10", "1..10", "1..7"]),
        ("rating", (1, 70), []),
    ],
)
def test_a_scale_is_taken_only_where_one_fits(
    tmp_path: Path, name: str, scores: tuple[int, int], scales: list[str]
) -> None:
    rows = "".join(f"2026-03-01T09:30:00Z,u1,survey,{score}\n" for score in scores)
    path, proposal = proposed(tmp_path, f"time,user,event,{name}\n{rows}")
    assert [scale for scale in ("0..10", "1..10", "1..5", "1..7") if f'"{scale}"' in proposal.text] == scales
    if len(scales) > 1:
        assert codes(tmp_path, path, proposal.text) == {"DP-SRC-005"}
    else:
        assert bring(tmp_path, path, mapping=proposal.text).added == 2


def test_what_nobody_can_tell_is_asked(tmp_path: Path) -> None:
    path, proposal = proposed(tmp_path, "colour,size,price\nred,1,3.50\nblue,2,4.50\n")
    assert len(proposal.doubts) == 4, "when, whose, what, and the currency"
    assert proposal.text.count(f"# {TO_DECIDE}: ") == 4
    assert codes(tmp_path, path, proposal.text) == {"DP-SRC-006"}


def test_no_name_and_no_address_is_shown_whole(tmp_path: Path) -> None:
    text = "time,email,event,comment,agent\n" + "".join(
        f"2026-03-0{day}T09:30:00Z,Ann.Summers@example.org,hello,Call Ann Summers,Bob Winters\n"
        for day in range(1, 5)
    )
    path, proposal = proposed(tmp_path, text)
    assert not [word for word in ("Summers", "Winters", "example.org") if word in proposal.text]
    assert '"Ann…"' in proposal.text
    bring(tmp_path, path, mapping=proposal.text)
    assert stored(tmp_path, "customer")[0]["customer"] == "ann.summers@example.org"


def test_parquet_with_a_zone_imports_as_it_is(tmp_path: Path) -> None:
    at = pa.array([1_767_225_600_000_000], pa.timestamp("us", "UTC"))
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"timestamp": at, "user_id": [7], "event": ["sign up"], "seats": [3]}), path)
    proposal = propose(take_sample(path))
    assert proposal.doubts == ()
    assert bring(tmp_path, path, mapping=proposal.text).added == 1
    assert stored(tmp_path, "customer", "properties") == [{"customer": "7", "properties": '{"seats":3}'}]


def test_of_two_columns_that_say_the_same_the_id_is_taken(tmp_path: Path) -> None:
    _, proposal = proposed(tmp_path, "time,event,User,User ID\n2026-03-01T09:30:00Z,call,Ann,7\n")
    assert 'customer = "User ID"' in proposal.text
    assert 'also possible: "User"' in proposal.text


def test_a_date_of_a_workbook_needs_only_its_zone(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Date", "User", "Action"])
        sheet.write_datetime(1, 0, datetime(2026, 3, 4), workbook.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001 -- Excel
        sheet.write_row(1, 1, ["u1", "call"])
    proposal = propose(take_sample(path))
    assert [doubt.column for doubt in proposal.doubts] == ["Date"]
    decided = proposal.text.replace('# zone = "UTC"', 'zone = "UTC"')
    assert bring(tmp_path, path, mapping=decided).added == 1


def test_the_tables_of_tools_get_a_proposal_too() -> None:
    tables = sorted((Path(__file__).parent / "examples").glob("*.csv"))
    assert len(tables) > 40
    for table in tables:
        if table.name == "surveymonkey.csv":  # its header has two rows
            continue
        sample = take_sample(table)
        proposal = propose(sample)
        tomllib.loads(proposal.text)
        if not proposal.doubts:
            assert read_mapping_text(proposal.text).needed <= set(sample.header)


def test_what_is_no_table_is_refused_in_words(tmp_path: Path) -> None:
    for name, text in (("a.jsonl", '{"activity": "x"}\n'), ("b.csv", "a,b\n")):
        with pytest.raises(DesirepathError, match="DP-SRC-005"):
            take_sample(write(tmp_path, name, text))


NAMES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["time", "Datum", "user", "email", "event", "score", "amount", "id", "order_id", "text"]),
)
CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["2026-03-01T09:30:00Z", "04/03/2026", "1,234", "1.5", "7", "a@b.c", "-", "1767225600"]),
)


@given(
    st.lists(NAMES, max_size=6).flatmap(
        lambda header: st.tuples(
            st.just(tuple(header)),
            st.lists(st.tuples(*[CELLS] * len(header)), max_size=5).map(tuple),
        )
    ),
    st.text(max_size=5),
)
def test_any_table_gets_a_proposal_that_is_toml_and_usable_unless_it_asks(
    table: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], name: str
) -> None:
    proposal = propose(Sample(name, *table))
    tomllib.loads(proposal.text)
    assert proposal.text.count(f"# {TO_DECIDE}: ") == len(proposal.doubts)
    if not proposal.doubts:
        assert read_mapping_text(proposal.text).needed <= set(table[0])


def test_the_question_of_the_net_promoter_score_is_known_by_its_words(tmp_path: Path) -> None:
    question = "How likely are you to recommend Acme to a colleague?"
    path, proposal = proposed(
        tmp_path, f"id,at,user_id,event,{question}\n1,2026-03-01T09:30:00Z,u1,asked,7\n"
    )
    assert f'score = {{column = "{question}", scale = "0..10"}}' in proposal.text
    assert proposal.doubts == ()
    assert bring(tmp_path, path, mapping=proposal.text).added == 1
    assert stored(tmp_path)[0]["score"] == 7.0
