"""A measured funnel in a terminal: a bar per step, how long it took, what is open, and who is where."""

from __future__ import annotations

from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from desirepath.base.words import (
    count_of,
    plural,
    say_count,
    say_date,
    say_duration,
    say_estimate,
    say_interval,
    say_share,
)
from desirepath.exports.funnel_groups import by_value, side_by_side
from desirepath.exports.funnel_notes import unknown_name_notes
from desirepath.exports.text import clean
from desirepath.measures.measured_funnel import MeasuredFunnel, MeasuredStep

_BAR = 10
_ROOM_FOR_BARS = 96
_WIDEST_NAME = 26
_NARROW_NAME = 12
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
    """The same as a Rich renderable, for so many columns: narrow ones have no room for bars, very narrow ones
    none for a table."""
    parts: list[RenderableType] = [_head(funnel), _steps(funnel, width)]
    parts += [Text(line, style="dim") for line in _notes(funnel)]
    parts += side_by_side(funnel)
    if funnel.breakdown is not None:
        parts += by_value(funnel.breakdown)
    for step in funnel.steps:
        if step.reached_subjects is not None and step.dropped_subjects is not None:
            parts += _lists(step)
    return Group(*parts)


def _unit(funnel: MeasuredFunnel) -> tuple[str, str]:
    question = funnel.question
    if question.count == "totals":
        return "attempt", "attempts"
    if question.session_us is not None:
        return "session", "sessions"
    if question.held is not None:
        return f"{funnel.travels} with one {question.held.key}", "of them"
    return funnel.travels, plural(funnel.travels, 2)


def _head(funnel: MeasuredFunnel) -> Text:
    question = funnel.question
    one, many = _unit(funnel)
    window = "" if funnel.window_seconds is None else f", within {say_duration(funnel.window_seconds)}"
    if question.held is not None and question.count == "uniques":
        entered = f"{say_count(funnel.steps[0].reached)} with a {clean(str(question.held))} of their own"
    else:
        entered = count_of(funnel.steps[0].reached, one, many)
    of_all = f" of {say_count(funnel.subjects)}" if one == funnel.travels else ""
    segment = f" while {clean(funnel.segment)}" if funnel.segment else ""
    return Text(f"{entered}{of_all} did the first step{segment}; {_MODES[question.mode]}{window}")


def _steps(funnel: MeasuredFunnel, width: int) -> RenderableType:
    has_bars = width >= _ROOM_FOR_BARS
    gap = 2 if has_bars else 1
    rows = [_cells(step, has_bars=has_bars) for step in funnel.steps]
    names = min(_WIDEST_NAME if has_bars else _NARROW_NAME, max(len(_name(step)) for step in funnel.steps))
    unbroken = ["reached", "share", "95 %", *([""] if has_bars else [])]
    heads = [*unbroken, "from the one before", "usually after", "may still"]
    cells = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    # Heads may take two lines where there is no room; numbers may not.
    whole = [max(len(head), size) for head, size in zip(heads, cells, strict=True)]
    wrapped = [
        most if head in unbroken else max(_in_two_lines(head), size)
        for head, most, size in zip(heads, whole, cells, strict=True)
    ]
    around = len(str(len(rows))) + gap * (len(heads) + 1)
    fitting = next((sizes for sizes in (whole, wrapped) if around + names + sum(sizes) <= width), None)
    if fitting is None:
        return _lines(funnel)
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0))
    table.add_column("", no_wrap=True, width=len(str(len(rows))))
    table.add_column("step", overflow="fold", min_width=names, max_width=width - around - sum(fitting))
    for head, room in zip(heads, fitting, strict=True):
        justify: JustifyMethod = "left" if head in ("95 %", "") else "right"
        table.add_column(head, justify=justify, width=room)
    for step, row in zip(funnel.steps, rows, strict=True):
        table.add_row(str(step.number), _name(step), *row)
    return table


def _in_two_lines(head: str) -> int:
    """How wide a head is that may be broken once.

    >>> _in_two_lines("from the one before"), _in_two_lines("share")
    (10, 5)
    """
    words = head.split()
    broken = ((" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words)))
    return min((max(map(len, lines)) for lines in broken), default=len(head))


def _lines(funnel: MeasuredFunnel) -> RenderableType:
    """A step in a few words each, where there is no room for columns: nothing is left out."""
    lines = []
    for step in funnel.steps:
        reached, share, interval, before, after, still = (str(cell) for cell in _cells(step, has_bars=False))
        told = [f"{reached} reached it" + (f", {share}" if share else "")]
        told[0] += f" ({interval})" if interval else ""
        told += [f"{before} of the step before"] if before else []
        told += [f"usually after {after}"] if after else []
        told += [f"{still} may still"] if still else []
        lines.append(Text.assemble((f"{step.number} {_name(step)}", "bold"), f"\n  {'; '.join(told)}"))
    return Group(*lines)


def _name(step: MeasuredStep) -> str:
    kind = " (optional)" if step.optional else " (anchored)" if step.anchored else ""
    return clean(step.name).replace("\n", " ") + kind


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
    notes = unknown_name_notes(funnel.unknown_names)
    if funnel.dropped:
        notes.append(
            f"{count_of(funnel.dropped, one, many)} not counted: an exclusion came between two steps."
        )
    if funnel.steps[-1].open:
        who = count_of(funnel.steps[-1].open, one, many)
        day = say_date(funnel.as_of.date())
        notes.append(f"On {day} the window of {who} is not over: they may still go on, and are not lost.")
        expected = funnel.steps[-1].expected
        if expected.value is not None:
            notes.append(
                f"When their windows are over, {say_estimate(expected)} of all can be expected at the last "
                "step, from their very first start."
            )
    if (
        any(step.any_start != step.first_touch for step in funnel.steps)
        and funnel.question.count == "uniques"
    ):
        other = "first_touch" if funnel.question.start == "any" else "any_start"
        counts = ", ".join(say_count(getattr(step, other)) for step in funnel.steps)
        told = "very first start alone" if other == "first_touch" else "start that leads furthest"
        notes.append(f"From the {told}: {counts}.")
    if funnel.thinned:
        who = count_of(funnel.thinned, one, many)
        notes.append(
            f"{who} did the first step so often that only some of those times were followed: what is "
            "counted of them may be too little."
        )
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
