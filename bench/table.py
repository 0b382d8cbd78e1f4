"""The one shape of a bench result: seconds, rows a second, the ratio to the first row (the limit)."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


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
        shown = f"{ratio:,.1f}" if ratio >= 0.95 else f"{ratio:.3f}"
        seconds = f"{row.seconds:.3f}" if row.seconds >= 0.1 else f"{row.seconds:.5f}"
        lines.append(f"| {row.what} | {seconds} | {row.rows / row.seconds:,.0f} | {shown} |")
    return "\n".join(lines) + "\n"


def print_rows(title: str, rows: Sequence[Row]) -> None:
    """Show the rows."""
    sys.stdout.write(markdown(title, rows))


Tables = Sequence[tuple[str, Sequence[tuple[str, float]]]]
"""Per table its title, and what was timed with its ratio."""


def read_tables(text: str) -> Tables:
    """The ratios of all tables in a Markdown text, as :func:`markdown` writes them."""
    tables: list[tuple[str, list[tuple[str, float]]]] = []
    for line in text.splitlines():
        if line.startswith("## "):
            tables.append((line[3:], []))
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and cells[3].replace(",", "").replace(".", "").isdigit():
            tables[-1][1].append((cells[0], float(cells[3].replace(",", ""))))
    return [(title, rows) for title, rows in tables if rows]


_LINE = 20
_LEFT = 470
_WIDTH = 1000
_DECADES = 4
_OTHERS = ("limit", "summing", "pyarrow", "duckdb", "polars", "chdb", "pm4py", "retentioneering")


def draw_ratios(tables: Tables) -> str:
    """A picture of the ratios: a bar each, from 1 (the limit) to the right on a logarithmic scale."""
    marks: list[str] = []
    y = 10
    for title, rows in tables:
        y += 2 * _LINE
        marks.append(f'<text x="10" y="{y}" font-weight="bold">{escape(title)}</text>')
        for what, ratio in rows:
            y += _LINE
            length = (_WIDTH - _LEFT - 70) * min(max(math.log10(max(ratio, 1)) / _DECADES, 0.004), 1)
            colour = "#94a3b8" if any(other in what.lower() for other in _OTHERS) else "#0f766e"
            shown = f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:,.3g}"
            marks += [
                f'<text x="{_LEFT - 8}" y="{y}" text-anchor="end">{escape(what)}</text>',
                f'<rect x="{_LEFT}" y="{y - 12}" width="{length:.1f}" height="14" fill="{colour}"/>',
                f'<text x="{_LEFT + length + 6:.1f}" y="{y}">{shown}</text>',
            ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{y + 20}" '
        f'viewBox="0 0 {_WIDTH} {y + 20}" font-family="sans-serif" font-size="12" fill="#0f172a">'
    )
    note = '<text x="10" y="20">Times the limit, on a logarithmic scale: less is better</text>'
    return "\n".join([head, '<rect width="100%" height="100%" fill="#fff"/>', note, *marks, "</svg>", ""])
