"""What is compared with what, in words: what differs is named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desirepath.base.spans import Period, parse_instant
from desirepath.exports.sides import other_side, this_side
from desirepath.measures.measured_map import MeasuredMap, PassageCounts
from desirepath.model.map_file import read_map_text

JOURNEY = read_map_text(
    "{format: desirepath/1, id: m, title: M, stages: [{id: a, name: A, steps: [{id: b, name: B}]}]}"
)
OCTOBER = parse_instant("2025-10-01")
LATER, EARLIER, EVER = Period(since=OCTOBER), Period(until=OCTOBER), Period()
PRO = 'traits.plan == "pro"'


def side(
    segment: str | None, period: Period, *, against: str | None = None, there: MeasuredMap | None = None
) -> MeasuredMap:
    return MeasuredMap(
        map=JOURNEY,
        as_of=datetime(2026, 1, 1, tzinfo=UTC),
        period=period,
        segment=segment,
        interactions=0,
        passages=PassageCounts(0, 0, 0, 0, 0, 0),
        overall={},
        steps=(),
        detours=(),
        against=against,
        there=there,
    )


@pytest.mark.parametrize(
    ("segment", "period", "there", "against", "words"),
    [
        (None, EVER, (PRO, EVER), PRO, ("Everybody", PRO)),
        (PRO, EVER, (None, EVER), None, (PRO, "everybody")),
        (
            None,
            LATER,
            (None, EARLIER),
            None,
            ("Everybody that started from 1 October 2025 on", "those that started before 1 October 2025"),
        ),
        (
            PRO,
            LATER,
            (PRO, EVER),
            None,
            (f"{PRO} that started from 1 October 2025 on", "those that started at any time"),
        ),
        (
            None,
            LATER,
            (PRO, EARLIER),
            PRO,
            ("Everybody that started from 1 October 2025 on", f"{PRO} that started before 1 October 2025"),
        ),
    ],
)
def test_what_differs_is_named(
    segment: str | None,
    period: Period,
    there: tuple[str | None, Period],
    against: str | None,
    words: tuple[str, str],
) -> None:
    measured = side(segment, period, against=against, there=side(*there))
    assert (this_side(measured), other_side(measured)) == words
