"""The head of the table: stages as blocks with their number, steps as chips below them."""

from __future__ import annotations

from itertools import groupby

from desirepath.exports.drawing.cell import Cell
from desirepath.exports.drawing.lanes.strip import Strip
from desirepath.exports.drawing.marks import truth_mark
from desirepath.exports.drawing.scene import Circle, Group, Rect, Shape, Text
from desirepath.exports.drawing.sheet import Column, Sheet
from desirepath.exports.tokens import BODY, LABEL, SMALL, STAGE, STEP, STRONG
from desirepath.model.journey_map import Stage, Step

_INSET = 5.0
_BELOW = 2.0
_NUMBER = 30.0
_KNOWN = 40.0


def paint_heads(sheet: Sheet) -> Strip:
    """Stages and steps, with the two words that name them in the rail."""
    stages = [
        (stage, list(columns))
        for stage, columns in ((columns[0].stage, columns) for _, columns in _by_stage(sheet))
    ]
    cells = [_stage(stage, columns, sheet) for stage, columns in stages]
    stage_height = max((cell.y for cell in cells), default=0.0) + 22
    shapes: list[Shape] = []
    for (_, columns), cell in zip(stages, cells, strict=True):
        left, right = columns[0].x + _INSET, columns[-1].right - _INSET
        # Each as tall as what it says, standing on the row of steps.
        height = cell.y + 22
        y = stage_height - height
        block = Rect(left, y, right - left, height, fill="head", radius=8)
        shapes.append(Group((block, *(shape.moved(0, y + 11) for shape in cell.shapes)), "stage"))
    chips = [_step(column, sheet) for column in sheet.columns]
    chip_height = max((chip.y for chip in chips), default=0.0) + 20
    top = stage_height + 7
    for column, chip in zip(sheet.columns, chips, strict=True):
        is_truth = bool(column.step and column.step.moment_of_truth)
        frame = Rect(
            column.x + _INSET,
            top,
            column.width - 2 * _INSET,
            chip.y + 20,
            fill="paper",
            stroke="rule" if is_truth else "line",
            radius=8,
            line=1.75 if is_truth else 1,
        )
        shapes.append(Group((frame, *(shape.moved(0, top + 10) for shape in chip.shapes)), "step"))
    lowest = stage_height - min((cell.y for cell in cells), default=0.0) - 22
    rail = (
        Text(12, lowest + 11 + 16, ("Stages",), STRONG, "quiet"),
        Text(12, top + 10 + 14, ("Steps",), STRONG, "quiet"),
    )
    return Strip(top + chip_height + _BELOW, tuple(shapes), rail)


def _by_stage(sheet: Sheet) -> list[tuple[int, list[Column]]]:
    return [
        (index, list(group)) for index, group in groupby(sheet.columns, key=lambda column: column.stage_index)
    ]


def _stage(stage: Stage, columns: list[Column], sheet: Sheet) -> Cell:
    x = columns[0].inner_x
    cell = Cell(x + _NUMBER, columns[-1].right - 12 - x - _NUMBER)
    number = str(columns[0].stage_index + 1)
    cell.add(
        Circle(x + 10, 11, 11, fill="rule"),
        Text(x + 10, 15.2, (number,), LABEL, "paper", align="middle"),
    )
    cell.text(stage.name, STAGE, balanced=True)
    if sheet.is_lived_alone:
        return cell
    if stage.goal:
        cell.gap(2)
        cell.text(stage.goal.text, BODY, "quiet")
    if stage.owner:
        cell.gap(2)
        cell.text(f"Owner: {stage.owner}", SMALL, "quiet")
    return cell


def _step(column: Column, sheet: Sheet) -> Cell:
    cell = Cell(column.inner_x, column.inner_width)
    step = column.step
    if step is None:
        cell.text("No steps yet", SMALL, "quiet")
        return cell
    cell.text(column.number, LABEL, "quiet")
    cell.text(step.name, STEP, balanced=True)
    if step.moment_of_truth:
        cell.gap(4)
        cell.add(truth_mark(cell.x + 6, cell.y + LABEL.leading / 2))
        cell.text("Moment of truth", LABEL, indent=17)
    tags = [word for word, holds in (("optional", step.optional), ("may repeat", step.repeatable)) if holds]
    if step.detail:
        tags.append(f"in detail: {step.detail}")
    if tags:
        cell.gap(3)
        cell.text(" · ".join(tags), SMALL, "quiet")
    _evidence(cell, sheet, step)
    return cell


def _evidence(cell: Cell, sheet: Sheet, step: Step) -> None:
    """How much of what the map says at this step is known, as a small bar and in words."""
    coverage = sheet.evidence.steps.get(step.id) if sheet.evidence else None
    if coverage is None or coverage.share is None:
        return
    cell.gap(6)
    middle = cell.y + SMALL.leading / 2
    solid = _KNOWN * coverage.share
    cell.add(Rect(cell.x + 0.5, middle - 2, _KNOWN - 1, 4, stroke="line", radius=2))
    if solid:
        cell.add(Rect(cell.x, middle - 2.5, max(solid, 2.0), 5, fill="rule", radius=2.5))
    cell.text(f"{coverage.evidence} of {coverage.claims} known", SMALL, "quiet", indent=_KNOWN + 7)
