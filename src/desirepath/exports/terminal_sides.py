"""Two sides of a measured map beside each other in a terminal: both numbers, and their difference."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from desirepath.base.estimate import Estimate
from desirepath.base.words import (
    SPACE,
    count_of,
    say_count,
    say_difference,
    say_estimate,
)
from desirepath.exports.measure_words import say_measure
from desirepath.exports.sides import other_side, say_same_age, this_side
from desirepath.exports.terminal_notes import Footnotes
from desirepath.exports.terminal_steps import ACCENT, NARROWEST_TABLE, QUIET, plain
from desirepath.measures.measured_map import Difference, MeasuredMap

SURE = 0.05
ALWAYS_SHOWN = ("reach",)
"""Measures of a step that are shown whether they differ clearly or not."""

_SIDE = 17
_GAP = 2
_DIFFERENCE = 24


def sides_of(measured: MeasuredMap, width: int, notes: Footnotes) -> RenderableType:
    """The whole journey's numbers, each step's reach, and whatever else differs clearly."""
    there = measured.there
    here_says, there_says = this_side(measured), other_side(measured)
    head = [Text(f"{plain(here_says)}, compared with {plain(there_says)}", style="bold")]
    if there is not None:
        here_size, there_size = (_size(side) for side in (measured, there))
        head.append(Text(f"Here: {here_size}. There: {there_size}.", style=QUIET))
    if say_same_age(measured):
        head.append(Text(say_same_age(measured), style=QUIET))
    shown = [found for found in measured.differences if _is_shown(found)]
    rest = len(measured.differences) - len(shown)
    tail = []
    if not any(is_clear(found) for found in measured.differences):
        tail.append(Text("No difference stands out from chance."))
    if rest:
        more = count_of(rest, "more number does", "more numbers do")
        tail.append(Text(f"{more} not differ clearly; the page (-o) and --json have them.", style=QUIET))
    body = _list(measured, shown, notes) if width < NARROWEST_TABLE else _table(measured, shown, width, notes)
    return Padding(Group(*head, *([body] if shown else []), *tail), (0, 0, 1, 0))


def _size(side: MeasuredMap) -> str:
    started = count_of(side.passages.started, "passage", "passages")
    return f"{started}, {say_count(side.passages.open)} still under way" if side.passages.open else started


def is_clear(found: Difference) -> bool:
    """Whether a difference stands out from chance, all those that were looked at counted in."""
    return found.adjusted_p is not None and found.adjusted_p < SURE


def _is_shown(found: Difference) -> bool:
    return found.step is None or found.measure in ALWAYS_SHOWN or is_clear(found)


def _table(measured: MeasuredMap, shown: list[Difference], width: int, notes: Footnotes) -> RenderableType:
    parts: list[RenderableType] = [_rows(width, [], notes, show_header=True)]
    for place, found in _by_place(measured, shown):
        parts += [Text(place, style="bold"), _rows(width, found, notes, show_header=False)]
    return Group(*parts)


def _rows(width: int, found: list[Difference], notes: Footnotes, *, show_header: bool) -> Table:
    rest = width - 2 * (_SIDE + _GAP) - _DIFFERENCE - _GAP
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), show_header=show_header)
    for head, wide in (("", rest), ("Here", _SIDE), ("There", _SIDE), ("Here minus there", _DIFFERENCE)):
        table.add_column(head, width=wide, overflow="fold", header_style=QUIET)
    for one in found:
        clear = Text("\nclear" if is_clear(one) else "", style=ACCENT)
        table.add_row(
            Padding(Text(say_measure(one.measure)), (0, 0, 0, 2)),
            _side(one.here, notes, "\n"),
            _side(one.there, notes, "\n"),
            Text.assemble(say_difference(one.difference), clear),
        )
    return table


def _list(measured: MeasuredMap, shown: list[Difference], notes: Footnotes) -> RenderableType:
    lines: list[RenderableType] = []
    for place, found in _by_place(measured, shown):
        lines.append(Text(place, style="bold"))
        for one in found:
            sure = Text(", clear" if is_clear(one) else "", style=ACCENT)
            here, there = (_side(side, notes, ", ") for side in (one.here, one.there))
            what, less = (
                f"{say_measure(one.measure)}: here ",
                f"; difference {say_difference(one.difference)}",
            )
            lines.append(Padding(Text.assemble(what, here, "; there ", there, less, sure), (0, 0, 0, 2)))
    return Group(*lines)


def _by_place(measured: MeasuredMap, shown: list[Difference]) -> Iterator[tuple[str, list[Difference]]]:
    """The differences of the whole journey, then those of each step in the map's order."""
    whole = [found for found in shown if found.step is None]
    if whole:
        yield "The whole journey", whole
    for step in measured.map.steps():
        here = [found for found in shown if found.step == step.id]
        if here:
            yield plain(step.name), here


def _side(estimate: Estimate, notes: Footnotes, between: str) -> Text:
    text = Text(say_estimate(estimate) + notes.star(estimate))
    return text.append(f"{between}n{SPACE}{say_count(estimate.n)}", style=QUIET)
