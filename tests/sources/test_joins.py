"""What stands in another table beside the file is read along: who asked, and what it costs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.sources import import_files
from desirepath.sources.joins import JoinedTables
from desirepath.sources.mapping import read_mapping_text
from desirepath.sources.opening import look_at
from tests.sources.files import bring, rejected, stored, write

ORDERS = """
[[join]]
table = "people"
on = {person = "id"}
columns = {mail = "mail"}
[[join]]
table = "lines"
on = {order = "order"}
columns = {items = "item"}
sums = {total = ["count", "price"]}
[[join.join]]
table = "items"
on = {item = "id"}
columns = {price = "price"}

[[fact]]
customer = {column = "mail", first_of = ","}
objects = {order = "order"}
occurred_at = "at"
activity = {value = "order.placed"}
amount = "total"
currency = {value = "EUR"}
properties = ["items"]
key = "order"
"""
TABLES = {
    "orders.csv": "order,person,at\no1,p1,2026-01-01T00:00:00Z\no2,p2,2026-01-02T00:00:00Z\no3,,soon\n",
    "people.csv": "id,mail\np1,ann@example.org\np1,an@example.org\np3,eve@example.org\n",
    "lines.csv": "order,item,count\no1,pen,3\no1,ink,\no2,hat,1\no2,pen,x\n",
    "items.csv": "id,price\npen,1.50\nink,4\n",
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        write(tmp_path, name, text)
    return tmp_path


def bought(folder: Path) -> dict[str, tuple[Any, ...]]:
    """Of each order: whose, how much, which items."""
    rows = stored(folder)
    return {
        row["key"]: (row["customer"], row["amount"], orjson.loads(row["properties"] or "{}").get("items"))
        for row in rows
    }


def test_columns_come_from_the_other_table_and_sums_over_all_of_its_rows(shop: Path) -> None:
    report = bring(shop, shop / "orders.csv", mapping=ORDERS)
    assert (report.added, report.rejected, report.files[0].warnings[1:]) == (2, 1, ())
    found = bought(shop)
    assert found["o1"][0] == "ann@example.org"  # the first of two
    assert (float(found["o1"][1]), found["o1"][2]) == (8.5, "pen, ink")  # 3 x 1.50, and 4.00 once
    assert found["o2"] == (None, None, "hat, pen")  # a hat has no price, and "x" is no number


def test_mended_rejects_need_the_other_tables_no_more(shop: Path) -> None:
    report = bring(
        shop, shop / "orders.csv", mapping=ORDERS.replace('on = {order = "order"}', 'on = {at = "order"}')
    )
    (row,) = rejected(report)
    assert row["row"] == {"order": "o3", "person": "", "at": "soon", "mail": "", "items": "", "total": ""}
    path = report.rejects[0]
    path.write_bytes(
        path.read_bytes()
        .replace(b'"at":"soon"', b'"at":"2026-01-03T00:00:00Z"')
        .replace(b'"mail":""', b'"mail":"m"')
    )
    again = bring(shop, path, mapping=ORDERS)
    assert (again.added, again.rejected, [w.code for w in again.files[0].warnings]) == (1, 0, ["DP-SRC-021"])
    assert bought(shop)["o3"][0] == "m"


def test_a_table_that_is_not_there_is_said_and_costs_no_row(shop: Path) -> None:
    (shop / "people.csv").unlink()
    (shop / "items.csv").rename(shop / "items_data.csv")
    report = bring(shop, shop / "orders.csv", mapping=ORDERS)
    assert report.added == 2
    warned = [str(warning) for warning in report.files[0].warnings if warning.code == "DP-SRC-024"]
    assert len(warned) == 1
    assert 'the table "people" is not beside the file' in warned[0]
    assert float(bought(shop)["o1"][1]) == 8.5


def test_a_table_that_is_damaged_is_an_error_and_nothing_is_stored(shop: Path) -> None:
    write(shop, "people.csv", b"id,mail\np1,\xff\n")
    with pytest.raises(DesirepathError, match=r"people.csv: DP-SRC-003: the text is not in utf-8"):
        bring(shop, shop / "orders.csv", mapping=ORDERS)


@pytest.mark.parametrize(
    ("join", "message"),
    [
        ('on = {a = "b"}', "join.0.: it does not say the name of the other table|does not say the name"),
        ('table = "t"', "it is written as {plan_id"),
        ('table = "t"\non = {a = "b", c = "d"}', "it is written as {plan_id"),
        ('table = "t"\non = {a = "b"}\ncolumns = ["x"]', "columns are written as"),
        ('table = "t"\non = {a = "b"}\nsums = {x = 1}', '"x" should be a list of texts'),
        ('table = "t"\non = {a = "b"}\ncolums = {}', 'did you mean "columns"'),
        ('table = "t"\non = {a = "b"}\n[[join.join]]\ntable = 3', "should be a text|it is written as"),
    ],
)
def test_a_join_that_cannot_be_read(join: str, message: str) -> None:
    with pytest.raises(DesirepathError, match=message) as caught:
        read_mapping_text("[[join]]\n" + join)
    assert caught.value.problems[0].address.startswith("join[0]")


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(-5, 5)), max_size=8))
def test_a_sum_is_what_one_gets_by_hand(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("joins")
    base = write(folder, "base.csv", "id\na\nb\n")
    write(folder, "more.csv", "of,count,price\nz,1,1\n" + "".join(f"{of},{n},{p}\n" for of, n, p in rows))
    mapping = read_mapping_text(
        '[[join]]\ntable = "more"\non = {id = "of"}\n'
        'sums = {sum = ["count", "price"]}\ncolumns = {n = "count"}'
    )
    tables = JoinedTables(mapping.joins, look_at(base))
    for one in "ab":
        mine = [(n, p) for of, n, p in rows if of == one]
        found = tables.add({"id": one})
        assert found["sum"] == (str(sum(n * p for n, p in mine)) if mine else "")
        assert found["n"] == ", ".join(dict.fromkeys(str(n) for n, _ in mine))


def test_who_asked_in_hubspot_stands_in_the_tables_beside(tmp_path: Path) -> None:
    tickets = "id,property_createdate,property_closed_date,property_subject,property_hs_ticket_category,"
    tickets += "property_hs_ticket_priority\n1,2026-01-01 09:00:00,2026-01-02 09:00:00,Help,,\n"
    tickets += "2,2026-01-03 09:00:00,,Me,,\n"
    write(tmp_path, "ticket.csv", tickets)
    write(
        tmp_path, "ticket_contact.csv", "_fivetran_synced,ticket_id,contact_id,category\nx,1,77,H\nx,1,78,H\n"
    )
    write(
        tmp_path, "ticket_company.csv", "_fivetran_synced,ticket_id,company_id,category\nx,1,9,H\nx,2,8,H\n"
    )
    report = import_files([tmp_path / "ticket.csv"], tmp_path / "log-here", mapping="fivetran-hubspot-ticket")
    assert (report.added, report.files[0].warnings) == (3, ())
    found = [(row["activity"], row["customer"], row["account"]) for row in stored(tmp_path)]
    assert found == [
        ("ticket.opened", "hubspot:77", "hubspot:9"),
        ("ticket.solved", "hubspot:77", "hubspot:9"),
        ("ticket.opened", None, "hubspot:8"),
    ]
