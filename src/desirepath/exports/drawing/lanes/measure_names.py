"""The measures a map asks for at each step, with their values once there are any."""

from __future__ import annotations

from desirepath.base.words import say_estimate
from desirepath.exports.drawing.cell import Cell
from desirepath.exports.drawing.lanes.strip import LanePainter, cell_by_cell
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.measure_words import say_measure
from desirepath.exports.tokens import SMALL
from desirepath.model.journey_map import Step


def fill(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """Names as chips while nothing is measured; then each name with its estimate, or why there is none."""
    wanted = step.measures or ()
    measures = sheet.measures(step)
    unmeasured = []
    for name in wanted:
        estimate = measures.estimates.get(name) if measures else None
        if estimate is None:
            unmeasured.append(name)
            continue
        words = say_measure(name)
        if estimate.value is None:
            cell.text(f"{words}: {estimate.reason}", SMALL, "quiet")
        else:
            cell.text(f"{words} {say_estimate(estimate)}", SMALL)
        cell.gap(1)
    if unmeasured:
        cell.gap(4)
        cell.chips(tuple(say_measure(name) for name in unmeasured))


PAINTER = LanePainter(("measures",), cell_by_cell(fill))
