"""A measured funnel in a terminal: a bar per step, how long it took, what is open, and who is where."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from desirepath.base.words import (
    count_of,
    plural,
    say_count,
    say_date,
    say_duration,
    say_interval,
    say_share,
)
from desirepath.exports.text import clean
from desirepath.measures.measure_funnel import MeasuredFunnel, MeasuredStep

_BAR = 10
_ROOM_FOR_BARS = 96
_WIDEST_NAME = 26
_MODES = {
    "ordered": "in this order, anything may lie between",
    "strict": "in this order, nothing may lie between",
    "unordered": "in any order",
}
MOST_IDS = 20


def print_funnel(console: Console, funnel: MeasuredFunnel) -> None:
    """Print the funnel, and who is where if that was asked for."""
    console.print(funnel_table(funnel, width=console.width))


def funnel_table(funnel: MeasuredFunnel, *, width: int = _ROOM_FOR_BARS) -> RenderableType:
    """The same as a Rich renderable, for so many columns: narrow ones have no room for bars."""
    parts: list[RenderableType] = [_head(funnel), _steps(funnel, has_bars=width >= _ROOM_FOR_BARS)]
    parts += [Text(line, style="dim") for line in _notes(funnel)]
    for step in funnel.steps:
        if step.reached_subjects is not None and step.dropped_subjects is not None:
            parts += _lists(step)
    return Group(*parts)


def _unit(funnel: MeasuredFunnel) -> tuple[str, str]:
    if funnel.question.count == "totals":
        return "attempt", "attempts"
    return funnel.travels, plural(funnel.travels, 2)


def _head(funnel: MeasuredFunnel) -> Text:
    one, many = _unit(funnel)
    window = "" if funnel.window_seconds is None else f", within {say_duration(funnel.window_seconds)}"
    entered = count_of(funnel.steps[0].reached, one, many)
    of_all = f" of {say_count(funnel.subjects)}" if funnel.question.count == "uniques" else ""
    return Text(f"{entered}{of_all} did the first step; {_MODES[funnel.question.mode]}{window}")


def _steps(funnel: MeasuredFunnel, *, has_bars: bool) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2 if has_bars else 1, 0, 0))
    table.add_column("", no_wrap=True)
    table.add_column(
        "step", overflow="fold", min_width=min(_WIDEST_NAME, max(map(len, map(_name, funnel.steps))))
    )
    whole = ["reached", "share", "95 %", *([""] if has_bars else [])]
    for head in (*whole, "from the one before", "usually after", "may still"):
        table.add_column(head, justify="left" if head in ("95 %", "") else "right", no_wrap=head in whole)
    for step in funnel.steps:
        table.add_row(str(step.number), _name(step), *_cells(step, has_bars=has_bars))
    return table


def _name(step: MeasuredStep) -> str:
    return clean(step.name).replace("\n", " ") + (" (optional)" if step.optional else "")


def _cells(step: MeasuredStep, *, has_bars: bool) -> list[Text]:
    value = step.rate.value
    full = 0 if value is None else round(value * _BAR)
    before = step.from_previous.value
    cells = [
        say_count(step.reached),
        "" if value is None else say_share(value),
        "" if value is None or step.number == 1 else say_interval(step.rate),
        *(["█" * full + "·" * (_BAR - full)] if has_bars else []),
        "" if before is None or step.number == 1 else say_share(before),
        "" if step.median_seconds is None else say_duration(step.median_seconds),
        say_count(step.open) if step.open else "",
    ]
    return [Text(cell) for cell in cells]


def _notes(funnel: MeasuredFunnel) -> list[str]:
    one, many = _unit(funnel)
    notes = []
    for found in funnel.unknown_names:
        near = f"; did you mean {found.near}?" if found.near else ""
        notes.append(f'No interaction of this log is called "{clean(found.name)}"{near}')
    if funnel.dropped:
        notes.append(
            f"{count_of(funnel.dropped, one, many)} not counted: an exclusion came between two steps."
        )
    if funnel.steps[-1].open:
        who = count_of(funnel.steps[-1].open, one, many)
        day = say_date(funnel.as_of.date())
        notes.append(f"On {day} the window of {who} is not over: they may still go on, and are not lost.")
    if (
        any(step.any_start != step.first_touch for step in funnel.steps)
        and funnel.question.count == "uniques"
    ):
        other = "first_touch" if funnel.question.start == "any" else "any_start"
        counts = ", ".join(say_count(getattr(step, other)) for step in funnel.steps)
        told = "very first start alone" if other == "first_touch" else "start that leads furthest"
        notes.append(f"From the {told}: {counts}.")
    if 0 < funnel.steps[0].reached < 30:
        notes.append("Few were counted; the intervals say how little that is.")
    return notes


def _lists(step: MeasuredStep) -> list[RenderableType]:
    lists: list[RenderableType] = [Text(""), Text(f"{step.number} {clean(step.name)}", style="bold")]
    for what, ids in (("reached", step.reached_subjects), ("dropped before", step.dropped_subjects)):
        if ids:
            shown = ", ".join(clean(name) for name in ids[:MOST_IDS])
            rest = f" and {say_count(len(ids) - MOST_IDS)} more" if len(ids) > MOST_IDS else ""
            lists.append(Text(f"  {what}: {shown}{rest}"))
    return lists
