"""How the cells of a column are written as times, with what a day would mean where that is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desirepath.sources.written_times import written_times


@dataclass(frozen=True, slots=True)
class ColumnTimes:
    """How the cells of a column are written as times: the ``formats`` that a plan may name (None: ISO 8601).

    Where several fit, ``days`` says what the cell ``example`` would mean in each. ``proof`` is a cell that
    only the first can read, one of ``proofs``. ``without_zone`` is a cell that names no zone.
    """

    formats: tuple[str | None, ...]
    days: tuple[str, ...]
    example: str
    proof: str
    proofs: int
    without_zone: str


def column_times(cells: Sequence[str]) -> ColumnTimes | None:
    """How these cells are written as times; None where they are none.

    >>> column_times(["04/03/2026", "05/03/2026"]).days
    ('4 March 2026', '3 April 2026')
    """
    written = written_times(cells)
    if written is None:
        return None
    formats = [str(one) for one in written.formats if one is not None]
    said = days_of(formats, cells) if len(formats) > 1 else None
    return ColumnTimes(
        written.formats,
        tuple(said[1] if said else formats),
        said[0] if said else next(iter(cells), ""),
        written.proof or "",
        written.proofs,
        written.without_zone or "",
    )


def days_of(formats: Sequence[str], cells: Sequence[str]) -> tuple[str, list[str]] | None:
    """A cell that means another day in each of the formats, and these days; None where there is none."""
    for cell in cells:
        days = [day for one in formats if (day := _day(cell, one)) is not None]
        if len(set(days)) == len(formats):
            return cell.strip(), days
    return None


def _day(cell: str, written: str) -> str | None:
    try:
        moment = datetime.strptime(cell.strip(), written)  # noqa: DTZ007 - only its day is shown
    except ValueError:
        return None
    clock = f", {moment:%H:%M}" if "%H" in written or "%I" in written else ""
    return f"{moment.day} {moment:%B %Y}{clock}"
