"""Other tables beside a file, which say more about its rows: as a mapping's ``[[join]]`` names them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from desirepath.base.problem import Problem
from desirepath.sources.kinds import NO_TABLE_BESIDE
from desirepath.sources.mapped_rows import Record
from desirepath.sources.mapping import Join
from desirepath.sources.opening import ExportedFile, look_at
from desirepath.sources.sampling import table_records

_ENDINGS = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".parquet", ".xlsx")


class JoinedTables:
    """The tables of some joins, read into memory: what each adds to a row."""

    def __init__(self, joins: Sequence[Join], file: ExportedFile) -> None:
        self.warnings: list[Problem] = []
        self._file = file
        self._tables = [(join, self._read(join)) for join in joins]

    def add(self, record: Record) -> Record:
        """One record with the cells that the other tables add; its own stay, unless they are empty."""
        for join, found in self._tables:
            more = found.get(record.get(join.on[0], "").strip(), {})
            for name in join.names:
                if not record.get(name, "").strip():
                    record = {**record, name: more.get(name, "")}
        return record

    def _read(self, join: Join) -> dict[str, Record]:
        path = self._path(join.table)
        if path is None:
            self.warnings.append(
                NO_TABLE_BESIDE.at(
                    says=f'the table "{join.table}" is not beside the file: what it says is missing',
                    fix=f"export it into the same folder, as {join.table}.csv, before the first import",
                    file=str(self._file.path),
                )
            )
            return {}
        others = JoinedTables(join.joins, self._file)
        self.warnings += others.warnings
        piles: dict[str, list[Record]] = {}
        for row in table_records(look_at(path)):
            row = others.add(row)
            if key := row.get(join.on[1], "").strip():
                piles.setdefault(key, []).append(row)
        return {key: _together(join, rows) for key, rows in piles.items()}

    def _path(self, table: str) -> Path | None:
        folder = self._file.path.parent
        names = (f"{table}{more}{ending}" for more in ("", "_data") for ending in _ENDINGS)
        return next((path for name in names if (path := folder / name).is_file()), None)


def _together(join: Join, rows: Sequence[Record]) -> Record:
    """What all rows that fit say: the different cells of a column, and the sums."""
    found = {}
    for name, column in join.columns.items():
        cells = dict.fromkeys(cell for row in rows if (cell := row.get(column, "").strip()))
        found[name] = ", ".join(cells)
    for name, columns in join.sums.items():
        products = [product for row in rows if (product := _product(row, columns)) is not None]
        found[name] = format(sum(products, Decimal(0)), "f") if products else ""
    return found


def _product(row: Record, columns: Sequence[str]) -> Decimal | None:
    cells = [row.get(column, "").strip() for column in columns]
    if not cells or not cells[-1]:
        return None
    try:
        product = Decimal(1)
        for cell in cells:
            product *= Decimal(cell or "1")
    except InvalidOperation:
        return None
    return product if product.is_finite() else None
