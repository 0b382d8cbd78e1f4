"""How long a stay takes: the lived median beside the time the map expects."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.base.spans import parse_span
from desirepath.base.words import (
    MISSING,
    SPACE,
    say_count,
    say_duration,
    say_interval,
    say_share,
    say_span_text,
)
from desirepath.exports.drawing.cell import Cell
from desirepath.exports.drawing.lanes.strip import LanePainter, cell_by_cell
from desirepath.exports.drawing.marks import whisker
from desirepath.exports.drawing.scene import Group, Rect, line, polygon
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.tokens import FIGURE, SMALL
from desirepath.model.journey_map import Step

_BAR = 6.0
_ABOVE_BAR, _BELOW_BAR = 4.0, 8.0
_EXPECTED_AT = 0.6


def expected_seconds(step: Step) -> float | None:
    """The time a step is expected to take, None where the map does not say or says it unreadably."""
    try:
        return parse_span(step.within).total_seconds() if step.within else None
    except ValueError:
        return None


def fill(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """The median stay in words; where the map expects a time, a bar against it, and how many are late."""
    measures = sheet.measures(step)
    dwell = measures.estimates.get("dwell") if measures else None
    expected = expected_seconds(step)
    if dwell and dwell.value is not None:
        if expected:
            _bar(cell, dwell, expected)
        elif any(column.step and column.step.within for column in sheet.columns):
            cell.y += _ABOVE_BAR + _BAR + _BELOW_BAR
        cell.text(say_duration(dwell.value), FIGURE, "accent")
        interval = say_interval(dwell)
        cell.text(
            f"{interval}, n{SPACE}{say_count(dwell.n)}" if interval else f"n{SPACE}{say_count(dwell.n)}",
            SMALL,
            "quiet",
        )
        if dwell.censored:
            cell.text(f"{say_count(dwell.censored)} still here", SMALL, "quiet")
    elif dwell and sheet.is_measured(step):
        cell.text(dwell.reason or MISSING, SMALL, "quiet")
    if step.within and sheet.measured is None:
        cell.text(f"within {say_span_text(step.within)}")
    elif step.within:
        cell.gap(2)
        cell.text(f"expected within {say_span_text(step.within)}", SMALL)
        late = measures.estimates.get("late_rate") if measures else None
        if late and late.value is not None:
            cell.text(f"{say_share(late.value)} take longer", SMALL)


def _bar(cell: Cell, dwell: Estimate, expected: float) -> None:
    """A bar on which the expected time is a tick at 60 % of the width; a longer one ends in a point."""
    cell.y += _ABOVE_BAR
    middle, end = cell.y + _BAR / 2, cell.x + cell.width
    scale = cell.width * _EXPECTED_AT / expected if expected > 0 else 0.0
    long = cell.x + (dwell.value or 0.0) * scale
    cell.add(Rect(cell.x, cell.y, cell.width, _BAR, fill="track", radius=1.5))
    if long > end:
        points = (
            (cell.x, cell.y),
            (end - 7, cell.y),
            (end, middle),
            (end - 7, cell.y + _BAR),
            (cell.x, cell.y + _BAR),
        )
        cell.add(polygon(points, fill="accent"))
    else:
        cell.add(Rect(cell.x, cell.y, max(1.0, long - cell.x), _BAR, fill="accent", radius=1.5))
    if dwell.low is not None and dwell.high is not None and cell.x + dwell.high * scale <= end:
        cell.add(whisker(cell.x + dwell.low * scale, cell.x + dwell.high * scale, middle, reach=4.5))
    tick = cell.x + cell.width * _EXPECTED_AT
    rim = line(tick, cell.y - 5, tick, cell.y + _BAR + 5, stroke="paper", width=4)
    mark = line(tick, cell.y - 5, tick, cell.y + _BAR + 5, stroke="rule", width=2)
    cell.add(Group((rim, mark), "expected-time"))
    cell.y += _BAR + _BELOW_BAR


PAINTER = LanePainter(("lived.time",), cell_by_cell(fill), "median stay, with what is still under way")
