"""Lanes of plain claims: goal, doing, on-stage, off-stage, success, and the lanes of a map's own."""

from __future__ import annotations

from desirepath.exports.drawing.cell import Cell
from desirepath.exports.drawing.lanes.strip import LanePainter, cell_by_cell
from desirepath.exports.drawing.sheet import Sheet
from desirepath.model.claim import Claim
from desirepath.model.journey_map import Step


def fill(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """The lane's claims below each other, each with its evidence mark."""
    own = (step.cells or {}).get(lane)
    said: object = own if own is not None else getattr(step, lane) if lane in Step.model_fields else None
    if isinstance(said, Claim):
        cell.claims((said,))
    elif isinstance(said, tuple):
        cell.claims(tuple(claim for claim in said if isinstance(claim, Claim)))


PAINTER = LanePainter(("goal", "doing", "on_stage", "off_stage", "success"), cell_by_cell(fill))
