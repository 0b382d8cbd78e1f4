"""The picture of a journey map as one SVG file that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desirepath.exports.drawing.board import draw_board, lay_out_board
from desirepath.exports.drawing.title import facts_of
from desirepath.exports.drawing.writer import write_svg
from desirepath.exports.kinds import UNKNOWN_THEME
from desirepath.exports.tokens import Theme
from desirepath.measures.measured_map import MeasuredMap
from desirepath.model.evidence import MapEvidence
from desirepath.model.journey_map import JourneyMap


def draw_svg(
    journey: JourneyMap,
    measured: MeasuredMap | None = None,
    *,
    theme: Theme = "light",
    today: date,
    evidence: MapEvidence | None = None,
    images: Mapping[str, bytes] | None = None,
) -> str:
    """Draw the whole map as SVG text.

    ``measured`` adds what customers lived: reach, time, detours and the measured emotion curve. ``theme``
    is light, dark, or auto (follows the reader's system). ``today`` is the date that the drawing carries
    and the age of evidence counts from. ``evidence`` is the roll-up of the map's claims where the caller
    has it already. ``images`` are the bytes of the map's images by their ``src``; nothing is looked up, so
    an image that is not given shows its description.

    Raises DP-EXP-006 for a theme there is none of.

    >>> from desirepath.model.journey_map import JourneyMap
    >>> journey = JourneyMap(format="desirepath/1", id="visit", title="A visit", stages=())
    >>> draw_svg(journey, today=date(2026, 11, 25)).startswith("<svg ")
    True
    """
    if theme not in ("light", "dark", "auto"):
        raise UNKNOWN_THEME.error(says=f"there is no theme {theme!r}")
    sheet = lay_out_board(journey, measured, today=today, evidence=evidence, images=images)
    return write_svg(draw_board(sheet, today, facts_of(sheet, today)), theme=theme)
