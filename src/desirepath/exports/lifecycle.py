"""A measured lifecycle in a terminal: a row per period, who came above who fell silent."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from desirepath.base.words import plural, say_count, say_date, say_estimate
from desirepath.exports.funnel_notes import unknown_name_notes
from desirepath.measures.measure_lifecycle import MeasuredLifecycle

NOT_YET = "…"


def print_lifecycle(console: Console, found: MeasuredLifecycle) -> None:
    """Print the periods, one a line."""
    console.print(lifecycle_table(found))


def lifecycle_table(found: MeasuredLifecycle) -> RenderableType:
    """The same as a Rich renderable."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(found.unit)
    for head in ("active", "new", "returning", "back again", "silent"):
        table.add_column(head, justify="right")
    table.add_column("kept (95 %)")
    for period in found.periods:
        more = NOT_YET if period.unfinished else ""
        counts = (period.active, period.new, period.returning, period.resurrecting)
        kept = (
            NOT_YET if period.unfinished else "-" if period.kept.value is None else say_estimate(period.kept)
        )
        table.add_row(
            period.label,
            *(say_count(count) + more for count in counts),
            say_count(period.dormant) + more,
            kept,
        )
    notes = unknown_name_notes(found.unknown_names)
    notes.append(
        f"New: their very first interaction lies in it. Back again: active, but not in the {found.unit} "
        f"before. Silent: active in the {found.unit} before and not now. Kept: the share of those active "
        "before that are active again."
    )
    if any(period.unfinished for period in found.periods):
        day = say_date(found.as_of.date())
        notes.append(f"{NOT_YET} the {found.unit} is not over on {day}: who is not active yet is not lost.")
    title = Text(f"{plural(found.travels, 2).capitalize()} by {found.unit}", style="bold")
    return Group(title, table, *(Text(note, style="dim") for note in notes))
