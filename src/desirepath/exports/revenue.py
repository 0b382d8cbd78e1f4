"""Revenue in a terminal: how it moved, month by month, in segments and by when customers came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from desirepath.base.words import count_of, say_count, say_date, say_estimate, say_money, say_value
from desirepath.measures.revenue import MeasuredRevenue, RevenueRow

WIDE: Final = 130
"""Columns from which on every movement has one; else what it was and is, and the shares."""
_HEADS: Final = {
    "mrr_start": "start",
    "mrr_new": "new",
    "mrr_expansion": "grew",
    "mrr_contraction": "shrank",
    "mrr_churn": "left",
    "mrr_reactivation": "came back",
    "mrr_end": "end",
    "grr": "GRR",
    "nrr": "NRR",
    "logo_churn": "accounts lost",
}
_NARROW: Final = ("mrr_start", "mrr_end", "grr", "nrr", "logo_churn")


def print_revenue(console: Console, found: MeasuredRevenue) -> None:
    """Print how revenue moved; of the shares of the whole period also how sure they are."""
    since, until = found.period.since, found.period.until
    assert since is not None
    assert until is not None
    last = say_date((until - timedelta.resolution).date())
    console.print(Text(f"Revenue from {say_date(since.date())} to {last}, money a month", style="bold"))
    console.print(_table(console, found.by, [*found.stretches, found.total], found.currency))
    for line in _notes(found):
        console.print(Text(line, style="dim"))
    for head, rows in ((found.split or "", found.segments), ("came", found.cohorts)):
        if rows:
            console.print()
            console.print(_table(console, head, rows, found.currency))


def _table(console: Console, head: str, rows: Sequence[RevenueRow], currency: str) -> Table:
    names = tuple(_HEADS) if console.width >= WIDE else _NARROW
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(Text(head))
    table.add_column("accounts", justify="right", no_wrap=True)
    for name in names:
        table.add_column(_HEADS[name], justify="right", no_wrap=True)
    for row in rows:
        label = "all" if row.kind == "all" else "not known" if row.label is None else row.label
        cells = (_say(row, name, currency) for name in names)
        style = "bold" if row.kind == "all" else ""
        table.add_row(Text(label), say_count(row.accounts), *cells, style=style)
    return table


def _say(row: RevenueRow, name: str, currency: str) -> str:
    one = row.estimates[name]
    if one.value is None or one.unit == "share":
        return say_value(one)
    return say_money(one.value, currency) if one.value else "0"


def _notes(found: MeasuredRevenue) -> list[str]:
    shares = {name: found.total.estimates[name] for name in ("nrr", "grr", "logo_churn")}
    notes = [
        f"{_HEADS[name]}: {say_estimate(one) if one.value is not None else one.reason}."
        for name, one in shares.items()
    ]
    notes += [
        f"Not in the sums: {count_of(count, 'account', 'accounts')} {why}."
        for why, count in found.total.excluded.items()
    ]
    return notes
