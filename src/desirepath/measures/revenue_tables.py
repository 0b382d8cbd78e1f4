"""Revenue as tables for a spreadsheet: its rows, and the accounts behind one number."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from desirepath.log.answer import Answer
from desirepath.measures.revenue import NUMBERS, MeasuredRevenue, RevenueRow
from desirepath.measures.revenue_behind import Behind

BEHIND: Final = ("account", "segment", "came", "adds", "start", "end", "currency", "last moved",
                 "why no amount")  # fmt: skip
MONEY: Final = ("adds", "start", "end")


def behind_table(found: Iterable[Behind], currency: str) -> Answer:
    """The accounts behind a number; money a month."""
    return Answer(
        BEHIND,
        tuple(
            (
                one.subject,
                one.segment,
                one.cohort,
                *map(_money, (one.cents, one.start, one.end)),
                currency,
                one.at,
                one.why,
            )
            for one in found
        ),
    )


def rows_table(found: MeasuredRevenue) -> Answer:
    """Every row: the whole, then months or quarters, segments, cohorts. Money a month; shares in per cent."""
    columns = ("row", "of", "since", "until", "accounts", "currency", *NUMBERS, "without an amount")
    rows = (found.total, *found.stretches, *found.segments, *found.cohorts)
    return Answer(columns, tuple(_row(row, found.currency) for row in rows))


def _row(row: RevenueRow, currency: str) -> tuple[object, ...]:
    numbers = []
    for name in NUMBERS:
        one = row.estimates[name]
        is_share = one.unit == "share"
        numbers.append(None if one.value is None else round(one.value * 100, 1) if is_share else one.value)
    since, until = row.period.since, row.period.until
    return (row.kind, row.label, since, until, row.accounts, currency, *numbers, sum(row.excluded.values()))


def _money(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100
