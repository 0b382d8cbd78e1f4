"""``desirepath support``: when customers need us most, and what they ask again and again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.base.spans import Period
from desirepath.cli.words import AsJson, aside, console, must_exist, read_period
from desirepath.exports.support import print_support
from desirepath.findings.support import find_support_moments
from desirepath.log.store import open_log
from desirepath.model.map_file import read_map

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def support(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    map_path: Annotated[
        Path | None,
        typer.Option("--map", help="The map: where on it tickets come from.", show_default=False),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(
            "--subject", help="Whose tickets, without a map: account, customer.", show_default=False
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only tickets opened on or after this day.", show_default=False)
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only tickets opened before this day.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """See when customers need us most, how fast they are answered, and what they ask again and again.

    Examples:

    - `desirepath support --log workspace --map techcorp.journey.yaml`

    - of what was opened this year, without a map: `desirepath support --log workspace --since 2026-01-01`
    """
    period = read_period(since, until)
    found = find_support_moments(
        open_log(must_exist(log)),
        None if map_path is None else read_map(must_exist(map_path)),
        of=of,
        period=None if period == Period() else period,
        notify=aside().print,
    )
    if as_json:
        typer.echo(orjson.dumps(found.to_json(), option=orjson.OPT_INDENT_2))
    else:
        print_support(console(), found)
