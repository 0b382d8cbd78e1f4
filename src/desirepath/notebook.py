"""The house as a program or a notebook sees it: four verbs, and results that draw themselves."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from os import PathLike
from pathlib import Path

from desirepath.base.spans import Period, parse_instant
from desirepath.exports.html import draw_html
from desirepath.exports.svg import draw_svg
from desirepath.log.store import Log, open_log
from desirepath.measures.measure_map import measure_map
from desirepath.measures.measured_map import MeasuredMap
from desirepath.model import map_file
from desirepath.model.journey_map import JourneyMap
from desirepath.sources.importing import import_files

__all__ = ["ShownMap", "ShownMeasuredMap", "draw", "import_files", "measure", "open_log", "read_map"]


class ShownMap(JourneyMap):
    """A journey map that a notebook shows as its drawing."""

    def _repr_html_(self) -> str:
        return draw_svg(self, today=_today())


class ShownMeasuredMap(MeasuredMap):
    """A measured map that a notebook shows as its drawing; ``to_frame()`` gives the numbers."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return draw_svg(self.map, self, today=_today())


def read_map(path: str | PathLike[str]) -> ShownMap:
    """Read a ``*.journey.yaml`` file.

    Raises DesirepathError with everything that is wrong in it, each with line and column.

    >>> import desirepath as dp
    >>> from desirepath.stories import techcorp
    >>> dp.read_map(techcorp.MAP_PATH).travels
    'account'
    """
    journey = map_file.read_map(Path(path))
    return ShownMap.model_construct(_fields_set=journey.model_fields_set, **dict(journey))


def measure(
    journey: JourneyMap,
    log: Log,
    *,
    segment: str | None = None,
    since: str | date | datetime | None = None,
    until: str | date | datetime | None = None,
    against: str | None = None,
) -> ShownMeasuredMap:
    """Replay the log over the map and measure it.

    ``segment`` and ``against`` are expressions over traits (``traits.plan == "pro"``); ``since`` and
    ``until`` bound when a passage started (until is excluded). Raises DesirepathError where an expression
    cannot be read.
    """
    measured = measure_map(
        journey, log, segment=segment, period=Period(_instant(since), _instant(until)), against=against
    )
    return ShownMeasuredMap(**{field.name: getattr(measured, field.name) for field in fields(measured)})


def draw(journey: JourneyMap, path: str | PathLike[str], *, measured: MeasuredMap | None = None) -> Path:
    """Draw the map into an ``.svg`` or ``.html`` file, with what was measured where that is given."""
    target = Path(path)
    picture = draw_html if target.suffix == ".html" else draw_svg
    target.write_text(picture(journey, measured, today=_today()), encoding="utf-8")
    return target


def _instant(value: str | date | datetime | None) -> datetime | None:
    return None if value is None else parse_instant(value if isinstance(value, str) else value.isoformat())


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the reader's own calendar day
