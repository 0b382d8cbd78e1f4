"""The measured map in a terminal: a table of steps, the detours below it, and notes on what is not known yet.

Nothing is said by colour alone, and without colour, in a pipe, it reads the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period
from desirepath.base.words import say_period
from desirepath.exports.sides import other_side
from desirepath.exports.summary import headline
from desirepath.exports.text import clean
from desirepath.exports.words import (
    count_of,
    say_count,
    say_date,
    say_difference,
    say_estimate,
    say_feeling,
    say_interval,
    say_share,
    say_span_text,
    say_value,
)
from desirepath.measures.measured_map import MeasuredMap, StepMeasures
from desirepath.model.journey_map import Step

_ACCENT = "bold"
_QUIET = "dim"
_BAR = 12
MOST_DETOURS = 6
SURE = 0.05


def print_measured(console: Console, measured: MeasuredMap) -> None:
    """Print the measured map, as wide as the console is (from 80 columns)."""
    console.print(measured_table(measured, width=console.width))


def measured_table(measured: MeasuredMap, *, width: int) -> RenderableType:
    """The same as a Rich renderable that fits ``width`` columns."""
    parts: list[RenderableType] = [_head(measured), _steps(measured, width)]
    if measured.detours:
        parts.append(_detours(measured))
    if measured.differences:
        parts.append(_differences(measured))
    parts.append(_notes(measured))
    return Group(*parts)


def _plain(text: str) -> str:
    return clean(text).replace("\n", " ")


def _head(measured: MeasuredMap) -> RenderableType:
    title = Text(_plain(measured.map.title), style="bold")
    facts = [f"{count_of(measured.passages.started, 'passage', 'passages')}"]
    facts.append(f"{count_of(measured.interactions, 'interaction', 'interactions')}")
    if measured.segment:
        facts.append(f"segment {measured.segment}")
    if measured.period != Period():
        facts.append(f"started {say_period(measured.period)}")
    facts.append(f"log seen until {say_date(measured.as_of.date())}")
    return Group(
        title, Text(_plain(" · ".join(facts)), style=_QUIET), Text(_plain(headline(measured))), Text("")
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its head, its width, from and below which console width it is shown, and what it says."""

    head: str
    width: int
    from_width: int
    says: Callable[[Step, StepMeasures], Text]
    below_width: int = 1_000_000


def _two(first: str, second: str, *, style: str = "") -> Text:
    text = Text(first, style=style)
    if second:
        text.append(f"\n{second}", style=_QUIET)
    return text


def _estimate(estimate: Estimate | None, *, note: str = "") -> Text:
    if estimate is None:
        return Text("-", style=_QUIET)
    if estimate.value is None:
        return Text(_plain(estimate.reason or "not known"), style=_QUIET)
    small = " *" if estimate.is_small and estimate.unit != "count" else ""
    return _two(say_value(estimate) + small, note or say_interval(estimate), style=_ACCENT)


def _reach(step: Step, measures: StepMeasures) -> Text:
    estimate = measures.estimates.get("reach")
    if estimate is None or estimate.value is None:
        return _estimate(estimate)
    solid = round(estimate.value * _BAR) or (1 if estimate.value else 0)
    small = " *" if estimate.is_small else ""
    text = Text("█" * solid + "·" * (_BAR - solid))
    text.append(f" {say_share(estimate.value)}{small}", style=_ACCENT)
    text.append(f"\n{say_interval(estimate)} of {say_count(estimate.n)}", style=_QUIET)
    return text


def _reach_and_conversion(step: Step, measures: StepMeasures) -> Text:
    text = _reach(step, measures)
    conversion = measures.estimates.get("conversion")
    if conversion and conversion.value is not None:
        text.append(f"\nconversion {say_share(conversion.value)}", style=_QUIET)
    return text


def _unless_unruled(measures: StepMeasures, measure: str) -> Estimate | None:
    """The estimate; None where reach has already said why there is nothing to know about the step."""
    estimate, reach = measures.estimates.get(measure), measures.estimates.get("reach")
    same = estimate and reach and estimate.reason is not None and estimate.reason == reach.reason
    return None if same else estimate


def _time(step: Step, measures: StepMeasures) -> Text:
    text = _estimate(_unless_unruled(measures, "dwell"))
    if step.within:
        text.append(f"\nexpected {say_span_text(step.within)}", style=_QUIET)
    return text


def _late(step: Step, measures: StepMeasures) -> Text:
    return _estimate(measures.estimates.get("late_rate")) if step.within else Text("-", style=_QUIET)


def _feeling(step: Step, measures: StepMeasures) -> Text:
    estimate = _unless_unruled(measures, "feeling")
    text = _estimate(estimate)
    if estimate and estimate.value is not None:
        text = Text.assemble(("lived ", _QUIET), text)
    believed = f"believed {say_feeling(step.feeling.value)}" if step.feeling else "nothing believed"
    text.append(f"\n{believed}", style=_QUIET)
    return text


