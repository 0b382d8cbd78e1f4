"""The table: heads and lanes below each other; rail beside body, so that a page can hold the rail still."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

from desirepath.exports.drawing.heads import paint_heads
from desirepath.exports.drawing.lane_rows import LIVED, PLANNED, LaneRow, lane_rows
from desirepath.exports.drawing.lanes import LIVED_LANES, painter_of
from desirepath.exports.drawing.lanes.strip import Strip
from desirepath.exports.drawing.scene import Box, Group, Rect, Shape, Text, line
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.text import direction_of, wrap
from desirepath.exports.tokens import LABEL, LANE_PAD, NARROW_RAIL, RAIL, SMALL, STRONG, Style
from desirepath.model.lanes import line_of_visibility

_RAIL_PAD = 12.0
_EMPTY = 46.0
_LINE_WORDS = 108.0
_NAME = 34.0
_VISIBILITY = 32.0


@dataclass(frozen=True, slots=True)
class Block:
    """What must stay together on a page: the heads, or one lane.

    Rail and body have the same height; y counts from the block's top, x from each one's own left edge.
    """

    name: str
    rail: tuple[Shape, ...]
    body: tuple[Shape, ...]
    height: float
    narrow: tuple[Shape, ...] = ()
    """The rail as a phone shows it: names only."""


@dataclass(frozen=True, slots=True)
class Table:
    """The heads, then the lanes, below each other."""

    heads: Block
    lanes: tuple[Block, ...]
    width: float

    @property
    def height(self) -> float:
        """The height of all of it."""
        return self.heads.height + sum(block.height for block in self.lanes)

    @property
    def rail(self) -> tuple[Shape, ...]:
        """All rails, one below the other."""
        return _stacked([(block.rail, block.height) for block in (self.heads, *self.lanes)])

    @property
    def narrow_rail(self) -> tuple[Shape, ...]:
        """All narrow rails, one below the other."""
        return _stacked([(block.narrow, block.height) for block in (self.heads, *self.lanes)])

    @property
    def body(self) -> tuple[Shape, ...]:
        """All bodies, one below the other."""
        return _stacked([(block.body, block.height) for block in (self.heads, *self.lanes)])


def _stacked(parts: list[tuple[tuple[Shape, ...], float]]) -> tuple[Shape, ...]:
    shapes: list[Shape] = []
    y = 0.0
    for part, height in parts:
        shapes += [shape.moved(0, y) for shape in part]
        y += height
    return tuple(shapes)


@dataclass(frozen=True, slots=True)
class _Row:
    lane: LaneRow
    strip: Strip
    head: tuple[Shape, ...]
    height: float


def compose(sheet: Sheet) -> Table:
    """The table of a sheet."""
    heads = paint_heads(sheet)
    height = math.ceil(heads.height)
    head = Block("Steps", heads.rail, (*_boundaries(sheet, height), *heads.body), height, heads.rail)
    rows = [row for row in (_paint(lane, sheet) for lane in rows_of(sheet)) if row]
    blocks = [
        _block(sheet, row, is_first=not index, is_unseen=is_unseen and not index)
        for is_unseen, members in _groups(rows, _first_unseen(rows))
        for index, row in enumerate(members)
    ]
    return Table(head, tuple(blocks), sheet.width)


def _block(sheet: Sheet, row: _Row, *, is_first: bool, is_unseen: bool) -> Block:
    """One lane.

    The first of its group has the group's name above it, the first unseen one the line of visibility.
    """
    rail: list[Shape] = []
    body: list[Shape] = []
    group = row.lane.group
    y = 0.0
    if is_unseen:
        middle = 12 + _VISIBILITY / 2
        rail.append(Text(_RAIL_PAD, middle + 4.5, ("Line of visibility",), STRONG))
        rail.append(line(_RAIL_PAD + _LINE_WORDS, middle, RAIL, middle, stroke="rule", width=2))
        seen = line(0, middle, sheet.width, middle, stroke="rule", width=2)
        body.append(Group((seen,), "visibility"))
        y += _VISIBILITY
    if is_first:
        rail.append(Text(_RAIL_PAD, y + _NAME - 9, (group.name.upper(),), LABEL, "quiet"))
        y += _NAME
    bottom = y + row.height
    rail.append(Rect(0, y, RAIL, row.height, fill=group.rail))
    body.append(Rect(0, y, sheet.width, row.height, fill=group.ground))
    body += [
        line(column.x, y, column.x, bottom, stroke="hairline")
        for before, column in pairwise(sheet.columns)
        if before.stage_index == column.stage_index
    ]
    if not is_first:
        rail.append(line(0, y, RAIL, y, stroke="hairline"))
        body.append(line(0, y, sheet.width, y, stroke="hairline"))
    body += _boundaries(sheet, bottom)
    body.append(Group(row.strip.body, "lane").moved(0, y))
    rail += [shape.moved(0, y) for shape in (*row.head, *row.strip.rail)]
    rail.append(line(RAIL, y, RAIL, bottom, stroke="line", width=1.5))
    narrow = (
        *(_narrow("Line of visibility", 6, _VISIBILITY) if is_unseen else ()),
        *(_narrow(group.name, bottom - row.height - _NAME, _NAME) if is_first else ()),
        Rect(0, bottom - row.height, NARROW_RAIL, row.height, fill=group.rail),
        *_narrow(row.lane.name, bottom - row.height + LANE_PAD, row.height - LANE_PAD, LABEL, "ink"),
        line(NARROW_RAIL, bottom - row.height, NARROW_RAIL, bottom, stroke="line", width=1.5),
    )
    return Block(row.lane.name, tuple(rail), tuple(body), bottom, narrow)


def _narrow(
    name: str, y: float, height: float, style: Style = SMALL, role: str = "quiet"
) -> tuple[Shape, ...]:
    """A name in the narrow rail, as many lines of it as there is height for."""
    width = NARROW_RAIL - _RAIL_PAD
    lines = wrap(name, style, width)[: max(1, int(height // style.leading))]
    room = Box(6, y, width, len(lines) * style.leading)
    return (Text(6, y + style.size, lines, style, role, direction=direction_of(name), room=room),)


def _boundaries(sheet: Sheet, height: float) -> tuple[Shape, ...]:
    return tuple(
        line(column.x, 0, column.x, height, stroke="line", width=1.5)
        for before, column in pairwise(sheet.columns)
        if before.stage_index != column.stage_index
    )


def rows_of(sheet: Sheet) -> tuple[LaneRow, ...]:
    """All lanes that the sheet can have: the lived ones first, then the map's."""
    group = LIVED if sheet.measured else PLANNED
    lived = tuple(
        LaneRow(lane, name if sheet.measured else planned, group) for lane, name, planned in LIVED_LANES
    )
    rows = lane_rows(sheet.map)
    if sheet.is_lived_alone:
        if not any(sheet.is_measured(step) for step in sheet.map.steps()):
            lived = ()  # the title says why there is no number
        named = next((row.name for row in rows if row.id == "feeling"), "Feeling")
        return (*lived, LaneRow("feeling", named, LIVED))
    return lived + rows


