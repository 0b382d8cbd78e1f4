"""The emotion curve: what we believe the customer feels, dashed, beside what they told us, solid, with its
interval.

A curve has a gap where nothing is known: it never runs over a step where nobody answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from desirepath.base.estimate import Estimate
from desirepath.base.words import FEELINGS, say_count, say_feeling, say_interval
from desirepath.exports.drawing.cell import Cell, say_known
from desirepath.exports.drawing.lanes.strip import NOTHING, LanePainter, Strip
from desirepath.exports.drawing.marks import diamond, evidence_mark, face
from desirepath.exports.drawing.scene import Circle, Group, Path, Segment, Shape, Text, line
from desirepath.exports.drawing.sheet import Column, Sheet
from desirepath.exports.tokens import RAIL, SMALL
from desirepath.model.claim import Feeling

TOP = 20.0
TALL = 144.0
Point = tuple[float, float]
T = TypeVar("T")


def level(value: float) -> float:
    """Where a feeling from -2 to +2 stands, in pixels from the lane's top."""
    return TOP + (2 - max(-2.0, min(2.0, value))) / 4 * TALL


@dataclass(frozen=True, slots=True)
class Lived:
    """One measured point: where, and the estimate whose value is known."""

    x: float
    estimate: Estimate

    @property
    def y(self) -> float:
        """The value's place."""
        return level(self.estimate.value or 0.0)

    @property
    def band(self) -> tuple[float, float]:
        """The places of the interval's ends, upper first; both the value's own where there is none."""
        low = self.estimate.low if self.estimate.low is not None else self.estimate.value
        high = self.estimate.high if self.estimate.high is not None else self.estimate.value
        return level(high or 0.0), level(low or 0.0)


def paint(sheet: Sheet, lane: str) -> Strip:
    """The scale, the curves, and below them each step's two numbers in words."""
    believed = [(c, c.step.feeling) for c in sheet.columns if c.step]
    lived = [(c, _lived(sheet, c)) for c in sheet.columns if c.step]
    if not any(feeling for _, feeling in believed) and not any(point for _, point in lived):
        return NOTHING
    shapes: list[Shape] = [
        line(0, level(value), sheet.width, level(value), stroke="line" if value == 0 else "hairline")
        for value in (2, 1, 0, -1, -2)
    ]
    runs = list(_runs(sheet, lived))
    for run in runs:
        shapes.append(Group((_band(run),), "felt"))
    believed_points: list[tuple[float, Feeling] | None] = [
        (column.middle, column.step.feeling) if column.step and column.step.feeling else None
        for column in sheet.columns
    ]
    for stretch in _stretches(believed_points):
        points = tuple((x, level(feeling.value)) for x, feeling in stretch)
        if len(points) > 1:
            shapes.append(Path(smooth(points), stroke="rule", line=1.5, dash="5 4"))
    for run in runs:
        if len(run) > 1:
            shapes.append(Path(smooth(tuple((p.x, p.y) for p in run)), stroke="accent", line=2.25))
    for column, feeling in believed:
        if feeling:
            shapes.append(_believed_point(column, feeling))
    for run in runs:
        shapes.extend(diamond(p.x, p.y, 6.5, fill="accent") for p in run)
    height = 0.0
    for column in sheet.columns:
        cell = _numbers(sheet, column)
        shapes.append(Group(tuple(cell.shapes), "cell").moved(0, TOP + TALL + 16))
        height = max(height, cell.y)
    return Strip(TOP + TALL + 16 + height + 10, tuple(shapes), _scale())


def _lived(sheet: Sheet, column: Column) -> Lived | None:
    measures = sheet.measures(column.step) if column.step else None
    estimate = measures.estimates.get("feeling") if measures else None
    return Lived(column.middle, estimate) if estimate and estimate.value is not None else None


def _runs(sheet: Sheet, lived: list[tuple[Column, Lived | None]]) -> Iterable[list[Lived]]:
    by_column = {column.x: point for column, point in lived}
    return _stretches([by_column.get(column.x) for column in sheet.columns])


