"""Who is known of an account, and since when: as a plain reader of the log would say it."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from desirepath.success.playbooks.people import People

NAMES = st.one_of(st.none(), st.sampled_from(["ada", "ben", "cleo", "Ömer", "𝒵oe", ""]))
ROW = st.tuples(st.one_of(st.none(), st.sampled_from("abc")), NAMES, st.integers(0, 6))
ROWS = st.lists(ROW, max_size=30)


@given(ROWS, st.integers(-1, 7))
def test_the_people_of_an_account_are_those_whom_the_log_has_named(
    rows: list[tuple[str | None, str | None, int]], at_us: int
) -> None:
    rows.sort(key=lambda row: row[2])
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    account, customer = (pa.chunked_array([pa.array(one, pa.string())]) for one in columns[:2])
    people = People(
        pa.table(
            {
                "account": account,
                "customer": customer,
                "occurred_at": pa.array(columns[2], pa.timestamp("us", "UTC")),
            }
        )
    )
    for one in "abcd":
        first: dict[str, int] = {}
        for of, person, since in rows:
            if of == one and person is not None and since <= at_us:
                first.setdefault(person, since)
        assert people.known(one, at_us) == tuple(sorted(first, key=lambda name: (first[name], name)))