_COLUMNS = (
    _Column("Reach", 20, 0, _reach_and_conversion, below_width=96),
    _Column("Reach", 20, 96, _reach),
    _Column("Conversion", 10, 96, lambda step, found: _estimate(_unless_unruled(found, "conversion"))),
    _Column("Time here", 15, 0, _time),
    _Column("Too long", 8, 138, _late),
    _Column("Feeling", 15, 0, _feeling),
    _Column("Here now", 8, 110, lambda step, found: _estimate(_unless_unruled(found, "standing"))),
    _Column("Owner", 18, 126, lambda step, found: Text(_plain(step.owner) if step.owner else "nobody")),
)
_GAP = 2


def _steps(measured: MeasuredMap, width: int) -> RenderableType:
    columns = [column for column in _COLUMNS if column.from_width <= width < column.below_width]
    rest = max(12, width - sum(column.width + _GAP for column in columns))
    by_id = {step.id: step for step in measured.steps}
    parts: list[RenderableType] = [_table(rest, columns, show_header=True)]
    for index, stage in enumerate(measured.map.stages):
        table = _table(rest, columns, show_header=False)
        for step in stage.steps:
            measures = by_id.get(step.id, StepMeasures(step.id, {}))
            cells = (column.says(step, measures) for column in columns)
            table.add_row(_name(step, measures, {column.head for column in columns}), *cells)
        above = "\n" if index else ""
        parts += [Text.assemble(above, (f"{index + 1} {_plain(stage.name)}", "bold underline")), table]
    return Group(*parts)


def _table(rest: int, columns: list[_Column], *, show_header: bool) -> Table:
    under = 0 if show_header else 1
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, under, 0), show_header=show_header)
    table.add_column("Step", width=rest, overflow="fold", header_style=_QUIET)
    for column in columns:
        table.add_column(column.head, width=column.width, overflow="fold", header_style=_QUIET)
    return table


def _name(step: Step, measures: StepMeasures, heads: set[str]) -> Text:
    text = Text(_plain(step.name), style="bold")
    notes = []
    if step.moment_of_truth:
        notes.append("moment of truth")
    if step.optional:
        notes.append("optional")
    if step.repeatable:
        notes.append("may repeat")
    if "Owner" not in heads:
        notes.append(f"owner: {_plain(step.owner)}" if step.owner else "owner: nobody")
    standing = measures.estimates.get("standing")
    if "Here now" not in heads and standing and standing.value:
        notes.append(f"{say_value(standing)} here now")
    for note in notes:
        text.append(f"\n{note}", style=f"not bold {_QUIET}")
    return text


def _detours(measured: MeasuredMap) -> RenderableType:
    names = {step.id: _plain(step.name) for step in measured.map.steps()}
    chosen = sorted(measured.detours, key=lambda detour: -(detour.share.value or 0.0))
    lines = [Text.assemble("\n", ("Detours", "bold"))]
    for detour in chosen[:MOST_DETOURS]:
        way = "skip ahead from" if detour.kind == "skip" else "come back from"
        start = names[detour.from_step] if detour.from_step else "the start"
        lines.append(Text(f"  {say_estimate(detour.share)} {way} {start} to {names[detour.to_step]}"))
    rest = len(measured.detours) - MOST_DETOURS
    if rest > 0:
        lines.append(Text(f"  and {count_of(rest, 'smaller detour', 'smaller detours')}", style=_QUIET))
    return Padding(Group(*lines), (0, 0, 1, 0))


def _differences(measured: MeasuredMap) -> RenderableType:
    names = {step.id: _plain(step.name) for step in measured.map.steps()}
    clear = [
        found for found in measured.differences if found.adjusted_p is not None and found.adjusted_p < SURE
    ]
    lines = [Text(f"Compared with {_plain(other_side(measured))}", style="bold")]
    for found in clear:
        where = names.get(found.step or "", "the whole journey")
        what = found.measure.replace("_", " ")
        lines.append(Text(f"  {where}, {what}: {say_difference(found.difference)}"))
    if not clear:
        lines.append(Text("  No difference stands out from chance."))
    return Padding(Group(*lines), (0, 0, 1, 0))


def _notes(measured: MeasuredMap) -> RenderableType:
    notes = [
        "Conversion: of those at the step before. Ranges hold the true value in about 95 of 100 cases.",
    ]
    if measured.passages.open:
        under_way = count_of(measured.passages.open, "passage is", "passages are")
        notes.append(f"{under_way} still under way: not counted as lost.")
    estimates = [e for step in measured.steps for e in step.estimates.values()]
    if any(e.is_small and e.value is not None and e.unit != "count" for e in estimates):
        notes.append("* fewer than 30 behind it: read with care.")
    return Text("\n".join(notes), style=_QUIET)
