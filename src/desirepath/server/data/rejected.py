"""Rows that an import refused: looked at, taken away as a table, mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import orjson
from django.conf import settings

from desirepath.log.answer import Answer
from desirepath.log.durable import write_durably
from desirepath.server.data.models import Import
from desirepath.server.kinds import NOT_FOUND
from desirepath.sources.mapped_rows import CELLS_TOO_MANY

LINE: Final = "line in the file"
WHY: Final = "why it was refused"
_MOST_COLUMNS: Final = 500


def rejects_path(record: Import) -> Path:
    """The file of rejects. Raises DP-SRV-003 where there is none."""
    folder: Path = settings.CONFIGURATION.folder
    path = folder / "rejects" / record.rejects
    if not record.rejects or path.parent != folder / "rejects" or not path.is_file():
        raise NOT_FOUND.error("rejects", says="no row of this import was refused, or all are mended")
    return path


def read_rejects(record: Import) -> Iterator[dict[str, Any]]:
    """Each refused row with its line, its code and its reasons."""
    with rejects_path(record).open("rb") as lines:
        for line in lines:
            try:
                found = orjson.loads(line)
            except ValueError:
                found = {
                    "row": line.decode("utf-8", errors="replace"),
                    "message": "",
                    "code": "",
                    "line": None,
                }
            if isinstance(found, dict):
                yield found


def rejects_as_csv(record: Import) -> str:
    """The refused rows as a table that is safe to open in a spreadsheet."""
    columns: dict[str, None] = {}
    rows: list[tuple[Any, str, Mapping[str, Any]]] = []
    for one in read_rejects(record):
        row = one.get("row")
        cells = row if isinstance(row, dict) else {"row": row}
        for name in cells:
            if len(columns) < _MOST_COLUMNS:
                columns.setdefault(str(name))
        rows.append((one.get("line"), str(one.get("message", "")).replace(" Also: ", ". Also: "), cells))
    table = tuple((line, why, *(_cell(cells.get(name)) for name in columns)) for line, why, cells in rows)
    return "\ufeff" + Answer((LINE, WHY, *columns), table).to_csv()


def mend_rows(record: Import, mended: Mapping[int, Mapping[str, str]]) -> int:
    """Write what somebody mended (cells by their column, by the row's line) into the file of rejects; how
    many rows that were. They are imported by importing the file."""
    path = rejects_path(record)
    lines: list[bytes] = []
    count = 0
    for line in path.read_bytes().splitlines():
        found = orjson.loads(line)
        number = found.get("line") if isinstance(found, dict) else None
        cells = mended.get(number) if isinstance(number, int) else None
        row = found.get("row") if cells else None
        if cells and isinstance(row, dict):
            for name, cell in cells.items():
                if name in row and name != CELLS_TOO_MANY:
                    row[name] = _as_it_was(row[name], cell)
            count += 1
            line = orjson.dumps(found)
        lines.append(line)
    if count:
        write_durably(path, lambda file: file.writelines(one + b"\n" for one in lines))
    return count


def _as_it_was(before: object, cell: str) -> object:
    """What somebody typed, of the type that stood there: of a table always a text."""
    if isinstance(before, str):
        return cell
    try:
        return orjson.loads(cell)
    except ValueError:
        return cell


def _cell(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float) else orjson.dumps(value).decode()
