"""The worn trails: where customers leave the drawn path. Skips run above it, returns below, as wide as
their traffic.

Arcs are nested: an arc stands one level higher than every arc it spans, so that no two labels meet.
"""

from __future__ import annotations

from dataclasses import dataclass

from desirepath.base.words import count_of, say_share
from desirepath.exports.drawing.lanes.strip import NOTHING, LanePainter, Strip
from desirepath.exports.drawing.scene import (
    Box,
    Circle,
    Group,
    Path,
    Rect,
    Segment,
    Shape,
    Text,
    line,
    polygon,
)
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.text import width_of, wrap
from desirepath.exports.tokens import LABEL, LANE_PAD, PAD, SMALL
from desirepath.measures.measured_map import Detour

MOST = 12
SMALLEST_SHARE = 0.02
_RISE = 27.0
_FIRST_RISE = 30.0
_NODE = 5.0
_START = 16.0
"""Where the journey starts, before its first step."""


@dataclass(frozen=True, slots=True)
class Arc:
    """One trail: from x to x, how high it is nested, and the detour it stands for."""

    start: float
    end: float
    level: int
    detour: Detour

    @property
    def left(self) -> float:
        """The smaller end."""
        return min(self.start, self.end)

    @property
    def right(self) -> float:
        """The greater end."""
        return max(self.start, self.end)

    @property
    def rise(self) -> float:
        """How far it stands off the path."""
        return _FIRST_RISE + (self.level - 1) * _RISE


def drawn_detours(detours: tuple[Detour, ...], most: int | None = None) -> tuple[Detour, ...]:
    """The detours worth an arc: the most travelled ones, or exactly ``most`` of them; the numbers table has
    them all."""
    if most is not None:
        return tuple(detour for detour in detours[:most] if detour.share.value is not None)
    known = [d for d in detours if d.share.value is not None and d.share.value >= SMALLEST_SHARE]
    return tuple(sorted(known, key=lambda detour: -(detour.share.value or 0.0))[:MOST])


def nest(arcs: list[tuple[float, float, Detour]]) -> tuple[Arc, ...]:
    """Give every arc the lowest level above all shorter arcs that share ground with it."""
    placed: list[Arc] = []
    for start, end, detour in sorted(arcs, key=lambda arc: (abs(arc[1] - arc[0]), arc[0], arc[1])):
        left, right = min(start, end), max(start, end)
        below = [arc.level for arc in placed if arc.left < right - 1 and left < arc.right - 1]
        placed.append(Arc(start, end, max(below, default=0) + 1, detour))
    return tuple(placed)


def paint(sheet: Sheet, lane: str) -> Strip:
    """The drawn path with a point per step, the trails above and below it."""
    if sheet.measured is None or not any(column.step for column in sheet.columns):
        return NOTHING
    chosen = drawn_detours(sheet.measured.detours, sheet.most_ways)
    skips = nest([arc for arc in (_ends(sheet, d) for d in chosen if d.kind == "skip") if arc])
    returns = nest([arc for arc in (_ends(sheet, d) for d in chosen if d.kind == "return") if arc])
    above = max((arc.rise for arc in skips), default=0.0)
    below = max((arc.rise for arc in returns), default=0.0)
    path = LANE_PAD + (above + 16 if skips else 8)
    shapes: list[Shape] = [_trail(arc, path, -1) for arc in skips]
    shapes += [_trail(arc, path, 1) for arc in returns]
    middles = [column.middle for column in sheet.columns if column.step]
    starts = [_START] if any(arc.detour.from_step is None for arc in skips) else []
    shapes.append(line((starts or middles)[0], path, middles[-1], path, stroke="rule", width=1.5))
    shapes += [Circle(x, path, 3, fill="rule") for x in starts]
    shapes += [Circle(x, path, _NODE, fill="paper", stroke="rule", line=1.5) for x in middles]
    for sign, arcs in ((-1, skips), (1, returns)):
        shapes += [part for arc in arcs for part in _label(arc, path, sign, sheet)]
    height = path + (below + 18 if returns else 10)
    said = _say_rest(sheet, chosen, len(skips) + len(returns))
    if said:
        room = Box(sheet.columns[0].inner_x, height, sheet.width - 2 * PAD, SMALL.leading)
        lines = wrap(said, SMALL, room.width)
        room = Box(room.x, room.y, room.width, SMALL.leading * len(lines))
        shapes.append(Text(room.x, height + 11, lines, SMALL, "quiet", room=room))
        height += room.height
    return Strip(height + LANE_PAD, tuple(shapes))


def _say_rest(sheet: Sheet, chosen: tuple[Detour, ...], drawn: int) -> str:
    """What the picture leaves out, so that nobody takes it for all there is."""
    every = sheet.measured.detours if sheet.measured else ()
    if sheet.measured and not sheet.measured.passages.started:
        return "No ways off the map are known: nobody set out."
    if not every:
        return "Nobody skipped a step or came back to one."
    small, beyond = len(every) - len(chosen), len(chosen) - drawn
    said = []
    if beyond:
        said.append(f"{count_of(beyond, 'way leads', 'ways lead')} beyond this sheet.")
    if small:
        them = "it" if small == 1 else "them"
        said.append(f"{count_of(small, 'way is', 'ways are')} not drawn: fewer took {them}.")
    return " ".join(said)


def _ends(sheet: Sheet, detour: Detour) -> tuple[float, float, Detour] | None:
    start = sheet.middle_of(detour.from_step) if detour.from_step is not None else _START
    end = sheet.middle_of(detour.to_step)
    if start is None or end is None:
        return None
    inwards = 9.0 if end > start else -9.0
    return (start + (inwards if detour.from_step is not None else 0.0), end - inwards, detour)


def _trail(arc: Arc, path: float, sign: int) -> Shape:
    foot = path + sign * (_NODE + 1)
    handle = foot + sign * (arc.rise - _NODE) * 4 / 3
    tip = path + sign * (_NODE + 7)
    curve = (
        Segment("M", ((arc.start, foot),)),
        Segment("C", ((arc.start, handle), (arc.end, handle), (arc.end, tip))),
    )
    share = arc.detour.share.value or 0.0
    head = polygon(
        (
            (arc.end - 4.5, tip - sign * -1),
            (arc.end + 4.5, tip - sign * -1),
            (arc.end, path + sign * (_NODE - 0.5)),
        ),
        fill="accent",
    )
    return Group(
        (
            Path(curve, stroke="worn", line=3 + 26 * share),
            Path(curve, stroke="accent", line=1.5),
            head,
        ),
        arc.detour.kind,
    )


def _label(arc: Arc, path: float, sign: int, sheet: Sheet) -> tuple[Shape, ...]:
    word = {"skip": "skip ahead", "return": "come back"}[arc.detour.kind]
    text = f"{say_share(arc.detour.share.value or 0.0)} {word}"
    wide = width_of(text, LABEL) + 10
    middle = (arc.start + arc.end) / 2
    middle = min(max(middle, wide / 2 + 2), sheet.width - wide / 2 - 2)
    y = path + sign * arc.rise
    room = Box(middle - wide / 2, y - 9, wide, 18)
    return (
        Rect(room.x, room.y + 1, room.width, 16, fill="paper", radius=3),
        Text(middle, y + 4, (text,), LABEL, "accent", align="middle", room=room),
    )


PAINTER = LanePainter(
    ("lived.detours",), paint, "skips above the drawn path, returns below; width is traffic"
)
