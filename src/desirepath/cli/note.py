"""``desirepath note``: what was learnt in a talk with a customer, kept where the numbers are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from desirepath.cli.answers import AsCsv, write_answer
from desirepath.cli.kinds import NOTHING_SAID
from desirepath.cli.words import AsJson, console, must_exist
from desirepath.log.lock import A_MOMENT
from desirepath.log.notes import Note, note_fact, read_day
from desirepath.log.sql import ask
from desirepath.log.store import create_log, open_log
from desirepath.log.subject_ids import parse_subject

app = typer.Typer(rich_markup_mode="markdown", add_completion=False, no_args_is_help=True)

_LIST = """
select occurred_at as "on", key as id, coalesce(customer, account) as about, actor as by, text,
  properties->'quotes' as quotes
from interactions where activity = 'interview.held' order by occurred_at, arrival
"""


@app.callback()
def _note() -> None:
    """Research notes: what was learnt in a talk, with quotes. Claims on a map cite them by their id.

    Examples:

    - `desirepath note add "Did not know whom to call" --quote "I gave up" --about ada --log workspace`

    - `desirepath note list --log workspace`
    """


@app.command()
def add(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What was learnt, in our words.")],
    log: Annotated[
        Path, typer.Option("--log", help="The log's folder; made where there is none.", show_default=False)
    ],
    quote: Annotated[
        list[str] | None,
        typer.Option("--quote", help="In their own words; may be given again.", show_default=False),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(help="Whom: an id of a customer, or TYPE:ID; may be given again.", show_default=False),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(help="When: a day, or an instant with its zone. Else now.", show_default=False),
    ] = None,
    title: Annotated[str | None, typer.Option(help="A heading.", show_default=False)] = None,
    by: Annotated[str | None, typer.Option(help="Who talked with them.", show_default=False)] = None,
    channel: Annotated[
        str | None, typer.Option(help="How: video, phone, in person.", show_default=False)
    ] = None,
    note_id: Annotated[
        str | None,
        typer.Option("--id", help="The id that claims cite. Else one is made.", show_default=False),
    ] = None,
) -> None:
    """Keep what was learnt in a talk with a customer.

    Example: `desirepath note add "Did not know whom to call" --about ada --on 2026-04-12 --log workspace`
    """
    if not text.strip() and not quote:
        raise NOTHING_SAID.error()
    objects = dict(parse_subject(word) for word in about or ())
    with create_log(log, patience_seconds=A_MOMENT) as opened:
        held_at = read_day(on, opened.settings) if on else datetime.now(UTC)
        fact = note_fact(
            Note(held_at, text.strip(), tuple(quote or ()), objects, title, by, channel, note_id)
        )
        result = opened.append([fact])
    said = {
        (1, 0): f"kept as {fact.key}",
        (0, 1): f"{fact.key} is there already; it was left as it is",
    }.get((result.added, result.duplicates), f"not kept: {fact.objects} is suppressed, or it is too old")
    console().print(said, markup=False, soft_wrap=True)


@app.command(name="list")
def list_notes(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List all notes, the oldest first.

    Example: `desirepath note list --log workspace`
    """
    write_answer(ask(open_log(must_exist(log)), _LIST), as_json=as_json, as_csv=as_csv)
