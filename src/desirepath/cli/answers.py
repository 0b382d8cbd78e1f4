"""Answers on the screen, as JSON and as CSV."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import orjson
import typer
from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from desirepath.cli.words import console
from desirepath.log.answer import Answer

MOST_SHOWN = 200
_WIDEST = 48

AsCsv = Annotated[
    bool,
    typer.Option("--csv", help="Write CSV; what a spreadsheet would take for a formula is defused."),
]


def write_answer(answer: Answer, *, as_json: bool, as_csv: bool) -> None:
    """The answer in the shape that was asked for; for people its first rows, and how many there are."""
    if as_json:
        typer.echo(orjson.dumps(answer.to_json(), option=orjson.OPT_INDENT_2))
    elif as_csv:
        typer.echo(answer.to_csv().encode("utf-8", errors="replace"), nl=False)
    else:
        print_rows(answer)
        count = len(answer.rows)
        more = f", the first {MOST_SHOWN} shown; --csv or --json gives all" if count > MOST_SHOWN else ""
        console().print(f"{count:,} row{'' if count == 1 else 's'}{more}", markup=False, soft_wrap=True)


def print_rows(answer: Answer) -> None:
    """A table where it fits the terminal, else each row as a list of its values."""
    out = console()
    rows = [row for row, _ in zip(answer.to_texts(), range(MOST_SHOWN), strict=False)]
    widths = [max(map(cell_len, column)) for column in zip(answer.columns, *rows, strict=True)]
    if sum(min(width, _WIDEST) for width in widths) + 3 * len(widths) > out.width:
        _print_lists(answer.columns, rows)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(answer.columns):
        is_number = any(isinstance(row[place], int | float | Decimal) for row in answer.rows[:MOST_SHOWN])
        table.add_column(Text(name), overflow="fold", justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    out.print(table)


def _print_lists(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    out = console()
    longest = max(map(cell_len, columns))
    for row in rows:
        for name, text in zip(columns, row, strict=True):
            if text:
                out.print(f"{name:<{longest}}  {text}", markup=False, soft_wrap=True)
        out.print()
