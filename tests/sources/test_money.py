"""Money as it is exported: with the sign of a currency, with brackets, with thousands set apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has none
from hypothesis import given
from hypothesis import strategies as st

from desirepath.sources.looking import look_into
from desirepath.sources.mapping import read_mapping_text
from desirepath.sources.money import currencies_of, mark_of, unmarked
from desirepath.sources.trying import try_rows
from tests.sources.files import bring, rejected, stored, write

FACT = '[[fact]]\naccount = "who"\noccurred_at = "at"\nactivity = "what"\n'
ROWS = ["$1,234.50", "$980", "-$12.00", "($7.25)", "USD 5", "1,000 US$", "3"]
MEANT = ["1234.50", "980", "-12.00", "-7.25", "5", "1000", "3"]


@pytest.mark.parametrize("copies", [1, 2000], ids=["short", "in columns"])
def test_dollars_are_read_and_other_money_is_refused(tmp_path: Path, copies: int) -> None:
    lines = [
        f'a{n},2026-03-01T00:00:00Z,paid,"{cell}"' for n, cell in enumerate([*ROWS, "€5", "12 days"] * copies)
    ]
    path = write(tmp_path, "t.csv", "\n".join(["who,at,what,price", *lines]))
    mapping = f'thousands = ","\n{FACT}amount = "price"\ncurrency = {{value = "USD"}}\n'
    report = bring(tmp_path, path, mapping=mapping)
    assert (report.added, report.rejected) == (7 * copies, 2 * copies)
    assert "is not in USD" in rejected(report)[0]["message"]
    found = [
        row["amount"]
        for row in sorted(stored(tmp_path, "account", "amount"), key=lambda r: int(r["account"][1:]))
    ]
    assert found == [Decimal(one) for one in MEANT] * copies


@pytest.mark.parametrize("copies", [1, 2_000], ids=["short", "in columns"])
@pytest.mark.parametrize("amount", ['"price"', '["none", "price"]'], ids=["a column", "one of two"])
def test_the_sign_of_another_currency_than_the_one_beside_it_is_refused(
    tmp_path: Path, copies: int, amount: str
) -> None:
    rows = ["$5,EUR", "€6,eur", "7,USD", "8 USD,USD", "$9,CAD", "10 €,"]
    lines = [f"a{n},2026-03-01T00:00:00Z,paid,{'x' * 400},,{one}" for n, one in enumerate(rows * copies)]
    path = write(tmp_path, "t.csv", "\n".join(["who,at,what,note,none,price,money", *lines]))
    report = bring(tmp_path, path, mapping=f'{FACT}amount = {amount}\ncurrency = "money"\n')
    assert (report.added, report.rejected) == (5 * copies, copies)
    assert '"$5" is not in EUR' in rejected(report)[0]["message"]


@pytest.mark.parametrize("unit", ["MIN", "PCS", "HRS", "KGS", "STK"])
def test_a_number_with_a_unit_is_not_proposed_as_money(tmp_path: Path, unit: str) -> None:
    rows = [f"{n},Ann,2026-03-0{n}T00:00:00Z,call.made,{n}0 {unit}" for n in range(1, 6)]
    look = look_into(write(tmp_path, "t.csv", "\n".join(["id,account,at,event,Length", *rows])))
    assert look.planned is not None
    plan = look.planned.plan
    assert (plan.column("amount"), plan.currency, "Length" in plan.numbers) == (None, None, False)


def test_a_column_of_dollars_is_proposed_as_money_of_that_currency(tmp_path: Path) -> None:
    rows = ['1,Ann,2026-03-01T00:00:00Z,paid,"$1,234.50",$20.00', "2,Ben,2026-03-02T00:00:00Z,seen,,$5.00"]
    look = look_into(write(tmp_path, "t.csv", "\n".join(["id,account,at,event,Deal,ARPU", *rows])))
    assert look.planned is not None
    plan = look.planned.plan
    assert (plan.column("amount"), plan.currency, plan.thousands, look.planned.questions) == (
        "Deal",
        "USD",
        ",",
        (),
    )
    assert "by the $ in its cells" in look.planned.reasons["Deal"]
    assert set(plan.numbers) == {"Deal", "ARPU"}
    trial = try_rows(tmp_path / "t.csv", mapping=read_mapping_text(plan.to_mapping()))
    assert [row.facts[0].get("amount") for row in trial.kept] == [Decimal("1234.50"), None]


def test_the_same_in_a_workbook(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "deals.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(
            [["account", "at", "event", "amount"], ["a", "2026-03-01T00:00:00Z", "paid", "$1,234.50"]]
        ):
            sheet.write_row(place, 0, row)
        sheet.write_row(2, 0, ["b", "2026-03-01T00:00:00Z", "paid"])
        sheet.write_number(2, 3, 980.5, book.add_format({"num_format": "$#,##0.00"}))
    look = look_into(tmp_path / "deals.xlsx")
    assert look.planned is not None
    assert (look.planned.plan.currency, look.planned.questions) == ("USD", ())
    report = bring(tmp_path, tmp_path / "deals.xlsx", mapping=look.planned.plan.to_mapping())
    assert [row["amount"] for row in stored(tmp_path, "amount")] == [Decimal("1234.50"), Decimal("980.5")]
    assert report.rejected == 0


def test_cells_of_two_currencies_have_no_sign_of_their_own() -> None:
    assert (mark_of(["$5", "€5"]), mark_of(["5"]), currencies_of("£")) == ("", "", ("GBP",))


@given(st.text(max_size=12))
def test_what_is_no_money_stays_what_it_is(cell: str) -> None:
    plain, mark = unmarked(cell)
    assert plain == cell or (any(one.isdigit() for one in plain) and (mark or "(" in cell))