def _first_unseen(rows: list[_Row]) -> int | None:
    """The index of the row that the line of visibility runs above."""
    views = [(index, row.lane.view) for index, row in enumerate(rows)]
    placed = line_of_visibility(view for _, view in views if view)
    return None if placed is None else [index for index, view in views if view][placed]


def _groups(rows: list[_Row], first_unseen: int | None) -> Iterable[tuple[bool, list[_Row]]]:
    """Neighbours of one group together, with whether the line of visibility runs above them."""

    def key(numbered: tuple[int, _Row]) -> tuple[str, bool]:
        index, row = numbered
        return row.lane.group.name, first_unseen is not None and index >= first_unseen

    start = 0
    for _, numbered in groupby(enumerate(rows), key=key):
        members = [row for _, row in numbered]
        yield start == first_unseen, members
        start += len(members)


def _paint(lane: LaneRow, sheet: Sheet) -> _Row | None:
    painter = painter_of(lane.id)
    strip = painter.paint(sheet, lane.id)
    if not strip.height:
        if not lane.listed or not sheet.columns:
            return None
        strip = Strip(_EMPTY, ())
    head, needed = _rail_words(
        lane.name,
        "" if strip.rail else painter.hint if sheet.measured else "",
        sheet,
        room=62.0 if strip.rail else 0.0,
    )
    return _Row(lane, strip, head, math.ceil(max(strip.height, needed + LANE_PAD)))


def _rail_words(name: str, hint: str, sheet: Sheet, *, room: float) -> tuple[tuple[Shape, ...], float]:
    width = RAIL - 2 * _RAIL_PAD - room
    shapes: list[Shape] = []
    y = LANE_PAD
    for text, style, role in ((name, STRONG, "ink"), (hint, SMALL, "quiet")):
        lines = wrap(text, style, width)
        if lines:
            shapes.append(
                Text(
                    _RAIL_PAD,
                    y + (style.leading - style.size) / 2 + style.size * 0.8,
                    lines,
                    style,
                    role,
                    direction=direction_of(text),
                    room=Box(_RAIL_PAD, y, width, len(lines) * style.leading),
                )
            )
            y += len(lines) * style.leading + 1
    return tuple(shapes), y
