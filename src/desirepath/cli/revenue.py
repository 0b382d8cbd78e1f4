"""``desirepath revenue``: how revenue moved, and whose every number is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import orjson
import typer

from desirepath.cli.answers import AsCsv, write_answer
from desirepath.cli.words import AsJson, console, must_exist, read_period
from desirepath.exports.revenue import print_revenue
from desirepath.log.store import open_log
from desirepath.measures.measure_revenue import measure_revenue
from desirepath.measures.revenue_behind import behind
from desirepath.measures.revenue_tables import behind_table, rows_table

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def revenue(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    since: Annotated[
        str | None,
        typer.Option(
            help="Begin on this day. Without --since and --until: the last year.", show_default=False
        ),
    ] = None,
    until: Annotated[str | None, typer.Option(help="End before this day.", show_default=False)] = None,
    by: Annotated[Literal["month", "quarter"], typer.Option(help="How the period is cut.")] = "month",
    split: Annotated[
        str | None,
        typer.Option(metavar="TRAIT", help="Segments side by side: by this trait.", show_default=False),
    ] = None,
    whose: Annotated[
        str | None,
        typer.Option(
            metavar="NUMBER",
            help="The accounts behind a number of the whole period: nrr, grr, mrr_churn, excluded, ...",
            show_default=False,
        ),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option(
            metavar="TYPE", help="Who pays: account, else customer, unless said.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """See how revenue moved: new, grown, shrunk, left and come back, with GRR, NRR and the logos lost.

    Examples:

    - `desirepath revenue --log workspace --by quarter`

    - a year of your own, by plan: add `--since 2025-04-01 --until 2026-04-01 --split plan`

    - who is behind what was lost, for a spreadsheet: add `--whose mrr_churn --csv`
    """
    found = measure_revenue(
        open_log(must_exist(log)),
        period=read_period(since, until) if since or until else None,
        by=by,
        split=split,
        of=subject,
    )
    if whose is not None:
        write_answer(
            behind_table(behind(found.to_json(), whose), found.currency), as_json=as_json, as_csv=as_csv
        )
    elif as_json:
        typer.echo(orjson.dumps(found.to_json(), option=orjson.OPT_INDENT_2))
    elif as_csv:
        write_answer(rows_table(found), as_json=False, as_csv=True)
    else:
        print_revenue(console(), found)
