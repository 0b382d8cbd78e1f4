"""The retained scene: what is drawn, as plain values. Painters make it, the writer turns it into SVG.

Colours are roles of :mod:`desirepath.exports.tokens`; lengths are pixels; y grows downwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from desirepath.exports.text import Direction, width_of
from desirepath.exports.tokens import Style

Align = Literal["left", "middle", "right"]
Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of space."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def moved(self, dx: float, dy: float) -> Box:
        """The same box elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, filled or outlined."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    radius: float = 0
    line: float = 1
    dash: str = ""

    def moved(self, dx: float, dy: float) -> Rect:
        """The same rectangle elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def mirrored(self, width: float) -> Rect:
        """Seen in a mirror: on a drawing of this width, left is right."""
        return replace(self, x=width - self.x - self.width)


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle, filled or outlined."""

    x: float
    y: float
    radius: float
    fill: str = ""
    stroke: str = ""
    line: float = 1

    def moved(self, dx: float, dy: float) -> Circle:
        """The same circle elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def mirrored(self, width: float) -> Circle:
        """Seen in a mirror."""
        return replace(self, x=width - self.x)


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of a path: M move, L line, C cubic curve (two handles, then the point), Z close."""

    verb: Literal["M", "L", "C", "Z"]
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Lines and curves, filled or stroked."""

    segments: tuple[Segment, ...]
    fill: str = ""
    stroke: str = ""
    line: float = 1
    dash: str = ""
    is_round: bool = True

    def moved(self, dx: float, dy: float) -> Path:
        """The same path elsewhere."""
        return self._map(lambda x, y: (x + dx, y + dy))

    def mirrored(self, width: float) -> Path:
        """Seen in a mirror."""
        return self._map(lambda x, y: (width - x, y))

    def _map(self, place: Place) -> Path:
        return replace(
            self,
            segments=tuple(
                Segment(part.verb, tuple(place(x, y) for x, y in part.points)) for part in self.segments
            ),
        )


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of one style. ``x`` is the edge or middle that ``align`` names, ``y`` the first baseline.

    ``room`` is the space it must stay in, which tests check; ``direction`` the way it runs.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    style: Style
    role: str = "ink"
    align: Align = "left"
    direction: Direction = "ltr"
    room: Box | None = None

    @property
    def width(self) -> float:
        """The width of the widest line."""
        return max((width_of(line, self.style) for line in self.lines), default=0.0)

    @property
    def bounds(self) -> Box:
        """The space the letters take, by the font's measured widths."""
        left = self.x - {"left": 0.0, "middle": self.width / 2, "right": self.width}[self.align]
        top = self.y - self.style.size * 0.78
        return Box(left, top, self.width, (len(self.lines) - 1) * self.style.leading + self.style.size)

    def moved(self, dx: float, dy: float) -> Text:
        """The same text elsewhere."""
        room = self.room.moved(dx, dy) if self.room else None
        return replace(self, x=self.x + dx, y=self.y + dy, room=room)

    def mirrored(self, width: float) -> Text:
        """At its place in a mirror; the letters themselves are not mirrored."""
        align: Align = {"left": "right", "right": "left", "middle": "middle"}[self.align]  # type: ignore[assignment]  # a dict of literals
        room = replace(self.room, x=width - self.room.right) if self.room else None
        return replace(self, x=width - self.x, align=align, room=room)


@dataclass(frozen=True, slots=True)
class Picture:
    """An embedded image, as a data URI."""

    x: float
    y: float
    width: float
    height: float
    uri: str
    says: str

    def moved(self, dx: float, dy: float) -> Picture:
        """The same picture elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def mirrored(self, width: float) -> Picture:
        """At its place in a mirror; the picture itself is not mirrored."""
        return replace(self, x=width - self.x - self.width)


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together. ``name`` becomes a class, ``says`` a description for those who ask."""

    shapes: tuple[Shape, ...]
    name: str = ""
    says: str = ""

    def moved(self, dx: float, dy: float) -> Group:
        """The same group elsewhere."""
        return replace(self, shapes=tuple(shape.moved(dx, dy) for shape in self.shapes))

    def mirrored(self, width: float) -> Group:
        """Seen in a mirror."""
        return replace(self, shapes=tuple(shape.mirrored(width) for shape in self.shapes))


Shape = Rect | Circle | Path | Text | Picture | Group


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture: its size, what it is called and says, which way its language runs."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str
    says: str
    language: str = "en"
    direction: Direction = "ltr"


def flat(shapes: Iterable[Shape]) -> Iterator[Rect | Circle | Path | Text | Picture]:
    """All shapes in the order they are drawn, groups opened."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from flat(shape.shapes)
        else:
            yield shape


def names_in(shapes: Iterable[Shape]) -> Iterator[str]:
    """The names of all groups, whatever they stand in."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield shape.name
            yield from names_in(shape.shapes)


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str, width: float = 1, dash: str = ""
) -> Path:
    """A straight line."""
    return Path(
        (Segment("M", ((x1, y1),)), Segment("L", ((x2, y2),))),
        stroke=stroke,
        line=width,
        dash=dash,
        is_round=False,
    )


def polygon(
    points: Iterable[tuple[float, float]], *, fill: str = "", stroke: str = "", width: float = 1
) -> Path:
    """A closed shape with straight sides."""
    first, *rest = points
    segments = (Segment("M", (first,)), *(Segment("L", (point,)) for point in rest), Segment("Z"))
    return Path(segments, fill=fill, stroke=stroke, line=width)
