"""``desirepath emails``: what becomes of the letters that go out, and two of them side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.base.spans import Period
from desirepath.cli.words import AsJson, aside, console, must_exist, read_period
from desirepath.exports.emails import print_emails
from desirepath.log.store import open_log
from desirepath.measures.emails.measured import MOST_DAYS, USUAL_DAYS, measure_emails

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def emails(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(
            help="Two letters to hold side by side: PLAYBOOK/MOVE, PLAYBOOK/MOVE@VERSION or template:NAME.",
            show_default=False,
        ),
    ] = None,
    within: Annotated[
        int, typer.Option(min=1, max=MOST_DAYS, help="How many days after it was sent something counts.")
    ] = USUAL_DAYS,
    since: Annotated[
        str | None, typer.Option(help="Only mails sent on or after this day.", show_default=False)
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only mails sent before this day.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """See which letters are opened, followed and answered, and how sure that is; machines apart.

    Everything is credited to the day on which the mail was sent. Mails that are too young to tell are said,
    and are in no share.

    Examples:

    - `desirepath emails --log workspace`

    - two letters, with how sure their difference is:
      `desirepath emails --log workspace --compare quiet-start/first@1 quiet-start/first@2`
    """
    period = read_period(since, until)
    found = measure_emails(
        open_log(must_exist(log)),
        period=None if period == Period() else period,
        within_days=within,
        sides=compare,
        notify=aside().print,
    )
    if as_json:
        typer.echo(orjson.dumps(found.to_json(), option=orjson.OPT_INDENT_2))
    else:
        print_emails(console(), found)
