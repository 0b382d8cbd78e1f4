"""Of those at the step before, how many went on to this one: the share, its interval and n in words."""

from __future__ import annotations

from desirepath.base.words import say_count, say_share, say_share_of
from desirepath.exports.drawing.cell import Cell
from desirepath.exports.drawing.lanes.strip import LanePainter, cell_by_cell
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.tokens import SMALL, STRONG
from desirepath.model.journey_map import Step


def fill(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """The share of those at the step before. At the first step it would be the reach, said once above."""
    measures = sheet.measures(step)
    found = measures.estimates.get("conversion") if measures else None
    if found is None or found.value is None or step is next(sheet.map.steps()):
        return
    cell.text(say_share(found.value), STRONG, "accent")
    cell.text(say_share_of(found), SMALL, "quiet")
    if found.censored:
        cell.text(f"{say_count(found.censored)} may still go on", SMALL, "quiet")


PAINTER = LanePainter(
    ("lived.conversion",), cell_by_cell(fill), "of those at the step before, how many went on here"
)
