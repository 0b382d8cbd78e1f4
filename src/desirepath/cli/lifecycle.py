"""``desirepath lifecycle``: who is new, goes on, comes back, falls silent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.cli.words import AsJson, console, must_exist, read_period
from desirepath.exports.lifecycle import print_lifecycle
from desirepath.log.store import open_log
from desirepath.measures.measure_lifecycle import measure_lifecycle
from desirepath.replay.calendar_periods import Unit

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def lifecycle(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    active: Annotated[
        str | None,
        typer.Option(
            help="What being active is: an expression, or the name of an activity; without it: any "
            "interaction.",
            show_default=False,
        ),
    ] = None,
    unit: Annotated[Unit, typer.Option(help="How long a period is.")] = "week",
    since: Annotated[
        str | None,
        typer.Option(help="From this day on. Without it: the last periods of the data.", show_default=False),
    ] = None,
    until: Annotated[str | None, typer.Option(help="Before this day.", show_default=False)] = None,
    zone: Annotated[
        str | None,
        typer.Option(help="Where days begin, if not as desirepath.toml says.", show_default=False),
    ] = None,
    week_start: Annotated[
        str | None, typer.Option(help="On which day weeks begin, if not as it says.", show_default=False)
    ] = None,
    subject: Annotated[
        str, typer.Option(metavar="TYPE", help="Who is counted: customer, account, or any type in the log.")
    ] = "customer",
    as_json: AsJson = False,
) -> None:
    """See who is new, goes on, comes back again or falls silent, period by period.

    Examples:

    - `desirepath lifecycle --log workspace`

    - by month, of those who use it: `desirepath lifecycle --log workspace --active feature.used --unit month`
    """
    found = measure_lifecycle(
        open_log(must_exist(log)),
        active,
        unit=unit,
        period=read_period(since, until),
        zone=zone,
        week_start=week_start,
        subject=subject,
    )
    if as_json:
        typer.echo(orjson.dumps(found.to_json(), option=orjson.OPT_INDENT_2))
    else:
        print_lifecycle(console(), found)
