"""Lanes of words in the customer's own voice: thinking and quotes, set as quotes."""

from __future__ import annotations

from desirepath.exports.drawing.cell import INDENT, Cell
from desirepath.exports.drawing.lanes.strip import LanePainter, cell_by_cell
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.tokens import QUOTE
from desirepath.model.claim import Quote
from desirepath.model.journey_map import Step

_MARKS = "\"'“”„‟‘’«»‹›「」『』"


def fill(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """Each saying in quotation marks, with where it was said."""
    for claim in (step.thinking if lane == "thinking" else step.quotes) or ():
        cell.gap(6)
        text = claim.text.strip()
        is_marked = len(text) > 1 and text[0] in _MARKS and text[-1] in _MARKS
        before, after = ("", "") if is_marked else ("“", "”")
        cell.claim(claim, QUOTE, before=before, after=after)
        if isinstance(claim, Quote) and claim.source:
            cell.note(claim.source, indent=INDENT)


PAINTER = LanePainter(("thinking", "quotes"), cell_by_cell(fill))
