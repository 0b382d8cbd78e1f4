"""The picture in the page: beside a rail that stays in sight; for paper, in sheets that break at stages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from desirepath.exports.drawing.board import describe
from desirepath.exports.drawing.legend import entries_of
from desirepath.exports.drawing.scene import Group, Scene, Shape
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.drawing.table import Block, compose
from desirepath.exports.drawing.writer import write_hidden_svg, write_inline_svg
from desirepath.exports.findings import WIDEST_ON_A3
from desirepath.exports.page.markup import Markup, element, joined
from desirepath.exports.text import clean
from desirepath.exports.tokens import NARROW_RAIL, RAIL

_WIDEST_PAGE = 1920
_BESIDE = 80
"""Pixels beside the picture: the page's own edges, at most."""


def on_screen(sheet: Sheet) -> Markup:
    """The picture in a region that scrolls sideways, by keyboard too; the lane names stay at its edge."""
    table = compose(sheet)
    rail = Markup(write_hidden_svg(_scene(sheet, table.rail, RAIL, table.height)))
    body = Markup(write_inline_svg(_scene(sheet, table.body, table.width, table.height), name="picture"))
    narrow = Markup(write_hidden_svg(_scene(sheet, table.narrow_rail, NARROW_RAIL, table.height)))
    inner = element(
        "div",
        element("div", rail, class_="rail wide-rail"),
        element("div", narrow, class_="rail narrow-rail"),
        element("div", body, class_="body"),
        class_="sheet",
    )
    scroller = element(
        "div",
        inner,
        class_="scroller",
        role="region",
        aria_label="Picture of the journey map; scrolls sideways",
        tabindex="0",
        dir=sheet.direction,
    )
    hint = "The picture is wider than this window: scroll it sideways, or read the"
    link = element("a", "map as a table", href="#whole-map")
    return joined((element("p", hint, Markup(" "), link, Markup("."), class_="hint quiet"), scroller))


def scroll_hint_rule(sheet: Sheet) -> str:
    """The style rule that shows the hint exactly where the window is narrower than the picture."""
    needed = round(RAIL + sheet.width + _BESIDE)
    shown = ".hint{display:block}"
    return shown if needed > _WIDEST_PAGE else f"@media screen and (max-width:{needed}px){{{shown}}}"


def on_paper(sheet: Sheet) -> Markup:
    """The same picture for print: one table per sheet, whose heads repeat when it runs over pages."""
    return element("div", *(_page(part) for part in sheets(sheet)), class_="paper", aria_hidden="true")


def sheets(sheet: Sheet) -> Iterator[Sheet]:
    """The sheet in parts that fit a page's width, broken only between stages."""
    stages = [
        (index, sum(column.width for column in group))
        for index, group in groupby(sheet.columns, key=lambda column: column.stage_index)
    ]
    first, width = 0, RAIL
    for index, stage_width in stages:
        if index > first and width + stage_width > WIDEST_ON_A3:
            yield sheet.of_stages(first, index)
            first, width = index, RAIL
        width += stage_width
    if stages:
        yield sheet.of_stages(first, len(stages))


def _page(sheet: Sheet) -> Markup:
    table = compose(sheet)
    rows = [element("tr", element("td", _block(sheet, block, table.width))) for block in table.lanes]
    head = element("tr", element("td", _block(sheet, table.heads, table.width)))
    return element(
        "table", element("thead", head), element("tbody", *rows), class_="page", role="presentation"
    )


def _block(sheet: Sheet, block: Block, width: float) -> Markup:
    shapes = (Group(block.body).moved(RAIL, 0), Group(block.rail))
    return Markup(write_hidden_svg(_scene(sheet, shapes, RAIL + width, block.height)))


def legend(sheet: Sheet) -> Markup:
    """Every mark of the picture with its word."""
    items = []
    table = compose(sheet)
    for entry in entries_of((*table.body, *table.rail)):
        mark = write_hidden_svg(Scene(entry.width + 2, 18, entry.draw(1, 9), "", ""))
        items.append(element("li", Markup(mark), element("span", entry.says)))
    return element("ul", *items, class_="legend")


def _scene(sheet: Sheet, shapes: tuple[Shape, ...], width: float, height: float) -> Scene:
    turned = tuple(shape.mirrored(width) for shape in shapes) if sheet.direction == "rtl" else shapes
    return Scene(width, height, turned, clean(sheet.map.title), describe(sheet), sheet.map.language)
