from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.store import open_log
from desirepath.sources.mapping import read_mapping_text
from tests.sources.files import bring, nothing_stored, rejected, stored, write

PARIS = '[[fact]]\ncustomer = "who"\nactivity = {value = "visit"}\noccurred_at = {column = "when"FORMAT}\n'


def when(tmp_path: Path, cell: str, declared: str) -> str:
    mapping = PARIS.replace("FORMAT", f", {declared}" if declared else "")
    report = bring(tmp_path, write(tmp_path, "t.csv", f"who,when\nu1,{cell}\n"), mapping=mapping)
    assert report.added == 1
    return str(stored(tmp_path, "occurred_at")[0]["occurred_at"].isoformat())


def test_a_header_with_the_facts_own_names_needs_no_mapping(tmp_path: Path) -> None:
    table = (
        "customer,occurred_at,activity,score,scale,amount,currency,solicited,properties.plan,objects.ticket\n"
    )
    table += 'u1,2026-01-01T12:00:00+02:00,"survey, answered",9,0..10,49.90,EUR,yes,pro,T-9\n'
    table += "u2,2026-01-02T12:00:00Z,visit,,,,,,,\n"
    assert bring(tmp_path, write(tmp_path, "t.csv", table)).added == 2
    first, second = stored(tmp_path)
    assert (first["activity"], first["score"], str(first["amount"])) == (
        "survey, answered",
        9.0,
        "49.900000000",
    )
    assert (first["solicited"], first["properties"], first["objects"]) == (
        True,
        '{"plan":"pro"}',
        [("ticket", "T-9")],
    )
    assert (second["score"], second["solicited"], second["properties"]) == (None, None, None)


@pytest.mark.parametrize(
    ("cell", "declared", "instant"),
    [
        ("2026-03-04T09:30:00Z", "zone = 'Europe/Paris'", "2026-03-04T09:30:00+00:00"),
        ("2026-03-04 09:30:00", "zone = 'Europe/Paris'", "2026-03-04T08:30:00+00:00"),
        ("2026-07-04 09:30:00", "zone = 'Europe/Paris'", "2026-07-04T07:30:00+00:00"),
        ("2026-07-04", "zone = 'Europe/Paris'", "2026-07-03T22:00:00+00:00"),
        ("04/03/2026 09:30", "format = '%d/%m/%Y %H:%M', zone = 'UTC'", "2026-03-04T09:30:00+00:00"),
        ("04/03/2026 09:30", "format = '%m/%d/%Y %H:%M', zone = 'UTC'", "2026-04-03T09:30:00+00:00"),
        ("2026-10-25 01:59:59", "zone = 'Europe/Paris'", "2026-10-24T23:59:59+00:00"),
        (
            "2026-10-25 02:30:00",
            "zone = 'Europe/Paris', repeated_hour = 'first'",
            "2026-10-25T00:30:00+00:00",
        ),
        (
            "2026-10-25 02:30:00",
            "zone = 'Europe/Paris', repeated_hour = 'second'",
            "2026-10-25T01:30:00+00:00",
        ),
        ("1767225600", "format = 'unix'", "2026-01-01T00:00:00+00:00"),
        ("1767225600500", "format = 'unix_ms'", "2026-01-01T00:00:00.500000+00:00"),
    ],
)
def test_times_are_read_as_declared(tmp_path: Path, cell: str, declared: str, instant: str) -> None:
    assert when(tmp_path, cell, declared) == instant


@pytest.mark.parametrize(
    ("cell", "declared", "reason"),
    [
        ("2026-03-04 09:30:00", "format = '%Y-%m-%d %H:%M:%S'", "has no time zone; declare zone"),
        ("2026-03-04 09:30:00", "", "has no time zone; declare zone"),
        ("04/03/2026", "zone = 'UTC'", "declare its format"),
        ("4 March", "format = '%d/%m/%Y', zone = 'UTC'", "is not written as"),
        ("2026-10-25 02:30:00", "zone = 'Europe/Paris'", "happened twice"),
        ("2026-03-29 02:30:00", "zone = 'Europe/Paris'", "never happened"),
        ("0001-01-01 00:00:00", "zone = 'UTC'", "the year 1 cannot be meant"),
        ("9999-12-31 00:00:00", "zone = 'UTC'", "the year 9999 cannot be meant"),
        ("2026-01-01 25:00:00", "zone = 'UTC'", "2026-01-01 25:00:00"),
        ("soon", "format = 'unix'", "is not a time since 1970"),
    ],
)
def test_times_that_could_be_two_or_none_are_refused(
    tmp_path: Path, cell: str, declared: str, reason: str
) -> None:
    with pytest.raises(DesirepathError, match=f"DP-SRC-007.*{reason}"):
        when(tmp_path, cell, declared)


