"""The visible list of shapes. A file is of the first shape that recognises it; a new shape is a new file
and a line here."""

from __future__ import annotations

from desirepath.sources import (
    delimited,
    json_table,
    native_jsonl,
    ocel_json,
    ocel_sqlite,
    ocel_xml,
    parquet,
    rejects,
    workbook,
    xes,
)
from desirepath.sources.kinds import UNKNOWN_SHAPE
from desirepath.sources.opening import ExportedFile
from desirepath.sources.shape import Shape
from desirepath.sources.tools.listed import TOOLS

SHAPES: tuple[Shape, ...] = (
    parquet.SHAPE,
    workbook.SHAPE,
    ocel_sqlite.SHAPE,
    ocel_json.SHAPE,
    rejects.SHAPE,
    *(tool.shape for tool in TOOLS),
    json_table.SHAPE,
    native_jsonl.SHAPE,
    ocel_xml.SHAPE,
    xes.SHAPE,
    delimited.SHAPE,
)

TABLES: tuple[Shape, ...] = (delimited.SHAPE, workbook.SHAPE, parquet.SHAPE, json_table.SHAPE)
"""Those of tables, whose columns a mapping gives a meaning."""


def shape_of(file: ExportedFile) -> Shape:
    """The shape of a file, by its content and its name. Raises DP-SRC-005 where no shape recognises it."""
    for shape in SHAPES:
        if shape.recognises(file):
            return shape
    if file.opening.lstrip().startswith(b"["):
        says, fix = (
            "the file is one JSON list, and not of objects",
            "write a list of objects: [{...}]",
        )
    else:
        says, fix = "the file is XML, but no XES or OCEL log", "export it as CSV"
    raise UNKNOWN_SHAPE.error(says=says, fix=fix, file=str(file.path))
