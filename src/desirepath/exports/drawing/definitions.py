"""What the numbers of a picture mean, small, below its legend."""

from __future__ import annotations

from desirepath.exports.drawing.scene import Box, Shape, Text
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.text import wrap
from desirepath.exports.tokens import SMALL
from desirepath.measures.catalogue import all_measures

_SHOWN = ("reach", "conversion", "drop_off", "dwell", "late_rate", "feeling")
_INTERVAL = (
    "Intervals: in 95 of 100 such cases the true number lies between the two. Who is still under way is not "
    "counted as lost: “so far”, “may still”."
)
_COLUMN = 560.0
_GAP = 30.0


def definitions_of(sheet: Sheet) -> tuple[str, ...]:
    """A sentence for each measure that the picture has a value of; none where nothing was measured."""
    steps = sheet.measured.steps if sheet.measured else ()
    known = {name for step in steps for name, found in step.estimates.items() if found.value is not None}
    said = [f"{one.name}: {one.question}" for one in all_measures() if one.id in _SHOWN and one.id in known]
    return (*said, _INTERVAL) if said else ()


def paint_definitions(sheet: Sheet, width: float) -> tuple[tuple[Shape, ...], float]:
    """The sentences' shapes and height: row by row, in as many columns as there is width for."""
    count = max(1, int((width + _GAP) // (_COLUMN + _GAP)))
    wide = (width + _GAP) / count - _GAP
    shapes: list[Shape] = []
    y, tallest = 0.0, 0.0
    said = definitions_of(sheet)
    for index, sentence in enumerate(said):
        column = index % count
        if index and not column:
            y, tallest = y + tallest + 3, 0.0
        lines = wrap(sentence, SMALL, wide)
        height = len(lines) * SMALL.leading
        x = column * (wide + _GAP)
        room = Box(x, y, wide, height)
        shapes.append(Text(x, y + SMALL.size, lines, SMALL, "quiet", room=room))
        tallest = max(tallest, height)
    return tuple(shapes), y + tallest + 12 if said else 0.0
