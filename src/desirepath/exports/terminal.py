"""The measured map in a terminal: a table of steps, the detours below it, and notes on what is not known yet.

Nothing is said by colour alone, and without colour, in a pipe, it reads the same.
"""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from desirepath.base.spans import Period
from desirepath.base.words import count_of, say_date, say_estimate, say_period
from desirepath.exports.summary import headline, say_interactions, say_passage
from desirepath.exports.terminal_notes import Footnotes
from desirepath.exports.terminal_sides import sides_of
from desirepath.exports.terminal_steps import QUIET, plain, steps_of
from desirepath.measures.measured_map import MeasuredMap

MOST_DETOURS = 6


def print_measured(console: Console, measured: MeasuredMap) -> None:
    """Print the measured map, as wide as the console is: a table, or a list where that does not fit."""
    console.print(measured_table(measured, width=console.width))


def measured_table(measured: MeasuredMap, *, width: int) -> RenderableType:
    """The same as a Rich renderable that fits ``width`` columns."""
    notes = Footnotes()
    parts: list[RenderableType] = [_head(measured)]
    if measured.passages.started:
        parts.append(steps_of(measured, width, notes))
    if measured.detours:
        parts.append(_detours(measured, notes))
    if measured.there is not None:
        parts.append(sides_of(measured, width, notes))
    if measured.passages.started:
        parts.append(_legend(measured, notes))
    return Group(*parts)


def _head(measured: MeasuredMap) -> RenderableType:
    facts = [count_of(measured.passages.started, "passage", "passages"), say_interactions(measured)]
    if measured.segment:
        facts.append(f"segment {measured.segment}")
    if measured.period != Period():
        facts.append(f"started {say_period(measured.period)}")
    # A log that holds nothing was seen until no date at all.
    if measured.log_interactions != 0:
        facts.append(f"log seen until {say_date(measured.as_of.date())}")
    remarks = [*measured.notes, *(f"There: {note}" for note in _notes_there(measured))]
    return Group(
        Text(plain(measured.map.title), style="bold"),
        Text(plain(" · ".join(facts)), style=QUIET),
        Text(plain(headline(measured))),
        *(Text(f"Note: {plain(remark)}", style="bold") for remark in remarks),
        Text(""),
    )


def _notes_there(measured: MeasuredMap) -> list[str]:
    return [note for note in measured.there.notes if note not in measured.notes] if measured.there else []


def _detours(measured: MeasuredMap, notes: Footnotes) -> RenderableType:
    names = {step.id: plain(step.name) for step in measured.map.steps()}
    chosen = sorted(measured.detours, key=lambda detour: -(detour.share.value or 0.0))
    lines = [Text("Detours", style="bold")]
    for detour in chosen[:MOST_DETOURS]:
        way = "skip ahead from" if detour.kind == "skip" else "come back from"
        start = names[detour.from_step] if detour.from_step else "the start"
        share = say_estimate(detour.share) + notes.star(detour.share)
        lines.append(Text(f"  {share} {way} {start} to {names[detour.to_step]}"))
    rest = len(measured.detours) - MOST_DETOURS
    if rest > 0:
        lines.append(Text(f"  and {count_of(rest, 'smaller detour', 'smaller detours')}", style=QUIET))
    return Padding(Group(*lines), (1, 0, 1, 0))


def _legend(measured: MeasuredMap, notes: Footnotes) -> RenderableType:
    lines = [
        say_passage(measured.map),
        "Conversion: of those who came to the last step before that is not optional. "
        "Ranges hold the true value in about 95 of 100 cases.",
    ]
    if measured.passages.open:
        under_way = count_of(measured.passages.open, "passage is", "passages are")
        lines.append(f"{under_way} still under way: not counted as lost.")
    return Text("\n".join([*lines, *notes.lines()]), style=QUIET)
