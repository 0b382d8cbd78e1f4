"""The small marks, one shape each: evidence, moment of truth, severity, faces, arrows, persons."""

from __future__ import annotations

import math

from desirepath.exports.drawing.scene import Circle, Group, Path, Rect, Segment, Shape, line, polygon
from desirepath.model.claim import Known


def evidence_mark(x: float, y: float, known: Known) -> Group:
    """Solid where the claim says it rests on evidence, hollow where it is assumed."""
    if known.is_evidence:
        return Group((Circle(x, y, 3.5, fill="rule"),), "evidence")
    return Group((Circle(x, y, 3.0, fill="paper", stroke="rule", line=1.2),), "assumption")


def truth_mark(x: float, y: float, size: float = 6.0, *, fill: str = "rule") -> Group:
    """A moment of truth: an upright four-pointed star."""
    inner = size * 0.38
    points = []
    for index in range(8):
        radius = size if index % 2 == 0 else inner
        angle = index * math.pi / 4 - math.pi / 2
        points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return Group((polygon(points, fill=fill),), "truth")


def severity_mark(x: float, y: float, level: int) -> Group:
    """Five steps of rising height, as many of them solid as the level says."""
    steps: list[Shape] = []
    for index in range(5):
        height = 3.0 + index * 1.6
        left = x + index * 4.6
        if index < level:
            steps.append(Rect(left, y - height, 3.4, height, fill="rule"))
        else:
            steps.append(Rect(left + 0.4, y - height + 0.4, 2.6, height - 0.8, stroke="line", line=0.8))
    return Group(tuple(steps), "severity")


SEVERITY_WIDTH = 4.6 * 5


def face(x: float, y: float, mood: int, radius: float = 7.0) -> Group:
    """A face from -2 (terrible) to +2 (wonderful); the mouth says it, no colour does."""
    bend = mood * radius * 0.22
    width = radius * 0.46
    base = y + radius * 0.34 - bend * 0.4
    mouth = Path(
        (
            Segment("M", ((x - width, base),)),
            Segment(
                "C",
                ((x - width / 2, base + bend * 1.3), (x + width / 2, base + bend * 1.3), (x + width, base)),
            ),
        ),
        stroke="rule",
        line=1.1,
    )
    eye = radius * 0.34
    return Group(
        (
            Circle(x, y, radius, fill="paper", stroke="rule", line=1.1),
            Circle(x - eye, y - radius * 0.22, radius * 0.12, fill="rule"),
            Circle(x + eye, y - radius * 0.22, radius * 0.12, fill="rule"),
            mouth,
        ),
        "face",
    )


def person(x: float, y: float, *, stroke: str = "rule") -> Group:
    """Head and shoulders, 12 pixels wide, whose left edge is x and whose middle is y."""
    shoulders = Path(
        (
            Segment("M", ((x + 0.8, y + 6),)),
            Segment("C", ((x + 0.8, y - 0.6), (x + 11.2, y - 0.6), (x + 11.2, y + 6))),
        ),
        stroke=stroke,
        line=1.2,
    )
    return Group((Circle(x + 6, y - 3.2, 2.6, stroke=stroke, line=1.2), shoulders), "person")


def arrow(x: float, y: float, length: float, *, stroke: str = "rule") -> Group:
    """An arrow along the way the map runs."""
    tip = x + length
    head = Path(
        (Segment("M", ((tip - 4, y - 3.2),)), Segment("L", ((tip, y),)), Segment("L", ((tip - 4, y + 3.2),))),
        stroke=stroke,
        line=1.3,
    )
    return Group((line(x, y, tip, y, stroke=stroke, width=1.3), head), "arrow")


def diamond(
    x: float, y: float, radius: float, *, fill: str, stroke: str = "paper", width: float = 1.5
) -> Path:
    """A point of the lived curve: a solid diamond with a rim of paper."""
    return polygon(
        ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)),
        fill=fill,
        stroke=stroke,
        width=width,
    )


def whisker(x1: float, x2: float, y: float, *, reach: float = 4.0) -> Group:
    """A horizontal interval with its two ends, set off by a rim of paper from the bar it lies on."""
    ends = [line(x, y - reach, x, y + reach, stroke="ink", width=1.4) for x in (x1, x2)]
    rims = [line(x, y - reach, x, y + reach, stroke="paper", width=3.8) for x in (x1, x2)]
    return Group((*rims, line(x1, y, x2, y, stroke="ink", width=1.4), *ends), "interval")


def task_box(x: float, y: float) -> Rect:
    """A box to tick."""
    return Rect(x, y - 4, 8, 8, stroke="rule", radius=1.5, line=1.2)
