"""The board: title, table and legend in their places; the whole picture as one scene."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desirepath.base.words import count_of
from desirepath.exports.drawing.legend import paint_legend
from desirepath.exports.drawing.scene import Box, Group, Rect, Scene, Shape, Text
from desirepath.exports.drawing.sheet import Sheet, lay_out
from desirepath.exports.drawing.table import Table, compose
from desirepath.exports.drawing.title import Fact, paint_title
from desirepath.exports.text import clean
from desirepath.exports.tokens import LEAD, MARGIN, RAIL
from desirepath.measures.measured_map import MeasuredMap
from desirepath.model.evidence import MapEvidence, roll_up
from desirepath.model.journey_map import JourneyMap

NARROWEST_TABLE = 900.0


def lay_out_board(
    journey: JourneyMap,
    measured: MeasuredMap | None,
    *,
    today: date,
    evidence: MapEvidence | None = None,
    images: Mapping[str, bytes] | None = None,
) -> Sheet:
    """The sheet of a picture: no narrower than the title block wants, with the evidence as of ``today``."""
    known = evidence or roll_up(journey, today)
    return lay_out(journey, measured, evidence=known, images=images, at_least=NARROWEST_TABLE - RAIL)


def draw_board(sheet: Sheet, today: date, facts: tuple[Fact, ...]) -> Scene:
    """The whole picture."""
    table = compose(sheet)
    width = max(RAIL + table.width, 640.0)
    title, title_height = paint_title(sheet, width, facts)
    shown = table_shapes(table, sheet)
    legend, legend_height = paint_legend(shown, sheet, width, today)
    table_top = title_height + 26
    legend_top = table_top + table.height + 26
    inner: tuple[Shape, ...] = (
        Group(title, "title"),
        Group(shown, "table").moved(0, table_top),
        Group(legend, "legend").moved(0, legend_top),
    )
    total_width, total_height = width + 2 * MARGIN, legend_top + legend_height + 2 * MARGIN
    placed = tuple(shape.moved(MARGIN, MARGIN) for shape in inner)
    return finish(sheet, placed, total_width, total_height)


def table_shapes(table: Table, sheet: Sheet) -> tuple[Shape, ...]:
    """Rail and body beside each other; a map without any stage says so."""
    if not sheet.columns:
        room = Box(RAIL, 0, 460, 30)
        return (Text(RAIL, 18, ("This map has no stages yet.",), LEAD, "quiet", room=room),)
    return (Group(table.body, "body").moved(RAIL, 0), Group(table.rail, "rail"))


def finish(
    sheet: Sheet, shapes: tuple[Shape, ...], width: float, height: float, *, ground: str = "paper"
) -> Scene:
    """Shapes on paper as a scene, mirrored where the map's language runs from right to left."""
    turned = tuple(shape.mirrored(width) for shape in shapes) if sheet.direction == "rtl" else shapes
    paper = Rect(0, 0, width, height, fill=ground)
    return Scene(
        width,
        height,
        (paper, *turned),
        clean(sheet.map.title),
        describe(sheet),
        sheet.map.language,
        sheet.direction,
    )


def describe(sheet: Sheet) -> str:
    """What the picture shows, for those who cannot see it; the details are in the page's table."""
    journey = sheet.map
    stages = [clean(stage.name).replace("\n", " ") for stage in journey.stages]
    steps = sum(1 for _ in journey.steps())
    said = (
        f"Journey map with {count_of(len(stages), 'stage', 'stages')} and {count_of(steps, 'step', 'steps')}"
    )
    said += f": {', '.join(stages)}." if stages else "."
    if journey.scenario:
        said += f" {clean(journey.scenario)}"
    if sheet.measured:
        said += f" Measured on {count_of(sheet.measured.passages.started, 'passage', 'passages')}."
    return said
