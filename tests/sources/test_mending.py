"""What was refused is mended, brought again, and counted once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.sources import ImportReport
from tests.sources.files import SIGN_UP, bring, lines, rejected, stored, write

VISITS = """source = "crm"
delimiter = ";"
[[fact]]
customer = "Kunde"
occurred_at = {column = "Wann", format = "%d.%m.%Y", zone = "Europe/Berlin"}
activity = "Was"
PROPERTIES
[[fact]]
only_if = "Note"
customer = "Kunde"
occurred_at = {column = "Wann", format = "%d.%m.%Y", zone = "Europe/Berlin"}
activity = {value = "survey.answered"}
score = {column = "Note", scale = "1..5"}
properties = "none"
"""
NONE, OTHERS = VISITS.replace("PROPERTIES", 'properties = "none"'), VISITS.replace("PROPERTIES", "")
HEADER = "Kunde;Was;Wann;Note\n"
TABLE = HEADER + "k1;signed_up;03.01.2026;4\nk2;signed_up;04.01.2026;9\nk3;signed_up;05.01.2026;3\n"


def activities(folder: Path) -> Counter[str]:
    return Counter(row["activity"] for row in stored(folder, "activity"))


def mend(report: ImportReport, old: str, new: str) -> Path:
    path = report.rejects[0]
    path.write_text(path.read_text().replace(old, new))
    return path


@pytest.mark.parametrize("mapping", [NONE, OTHERS])
def test_a_row_of_several_facts_is_counted_once_when_it_comes_from_the_rejects(
    tmp_path: Path, mapping: str
) -> None:
    first = bring(tmp_path, write(tmp_path, "visits.csv", TABLE), mapping=mapping)
    assert (first.added, first.rejected) == (4, 1)
    with pytest.raises(DesirepathError, match=r"DP-SRC-007.*9 is not on the scale.*@ line 3"):
        bring(tmp_path, first.rejects[0], mapping=mapping)
    assert activities(tmp_path) == {"signed_up": 2, "survey.answered": 2}
    again = bring(tmp_path, mend(first, '"Note":"9"', '"Note":"5"'), mapping=mapping)
    assert (again.added, again.rejected) == (2, 0)
    assert activities(tmp_path) == {"signed_up": 3, "survey.answered": 3}
    mended = write(tmp_path, "visits.csv", TABLE.replace(";9", ";5"))
    assert bring(tmp_path, mended, mapping=mapping).added == 0


@given(
    rows=st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("12"), st.sampled_from("459x")), max_size=8
    ),
    mends=st.sampled_from("35"),
    mapping=st.sampled_from([NONE, OTHERS]),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mending_the_rejects_never_counts_more_than_mending_the_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], mends: str, mapping: str
) -> None:
    good = ("z", "9", "4")
    text = HEADER + "".join(f"{who};seen;0{day}.01.2026;{note}\n" for who, day, note in [*rows, good])
    by_rejects, by_file = tmp_path_factory.mktemp("rejects"), tmp_path_factory.mktemp("file")
    mended = text.replace(";9\n", f";{mends}\n").replace(";x\n", f";{mends}\n")
    for folder in (by_rejects, by_file):
        report = bring(folder, write(folder, "v.csv", text), mapping=mapping)
    if report.rejected:
        path = by_rejects / "log-here" / "rejects" / "v.csv.rejects.jsonl"
        wrapped = [orjson.loads(line) for line in path.read_bytes().splitlines()]
        path.write_bytes(lines(*({**one, "row": {**one["row"], "Note": mends}} for one in wrapped)))
        bring(by_rejects, path, mapping=mapping)
        assert bring(by_rejects, path, mapping=mapping).added == 0
    bring(by_file, write(by_file, "v.csv", mended), mapping=mapping)
    here, there = activities(by_rejects), activities(by_file)
    assert here <= there
    if mapping == NONE:
        assert here["seen"] == there["seen"] == len(rows) + 1
    assert bring(by_file, write(by_file, "v.csv", mended), mapping=mapping).added == 0


def test_long_tables_refuse_and_mend_as_short_ones_do(tmp_path: Path) -> None:
    row = "k{};signed_up;03.01.2026;{}\n"
    table = HEADER + "".join(row.format(n // 2, 9 if n % 50_000 == 1 else 4) for n in range(200_000))
    first = bring(tmp_path, write(tmp_path, "long.csv", table), mapping=NONE)
    assert (first.added, first.rejected) == (399_992, 4)
    assert rejected(first)[0]["repeats"] == [rejected(first)[0]["repeats"][0]]
    again = bring(tmp_path, mend(first, '"Note":"9"', '"Note":"5"'), mapping=NONE)
    assert (again.added, again.duplicates, again.rejected) == (8, 0, 0)


def test_a_native_row_from_the_rejects_has_the_key_of_its_own_file(tmp_path: Path) -> None:
    bad = {**SIGN_UP, "customer": "u2", "score": 9, "scale": "1..5"}
    first = bring(tmp_path, write(tmp_path, "app.jsonl", lines(SIGN_UP, bad)))
    assert bring(tmp_path, mend(first, "1..5", "0..10")).added == 1
    whole = lines(SIGN_UP, {**bad, "scale": "0..10"})
    assert bring(tmp_path, write(tmp_path, "app.jsonl", whole)).duplicates == 2


def test_a_row_lies_among_the_rejects_once_with_all_its_reasons(tmp_path: Path) -> None:
    table = HEADER + "k1;signed_up;03.01.2026;4\nk2;;yesterday;9\nk3;;04.01.2026;7\n"
    report = bring(tmp_path, write(tmp_path, "visits.csv", table), mapping=NONE)
    assert (report.rows, report.added, report.rejected) == (3, 2, 2)
    first, second = rejected(report)
    assert (first["line"], second["line"]) == (3, 4)
    assert first["message"].count("yesterday") == 1
    assert '"Was" is empty' in second["message"]
    assert "7 is not on the scale" in second["message"]


def test_the_line_of_the_source_file_stays_with_a_row(tmp_path: Path) -> None:
    table = HEADER + "k1;signed_up;03.01.2026;4\nk2;seen;04.01.2026;9\nk3;seen;05.01.2026;8\n"
    first = bring(tmp_path, write(tmp_path, "visits.csv", table), mapping=NONE)
    again = bring(tmp_path, mend(first, '"Note":"9"', '"Note":"5"'), mapping=NONE)
    assert [one["line"] for one in rejected(first)] == [4]
    assert (again.added, again.rejected, again.rejects) == (2, 1, first.rejects)


def test_edited_rejects_survive_when_the_original_is_imported_again(tmp_path: Path) -> None:
    path = write(tmp_path, "visits.csv", TABLE + "k4;seen;06.01.2026;8\n")
    first = bring(tmp_path, path, mapping=NONE)
    mend(first, '"Note":"9"', '"Note":"5"')
    edited = first.rejects[0].read_bytes()
    for _ in range(2):
        assert bring(tmp_path, path, mapping=NONE).rejects == first.rejects
        assert first.rejects[0].read_bytes() == edited
    other = bring(
        tmp_path, write(tmp_path, "visits.csv", HEADER + "k5;seen;06.01.2026;7\n" + TABLE[20:]), mapping=NONE
    )
    assert other.rejects == first.rejects
    assert edited.splitlines()[0] in first.rejects[0].read_bytes().splitlines()


def test_edits_survive_an_import_that_could_not_use_them_yet(tmp_path: Path) -> None:
    path = write(tmp_path, "visits.csv", TABLE)
    first = bring(tmp_path, path, mapping=NONE)
    mend(first, '"Note":"9"', '"Note":"7"')
    with pytest.raises(DesirepathError, match="7 is not on the scale"):
        bring(tmp_path, first.rejects[0], mapping=NONE)
    bring(tmp_path, path, mapping=NONE)
    assert [row["row"]["Note"] for row in rejected(first)] == ["7"]


def test_a_line_that_is_broken_while_mending_is_kept_too(tmp_path: Path) -> None:
    path = write(tmp_path, "visits.csv", TABLE)
    first = bring(tmp_path, path, mapping=NONE)
    mend(first, '"Note":"9"', '"Note":5"')
    broken = first.rejects[0].read_bytes().strip()
    bring(tmp_path, path, mapping=NONE)
    assert broken in first.rejects[0].read_bytes().splitlines()


def test_cells_too_many_are_kept(tmp_path: Path) -> None:
    table = HEADER + "k1;signed_up;03.01.2026;4\nk2;signed_up;04.01.2026;3;x;y\n"
    report = bring(tmp_path, write(tmp_path, "visits.csv", table), mapping=NONE)
    row: dict[str, Any] = rejected(report)[0]["row"]
    assert row["(cells too many)"] == ["x", "y"]
    with pytest.raises(DesirepathError, match="more cells than the header"):
        bring(tmp_path, report.rejects[0], mapping=NONE)
    again = bring(
        tmp_path, mend(report, '"(cells too many)":["x","y"]', '"(cells too many)":[]'), mapping=NONE
    )
    assert (again.added, again.rejected) == (2, 0)


def test_rejects_of_a_mapped_table_say_that_they_need_their_mapping(tmp_path: Path) -> None:
    report = bring(tmp_path, write(tmp_path, "visits.csv", TABLE), mapping=NONE)
    with pytest.raises(DesirepathError, match=r"imported with a mapping.*name that mapping again: --mapping"):
        bring(tmp_path, report.rejects[0])
    wrong = NONE.replace('customer = "Kunde"', 'customer = "Firma"')
    with pytest.raises(DesirepathError, match='has no cell "Firma"'):
        bring(tmp_path, report.rejects[0], mapping=wrong)


def test_rejects_of_a_table_with_the_facts_own_names_can_be_mended(tmp_path: Path) -> None:
    table = "customer,occurred_at,activity,score,scale,properties.plan\n"
    table += "u1,2026-01-01T00:00:00Z,x,3,1..5,pro\nu2,2026-01-01T00:00:00Z,x,9,1..5,pro\n"
    first = bring(tmp_path, write(tmp_path, "t.csv", table))
    assert (first.added, first.rejected) == (1, 1)
    again = bring(tmp_path, mend(first, '"score":"9"', '"score":4'))
    assert (again.added, again.rejected) == (1, 0)
    assert stored(tmp_path, "score", "properties", "source")[1] == {
        "score": 4.0,
        "properties": '{"plan":"pro"}',
        "source": "t",
    }
    assert bring(tmp_path, write(tmp_path, "t.csv", table.replace(",9,", ",4,"))).added == 0
