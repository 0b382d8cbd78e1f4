"""The picture of a map as lived, what customers did and felt at its steps, as one SVG file."""

from __future__ import annotations

from datetime import date

from desirepath.exports.drawing.board import NARROWEST_TABLE, draw_board
from desirepath.exports.drawing.sheet import lay_out_lived
from desirepath.exports.drawing.title import facts_of
from desirepath.exports.drawing.writer import write_svg
from desirepath.exports.kinds import UNKNOWN_THEME
from desirepath.exports.tokens import RAIL, Theme
from desirepath.measures.measured_map import MeasuredMap


def draw_lived_svg(
    measured: MeasuredMap, *, theme: Theme = "light", today: date, most_ways: int | None = None
) -> str:
    """Draw the numbers of a map as SVG text: how the journeys stand; step by step how many came and went on,
    how long they stayed, how they felt beside what the map believes; the ways off the map as arcs.

    ``most_ways`` draws exactly so many of the most travelled ways, as far as there are so many (None: those
    that one journey in fifty takes). ``theme`` and ``today`` are those of
    :func:`~desirepath.exports.svg.draw_svg`. Where nothing is measured the picture says so.

    Raises DP-EXP-006 for a theme there is none of.
    """
    if theme not in ("light", "dark", "auto"):
        raise UNKNOWN_THEME.error(says=f"there is no theme {theme!r}")
    sheet = lay_out_lived(measured, most_ways=most_ways, at_least=NARROWEST_TABLE - RAIL)
    return write_svg(draw_board(sheet, today, facts_of(sheet, today)), theme=theme)
