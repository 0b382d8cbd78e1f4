"""``desirepath measure``: a map against a log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.base.slow import load
from desirepath.cli.images import read_images
from desirepath.cli.kinds import DOES_NOT_GO_TOGETHER, UNKNOWN_ENDING
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
    today,
    write_whole,
)
from desirepath.exports.terminal import print_measured
from desirepath.log.store import open_log
from desirepath.measures.measure_map import measure_map
from desirepath.model.map_file import read_map

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def measure(
    map_path: MapPath,
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    segment: Segment = None,
    since: Since = None,
    until: Until = None,
    against: Annotated[
        str | None,
        typer.Option(help="Another segment to compare with, side by side.", show_default=False),
    ] = None,
    against_since: Annotated[
        str | None, typer.Option(help="Or compare with another period: its beginning.", show_default=False)
    ] = None,
    against_until: Annotated[str | None, typer.Option(help="And its end.", show_default=False)] = None,
    as_json: AsJson = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write a report page (.html) instead.", show_default=False),
    ] = None,
) -> None:
    """Measure a map against a log: who came how far, how fast, and how it felt, with intervals.

    Examples:

    - `desirepath measure techcorp.journey.yaml --log workspace`

    - `desirepath measure techcorp.journey.yaml --log workspace -o report.html`

    - side by side: add `--segment 'traits.plan == "business"' --against 'traits.plan == "team"'`
    """
    if output is not None and as_json:
        raise DOES_NOT_GO_TOGETHER.error("--json", says="--output writes a page, --json does not")
    if output is not None and output.suffix != ".html":
        raise UNKNOWN_ENDING.error(
            says=f"a report is a web page, and {output} does not end in .html", fix="end it in .html"
        )
    journey = read_map(must_exist(map_path))
    measured = measure_map(
        journey,
        open_log(must_exist(log)),
        segment=segment,
        period=read_period(since, until),
        against=against,
        against_period=read_period(against_since, against_until, prefix="--against-")
        if against_since or against_until
        else None,
        notify=aside().print,
    )
    if output is not None:
        write_whole(
            output,
            load("desirepath.exports.html").draw_html(
                journey, measured, today=today(), images=read_images(journey, map_path)
            ),
        )
        console().print(f"wrote {output}", markup=False, soft_wrap=True)
    elif as_json:
        typer.echo(orjson.dumps(measured.to_json(), option=orjson.OPT_INDENT_2))
    else:
        print_measured(console(), measured)
