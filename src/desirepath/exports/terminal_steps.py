"""The steps of a measured map in a terminal: a table where it fits, below that a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from desirepath.base.estimate import Estimate
from desirepath.base.words import (
    SPACE,
    say_count,
    say_feeling,
    say_interval,
    say_share,
    say_span_text,
    say_value,
)
from desirepath.exports.terminal_notes import Footnotes
from desirepath.exports.text import clean
from desirepath.measures.measured_map import MeasuredMap, StepMeasures
from desirepath.model.journey_map import Step

ACCENT = "bold"
QUIET = "dim"
NARROWEST_TABLE = 72
"""Columns from which on a table fits; below, a list does."""
_BAR = 12
_GAP = 2


def plain(text: str) -> str:
    """A text of the map on one line."""
    return clean(text).replace("\n", " ")


def steps_of(measured: MeasuredMap, width: int, notes: Footnotes) -> RenderableType:
    """The steps under their stages."""
    return _list(measured, notes) if width < NARROWEST_TABLE else _tables(measured, width, notes)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its head, its width, from and below which console width it is shown, and what it says."""

    head: str
    width: int
    from_width: int
    says: Callable[[Step, StepMeasures, Footnotes], Text]
    below_width: int = 1_000_000


def _estimate(estimate: Estimate | None, notes: Footnotes) -> Text:
    """The value, below it its interval, and below that how many it rests on."""
    if estimate is None:
        return Text("-", style=QUIET)
    if estimate.value is None:
        return Text(plain(notes.reason(estimate)), style=QUIET)
    text = Text(say_value(estimate) + notes.star(estimate), style=ACCENT)
    if estimate.unit == "count":
        return text
    for line in (say_interval(estimate), f"n{SPACE}{say_count(estimate.n)}"):
        if line:
            text.append(f"\n{line}", style=f"not bold {QUIET}")
    return text


def _reach(step: Step, measures: StepMeasures, notes: Footnotes) -> Text:
    estimate = measures.estimates.get("reach")
    if estimate is None or estimate.value is None:
        return _estimate(estimate, notes)
    solid = round(estimate.value * _BAR) or (1 if estimate.value else 0)
    text = Text("█" * solid + "·" * (_BAR - solid))
    text.append(f" {say_share(estimate.value)}{notes.star(estimate)}", style=ACCENT)
    text.append(f"\n{say_interval(estimate)} of {say_count(estimate.n)}", style=QUIET)
    if estimate.censored:
        text.append(f"\n{say_count(estimate.censored)} may still come", style=QUIET)
    return text


def _reach_and_conversion(step: Step, measures: StepMeasures, notes: Footnotes) -> Text:
    text = _reach(step, measures, notes)
    conversion = measures.estimates.get("conversion")
    if conversion and conversion.value is not None:
        text.append(f"\nconversion {say_share(conversion.value)}{notes.star(conversion)}", style=QUIET)
        text.append(f"\n{say_interval(conversion)} of {say_count(conversion.n)}", style=QUIET)
    return text


def _unless_unruled(measures: StepMeasures, measure: str) -> Estimate | None:
    """The estimate; None where reach has already said why there is nothing to know about the step."""
    estimate, reach = measures.estimates.get(measure), measures.estimates.get("reach")
    same = estimate and reach and estimate.reason is not None and estimate.reason == reach.reason
    return None if same else estimate


def _time(step: Step, measures: StepMeasures, notes: Footnotes) -> Text:
    text = _estimate(_unless_unruled(measures, "dwell"), notes)
    if step.within:
        text.append(f"\nexpected {say_span_text(step.within)}", style=f"not bold {QUIET}")
    return text


def _late(step: Step, measures: StepMeasures, notes: Footnotes) -> Text:
    return _estimate(measures.estimates.get("late_rate"), notes) if step.within else Text("-", style=QUIET)


def _feeling(step: Step, measures: StepMeasures, notes: Footnotes) -> Text:
    estimate = _unless_unruled(measures, "feeling")
    text = _estimate(estimate, notes)
    if estimate and estimate.value is not None:
        text = Text.assemble(("lived ", QUIET), text)
    believed = f"believed {say_feeling(step.feeling.value)}" if step.feeling else "nothing believed"
    text.append(f"\n{believed}", style=f"not bold {QUIET}")
    return text


def _of(measure: str) -> Callable[[Step, StepMeasures, Footnotes], Text]:
    return lambda step, found, notes: _estimate(_unless_unruled(found, measure), notes)


def _owner(step: Step, measures: StepMeasures, notes: Footnotes) -> Text:
    return Text(plain(step.owner) if step.owner else "nobody")


