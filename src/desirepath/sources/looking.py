"""A first look at a file that somebody wants to import: what it is, and what it seems to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from desirepath.base.problem import DesirepathError
from desirepath.log.row_checks import INTERACTION
from desirepath.sources import workbook
from desirepath.sources.kinds import BAD_TABLE, SHEET_UNKNOWN, UNKNOWN_SHAPE, UNREADABLE
from desirepath.sources.mappings import fitting, ready_mapping
from desirepath.sources.opening import look_at
from desirepath.sources.rejects import SHAPE as REJECTS
from desirepath.sources.sampling import Sample, take_sample
from desirepath.sources.shapes import TABLES, shape_of
from desirepath.sources.source_names import undated
from desirepath.sources.table_plan import Planned, plan_table
from desirepath.sources.workbook_size import refuse_bombs

_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32")


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is: its ``shape`` and what that means, and the name that its source would get.

    Of a table also the ``sample`` and what it is ``planned`` to mean, the ``ready`` mappings whose columns it
    has (the closest first), and whether its columns have the facts' own names. Where a workbook has several
    sheets, ``sheets`` lists them, and of nothing else is anything known until one is chosen.
    """

    shape: str
    meaning: str
    source: str
    sample: Sample | None = None
    planned: Planned | None = None
    ready: tuple[str, ...] = ()
    has_own_names: bool = False
    sheets: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether its columns need to be told apart."""
        return self.sample is not None or bool(self.sheets)

    @property
    def is_rejects(self) -> bool:
        """Whether it is a file of rejects that somebody has mended."""
        return self.shape == REJECTS.name


def look_into(
    path: Path, *, sheet: str | None = None, encoding: str | None = None, delimiter: str | None = None
) -> Look:
    """Look into a file. Raises DP-SRC-001 to -009 for one that nobody could import."""
    encoding = encoding or _wide_encoding(path)
    file = look_at(path, encoding=encoding)
    shape = shape_of(file)
    if shape not in TABLES:
        return Look(shape.name, shape.meaning, shape.source or undated(file.stem))
    try:
        sample = _sample(path, sheet=sheet, encoding=encoding, delimiter=delimiter)
    except DesirepathError as error:
        if error.code != SHEET_UNKNOWN.code or shape is not workbook.SHAPE:
            raise
        return Look(shape.name, shape.meaning, undated(file.stem), sheets=_sheets(path))
    sheets = _sheets(path) if shape is workbook.SHAPE else ()
    return Look(
        shape.name,
        shape.meaning,
        sample.name,
        sample,
        plan_table(sample),
        _by_name(_ready(sample), file.stem),
        _are_own_names(sample.header),
        sheets if len(sheets) > 1 else (),
    )


def _ready(sample: Sample) -> Sequence[str]:
    """The ready mappings that read such a table: a title above it is none of theirs."""
    found = fitting(sample.header)
    return [one for one in found if ready_mapping(one).header_rows == sample.header_rows]


def _by_name(ready: Sequence[str], stem: str) -> tuple[str, ...]:
    """Of mappings that fit, those first whose name the file's name says."""
    said = set(re.findall(r"[a-z]+", stem.lower()))
    return tuple(sorted(ready, key=lambda name: -len(said & set(re.findall(r"[a-z]+", name)))))


def _sample(path: Path, *, sheet: str | None, encoding: str | None, delimiter: str | None) -> Sample:
    """The sample under the first row; or, where that is no header, under the first two (surveys have the
    choices in a second), or under a title."""
    found: Sample | DesirepathError
    try:
        found = take_sample(path, sheet=sheet, encoding=encoding, delimiter=delimiter)
    except DesirepathError as error:
        if error.code not in (BAD_TABLE.code, UNKNOWN_SHAPE.code):
            raise
        found = error
    if isinstance(found, DesirepathError) or len(found.header) == 1:
        with suppress(DesirepathError):
            below = take_sample(path, sheet=sheet, encoding=encoding, delimiter=delimiter, header_rows=2)
            if isinstance(found, DesirepathError) or len(below.header) > 1:
                return below
    if isinstance(found, DesirepathError):
        raise found
    return found


def _wide_encoding(path: Path) -> str | None:
    """The encoding of a text in UTF-16 or -32, which spreadsheets call Unicode; None for all others."""
    try:
        look_at(path)
    except DesirepathError as error:
        if error.code != UNREADABLE.code:
            raise
        fix = error.problems[0].fix
        return next((one for one in _ENCODINGS if f'"{one}"' in fix), None)
    return None


def _sheets(path: Path) -> tuple[str, ...]:
    refuse_bombs(look_at(path))
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return tuple(name for name in book.sheet_names if book.get_sheet_by_name(name).height)
    except (CalamineError, OSError, ValueError):
        return ()


def _are_own_names(header: Sequence[str]) -> bool:
    known = {*INTERACTION, "properties"}
    return {"occurred_at", "activity"} <= set(header) and all(
        name in known or name.partition(".")[0] in ("objects", "properties") for name in header
    )