def test_one_row_may_make_several_facts_or_none(tmp_path: Path) -> None:
    mapping = """
    delimiter = ";"
    decimal = ","
    missing = ["-"]
    numbers = ["seats"]
    [[fact]]
    account = "company"
    occurred_at = {column = "since", format = "%d.%m.%Y", zone = "Europe/Berlin"}
    activity = {value = "subscription.started"}
    amount = {column = "price", currency = "EUR"}
    properties = ["plan"]
    key = "contract"
    [[fact]]
    only_if = "until"
    account = "company"
    occurred_at = {column = "until", format = "%d.%m.%Y", zone = "Europe/Berlin"}
    activity = {value = "subscription.cancelled"}
    properties = "none"
    key = "contract"
    [[fact]]
    kind = "traits"
    account = "company"
    occurred_at = {column = "since", format = "%d.%m.%Y", zone = "Europe/Berlin"}
    traits = ["seats", "plan"]
    """
    table = "company;contract;plan;price;seats;since;until\nacme;C1;pro;1234,50;12;01.02.2026;-\n"
    table += "beta;C2;free;0,00;-;01.02.2026;01.03.2026\n"
    report = bring(tmp_path, write(tmp_path, "t.csv", table), mapping=mapping)
    assert (report.rows, report.added, report.rejected) == (2, 5, 0)
    found = stored(tmp_path, "account", "activity", "amount", "key", "properties")
    assert [(row["account"], row["key"]) for row in found] == [
        ("acme", "subscription.started:C1"),
        ("beta", "subscription.started:C2"),
        ("beta", "subscription.cancelled:C2"),
    ]
    assert str(found[0]["amount"]) == "1234.500000000"
    traits = open_log(tmp_path / "log-here").traits().column("traits").to_pylist()
    assert traits == ['{"plan":"pro","seats":12}', '{"plan":"free"}']


def test_words_are_translated_and_unknown_ones_refused_kept_or_skipped(tmp_path: Path) -> None:
    table = "who,when,status\nu1,2026-01-01T00:00:00Z,Open\nu1,2026-01-02T00:00:00Z,Spam\n"
    base = '[[fact]]\ncustomer="who"\noccurred_at="when"\n'
    base += 'activity={column="status", map={Open="ticket.opened"}, otherwise="X"}'
    for otherwise, activities, refused in (
        ("refuse", ["ticket.opened"], 1),
        ("keep", ["ticket.opened", "Spam"], 0),
        ("skip", ["ticket.opened"], 0),
    ):
        folder = tmp_path / otherwise
        folder.mkdir()
        report = bring(folder, write(folder, "t.csv", table), mapping=base.replace("X", otherwise))
        assert [row["activity"] for row in stored(folder, "activity")] == activities
        assert report.rejected == refused


def test_a_template_and_unfolded_json(tmp_path: Path) -> None:
    mapping = (
        'unfold="extra"\n[[fact]]\ncustomer="who"\noccurred_at="when"\nactivity={template="ticket.{status}"}'
    )
    table = 'who,when,status,extra,team\nu1,2026-01-01T00:00:00Z,opened,"{""a"": 1}",x\n'
    bring(tmp_path, write(tmp_path, "t.csv", table), mapping=mapping)
    assert stored(tmp_path, "activity", "properties") == [
        {"activity": "ticket.opened", "properties": '{"a":1,"team":"x"}'}
    ]