_COLUMNS = (
    _Column("Reach", 21, 0, _reach_and_conversion, below_width=96),
    _Column("Reach", 21, 96, _reach),
    _Column("Conversion", 10, 96, _of("conversion")),
    _Column("Time here", 15, 0, _time),
    _Column("Too long", 8, 138, _late),
    _Column("Feeling", 15, 0, _feeling),
    _Column("Here now", 8, 110, _of("standing")),
    _Column("Owner", 18, 126, _owner),
)


def _tables(measured: MeasuredMap, width: int, notes: Footnotes) -> RenderableType:
    columns = [column for column in _COLUMNS if column.from_width <= width < column.below_width]
    rest = max(12, width - sum(column.width + _GAP for column in columns))
    by_id = {step.id: step for step in measured.steps}
    so_far = " so far" if measured.passages.open else ""
    parts: list[RenderableType] = [_table(rest, columns, so_far, show_header=True)]
    for index, stage in enumerate(measured.map.stages):
        table = _table(rest, columns, so_far, show_header=False)
        for step in stage.steps:
            measures = by_id.get(step.id, StepMeasures(step.id, {}))
            cells = (column.says(step, measures, notes) for column in columns)
            table.add_row(_name(step, measures, {column.head for column in columns}), *cells)
        above = "\n" if index else ""
        parts += [Text.assemble(above, (f"{index + 1} {plain(stage.name)}", "bold underline")), table]
    return Group(*parts)


def _table(rest: int, columns: list[_Column], so_far: str, *, show_header: bool) -> Table:
    under = 0 if show_header else 1
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, under, 0), show_header=show_header)
    table.add_column("Step", width=rest, overflow="fold", header_style=QUIET)
    for column in columns:
        head = column.head + (so_far if column.head == "Reach" else "")
        table.add_column(head, width=column.width, overflow="fold", header_style=QUIET)
    return table


def _name(step: Step, measures: StepMeasures, heads: set[str]) -> Text:
    text = Text(plain(step.name), style="bold")
    notes = _traits_of(step)
    if "Owner" not in heads:
        notes.append(f"owner: {plain(step.owner)}" if step.owner else "owner: nobody")
    standing = measures.estimates.get("standing")
    if "Here now" not in heads and standing and standing.value:
        notes.append(f"{say_value(standing)} here now")
    for note in notes:
        text.append(f"\n{note}", style=f"not bold {QUIET}")
    return text


def _traits_of(step: Step) -> list[str]:
    named = (
        ("moment of truth", step.moment_of_truth),
        ("optional", step.optional),
        ("may repeat", step.repeatable),
    )
    return [word for word, holds in named if holds]


def _list(measured: MeasuredMap, notes: Footnotes) -> RenderableType:
    by_id = {step.id: step for step in measured.steps}
    parts: list[RenderableType] = []
    for index, stage in enumerate(measured.map.stages):
        above = "\n" if index else ""
        parts.append(Text(f"{above}{index + 1} {plain(stage.name)}", style="bold underline"))
        for step in stage.steps:
            name = Text.assemble("\n", (plain(step.name), "bold"))
            if _traits_of(step):
                name.append(f" ({', '.join(_traits_of(step))})", style=QUIET)
            measures = by_id.get(step.id, StepMeasures(step.id, {}))
            lines = Text("\n").join(_lines(step, measures, notes, is_so_far=measured.passages.open > 0))
            parts += [name, Padding(lines, (0, 0, 0, 2))]
    return Group(*parts)


def _lines(step: Step, measures: StepMeasures, notes: Footnotes, *, is_so_far: bool) -> Iterator[Text]:
    """What the table's cells say, one below the other."""
    for measure, words, aside in (
        ("reach", "reach so far" if is_so_far else "reach", ""),
        ("conversion", "conversion", ""),
        ("dwell", "time here", f"expected {say_span_text(step.within)}" if step.within else ""),
        ("feeling", "lived", f"believed {say_feeling(step.feeling.value)}" if step.feeling else ""),
        ("standing", "here now", ""),
    ):
        estimate = (
            measures.estimates.get(measure) if measure == "reach" else _unless_unruled(measures, measure)
        )
        if estimate is None:
            continue
        line = Text.assemble((f"{words}: ", QUIET), (_in_one_line(estimate, notes), ACCENT))
        if aside:
            line.append(f"; {aside}", style=QUIET)
        yield line
    yield Text(f"owner: {plain(step.owner)}" if step.owner else "owner: nobody", style=QUIET)


def _in_one_line(estimate: Estimate, notes: Footnotes) -> str:
    if estimate.value is None:
        return plain(notes.reason(estimate))
    said = say_value(estimate) + notes.star(estimate)
    if estimate.unit == "count":
        return said
    interval = say_interval(estimate)
    said += f" ({interval})" if interval else ""
    said += (
        f" of {say_count(estimate.n)}" if estimate.unit == "share" else f", n{SPACE}{say_count(estimate.n)}"
    )
    if estimate.measure == "reach" and estimate.censored:
        said += f"; {say_count(estimate.censored)} may still come"
    return said
