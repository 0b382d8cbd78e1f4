"""The same tool, exported again later: what was there counts once, whatever the file is called."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.log.store import open_log
from desirepath.sources.source_names import undated
from tests.sources.files import SIGN_UP, bring, lines, nothing_stored, rejected, stored, write

HEADER = "customer,occurred_at,activity\n"
JANUARY = (
    "".join(f"u{n},2026-01-{n + 1:02}T00:00:00Z,look\n" for n in range(20)) + "u1,2026-01-02T00:00:00Z,look\n"
)
FEBRUARY = "".join(f"u{n},2026-02-{n + 1:02}T00:00:00Z,look\n" for n in range(20))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("orders-2026-01-31.csv", "orders-2026-02-28.csv"),
        ("orders_202601.csv", "orders_202602.csv"),
        ("orders.csv", "orders (1).csv"),
        ("orders-2026-01-31.csv.gz", "orders 2026-02-28 (3).csv"),
        ("orders.csv", "orders-20260228T1200.csv"),
    ],
)
def test_january_and_then_january_with_february(tmp_path: Path, first: str, second: str) -> None:
    assert bring(tmp_path, write(tmp_path, first, HEADER + JANUARY)).added == 21
    report = bring(tmp_path, write(tmp_path, second, HEADER + JANUARY + FEBRUARY))
    assert (report.added, report.duplicates) == (20, 21)
    assert {row["source"] for row in stored(tmp_path)} == {"orders"}


@pytest.mark.parametrize("content", [JANUARY + FEBRUARY, FEBRUARY + JANUARY, JANUARY])
def test_under_another_name_it_is_refused_until_somebody_says_what_it_is(
    tmp_path: Path, content: str
) -> None:
    bring(tmp_path, write(tmp_path, "january.csv", HEADER + JANUARY))
    later = write(tmp_path, "so far.csv", HEADER + content)
    with pytest.raises(
        DesirepathError, match=r'DP-SRC-025: 21 of .*"january"; import it --as "january" where'
    ):
        bring(tmp_path, later)
    assert len(stored(tmp_path)) == 21
    assert bring(tmp_path, later, source="january").duplicates == 21
    assert (
        bring(tmp_path, later, source="so far").duplicates == 0
    )  # two tools that say the same, it is claimed


def test_rows_with_keys_of_their_own_and_a_row_or_two_alike_are_no_reason(tmp_path: Path) -> None:
    bring(
        tmp_path, write(tmp_path, "a.jsonl", lines(*({**SIGN_UP, "key": str(n)} for n in range(9)), SIGN_UP))
    )
    assert (
        bring(
            tmp_path, write(tmp_path, "b.jsonl", lines(*({**SIGN_UP, "key": str(n)} for n in range(9))))
        ).added
        == 9
    )
    assert (
        bring(tmp_path, write(tmp_path, "c.jsonl", lines(SIGN_UP, {**SIGN_UP, "customer": "u2"}))).added == 2
    )


def test_a_log_that_knows_the_source_with_its_date_keeps_to_it(tmp_path: Path) -> None:
    old = write(tmp_path, "orders-2026-01-31.csv", HEADER + JANUARY)
    bring(tmp_path, old, source="orders-2026-01-31")
    assert bring(tmp_path, old).duplicates == 21


@given(st.text(max_size=20))
def test_a_name_without_its_date_has_none_and_is_never_empty(name: str) -> None:
    assert undated(undated(name)) == undated(name)
    assert bool(undated(name)) == bool(name)


@pytest.mark.parametrize("name", ["2026-01-31", "plan2000", "v2", "season-2025-99", "top 100"])
def test_what_is_no_date_at_the_end_stays(name: str) -> None:
    assert undated(name) == name


def test_what_came_back_mended_is_not_listed_again(tmp_path: Path) -> None:
    table = write(tmp_path, "t.csv", HEADER + "u1,soon,look\nu2,later,look\n" + JANUARY)
    first = bring(tmp_path, table)
    assert first.rejected == 2
    path = first.rejects[0]
    path.write_bytes(path.read_bytes().replace(b"soon", b"2026-03-01T00:00:00Z"))
    assert (bring(tmp_path, path).added, len(rejected(first))) == (1, 1)
    again = bring(tmp_path, table)
    assert (again.added, again.duplicates, again.rejected) == (0, 22, 1)
    assert rejected(again)[0]["row"]["occurred_at"] == "later"
    assert b"soon" not in (tmp_path / "log-here" / "log" / "mended").read_bytes()


def test_a_row_that_was_only_mended_in_part_is_listed_again(tmp_path: Path) -> None:
    table = write(tmp_path, "t.csv", HEADER + "u1,soon,look\n" + JANUARY)
    path = bring(tmp_path, table).rejects[0]
    path.write_bytes(path.read_bytes().replace(b"soon", b"tomorrow"))
    with pytest.raises(DesirepathError, match="DP-SRC-007"):
        bring(tmp_path, path)
    assert bring(tmp_path, table).rejected == 1


ZENDESK = '{{"id": 7, "organization_id": {}, "role": "end-user", "email": "a@example.org", '
ZENDESK += '"created_at": "2025-01-01T00:00:00Z", "updated_at": "2026-0{}-01T00:00:00Z"}}\n'


@pytest.mark.parametrize("together", [True, False])
def test_who_comes_back_to_an_account_belongs_to_it_again(tmp_path: Path, together: bool) -> None:
    moves = [ZENDESK.format(account, month) for account, month in ((1, 1), (2, 3), (2, 4), (1, 5))]
    files = ["".join(moves)] if together else moves
    for number, content in enumerate(files):
        bring(tmp_path, write(tmp_path, f"users{number}.jsonl", content))
    visits = [
        {**SIGN_UP, "customer": "zendesk:7", "occurred_at": f"2026-{month:02}-15T00:00:00Z"}
        for month in range(1, 7)
    ]
    bring(tmp_path, write(tmp_path, "visits.jsonl", lines(*visits)))
    accounts = [row["account"] for row in stored(tmp_path)]
    assert accounts == ["zendesk:1", "zendesk:1", "zendesk:2", "zendesk:2", "zendesk:1", "zendesk:1"]


@settings(max_examples=30)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=6), st.randoms())
def test_moves_in_any_order_of_arrival(
    tmp_path_factory: pytest.TempPathFactory, chain: list[int], chance: Random
) -> None:
    folder = tmp_path_factory.mktemp("moves")
    moves = [ZENDESK.format(account, month) for month, account in enumerate(chain, 1)]
    chance.shuffle(moves)
    bring(folder, write(folder, "users.jsonl", "".join(moves)))
    identities = open_log(folder / "log-here").identities_resolved()
    for month, account in enumerate(chain, 1):
        at = int(datetime(2026, month, 15, tzinfo=UTC).timestamp()) * 1_000_000
        assert identities.account_of("a@example.org", at) == f"zendesk:{account}"


def test_nothing_is_left_of_what_was_refused(tmp_path: Path) -> None:
    bring(tmp_path, write(tmp_path, "january.csv", HEADER + JANUARY))
    before = sorted(path.name for path in (tmp_path / "log-here").rglob("*"))
    with pytest.raises(DesirepathError, match="DP-SRC-025"):
        bring(tmp_path, write(tmp_path, "x.csv", HEADER + JANUARY + "u1,soon,look\n"))
    assert sorted(path.name for path in (tmp_path / "log-here").rglob("*")) == before
    assert not nothing_stored(tmp_path)
