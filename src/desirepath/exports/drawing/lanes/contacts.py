"""Touchpoints and channels: what the customer meets, where; and, once measured, where they really came in."""

from __future__ import annotations

from desirepath.base.words import say_share
from desirepath.exports.drawing.cell import INDENT, Cell
from desirepath.exports.drawing.lanes.strip import LanePainter, cell_by_cell
from desirepath.exports.drawing.scene import Rect
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.tokens import SMALL
from desirepath.measures.channels import NOT_KNOWN
from desirepath.model.journey_map import Step

MOST_CHANNELS = 5
_BAR = 22.0


def fill_touchpoints(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """The things of ours the customer meets, each with its channel."""
    for touchpoint in step.touchpoints or ():
        cell.gap(5)
        cell.claim(touchpoint)
        if touchpoint.channel:
            cell.note(f"by {touchpoint.channel}", indent=INDENT)


def fill_channels(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """The planned channels as chips; below them the lived ones with their share."""
    planned = step.channels or ()
    cell.chips(planned)
    measures = sheet.measures(step)
    for channel, estimate in list((measures.channels if measures else {}).items())[:MOST_CHANNELS]:
        if estimate.value is None:
            continue
        if channel == NOT_KNOWN:
            text = f"{say_share(estimate.value)} no channel logged"
        else:
            unplanned = ", unplanned" if planned and channel not in planned else ""
            text = f"{channel} {say_share(estimate.value)}{unplanned}"
        cell.gap(3)
        middle = cell.y + SMALL.leading / 2
        cell.add(
            Rect(cell.x, middle - 3, _BAR, 6, fill="track", radius=1),
            Rect(cell.x, middle - 3, max(1.0, _BAR * estimate.value), 6, fill="accent", radius=1),
        )
        cell.text(text, SMALL, indent=_BAR + 7)


TOUCHPOINTS = LanePainter(("touchpoints",), cell_by_cell(fill_touchpoints))
CHANNELS = LanePainter(("channels",), cell_by_cell(fill_channels))
