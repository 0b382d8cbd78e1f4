"""Whatever comes: one coded error, or rejects; never a traceback, never half a file in the log."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.log.store import create_log
from tests.sources.files import SIGN_UP, bring, lines, nothing_stored, rejected, write

GOOD = lines(*({**SIGN_UP, "key": str(n)} for n in range(3000)))
FILES: list[tuple[str, bytes, str]] = [
    ("empty.jsonl", b"", "DP-SRC-002"),
    ("empty.csv", b"", "DP-SRC-002"),
    ("empty.xes", b"", "DP-SRC-002"),
    ("empty.jsonl.gz", b"", "DP-SRC-002"),
    ("blank.jsonl", b"\n \n\n", "DP-SRC-002"),
    ("binary.jsonl", bytes(range(256)) * 10, "DP-SRC-003: the file is binary"),
    (
        "nul.csv",
        b"customer,occurred_at,activity\nu\0,2026-01-01T00:00:00Z,x\n",
        "DP-SRC-003: the file is binary",
    ),
    ("book.csv", b"PK\x03\x04rest", "DP-SRC-004: the workbook is damaged"),
    ("utf16.jsonl", '{"customer": "u1"}'.encode("utf-16"), "DP-SRC-003: the file is text in UTF-16"),
    ("list.json", b'["u1"]', "DP-SRC-005: the file is one JSON list, and not of objects"),
    ("names.json", b'[{"who": "u1"}]', 'DP-SRC-005: the column "who" has no meaning yet'),
    ("type.json", b'{"type": {"name": "call"}, "who": "u1"}', 'DP-SRC-005: the column "type.name" has no'),
    ("types.jsonl", b'{"type": ["call"], "who": "u1"}\n' * 2, 'DP-SRC-005: the column "type" has no meaning'),
    ("page.html", b"<html></html>", "DP-SRC-005: the file is XML, but no XES or OCEL log"),
    ("words.txt", b"once upon a time", "DP-SRC-005"),
    ("no.jsonl", b"once upon a time\n" * 3, r"DP-SRC-007: not one of 3 rows could be used; 3 by DP-SRC-011"),
    ("deep.jsonl", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "DP-SRC-007: .*DP-SRC-011"),
    ("twice.jsonl.gz", gzip.compress(GOOD), "DP-SRC-003: the file is compressed twice"),
]


@pytest.mark.parametrize(("name", "content", "message"), FILES, ids=[name for name, _, _ in FILES])
def test_a_file_that_cannot_be_used_is_one_coded_error(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(DesirepathError, match=message) as caught:
        bring(tmp_path, write(tmp_path, name, content))
    assert len(caught.value.problems) == 1
    create_log(tmp_path / "log-here").close()
    assert nothing_stored(tmp_path)


def test_a_folder_a_missing_file_a_pipe_and_no_permission(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (
        tmp_path,
        tmp_path / "pipe",
        tmp_path / "nowhere.csv",
        tmp_path / ("x" * 5000),
        tmp_path / "nul\0",
    ):
        with pytest.raises(DesirepathError, match="DP-SRC-001"):
            bring(tmp_path, path)


@pytest.mark.parametrize("cut", [1, 10, 100])
@pytest.mark.parametrize("name", ["cut.jsonl.gz", "cut.csv.gz", "cut.xes.gz"])
def test_a_truncated_gzip_stores_nothing(tmp_path: Path, name: str, cut: int) -> None:
    content = os.urandom(200_000).hex().encode()
    if name == "cut.jsonl.gz":
        content = GOOD + lines({**SIGN_UP, "text": content.decode()})
    elif name == "cut.csv.gz":
        content = (
            b"customer,occurred_at,activity\nu1,2026-01-01T00:00:00Z,visit\nu1,2026-01-01T00:00:00Z,"
            + content
            + b"\n"
        )
    else:
        content = b"<log><trace>" + b"<!--" + content + b"--></trace></log>"
    path = write(tmp_path, name, content)
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(DesirepathError, match="DP-SRC-004"):
        bring(tmp_path, path)
    assert nothing_stored(tmp_path)


def test_a_damaged_gzip_stores_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "bad.jsonl.gz", GOOD)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(DesirepathError, match=r"DP-SRC-004|DP-SRC-007"):
        bring(tmp_path, path)
    create_log(tmp_path / "log-here").close()
    assert nothing_stored(tmp_path)


@pytest.mark.parametrize("ending", [b"\n", b""])
def test_a_line_of_17_megabytes_is_one_reject(tmp_path: Path, ending: bytes) -> None:
    huge = b'{"text": "' + b"x" * (17 << 20) + b'"}'
    first, second = lines(SIGN_UP), lines({**SIGN_UP, "customer": "u2"})
    report = bring(tmp_path, write(tmp_path, "huge.jsonl", first + huge + b"\n" + second + huge + ending))
    assert (report.added, report.rejected) == (2, 2)
    assert [(row["line"], row["code"]) for row in rejected(report)] == [(2, "DP-SRC-012"), (4, "DP-SRC-012")]


def test_a_cell_without_an_end_is_rejected_and_memory_stays(tmp_path: Path) -> None:
    table = (
        b"customer,occurred_at,activity\nu1,2026-01-01T00:00:00Z,visit\n" + b'"never closed\n' + b"x\n" * 100
    )
    report = bring(tmp_path, write(tmp_path, "open.csv", table))
    assert report.added == 1
    assert rejected(report)[0]["line"] == 3


def test_rows_with_strange_values_are_rejects(tmp_path: Path) -> None:
    start = b'{"customer": "u1", "activity": "x", "occurred_at": "2026-01-01T00:00:00Z", '
    strange = [
        b'"score": NaN}',
        b'"score": 1e999}',
        b'"text": "\\ud800"}',
        b'"text": "\xff"}',
        b'"text": "\x00"}',
        b'"a":1}',
    ]
    deep = b'"properties": ' + b'{"a":' * 500 + b"1" + b"}" * 501
    content = lines(SIGN_UP) + b"\n".join(start + end for end in [*strange, deep])
    report = bring(tmp_path, write(tmp_path, "odd.jsonl", b"{}\n" * 40_000 + content))
    assert (report.added, report.rejected) == (1, 40_000 + len(strange) + 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["a.jsonl", "a.csv", "a.xes", "a", "a.jsonl.gz"]),
    content=st.binary(max_size=200),
    head=st.sampled_from([b"", b"{", b"<log>", b"customer,occurred_at,activity\n"]),
)
def test_any_bytes_end_in_words(tmp_path: Path, name: str, content: bytes, head: bytes) -> None:
    path = write(tmp_path, name, head + content)
    try:
        report = bring(tmp_path, path)
    except DesirepathError as error:
        codes = {problem.code[:6] for problem in error.problems}
    else:
        codes = {"DP-SRC"} if report.rows >= report.rejected else set()
    assert codes == {"DP-SRC"}