def test_two_equal_rows_are_two_things_and_still_the_file_can_come_twice(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", "customer,occurred_at,activity\n" + "u1,2026-01-01T00:00:00Z,visit\n" * 3)
    assert bring(tmp_path, path).added == 3
    assert bring(tmp_path, path).duplicates == 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_in_another_encoding_with_any_line_ends(tmp_path: Path, end: str) -> None:
    table = end.join(
        [
            "customer,occurred_at,activity",
            "Zoë,2026-01-01T00:00:00Z,visite guidée",
            '"a\n""b""",2026-01-02T00:00:00Z,x',
            "",
        ]
    )
    bring(tmp_path, write(tmp_path, "t.csv", table.encode("cp1252")), mapping='encoding = "cp1252"')
    assert [row["customer"] for row in stored(tmp_path, "customer")] == ["Zoë", 'a\n"b"']
    bring(tmp_path / "16", write(tmp_path, "u.csv", table.encode("utf-16")), mapping='encoding = "utf-16"')
    assert [row["customer"] for row in stored(tmp_path / "16", "customer")] == ["Zoë", 'a\n"b"']


def test_rows_that_do_not_fit_are_refused_with_their_line_and_mended_with_the_mapping(tmp_path: Path) -> None:
    mapping = '[[fact]]\ncustomer="who"\noccurred_at={column="when", zone="UTC"}\nactivity={value="visit"}'
    table = 'who,when\nu1,2026-01-01\nu2\n"u3"x,2026-01-01\n"u\n4",31/12/2026\nu5,2026-01-05\n'
    report = bring(tmp_path, write(tmp_path, "t.csv", table), mapping=mapping)
    assert (report.rows, report.added, report.rejected) == (5, 2, 3)
    refused = rejected(report)
    assert [(row["line"], row["code"]) for row in refused] == [
        (3, "DP-SRC-013"),
        (4, "DP-SRC-013"),
        (5, "DP-SRC-015"),
    ]
    assert refused[2]["row"] == {"who": "u\n4", "when": "31/12/2026"}
    mended = report.rejects[0].read_text().replace("31/12/2026", "2026-12-31")
    again = bring(tmp_path, write(tmp_path, "mended.jsonl", mended), mapping=mapping)
    assert (again.added, again.rejected) == (1, 2)
    assert stored(tmp_path, "customer", "source")[-1] == {"customer": "u\n4", "source": "t"}


BAD_MAPPINGS: list[tuple[str, str]] = [
    ("[[fact", "it is not TOML"),
    ("delimeter = ';'", 'did you mean "delimiter"'),
    ("delimiter = ';;'", "one character"),
    ("encoding = 'klingon'", "is not an encoding"),
    ("decimal = '_'", "decimal sign"),
    ("fact = 3", r"written as \[\[fact\]\]"),
    ("[[fact]]\nkind = 'event'", "is not a kind of fact"),
    ("[[fact]]\noccurred_at = 'a'", '"activity" comes from'),
    ("[[fact]]\ncustomer = ['a']", "fact.0..customer"),
    ("[[fact]]\noccurred_at = {column = 'a', zone = 'Mars/Base'}", "is not a time zone"),
    ("[[fact]]\noccurred_at = {column = 'a', value = 'b'}", "only one"),
    ("[[fact]]\ncustomer = {column = 'a', zone = 'UTC'}", "means nothing here"),
    ("[[fact]]\nscore = {column = 'a', scale = 'high'}", "is not a scale"),
    ("[[fact]]\nactivity = {column = 'a', otherwise = 'guess'}", "otherwise is"),
    ("[[fact]]\noccurred_at = 'a'\nactivity = 'b'\nproperties = 3", "properties are"),
    ("[[fact]]\noccurred_at = 'a'\nactivity = 'b'\nonly_if = 3", "only_if"),
    ("[[fact]]\noccurred_at = 'a'\nactivity = 'b'\nobjects = 'c'", "objects are written"),
    ("[xes]\nobject = 'ticket'", 'did you mean "objects"'),
    ("missing = 3", "list of texts"),
]


@pytest.mark.parametrize(("text", "reason"), BAD_MAPPINGS)
def test_a_mapping_that_cannot_be_used_says_where_and_why(text: str, reason: str) -> None:
    with pytest.raises(DesirepathError, match=f"(?s)DP-SRC-006.*{reason}"):
        read_mapping_text(text, file="m.toml")


BAD_TABLES: list[tuple[str, str, str]] = [
    ("a,b\n1,2\n", "DP-SRC-005", '"a" has no meaning yet'),
    ("customer,ocurred_at\n", "DP-SRC-005", 'did you mean "occurred_at"'),
    ("customer,occurred_at\n", "DP-SRC-005", 'no column "activity"'),
    ("a,a\n", "DP-SRC-008", 'two columns are called "a"'),
    ("a,,b\n", "DP-SRC-008", "column 2 has no name"),
    ("customer;occurred_at;activity\n", "DP-SRC-008", 'say delimiter = ";"'),
    ("customer\toccurred_at\n", "DP-SRC-008", "split by tabs"),
    (",".join(f"c{n}" for n in range(10_000)), "DP-SRC-008", "has 10,000 columns"),
    ('"customer\n', "DP-SRC-008", "header cannot be read"),
    ("customer,Zo\udcff\n", "DP-SRC-003", "not in utf-8"),
]


@pytest.mark.parametrize(("table", "code", "reason"), BAD_TABLES)
def test_a_table_that_cannot_be_used_says_why(tmp_path: Path, table: str, code: str, reason: str) -> None:
    path = write(tmp_path, "t.csv", table.encode("utf-8", errors="surrogateescape") + b"x" * 20)
    with pytest.raises(DesirepathError, match=f"{code}: .*{reason}"):
        bring(tmp_path, path)


def test_a_mapped_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    mapping = '[[fact]]\ncustomer="user"\noccurred_at="at"\nactivity="event"'
    with pytest.raises(
        DesirepathError, match='DP-SRC-005: the table has no column "user"; did you mean "users"'
    ):
        bring(tmp_path, write(tmp_path, "t.csv", "users,at,event\n"), mapping=mapping)


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    report = bring(tmp_path, write(tmp_path, "t.csv", "customer,occurred_at,activity\n"))
    assert (report.rows, report.added) == (0, 0)


def test_broken_text_far_down_is_one_error_and_nothing_is_stored(tmp_path: Path) -> None:
    table: Any = (
        b"customer,occurred_at,activity\n" + b"u1,2026-01-01T00:00:00Z,visit\n" * 30_000 + b"\xff\xfe,x,y\n"
    )
    with pytest.raises(DesirepathError, match="DP-SRC-003: the text is not in utf-8"):
        bring(tmp_path, write(tmp_path, "t.csv", table))
    assert nothing_stored(tmp_path)
