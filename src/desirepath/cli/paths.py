"""``desirepath paths``: the ways that customers take of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.base.words import plural
from desirepath.cli.words import AsJson, aside, console, must_exist, read_period
from desirepath.exports.conformance import print_conformance
from desirepath.exports.paths import MOST_WAYS, print_paths
from desirepath.findings.conformance import Conformance, conformance_of
from desirepath.findings.kinds import MAP_SAYS_WHO
from desirepath.findings.paths import TOP, find_paths, find_step_paths
from desirepath.log.store import open_log
from desirepath.model.expression_parser import parse_expression
from desirepath.model.map_file import read_map
from desirepath.replay.index import open_index
from desirepath.replay.replay import replay

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def paths(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    map_path: Annotated[
        Path | None,
        typer.Option(
            "--map", help="Follow the steps of this map, and hold the ways against it.", show_default=False
        ),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option(
            help="Whose ways, without a map: customer, account, ticket, or any type in the log.",
            show_default=False,
        ),
    ] = None,
    segment: Annotated[
        str | None,
        typer.Option(
            help="Only those whose traits matched at the beginning (with a map: when their passage started), "
            "such as 'traits.plan == \"pro\"'.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            help="Only what happened on or after this day (with a map: passages that started then).",
            show_default=False,
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            help="Only what happened before this day (with a map: passages that started before it).",
            show_default=False,
        ),
    ] = None,
    session: Annotated[
        str | None,
        typer.Option(
            metavar="GAP",
            help="Take each session as a way of its own; it ends after so long without anything, such as "
            "30min. Not with a map.",
            show_default=False,
        ),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(help=f"How many ways to show: {MOST_WAYS}, or {TOP} with --json.", show_default=False),
    ] = None,
    collapse: Annotated[
        bool, typer.Option("--collapse", help="Take what happened several times in a row as once.")
    ] = False,
    longest: Annotated[
        int | None, typer.Option(help="Compare ways by so many of their first steps.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find the ways customers take of their own: the most travelled, what follows what, and after how long.

    Examples:

    - `desirepath paths --log workspace`

    - the ways of tickets, in JSON: `desirepath paths --log workspace --subject ticket --json`

    - of one plan, in one month: add `--segment 'traits.plan == "pro"' --since 2026-07-01
    --until 2026-08-01`

    - from step to step of a map: `desirepath paths --log workspace --map techcorp.journey.yaml`
    """
    opened, period = open_log(must_exist(log)), read_period(since, until)
    ways = top if top is not None else TOP if as_json else MOST_WAYS
    held: Conformance | None = None
    if map_path is None:
        found = find_paths(
            opened,
            travels=subject,
            segment=segment,
            period=period,
            session=session,
            collapse=collapse,
            longest=longest,
            top=ways,
            notify=aside().print,
        )
    else:
        journey = read_map(must_exist(map_path))
        if subject not in (None, journey.travels):
            raise MAP_SAYS_WHO.error("--subject", says=f"{map_path} follows {plural(journey.travels, 2)}")
        if session is not None:
            raise MAP_SAYS_WHO.error(
                "--session",
                says="with a map the ways are those of its passages",
                fix="leave the session out, or the map",
            )
        told = replay(
            journey,
            open_index(opened, journey.travels),
            segment=None if segment is None else parse_expression(segment),
            period=period,
            notify=aside().print,
        )
        found = find_step_paths(told, collapse=collapse, longest=longest, top=ways)
        held = conformance_of(told)
    if as_json:
        shape = {**found.to_json(), "conformance": held.to_json() if held else None}
        typer.echo(orjson.dumps(shape, option=orjson.OPT_INDENT_2))
        return
    print_paths(console(), found, ways=ways)
    if held:
        console().print()
        print_conformance(console(), held)
