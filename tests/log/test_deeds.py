"""Who did it: what they did counts as being there, what we did does not."""

from __future__ import annotations

import pyarrow as pa
import pytest

from desirepath.log.activities import RESERVED
from desirepath.log.by_hand import SOURCE
from desirepath.log.deeds import COLUMNS, NO_DEED, THEIRS, is_theirs, their_deeds


@pytest.mark.parametrize(
    ("activity", "direction", "is_deed"),
    [
        ("email.sent", "by_us", False),
        ("survey.sent", None, False),
        ("email.opened", "by_customer", False),
        ("email.clicked", None, True),
        ("ticket.replied", None, False),
        ("ticket.replied", "by_customer", True),
        ("subscription.renewed", None, False),
        ("user.signed_in", None, True),
        ("user.signed_in", "by_us", False),
    ],
)
def test_whose_deed_it_is(activity: str, direction: str | None, is_deed: bool) -> None:
    assert is_theirs(activity, direction, "app", has_customer=True) is is_deed


def test_what_one_of_us_wrote_is_never_theirs() -> None:
    for activity in RESERVED:
        assert not is_theirs(activity, "by_us", SOURCE, has_customer=True)
        assert not is_theirs(activity, None, SOURCE, has_customer=True)


def test_every_name_is_a_reserved_one() -> None:
    assert RESERVED.keys() >= THEIRS | NO_DEED


def test_a_table_says_it_by_arrival() -> None:
    rows = [
        (3, "user.signed_in", "by_customer", "app", "ann"),
        (0, "week.closed", None, "app", None),
        (1, "signed", None, "app", "ann"),
        (4, "note.written", "by_us", SOURCE, "ann"),
        (5, "user.signed_in", "by_customer", "app", None),
    ]
    table = pa.table({name: list(each) for name, each in zip(COLUMNS, zip(*rows, strict=True), strict=True)})
    assert their_deeds(table).tolist() == [False, True, False, True, False, True]
    assert their_deeds(table.slice(0, 0)).tolist() == []
