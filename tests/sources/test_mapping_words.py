"""The words that mappings of tools' own exports need: optional columns, choices, minor units, prefixes."""

from __future__ import annotations

from pathlib import Path

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.sources.currencies import major_units
from desirepath.sources.mapping import read_mapping_text
from tests.sources.files import bring, rejected, stored, write

MAPPING = """
source = "shop"
optional = ["email", "note"]
[[fact]]
customer = [{column = "email", lower = true}, {template = "shop:{id}"}]
occurred_at = {column = "at", zone = "UTC"}
activity = {value = "payment.succeeded"}
amount = "amount"
currency = "currency"
minor_units = true
key = "id"
key_prefix = "payment"
properties = {note = "note"}
"""


def test_the_first_of_several_ways_that_is_not_missing_counts(tmp_path: Path) -> None:
    table = (
        "id,email,at,amount,currency\n1,Ann@X.org,2026-01-01,1999,eur\n2,,2026-01-02,1999,jpy\n"
        "3,,2026-01-03,-1,kwd\n"
    )
    bring(tmp_path, write(tmp_path, "t.csv", table), mapping=MAPPING)
    found = stored(tmp_path, "customer", "amount", "currency", "key", "source")
    assert [(row["customer"], float(row["amount"]), row["currency"], row["key"]) for row in found] == [
        ("ann@x.org", 19.99, "EUR", "payment:1"),
        ("shop:2", 1999.0, "JPY", "payment:2"),
        ("shop:3", -0.001, "KWD", "payment:3"),
    ]
    assert {row["source"] for row in found} == {"shop"}


def test_an_optional_column_may_be_absent_and_another_may_not(tmp_path: Path) -> None:
    bring(tmp_path, write(tmp_path, "t.csv", "id,at,amount,currency\n1,2026-01-01,5,usd\n"), mapping=MAPPING)
    assert stored(tmp_path, "customer")[0]["customer"] == "shop:1"
    with pytest.raises(DesirepathError, match='DP-SRC-005: the table has no column "currency"'):
        bring(tmp_path, write(tmp_path, "u.csv", "id,at,amount\n1,2026-01-01,5\n"), mapping=MAPPING)


def test_rejects_of_a_table_without_its_optional_columns_can_be_mended(tmp_path: Path) -> None:
    table = "id,at,amount,currency\n1,2026-01-01,5,usd\n2,soon,5,usd\n"
    report = bring(tmp_path, write(tmp_path, "t.csv", table), mapping=MAPPING)
    assert [row["line"] for row in rejected(report)] == [3]
    path = report.rejects[0]
    path.write_text(path.read_text().replace("soon", "2026-01-02"))
    assert bring(tmp_path, path, mapping=MAPPING).added == 1


@pytest.mark.parametrize(
    "word", ["key_prefix = 3", "minor_units = 1", "customer = {column = 'a', lower = 'x'}"]
)
def test_a_wrong_word_is_refused(word: str) -> None:
    with pytest.raises(DesirepathError, match="DP-SRC-006"):
        read_mapping_text(f"[[fact]]\noccurred_at = 'a'\nactivity = 'b'\n{word}\n")


@pytest.mark.parametrize("amount", ["", "ten", "NaN", "Infinity", "1e9999999999"])
def test_an_amount_that_is_no_number_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="number"):
        major_units(amount, "EUR")
