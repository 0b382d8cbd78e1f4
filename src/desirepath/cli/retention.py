"""``desirepath retention``: of those who began together, how many come back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer

from desirepath.cli.words import AsJson, console, must_exist, read_period
from desirepath.exports.retention import print_retention
from desirepath.log.store import open_log
from desirepath.measures.measure_retention import measure_retention
from desirepath.replay.calendar_periods import Unit
from desirepath.replay.funnel_kinds import BAD_PERIODS
from desirepath.replay.retention import Cohorts, Windows

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)
_BRACKET: Final = re.compile(r"\s*(\d{1,4})\s*(?:-\s*(\d{1,4})\s*)?")


@app.command()
def retention(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    start: Annotated[
        str,
        typer.Option(
            help="What begins a cohort: an expression, or just the name of an activity.", show_default=False
        ),
    ],
    back: Annotated[
        str | None,
        typer.Option(help="What coming back is, if not the same.", show_default=False),
    ] = None,
    unit: Annotated[Unit, typer.Option(help="How long a period is.")] = "week",
    since: Annotated[
        str | None,
        typer.Option(
            help="The first cohorts, from this day on. Without it: the last periods of the data.",
            show_default=False,
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only cohorts before this day.", show_default=False)
    ] = None,
    cohorts: Annotated[
        Cohorts,
        typer.Option(
            help="In which cohort one is: by the first start ever, by the first in this time, or in one for "
            "every period with a start."
        ),
    ] = "first_ever",
    windows: Annotated[
        Windows,
        typer.Option(help="Periods of the calendar, or so many times 24 hours since one's own start."),
    ] = "calendar",
    unbounded: Annotated[
        bool, typer.Option("--unbounded", help="Coming back counts in its period and in all before it.")
    ] = False,
    bracket: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIRST-LAST",
            help="Join periods: 1-3 is any of the first three after.",
            show_default=False,
        ),
    ] = None,
    columns: Annotated[
        int | None,
        typer.Option(help="How many periods to look at, the cohort's own included.", show_default=False),
    ] = None,
    segment: Annotated[
        str | None,
        typer.Option(
            help="Only those whose traits matched when they began, such as 'traits.plan == \"pro\"'.",
            show_default=False,
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(help="Where days begin, if not as desirepath.toml says.", show_default=False),
    ] = None,
    week_start: Annotated[
        str | None, typer.Option(help="On which day weeks begin, if not as it says.", show_default=False)
    ] = None,
    subject: Annotated[
        str, typer.Option(metavar="TYPE", help="Who is followed: customer, account, or any type in the log.")
    ] = "customer",
    as_json: AsJson = False,
) -> None:
    """See who comes back: cohorts by when they began, the share that came back in each period after.

    Examples:

    - `desirepath retention --log workspace --start "sign up" --back feature.used`

    - by month, in the first week, weeks two to four, and later: `... --unit week --bracket 1 --bracket 2-4`

    - N-day retention in days of one's own: `... --unit day --windows rolling --columns 8`
    """
    found = measure_retention(
        open_log(must_exist(log)),
        start,
        back,
        unit=unit,
        period=read_period(since, until),
        cohorts=cohorts,
        windows=windows,
        returns="unbounded" if unbounded else "bracket" if bracket else "exact",
        brackets=[_read_bracket(text) for text in bracket or ()],
        columns=columns,
        segment=segment,
        zone=zone,
        week_start=week_start,
        subject=subject,
    )
    if as_json:
        typer.echo(orjson.dumps(found.to_json(), option=orjson.OPT_INDENT_2))
    else:
        print_retention(console(), found)


def _read_bracket(text: str) -> tuple[int, int]:
    read = _BRACKET.fullmatch(text)
    if read is None:
        fix = "write FIRST-LAST, such as 1-3; the cohort's own period is 0"
        raise BAD_PERIODS.error("--bracket", says=f'"{text}" is no bracket', fix=fix)
    return int(read[1]), int(read[2] or read[1])
