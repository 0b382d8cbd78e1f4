"""``desirepath health``: who is well, who is not, and why; and whether such scores would have told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.cli.kinds import NOT_IN_LOG
from desirepath.cli.words import AsJson, console, must_exist, read_instant, read_span
from desirepath.exports.health import print_back_test, print_explained, print_health
from desirepath.log.store import open_log
from desirepath.model.map_file import read_map
from desirepath.success.back_test import back_test
from desirepath.success.health_json import back_test_json, health_json
from desirepath.success.measure_health import measure_health
from desirepath.success.scorecard_file import read_scorecard

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def health(
    scorecard: Annotated[
        Path, typer.Argument(help="The scorecard, a file ID.scorecard.yaml.", show_default=False)
    ],
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    map_path: Annotated[
        Path | None,
        typer.Option("--map", help="The map, where signals ask for places on it.", show_default=False),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="ID", help="Explain the score of this one.", show_default=False),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="As things were known on this day. Without it: now.", show_default=False),
    ] = None,
    since: Annotated[str, typer.Option(help="What changed in so long.")] = "7d",
    back: Annotated[
        bool, typer.Option("--back-test", help="Hold the scorecard against the past: who left?")
    ] = False,
    horizon: Annotated[str, typer.Option(help="Of a back-test: left within so long.")] = "90d",
    as_json: AsJson = False,
) -> None:
    """See who is well and who is not, every score line by line; test on the past if it would have told.

    Examples:

    - `desirepath health techcorp.scorecard.yaml --log workspace`

    - one account, line by line: add `--of A-00017`

    - before anybody relies on it: add `--back-test --horizon 90d`
    """
    card = read_scorecard(must_exist(scorecard))
    journey = None if map_path is None else read_map(must_exist(map_path))
    found = measure_health(
        open_log(must_exist(log)),
        card,
        journey=journey,
        as_of=read_instant(as_of, "--as-of"),
        since=read_span(since, "--since"),
    )
    if back:
        told = back_test(
            found.reader, found.records, horizon_days=read_span(horizon, "--horizon").total_seconds() / 86_400
        )
        if as_json:
            typer.echo(orjson.dumps(back_test_json(told), option=orjson.OPT_INDENT_2))
        else:
            print_back_test(console(), told, card.of)
        return
    if of is not None and of not in found.now.subjects:
        raise NOT_IN_LOG.error("--of", says=f'the log knows no {card.of} "{of}"')
    if as_json:
        typer.echo(orjson.dumps(health_json(found, of), option=orjson.OPT_INDENT_2))
    elif of is not None:
        print_explained(console(), found.explained(of), found.changed(of))
    else:
        print_health(console(), found)
