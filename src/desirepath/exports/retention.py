"""Measured retention in a terminal: a row per cohort, a column per period; what is not known yet says so."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from desirepath.base.estimate import Estimate
from desirepath.base.words import SPACE, plural, say_count, say_date, say_interval, say_share
from desirepath.exports.funnel_notes import unknown_name_notes
from desirepath.exports.text import clean
from desirepath.measures.measure_retention import MeasuredRetention

_CELL = 6
_BEFORE_CELLS = 26
NOT_YET = "…"
"""Stands for what is not known yet; behind a number: some of those it is of may still come back."""

_COHORTS = {
    "first_ever": "by the first start of their lives",
    "first_in_range": "by their first start in this time",
    "recurring": "in every period in which they start",
}


def print_retention(console: Console, found: MeasuredRetention) -> None:
    """Print the matrix, as many columns as there is room for."""
    console.print(retention_table(found, width=console.width))


def retention_table(found: MeasuredRetention, *, width: int) -> RenderableType:
    """The same as a Rich renderable that fits ``width`` columns."""
    room = max((width - _BEFORE_CELLS) // _CELL, 1)
    shown = found.columns[1 : room + 1]
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("began")
    table.add_column(plural(found.travels, 2), justify="right")
    for column in shown:
        table.add_column(_head(column), justify="right", width=_CELL - 1)
    for cohort in found.cohorts:
        cells = [_said(cell.share, cohort.size) for cell in cohort.cells[1 : room + 1]]
        table.add_row(cohort.label, say_count(cohort.size), *cells)
    whole = [_said(estimate, 1) for estimate in found.together[1 : room + 1]]
    sizes = sum(cohort.size for cohort in found.cohorts)
    table.add_row("together", say_count(sizes), *whole, style="bold")
    notes = [Text(note, style="dim") for note in _notes(found, len(shown))]
    return Group(_title(found), table, *notes)


def _title(found: MeasuredRetention) -> Text:
    asked = found.question
    unit = asked.unit if asked.windows == "calendar" else f"{asked.unit} since their own start"
    segment = f", while {clean(found.segment)}" if found.segment else ""
    who = plural(found.travels, 2)
    return Text(f"Of {who} {_COHORTS[asked.cohorts]}{segment}, per cent that came back, by {unit}")


def _head(column: tuple[int, int | None]) -> str:
    first, last = column
    if last is None:
        return f"{first}+"
    return str(first) if first == last else f"{first}-{last}"


def _said(estimate: Estimate, size: int) -> Text:
    if not size:
        return Text("")
    if estimate.value is None:
        return Text(NOT_YET if estimate.censored else "-", style="dim")
    number = say_share(estimate.value).removesuffix(f"{SPACE}%")
    return Text(number + (NOT_YET if estimate.censored else ""))


def _notes(found: MeasuredRetention, shown: int) -> list[str]:
    notes = unknown_name_notes(found.unknown_names)
    hidden = len(found.columns) - 1 - shown
    if hidden > 0:
        notes.append(f"{hidden} more columns have no room here; --json has them.")
    estimates = [cell.share for cohort in found.cohorts for cell in cohort.cells[1:]]
    if any(estimate.censored for estimate in estimates):
        notes.append(
            f"{NOT_YET} not known yet on {say_date(found.as_of.date())}: the period is not over, and who is "
            "not back is not lost."
        )
    first = next((estimate for estimate in found.together[1:] if estimate.value is not None), None)
    if first is not None and first.value is not None:
        number = _head(found.columns[found.together.index(first)])
        notes.append(
            f"In {found.question.unit} {number} {say_share(first.value)} of {say_count(first.n)} came back; "
            f"the true share is {say_interval(first)} % in 95 of 100 cases. --json has every interval."
        )
    if 0 < sum(cohort.size for cohort in found.cohorts) < 30:
        notes.append("Few were counted; the intervals say how little that is.")
    return notes