def _stretches(points: list[T | None]) -> Iterable[list[T]]:
    """The stretches of neighbours that are known; a missing one ends a stretch."""
    stretch: list[T] = []
    for point in points:
        if point is not None:
            stretch.append(point)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def smooth(points: tuple[Point, ...]) -> tuple[Segment, ...]:
    """A smooth curve through the points that never swings beyond two neighbours.

    Source: Fritsch and Carlson, Monotone Piecewise Cubic Interpolation, SIAM J. Numer. Anal. 17 (1980); the
    slopes as in Steffen, A&A 239 (1990).
    """
    if len(points) < 2:
        return (Segment("M", points),) if points else ()
    widths = [right[0] - left[0] for left, right in pairwise(points)]
    rises = [(right[1] - left[1]) / (right[0] - left[0]) for left, right in pairwise(points)]
    slopes = [0.0] * len(points)
    for i in range(1, len(points) - 1):
        before, after = rises[i - 1], rises[i]
        if before * after > 0:
            mean = (before * widths[i] + after * widths[i - 1]) / (widths[i - 1] + widths[i])
            sign = 1 if before > 0 else -1
            slopes[i] = sign * 2 * min(abs(before), abs(after), abs(mean) / 2)
    segments = [Segment("M", (points[0],))]
    for i, width in enumerate(widths):
        (x1, y1), (x2, y2) = points[i], points[i + 1]
        third = width / 3
        segments.append(
            Segment(
                "C",
                ((x1 + third, y1 + slopes[i] * third), (x2 - third, y2 - slopes[i + 1] * third), (x2, y2)),
            )
        )
    return tuple(segments)


def _band(run: list[Lived]) -> Shape:
    """The interval: a band along a stretch of steps, a bar where a step stands alone."""
    upper = [(p.x, p.band[0]) for p in run]
    lower = [(p.x, p.band[1]) for p in reversed(run)]
    edge = 9.0
    upper = [(upper[0][0] - edge, upper[0][1]), *upper, (upper[-1][0] + edge, upper[-1][1])]
    lower = [(lower[0][0] + edge, lower[0][1]), *lower, (lower[-1][0] - edge, lower[-1][1])]
    there = smooth(tuple(upper))
    back = smooth(tuple((-x, y) for x, y in lower))
    turned = tuple(Segment(part.verb, tuple((-x, y) for x, y in part.points)) for part in back)
    joined = (*there, Segment("L", turned[0].points), *turned[1:], Segment("Z"))
    return Path(joined, fill="worn")


def _believed_point(column: Column, feeling: Feeling) -> Shape:
    y = level(feeling.value)
    if feeling.is_evidence:
        point: Shape = Circle(column.middle, y, 4.5, fill="rule", stroke="paper", line=1.5)
    else:
        point = Circle(column.middle, y, 4.0, fill="paper", stroke="rule", line=1.5)
    return Group((point,), "believed", say_known(feeling))


def _numbers(sheet: Sheet, column: Column) -> Cell:
    cell = Cell(column.inner_x, column.inner_width)
    step = column.step
    if step is None:
        return cell
    if step.feeling:
        cell.add(evidence_mark(cell.x + 4, cell.y + SMALL.leading / 2, step.feeling))
        cell.text(f"believed {say_feeling(step.feeling.value)}", SMALL, indent=13)
    measures = sheet.measures(step)
    estimate = measures.estimates.get("feeling") if measures else None
    if estimate is None:
        return cell
    if estimate.value is None:
        if sheet.is_measured(step):
            cell.text(f"lived: {estimate.reason}", SMALL, "quiet", indent=13)
        return cell
    cell.add(diamond(cell.x + 4, cell.y + SMALL.leading / 2, 4.5, fill="accent", width=0))
    small = ": few" if estimate.is_small else ""
    interval = say_interval(estimate)
    said = f"lived {say_feeling(estimate.value)}" + (f" ({interval})" if interval else "")
    cell.text(said, SMALL, "accent", indent=13)
    cell.text(f"{say_count(estimate.n)} answers{small}", SMALL, "quiet", indent=13)
    return cell


def _scale() -> tuple[Shape, ...]:
    shapes: list[Shape] = []
    for value in (2, 1, 0, -1, -2):
        y = level(value)
        shapes.append(face(RAIL - 18, y, value))
        word = FEELINGS[value] if value != 0 else "neutral"
        number = say_feeling(value).removesuffix(".0")
        shapes.append(Text(RAIL - 32, y + 4, (f"{word} {number}",), SMALL, "quiet", align="right"))
    return tuple(shapes)


PAINTER = LanePainter(("feeling",), paint)
