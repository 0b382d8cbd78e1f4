"""The one shape of a bench result: seconds, rows a second, the ratio to the first row (the limit)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was timed, the median seconds, and how many rows it went through."""

    what: str
    seconds: float
    rows: int


def markdown(title: str, rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [f"## {title}", "", "| what | seconds | rows/s | times the limit |", "|---|---:|---:|---:|"]
    for row in rows:
        ratio = row.seconds / rows[0].seconds
        lines.append(f"| {row.what} | {row.seconds:.3f} | {row.rows / row.seconds:,.0f} | {ratio:.1f} |")
    return "\n".join(lines) + "\n"


def print_rows(title: str, rows: Sequence[Row]) -> None:
    """Show the rows."""
    sys.stdout.write(markdown(title, rows))
