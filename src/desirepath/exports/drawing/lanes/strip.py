"""What a lane painter gives back: a strip across the sheet, and what stands in the lane's rail beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desirepath.exports.drawing.cell import Cell
from desirepath.exports.drawing.scene import Group, Shape
from desirepath.exports.drawing.sheet import Column, Sheet
from desirepath.exports.tokens import LANE_PAD
from desirepath.model.journey_map import Step


@dataclass(frozen=True, slots=True)
class Strip:
    """A painted lane. ``y`` counts from the lane's top, x in ``body`` from the sheet's left edge, in
    ``rail`` from the rail's. A strip of no height is not drawn."""

    height: float
    body: tuple[Shape, ...]
    rail: tuple[Shape, ...] = ()


NOTHING = Strip(0, ())
Paint = Callable[[Sheet, str], Strip]
FillCell = Callable[[Cell, Step, Sheet, str], None]


@dataclass(frozen=True, slots=True)
class LanePainter:
    """One kind of lane: the lane ids it paints, how, and what its rail says below the lane's name."""

    lanes: tuple[str, ...]
    paint: Paint
    hint: str = ""


def cell_by_cell(fill: FillCell) -> Paint:
    """A painter for lanes whose cells do not know of each other: ``fill`` fills one step's cell."""

    def paint(sheet: Sheet, lane: str) -> Strip:
        groups: list[Shape] = []
        height = 0.0
        for column in sheet.columns:
            cell = cell_of(column, sheet)
            if column.step is not None:
                fill(cell, column.step, sheet, lane)
            if cell.shapes:
                groups.append(Group(tuple(cell.shapes), "cell").moved(0, LANE_PAD))
            height = max(height, cell.y)
        return Strip(height + 2 * LANE_PAD, tuple(groups)) if groups else NOTHING

    return paint


def cell_of(column: Column, sheet: Sheet) -> Cell:
    """An empty cell in the column."""
    return Cell(column.inner_x, column.inner_width)
