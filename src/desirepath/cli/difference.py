"""``desirepath difference``: what a map believes against what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.cli.words import (
    AsJson,
    MapPath,
    Segment,
    Since,
    Until,
    aside,
    console,
    must_exist,
    read_period,
)
from desirepath.exports.difference import print_difference
from desirepath.findings.contradictions import find_contradictions
from desirepath.log.store import open_log
from desirepath.model.map_file import read_map

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def difference(
    map_path: MapPath,
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    segment: Segment = None,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Hold what a map believes against what happened: where the log contradicts it, what matters most first.

    Feelings, expected times, the order of the steps, channels, steps nobody comes to, steps that are missing.

    Examples:

    - `desirepath difference techcorp.journey.yaml --log workspace`

    - of one plan alone: add `--segment 'traits.plan == "team"'`
    """
    found = find_contradictions(
        read_map(must_exist(map_path)),
        open_log(must_exist(log)),
        segment=segment,
        period=read_period(since, until),
        notify=aside().print,
    )
    if as_json:
        typer.echo(orjson.dumps(found.to_json(), option=orjson.OPT_INDENT_2))
    else:
        print_difference(console(), found)
