"""``desirepath success``: how customers come, use, ask, stay and pay, whatever map they travel."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import orjson
import typer

from desirepath.cli.kinds import STEP_NEEDS_MAP
from desirepath.cli.words import AsJson, console, must_exist, read_period
from desirepath.exports.success import print_cohorts, print_success
from desirepath.log.store import open_log
from desirepath.measures.measure_success import first_value_at, measure_success
from desirepath.model.map_file import read_map

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def success(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    segment: Annotated[
        str | None,
        typer.Option(
            help="Only those whose traits matched when the period began, such as 'traits.plan == \"pro\"'.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            help="Begin on this day. Without --since and --until: the last year.", show_default=False
        ),
    ] = None,
    until: Annotated[str | None, typer.Option(help="End before this day.", show_default=False)] = None,
    against: Annotated[
        str | None,
        typer.Option(help="Another segment to compare with, side by side.", show_default=False),
    ] = None,
    against_since: Annotated[
        str | None, typer.Option(help="Or compare with another period: its beginning.", show_default=False)
    ] = None,
    against_until: Annotated[str | None, typer.Option(help="And its end.", show_default=False)] = None,
    by: Annotated[Literal["month", "quarter"], typer.Option(help="How the trend is cut.")] = "month",
    value: Annotated[
        str | None,
        typer.Option(
            metavar="EXPRESSION",
            help="Which interaction is a customer's first value; for onboarding and time to value.",
            show_default=False,
        ),
    ] = None,
    map_path: Annotated[
        Path | None,
        typer.Option("--map", help="Or a step of this map is: name it with --step.", show_default=False),
    ] = None,
    step: Annotated[str | None, typer.Option(help="The step's id.", show_default=False)] = None,
    use: Annotated[
        str | None,
        typer.Option(
            metavar="EXPRESSION",
            help="Which interactions are use of the product, if not feature.used.",
            show_default=False,
        ),
    ] = None,
    margin: Annotated[
        float, typer.Option(help="What is left of a payment after serving the customer, from 0 to 1.")
    ] = 1.0,
    subject: Annotated[
        str | None,
        typer.Option(
            metavar="TYPE", help="Whom to count: account, else customer, unless said.", show_default=False
        ),
    ] = None,
    cohorts: Annotated[
        bool, typer.Option("--cohorts", help="Show who still uses it, month by month after coming, instead.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """See how customers come, use, ask, stay and pay: renewals, churn, NRR, NPS and more, with intervals.

    Examples:

    - `desirepath success --log workspace`

    - the third quarter, by segment: add
    `--since 2026-07-01 --until 2026-10-01 --segment 'traits.plan == "team"'`

    - side by side: add `--segment 'traits.plan == "business"' --against 'traits.plan == "team"'`

    - with time to value: add `--map techcorp.journey.yaml --step first-project`
    """
    if (map_path is None) != (step is None):
        raise STEP_NEEDS_MAP.error("--step" if map_path is None else "--map")
    if map_path is not None and step is not None:
        value = first_value_at(read_map(must_exist(map_path)), step)
    found = measure_success(
        open_log(must_exist(log)),
        segment=segment,
        period=read_period(since, until) if since or until else None,
        against=against,
        against_period=read_period(against_since, against_until, prefix="--against-")
        if against_since or against_until
        else None,
        by=by,
        of=subject,
        use=use,
        value=value,
        margin=margin,
    )
    if as_json:
        typer.echo(orjson.dumps(found.to_json(), option=orjson.OPT_INDENT_2))
    elif cohorts:
        print_cohorts(console(), found)
    else:
        print_success(console(), found)
