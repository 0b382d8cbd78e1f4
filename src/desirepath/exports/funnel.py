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
_MODES = {
    "ordered": "in this order, anything may lie between",
    "strict": "in this order, nothing may lie between",
    "unordered": "in any order",
}
MOST_IDS = 20


def print_funnel(console: Console, funnel: MeasuredFunnel) -> None:
    """Print the funnel, and who is where if that was asked for."""
    console.print(funnel_table(funnel))


def funnel_table(funnel: MeasuredFunnel) -> RenderableType:
    """The same as a Rich renderable."""
    parts: list[RenderableType] = [_head(funnel), _steps(funnel)]
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


def _steps(funnel: MeasuredFunnel) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    table.add_column("step")
    table.add_column("reached", justify="right", no_wrap=True)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("95 %", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("of those before", justify="right")
    table.add_column("usually after", justify="right")
    table.add_column("may still", justify="right")
    for step in funnel.steps:
        table.add_row(*_row(step))
    return table


def _row(step: MeasuredStep) -> tuple[Text, ...]:
    value = step.rate.value
    full = 0 if value is None else round(value * _BAR)
    before = step.from_previous.value
    return (
        Text(str(step.number)),
        Text(clean(step.name).replace("\n", " ") + (" (optional)" if step.optional else "")),
        Text(say_count(step.reached)),
        Text("" if value is None else say_share(value)),
        Text("" if value is None or step.number == 1 else say_interval(step.rate)),
        Text("█" * full + "·" * (_BAR - full)),
        Text("" if before is None or step.number == 1 else say_share(before)),
        Text("" if step.median_seconds is None else say_duration(step.median_seconds)),
        Text(say_count(step.open) if step.open else ""),
    )


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
