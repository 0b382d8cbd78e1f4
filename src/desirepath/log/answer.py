"""An answer in rows and columns, as JSON and as CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Answer:
    """Named columns and rows of plain values; None is missing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def to_json(self) -> list[dict[str, Any]]:
        """One object a row: instants as ISO 8601 texts, amounts as texts that lose nothing."""
        names = _once_each(self.columns)
        return [dict(zip(names, map(_plain, row), strict=True)) for row in self.rows]

    def to_csv(self) -> str:
        """RFC 4180 with a header; a text that a spreadsheet would take for a formula has an apostrophe in
        front of it.

        >>> Answer(("text",), (("=HYPERLINK(1)",), (-1,))).to_csv()
        "text\\r\\n'=HYPERLINK(1)\\r\\n-1\\r\\n"
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(map(_cell, self.columns))
        writer.writerows(map(_cell, row) for row in self.rows)
        return out.getvalue()

    def to_texts(self) -> Iterable[tuple[str, ...]]:
        """The rows as a terminal shows them."""
        return (tuple(_shown(value) for value in row) for row in self.rows)


def _once_each(names: Iterable[str]) -> list[str]:
    """The names, with a number where one comes again, so that no column of JSON hides another."""
    taken: list[str] = []
    for name in names:
        new, count = name, 1
        while new in taken:
            count += 1
            new = f"{name}_{count}"
        taken.append(new)
    return taken


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        return value.hex()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _shown(value: Any) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.isoformat(" ").replace("+00:00", "Z")
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    # Control characters could move the cursor, or say something else than what is there.
    return "".join(letter if letter.isprintable() else " " for letter in str(plain))


def _cell(value: Any) -> str:
    plain = _plain(value)
    text = "" if plain is None else str(plain).lower() if isinstance(plain, bool) else str(plain)
    is_number = isinstance(value, int | float | Decimal)
    return f"'{text}" if not is_number and text.startswith(_FORMULA_STARTS) else text
