"""The legend: every mark the drawing uses, with the word for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from desirepath.base.words import say_date
from desirepath.exports.drawing.lane_rows import lane_rows
from desirepath.exports.drawing.lanes.feeling import smooth
from desirepath.exports.drawing.marks import diamond, severity_mark, truth_mark, whisker
from desirepath.exports.drawing.scene import Box, Circle, Group, Path, Rect, Shape, Text, line
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.text import width_of, wrap
from desirepath.exports.tokens import SMALL
from desirepath.model.lanes import line_of_visibility

_ROW = 24.0
_GAP = 26.0
Draw = Callable[[float, float], tuple[Shape, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark, how wide it is, and its word. ``draw`` puts it at a left edge and a middle line."""

    draw: Draw
    width: float
    says: str


def entries_of(sheet: Sheet) -> tuple[Entry, ...]:
    """The marks this drawing uses."""
    steps = [column.step for column in sheet.columns if column.step]
    entries = [
        Entry(lambda x, y: (Circle(x + 4, y, 3.5, fill="rule"),), 8, "evidence"),
        Entry(lambda x, y: (Circle(x + 4, y, 3.0, fill="paper", stroke="rule", line=1.2),), 8, "assumption"),
    ]
    if any(step.moment_of_truth for step in steps):
        entries.append(Entry(lambda x, y: (truth_mark(x + 6, y),), 12, "moment of truth"))
    if any(pain.severity for step in steps for pain in step.pain_points or ()):
        entries.append(Entry(lambda x, y: (severity_mark(x, y + 5, 3),), 24, "severity 3, of 1 to 5"))
    if any(step.feeling for step in steps):
        entries.append(Entry(_believed, 34, "feeling, as believed"))
    if sheet.measured:
        entries += [
            Entry(_lived, 34, "feeling, as lived, with its 95 % interval"),
            Entry(_bar, 40, "share of passages, with its 95 % interval"),
            *([Entry(_expected_share, 40, "share expected within the horizon")] if _expects(sheet) else []),
            Entry(_trail, 34, "detour, as wide as its traffic"),
        ]
        if any(step.within for step in steps):
            entries.append(Entry(_expected, 34, "lived time; the tick is the expected time"))
    if line_of_visibility(row.view for row in lane_rows(sheet.map) if row.view) is not None:
        entries.append(
            Entry(
                lambda x, y: (line(x, y, x + 26, y, stroke="rule", width=2),),
                26,
                "line of visibility: customers see what is above it",
            )
        )
    return tuple(entries)


def paint_legend(sheet: Sheet, width: float, today: date) -> tuple[tuple[Shape, ...], float]:
    """The legend's shapes and height, and below it where the drawing comes from."""
    shapes: list[Shape] = [line(0, 0, width, 0, stroke="line")]
    x, y = 0.0, 22.0
    for entry in entries_of(sheet):
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
    y += _ROW + 2
    drawn = f"Map {sheet.map.id}, version {sheet.map.version}. Drawn with Desirepath on {say_date(today)}."
    lines = wrap(drawn, SMALL, width)
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


def _expects(sheet: Sheet) -> bool:
    """Whether any step's bar goes on to what is expected of those under way."""
    steps = sheet.measured.steps if sheet.measured else ()
    found = ((step.estimates.get("reach"), step.estimates.get("reach_within")) for step in steps)
    return any(so_far and within and so_far.censored and within.value is not None for so_far, within in found)


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
