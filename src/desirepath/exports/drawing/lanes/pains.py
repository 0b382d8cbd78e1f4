"""Pain points with how bad they are, opportunities with what they would bring and cost."""

from __future__ import annotations

from desirepath.exports.drawing.cell import INDENT, Cell
from desirepath.exports.drawing.lanes.strip import LanePainter, cell_by_cell
from desirepath.exports.drawing.marks import SEVERITY_WIDTH, severity_mark
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.tokens import SMALL
from desirepath.model.journey_map import Step


def fill_pains(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """Each pain point with its severity drawn and said, worst first."""
    for pain in sorted(step.pain_points or (), key=lambda point: -(point.severity or 0)):
        cell.gap(8)
        cell.claim(pain)
        if pain.severity is None and pain.importance is None:
            continue
        cell.gap(2)
        said = []
        indent = INDENT
        if pain.severity is not None:
            cell.add(severity_mark(cell.x + INDENT, cell.y + SMALL.leading * 0.76, pain.severity))
            indent += SEVERITY_WIDTH + 5
            said.append(f"severity {pain.severity}")
        if pain.importance is not None:
            said.append(f"matters {pain.importance}")
        cell.note(" · ".join(said), indent=indent)


def fill_opportunities(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """Each opportunity with its impact, effort and owner."""
    for opportunity in step.opportunities or ():
        cell.gap(8)
        cell.claim(opportunity)
        said = [
            f"{word} {level}"
            for word, level in (("impact", opportunity.impact), ("effort", opportunity.effort))
            if level is not None
        ]
        if opportunity.owner:
            said.append(opportunity.owner)
        if said:
            cell.gap(2)
            cell.note(" · ".join(said), indent=INDENT)


PAINS = LanePainter(("pain_points",), cell_by_cell(fill_pains))
OPPORTUNITIES = LanePainter(("opportunities",), cell_by_cell(fill_opportunities))
