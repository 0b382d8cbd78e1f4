from __future__ import annotations

from pathlib import Path

import pytest

from desirepath.log.store import open_log
from desirepath.sources import Progress, import_files
from tests.sources.files import SIGN_UP, bring, lines, rejected, stored, write


def test_a_native_line_needs_no_mapping(tmp_path: Path) -> None:
    line = (
        '{"customer": "u1", "account": null, "occurred_at": "2020-01-01T12:00:00Z", "activity": "sign up", '
    )
    line += '"properties": {"plan": "pro"}, "objects": {"ticket": "T-9"}}'
    report = bring(tmp_path, write(tmp_path, "app.jsonl", line))
    assert (report.rows, report.added, report.rejected) == (1, 1, 0)
    row = stored(tmp_path)[0]
    assert (row["customer"], row["account"], row["objects"]) == ("u1", None, [("ticket", "T-9")])
    assert (row["source"], row["properties"]) == ("app", '{"plan":"pro"}')


def test_every_kind_of_fact_has_its_line(tmp_path: Path) -> None:
    content = lines(
        SIGN_UP,
        {
            "type": "traits",
            "customer": "u1",
            "occurred_at": "2026-01-01T00:00:00Z",
            "traits": {"plan": "pro"},
        },
        {"type": "identity", "customer": "u1", "alias": "anon"},
        {"type": "context", "kind": "release", "title": "v2", "occurred_at": "2026-01-01T00:00:00Z"},
    )
    assert bring(tmp_path, write(tmp_path, "app.jsonl", content)).added == 4
    facts = open_log(tmp_path / "log-here").info().facts
    assert facts == {"interactions": 1, "traits": 1, "identities": 1, "contexts": 1}


def test_the_same_file_twice_adds_nothing_and_more_of_it_adds_the_rest(tmp_path: Path) -> None:
    path = write(tmp_path, "app.jsonl", lines(SIGN_UP, {**SIGN_UP, "customer": "u2"}))
    assert bring(tmp_path, path).added == 2
    assert (bring(tmp_path, path).added, bring(tmp_path, path).duplicates) == (0, 2)
    path = write(
        tmp_path, "app.jsonl", lines(SIGN_UP, {**SIGN_UP, "customer": "u2"}, {**SIGN_UP, "customer": "u3"})
    )
    assert bring(tmp_path, path).added == 1


def test_a_refused_row_in_the_batch_does_not_change_the_keys_of_the_others(tmp_path: Path) -> None:
    bring(
        tmp_path, write(tmp_path, "app.jsonl", lines({**SIGN_UP, "occurred_at": "2026-01-01T12:00:00+02:00"}))
    )
    again = lines({**SIGN_UP, "occurred_at": "2026-01-01T12:00:00+02:00"}, {"activity": "no time"})
    assert bring(tmp_path, write(tmp_path, "app.jsonl", again)).duplicates == 1


def test_compressed_is_the_same_as_not(tmp_path: Path) -> None:
    bring(tmp_path, write(tmp_path, "app.jsonl", lines(SIGN_UP)))
    assert bring(tmp_path, write(tmp_path, "app.jsonl.gz", lines(SIGN_UP))).duplicates == 1


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf%s", b"\r\n\r\n%s\r\n", b"  %s  ", b"%s\n\n\n"])
def test_marks_and_ends_of_lines_do_not_matter(tmp_path: Path, content: bytes) -> None:
    line = lines(SIGN_UP).strip()
    assert bring(tmp_path, write(tmp_path, "app.jsonl", content.replace(b"%s", line))).added == 1


def test_the_source_is_the_rows_own_unless_another_is_given(tmp_path: Path) -> None:
    path = write(tmp_path, "app.jsonl", lines({**SIGN_UP, "source": "crm"}, SIGN_UP))
    bring(tmp_path, path)
    assert [row["source"] for row in stored(tmp_path, "source")] == ["crm", "app"]
    bring(tmp_path / "other", path, source="desk")
    assert [row["source"] for row in stored(tmp_path / "other", "source")] == ["desk", "desk"]


def test_refused_rows_lie_beside_the_log_and_can_be_mended_and_brought_again(tmp_path: Path) -> None:
    content = lines(SIGN_UP, {**SIGN_UP, "chanel": "web"}) + b'{"customer": "u3", \n[1]\n'
    report = bring(tmp_path, write(tmp_path, "app.jsonl", content))
    assert (report.rows, report.added, report.rejected) == (4, 1, 3)
    first, second, third = rejected(report)
    assert [(row["line"], row["code"]) for row in (first, second, third)] == [
        (2, "DP-LOG-011"),
        (3, "DP-SRC-011"),
        (4, "DP-SRC-011"),
    ]
    assert 'did you mean "channel"' in first["message"]
    assert (first["row"], second["row"]) == ({**SIGN_UP, "chanel": "web"}, '{"customer": "u3", ')
    first["row"] = {**SIGN_UP, "channel": "web"}
    second["row"] = '{"customer": "u3", "occurred_at": "2026-01-02T00:00:00Z", "activity": "x"}'
    report.rejects[0].write_bytes(lines(first, second, third))
    again = bring(tmp_path, report.rejects[0])
    assert (again.added, again.rejected) == (2, 1)
    assert {row["source"] for row in stored(tmp_path, "source")} == {"app"}
    assert [row["row"] for row in rejected(again)] == ["[1]"]


def test_what_was_mended_cannot_be_brought_twice(tmp_path: Path) -> None:
    report = bring(
        tmp_path, write(tmp_path, "app.jsonl", lines(SIGN_UP, {**SIGN_UP, "score": 9, "scale": "1..5"}))
    )
    mended = write(tmp_path, "mended.jsonl", report.rejects[0].read_bytes().replace(b"1..5", b"0..10"))
    assert bring(tmp_path, mended).added == 1
    assert bring(tmp_path, mended).duplicates == 1


def test_reserved_activities_that_lack_something_are_kept_and_said(tmp_path: Path) -> None:
    content = lines(
        {**SIGN_UP, "activity": "email.opened"},
        {**SIGN_UP, "activity": "ticket.opened", "objects": {"ticket": "T"}},
    )
    report = bring(tmp_path, write(tmp_path, "app.jsonl", content))
    assert report.added == 2
    says = '"email.opened" came once without saying which e-mail it was: the e-mails cannot be told apart'
    assert [warning.says for warning in report.files[0].warnings] == [says]
    assert not bring(tmp_path, tmp_path / "app.jsonl").files[0].warnings


def test_progress_is_told_and_ends_at_the_end(tmp_path: Path) -> None:
    path = write(tmp_path, "app.jsonl.gz", lines(*({**SIGN_UP, "key": str(n)} for n in range(1000))))
    told: list[Progress] = []
    import_files([path], tmp_path / "log-here", progress=told.append)
    assert (told[-1].rows, told[-1].bytes_done, told[-1].bytes_total) == (
        1000,
        path.stat().st_size,
        path.stat().st_size,
    )


def test_two_files_of_one_name_have_their_own_rejects(tmp_path: Path) -> None:
    bad = {**SIGN_UP, "score": "9"}
    paths = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        paths.append(write(tmp_path / folder, "app.jsonl", lines({**SIGN_UP, "key": folder}, bad)))
    report = bring(tmp_path, *paths)
    assert [path.name for path in report.rejects] == ["app.jsonl.rejects.jsonl", "app.jsonl-2.rejects.jsonl"]
