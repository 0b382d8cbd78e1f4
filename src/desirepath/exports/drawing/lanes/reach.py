"""How many get here: a bar per step whose full width is everybody, with its interval and n."""

from __future__ import annotations

from desirepath.base.words import SPACE, say_count, say_share, say_share_of, say_span_text
from desirepath.exports.drawing.cell import Cell
from desirepath.exports.drawing.lanes.strip import LanePainter, cell_by_cell
from desirepath.exports.drawing.marks import whisker
from desirepath.exports.drawing.scene import Group, Rect
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.tokens import FIGURE, LABEL, SMALL
from desirepath.model.journey_map import Step

_BAR = 12.0


def fill(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """The step's bar and its words."""
    measures = sheet.measures(step)
    reach = measures.estimates.get("reach") if measures else None
    if measures is None or reach is None:
        return
    if reach.value is None:
        cell.text(f"not measured: {reach.reason}", SMALL, "quiet")
        return
    cell.y += 3
    cell.add(Rect(cell.x, cell.y, cell.width, _BAR, fill="track", radius=2))
    bar = Rect(cell.x, cell.y, max(1.0, cell.width * reach.value), _BAR, fill="accent", radius=2)
    cell.add(Group((bar,), "share"))
    within = measures.estimates.get("reach_within")
    if reach.censored and within and within.value is not None and within.value > reach.value:
        # An outline goes on to where the share is expected to come.
        left = cell.x + max(1.0, cell.width * reach.value)
        width = cell.x + cell.width * within.value - left
        if width > 2:
            outline = Rect(left, cell.y + 0.5, width - 0.5, _BAR - 1, stroke="accent", radius=1)
            cell.add(Group((outline,), "expected-share"))
    if reach.low is not None and reach.high is not None:
        left, right = cell.x + cell.width * reach.low, cell.x + cell.width * reach.high
        cell.add(whisker(left, right, cell.y + _BAR / 2, reach=_BAR / 2 + 2.5))
    cell.y += _BAR + 6
    cell.text(say_share(reach.value), FIGURE, "accent")
    cell.text(say_share_of(reach), SMALL, "quiet")
    if reach.censored:
        cell.text(f"so far; {say_count(reach.censored)} may still come", SMALL, "quiet")
        horizon = sheet.map.passage.horizon
        if within and within.value is not None and horizon:
            expected = f"{say_share(within.value)} expected by {say_span_text(horizon)}"
            cell.text(expected, SMALL, "quiet")
    if reach.is_small:
        cell.text("few passages: read with care", LABEL, "quiet")
    leave = measures.estimates.get("drop_off")
    if leave and leave.value is not None:
        cell.text(f"{say_share(leave.value)} of them leave{SPACE}here", SMALL, "quiet")


PAINTER = LanePainter(("lived.reach",), cell_by_cell(fill), "share of passages that get here, 95 % interval")
