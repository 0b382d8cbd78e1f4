"""``desirepath renewals``: which terms end when, and what they will bring."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.cli.answers import AsCsv, write_answer
from desirepath.cli.words import AsJson, console, must_exist, read_span
from desirepath.exports.renewals import print_renewals
from desirepath.log.store import open_log
from desirepath.model.map_file import read_map
from desirepath.success.measure_renewals import QUARTER, measure_renewals
from desirepath.success.renewals_table import terms_table
from desirepath.success.scorecard_file import read_scorecard

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def renewals(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    scorecard: Annotated[
        Path | None,
        typer.Option(help="A scorecard: how likely each is, by its health.", show_default=False),
    ] = None,
    map_path: Annotated[
        Path | None,
        typer.Option("--map", help="The map, where the scorecard asks for places on it.", show_default=False),
    ] = None,
    ahead: Annotated[str, typer.Option(help="How far to look ahead.")] = "180d",
    quarter: Annotated[
        str | None,
        typer.Option(
            help="A calendar quarter instead: the next one (next), or one such as 2027-Q1.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """See what comes up for renewal, month by month: what is sure, likely and at risk, and how sure that is.

    Examples:

    - `desirepath renewals --log workspace --scorecard techcorp.scorecard.yaml`

    - the next quarter, for a program: add `--quarter next --json`

    - every term, for a spreadsheet: add `--csv`
    """
    found = measure_renewals(
        open_log(must_exist(log)),
        card=None if scorecard is None else read_scorecard(must_exist(scorecard)),
        journey=None if map_path is None else read_map(must_exist(map_path)),
        ahead=read_span(ahead, "--ahead") if quarter is None else _quarter(quarter),
    )
    if as_csv and not as_json:
        write_answer(terms_table(found.to_json()), as_json=False, as_csv=True)
    elif as_json:
        typer.echo(orjson.dumps(found.to_json(), option=orjson.OPT_INDENT_2))
    else:
        print_renewals(console(), found)


def _quarter(text: str) -> str:
    if not QUARTER.fullmatch(text):
        raise typer.BadParameter(f"{text} is no quarter; try next, or 2027-Q1", param_hint="--quarter")
    return text
