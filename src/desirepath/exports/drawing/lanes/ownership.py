"""Who owns the step, who hands the customer to whom with what, and what the team does here."""

from __future__ import annotations

from desirepath.base.words import say_due, say_span_text
from desirepath.exports.drawing.cell import INDENT, Cell
from desirepath.exports.drawing.lane_rows import shows_lane
from desirepath.exports.drawing.lanes.strip import LanePainter, cell_by_cell
from desirepath.exports.drawing.marks import arrow, person, task_box
from desirepath.exports.drawing.scene import Box, Group, Text
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.text import direction_of, width_of
from desirepath.exports.tokens import BODY, SMALL, STRONG
from desirepath.model.journey_map import Step

_PERSON = 18.0
_ARROW = 16.0


def fill_owner(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """The owner's name. Where others are owned, a pale mark, which the legend explains, says that nobody is.

    Handoffs stand here where they have no lane of their own.
    """
    owner = step.owner
    middle = cell.y + STRONG.leading / 2
    if owner:
        cell.add(person(cell.x, middle))
        cell.text(owner, STRONG, indent=_PERSON)
    elif any(column.step and column.step.owner for column in sheet.columns):
        cell.add(Group((person(cell.x, middle, stroke="line"),), "unowned", "Nobody owns this step"))
        cell.y += STRONG.leading
    if step.handoff and not shows_lane(sheet.map, "handoff"):
        cell.gap(6)
        fill_handoff(cell, step, sheet, lane)


def fill_handoff(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """From whom to whom, what travels with the customer, and how soon."""
    handoff = step.handoff
    if handoff is None:
        return
    giver, taker = handoff.from_ or "somebody", handoff.to or "nobody named"
    wide = width_of(giver, BODY) + width_of(taker, STRONG) + _ARROW + 12
    if wide <= cell.width and "\n" not in giver + taker:
        top = cell.y
        cell.text(giver, BODY)
        x = cell.x + width_of(giver, BODY) + 6
        cell.add(arrow(x, top + BODY.leading / 2 + 1, _ARROW))
        x += _ARROW + 6
        room = Box(x, top, cell.x + cell.width - x, BODY.leading)
        baseline = top + (BODY.leading - BODY.size) / 2 + BODY.size * 0.8
        cell.add(Text(x, baseline, (taker,), STRONG, direction=direction_of(taker), room=room))
    else:
        cell.text(giver, BODY)
        cell.add(arrow(cell.x, cell.y + BODY.leading / 2 + 1, _ARROW))
        cell.text(taker, STRONG, indent=_ARROW + 6)
    if handoff.carries:
        cell.gap(2)
        cell.note("carries " + ", ".join(handoff.carries))
    if handoff.within:
        cell.note(f"within {say_span_text(handoff.within)}")


def fill_tasks(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """What one of us does at this step, who and when."""
    for task in step.tasks or ():
        cell.gap(5)
        cell.add(task_box(cell.x, cell.y + BODY.leading / 2))
        cell.text(task.text, BODY, indent=INDENT)
        said = [part for part in (task.owner, say_due(task.due) if task.due else None) if part]
        if said:
            cell.text(" · ".join(said), SMALL, "quiet", indent=INDENT)


OWNER = LanePainter(("owner",), cell_by_cell(fill_owner))
HANDOFF = LanePainter(("handoff",), cell_by_cell(fill_handoff))
TASKS = LanePainter(("tasks",), cell_by_cell(fill_tasks))
