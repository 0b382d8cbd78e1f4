"""``desirepath context``: a release, a campaign, an outage: what happened around the customers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desirepath.cli.answers import AsCsv, write_answer
from desirepath.cli.kinds import NOT_A_PROPERTY, NOT_AN_INSTANT
from desirepath.cli.words import AsJson, console, must_exist
from desirepath.log.lock import A_MOMENT
from desirepath.log.notes import CONTEXT_KINDS, context_fact, read_day
from desirepath.log.sql import ask
from desirepath.log.store import create_log, open_log

app = typer.Typer(rich_markup_mode="markdown", add_completion=False, no_args_is_help=True)

_LIST = """
select occurred_at as "on", until, kind, title, properties, source
from contexts order by contexts.occurred_at, arrival
"""


@app.callback()
def _context() -> None:
    """Dated events without a customer: reviews and before/after comparisons need to know them.

    Examples:

    - `desirepath context add --kind release --title "Version 2" --on 2026-01-31 --log workspace`

    - `desirepath context list --log workspace`
    """


@app.command()
def add(
    kind: Annotated[
        str,
        typer.Option(help="What: " + ", ".join(CONTEXT_KINDS) + ", or another word.", show_default=False),
    ],
    title: Annotated[str, typer.Option(help="What people call it.", show_default=False)],
    on: Annotated[
        str, typer.Option(help="When it began: a day, or an instant with its zone.", show_default=False)
    ],
    log: Annotated[
        Path, typer.Option("--log", help="The log's folder; made where there is none.", show_default=False)
    ],
    until: Annotated[
        str | None, typer.Option(help="When it was over, where it ever was.", show_default=False)
    ] = None,
    properties: Annotated[
        list[str] | None,
        typer.Option("--property", help="More of it, as name=value; may be given again.", show_default=False),
    ] = None,
) -> None:
    """Write down what happened around the customers.

    Example: `desirepath context add --kind release --title "Version 2" --on 2026-01-31 --log workspace`
    """
    pairs = [_pair(word) for word in properties or ()]
    with create_log(log, patience_seconds=A_MOMENT) as opened:
        settings = opened.settings
        begins, ends = read_day(on, settings), read_day(until, settings) if until else None
        if ends is not None and ends < begins:
            raise NOT_AN_INSTANT.error("--until", says="it is over before it began")
        fact = context_fact(kind, title, begins, until=ends, properties=pairs)
        added = opened.append([fact]).added
    console().print("kept" if added else "it is there already", markup=False, soft_wrap=True)


@app.command(name="list")
def list_contexts(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List all of them, the oldest first.

    Example: `desirepath context list --log workspace`
    """
    write_answer(ask(open_log(must_exist(log)), _LIST), as_json=as_json, as_csv=as_csv)


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not name or not equals:
        raise NOT_A_PROPERTY.error("--property", says=f"{word!r} is not name=value")
    return name, value
