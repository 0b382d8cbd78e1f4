"""Renewals in a terminal: month by month what comes up, what is sure, likely and at risk; whose is large."""

from __future__ import annotations

from datetime import timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from desirepath.base.words import count_of, say_count, say_date, say_estimate, say_money
from desirepath.success.measure_renewals import MeasuredRenewals
from desirepath.success.renewal_history import alike
from desirepath.success.renewals import Forecast, Renewal

MOST_LISTED = 10


def print_renewals(console: Console, found: MeasuredRenewals) -> None:
    """Print what comes up, and the largest that are at risk."""
    until = say_date((found.until - timedelta.resolution).date())
    console.print(Text(f"Renewals until {until}, money a month", style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("month", "terms", "due", "committed", "likely", "at risk", "lost", "expected", "between"):
        table.add_column(head, justify="left" if head == "month" else "right", no_wrap=True)
    for month in found.months:
        table.add_row(month.label, *_cells(month.forecast, found.currency))
    table.add_row("all", *_cells(found.total, found.currency), style="bold")
    console.print(table)
    for line in _notes(found):
        console.print(Text(line, style="dim"))
    at_risk = [one for month in found.months for one in month.renewals if one.call == "at risk"]
    largest = sorted((*found.overdue, *at_risk), key=lambda one: (-(one.cents or 0), one.due, one.subject))
    if largest:
        console.print()
        console.print(_listed(largest[:MOST_LISTED], found.currency))
        if len(largest) > MOST_LISTED:
            console.print(
                Text(f"The largest {MOST_LISTED} of {say_count(len(largest))} at risk.", style="dim")
            )


def _cells(one: Forecast, currency: str) -> tuple[str, ...]:
    money = (one.due, one.committed, one.likely, one.at_risk, one.lost, one.expected)
    between = f"{say_money(one.least / 100, currency)} to {say_money(one.most / 100, currency)}"
    return say_count(one.terms), *(say_money(cents / 100, currency) for cents in money), between


def _notes(found: MeasuredRenewals) -> list[str]:
    notes = [
        "Committed: renewed already, at most for what it was. Expected: that, and each open amount times "
        "how often such terms were renewed. Between: so much it will be in 95 of 100 cases, the luck of "
        "single large terms and how sure the likelihood is both counted."
    ]
    if found.scorecard is None:
        notes.append("Without a scorecard (--scorecard) all open terms are taken to be alike.")
    for level, one in found.likelihoods.items():
        who = f"of those whose health was {level} ninety days before" if level is not None else "of all"
        notes.append(f"Renewed, {who}: {say_estimate(one)} of {count_of(one.n, 'term', 'terms')}.")
    for pair in alike(found.likelihoods, found.levels):
        notes.append(f"{' and '.join(pair)} do not differ by more than chance.")
    if found.history.tells is False:
        notes.append("Health does not tell who renews: open terms are called by how often all were renewed.")
    notes += [
        f"Renewed where this was at its worst ninety days before, {one.name}: {say_estimate(one.worst)}; "
        f"else {say_estimate(one.others)}."
        for one in found.history.signals
        if one.tells
    ]
    notes += [
        f"Not in the sums: {count_of(n, 'term', 'terms')} {why}." for why, n in found.total.excluded.items()
    ]
    if found.overdue:
        late = count_of(len(found.overdue), "term has", "terms have")
        notes.append(f"{late} ended without being renewed or cancelled.")
    return notes


def _listed(them: list[Renewal], currency: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("at risk", "due", "a month", "health", "what speaks most against it"):
        table.add_column(head, justify="right" if head == "a month" else "left")
    for one in them:
        money = "not known" if one.cents is None else say_money(one.cents / 100, currency)
        why = "overdue" if one.state == "overdue" else str(one.reason or "")
        table.add_row(Text(one.subject), say_date(one.due.date()), money, one.level or "not known", Text(why))
    return table
