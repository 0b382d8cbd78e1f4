"""The legend: every mark the drawing uses, with the word for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from desirepath.base.words import say_date
from desirepath.exports.drawing.definitions import paint_definitions
from desirepath.exports.drawing.lanes.feeling import smooth
from desirepath.exports.drawing.marks import diamond, person, severity_mark, truth_mark, whisker
from desirepath.exports.drawing.scene import (
    Box,
    Circle,
    Group,
    Path,
    Rect,
    Shape,
    Text,
    line,
    names_in,
)
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.text import width_of, wrap
from desirepath.exports.tokens import SMALL

_ROW = 24.0
_GAP = 26.0
Draw = Callable[[float, float], tuple[Shape, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark, how wide it is, and its word. ``draw`` puts it at a left edge and a middle line; ``names`` are
    the groups of a drawing that have it."""

    names: tuple[str, ...]
    draw: Draw
    width: float
    says: str


def entries_of(shapes: Iterable[Shape]) -> tuple[Entry, ...]:
    """The marks that are among these shapes, and no others."""
    found = frozenset(names_in(shapes))
    return tuple(entry for entry in EVERY if found.intersection(entry.names))


def paint_legend(
    drawn: Iterable[Shape], sheet: Sheet, width: float, today: date
) -> tuple[tuple[Shape, ...], float]:
    """The legend of what is drawn, what the numbers mean, where the drawing comes from; and their height."""
    shapes: list[Shape] = [line(0, 0, width, 0, stroke="line")]
    x, y = 0.0, 22.0
    for entry in entries_of(drawn):
        wide = entry.width + 7 + width_of(entry.says, SMALL)
        if x and x + wide > width:
            x, y = 0.0, y + _ROW
        room = Box(x + entry.width + 7, y - 8, width - x - entry.width - 7, 16)
        lines = wrap(entry.says, SMALL, room.width)
        shapes += entry.draw(x, y)
        shapes.append(
            Text(room.x, y + 4, lines, SMALL, "quiet", room=Box(room.x, room.y, room.width, 16 * len(lines)))
        )
        y += (len(lines) - 1) * SMALL.leading
        x += wide + _GAP
    y += _ROW + 2 if len(shapes) > 1 else 0
    notes, height = paint_definitions(sheet, width)
    shapes += [shape.moved(0, y - 8) for shape in notes]
    y += height
    made = f"Map {sheet.map.id}, version {sheet.map.version}. Drawn with Desirepath on {say_date(today)}."
    lines = wrap(made, SMALL, width)
    shapes.append(Text(0, y + 4, lines, SMALL, "quiet", room=Box(0, y - 8, width, 16 * len(lines))))
    return tuple(shapes), y + 8 + (len(lines) - 1) * SMALL.leading


def _believed(x: float, y: float) -> tuple[Shape, ...]:
    return (
        line(x, y, x + 34, y, stroke="rule", width=1.5, dash="5 4"),
        Circle(x + 17, y, 4.0, fill="paper", stroke="rule", line=1.5),
    )


def _lived(x: float, y: float) -> tuple[Shape, ...]:
    return (
        Rect(x, y - 6, 34, 12, fill="worn"),
        line(x, y, x + 34, y, stroke="accent", width=2.25),
        diamond(x + 17, y, 6, fill="accent"),
    )


def _bar(x: float, y: float) -> tuple[Shape, ...]:
    return (
        Rect(x, y - 5, 40, 10, fill="track", radius=2),
        Rect(x, y - 5, 24, 10, fill="accent", radius=2),
        whisker(x + 19, x + 29, y, reach=6.5),
    )


def _expected_share(x: float, y: float) -> tuple[Shape, ...]:
    return (
        Rect(x, y - 5, 24, 10, fill="accent", radius=2),
        Rect(x + 24, y - 4.5, 15.5, 9, stroke="accent", radius=1),
    )


def _expected(x: float, y: float) -> tuple[Shape, ...]:
    return (
        Rect(x, y - 3, 34, 6, fill="track", radius=1.5),
        Rect(x, y - 3, 14, 6, fill="accent", radius=1.5),
        line(x + 22, y - 7, x + 22, y + 7, stroke="rule", width=2),
    )


def _trail(x: float, y: float) -> tuple[Shape, ...]:
    curve = smooth(((x + 1, y + 5), (x + 17, y - 4), (x + 33, y + 5)))
    return (Group((Path(curve, stroke="worn", line=8), Path(curve, stroke="accent", line=1.5)), "detour"),)


def _visibility(x: float, y: float) -> tuple[Shape, ...]:
    return (line(x, y, x + 26, y, stroke="rule", width=2),)


EVERY: Final = (
    Entry(("evidence",), lambda x, y: (Circle(x + 4, y, 3.5, fill="rule"),), 8, "evidence"),
    Entry(
        ("assumption",),
        lambda x, y: (Circle(x + 4, y, 3.0, fill="paper", stroke="rule", line=1.2),),
        8,
        "assumption",
    ),
    Entry(("truth",), lambda x, y: (truth_mark(x + 6, y),), 12, "moment of truth"),
    Entry(("severity",), lambda x, y: (severity_mark(x, y + 5, 3),), 24, "severity 3, of 1 to 5"),
    Entry(("unowned",), lambda x, y: (person(x, y, stroke="line"),), 12, "nobody owns the step"),
    Entry(("believed",), _believed, 34, "dashed: feeling as believed"),
    Entry(("felt",), _lived, 34, "solid: feeling as measured, with its 95 % interval"),
    Entry(("share",), _bar, 40, "share of all who set out, with its 95 % interval"),
    Entry(("expected-share",), _expected_share, 40, "share expected within the horizon"),
    Entry(("expected-time",), _expected, 34, "measured time; the tick is the expected time"),
    Entry(("skip", "return"), _trail, 34, "way off the map, as wide as its traffic"),
    Entry(("visibility",), _visibility, 26, "line of visibility: customers see what is above it"),
)
"""Every mark there is a word for."""
