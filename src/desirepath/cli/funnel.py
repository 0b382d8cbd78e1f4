"""``desirepath funnel``: how many come from step to step, and who does not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from desirepath.cli.words import AsJson, aside, console, must_exist, read_period
from desirepath.exports.funnel import print_funnel
from desirepath.log.store import open_log
from desirepath.measures.measure_funnel import measure_funnel
from desirepath.replay.funnel_kinds import BAD_STEP
from desirepath.replay.funnel_question import Between, Count, Effect, Mode, Start, Ties

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def funnel(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    step: Annotated[
        list[str],
        typer.Option(
            "--step",
            help="A step, in order: an expression, or just the name of an activity. Give it once per step.",
            show_default=False,
        ),
    ],
    window: Annotated[
        str, typer.Option(help='The longest time from the first step to any other; "none" for no limit.')
    ] = "14d",
    mode: Annotated[
        Mode, typer.Option(help="In this order; in this order and nothing between; in any order.")
    ] = "ordered",
    between: Annotated[
        Between, typer.Option(help="What breaks a strict order: any other interaction, or only other steps.")
    ] = "interactions",
    since: Annotated[
        str | None,
        typer.Option(help="Only first steps on or after this day or instant.", show_default=False),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            help="Only first steps before this day or instant; the others may come later.", show_default=False
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FROM:TO:EXPR",
            help="What must not happen after step FROM and before step TO (steps count from 1).",
            show_default=False,
        ),
    ] = None,
    exclusion: Annotated[
        Effect, typer.Option(help="Do not count who was hit at all, or end the attempt there.")
    ] = "drop",
    ties: Annotated[
        Ties,
        typer.Option(help="At one instant: the log's order, any order that helps, or strictly later."),
    ] = "sequence",
    start: Annotated[
        Start, typer.Option(help="From the first step that leads furthest, or from the very first.")
    ] = "any",
    count: Annotated[Count, typer.Option(help="Each subject once, or every attempt.")] = "uniques",
    tolerance: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="What comes so shortly after another is at the same instant; with --ties any or strict.",
            show_default=False,
        ),
    ] = None,
    anchor: Annotated[
        list[int] | None,
        typer.Option(
            metavar="STEP",
            help="A step that keeps its place among the others in any order; with --mode unordered.",
            show_default=False,
        ),
    ] = None,
    optional: Annotated[
        list[int] | None,
        typer.Option(metavar="STEP", help="A step that may be left out.", show_default=False),
    ] = None,
    within: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STEP:TIME", help="The longest time since the step before, as 2:3d.", show_default=False
        ),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option(help="See only interactions for which this expression holds.", show_default=False),
    ] = None,
    segment: Annotated[
        str | None,
        typer.Option(
            help="Only first steps of those whose traits match then, such as 'traits.plan == \"pro\"'.",
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(help="Another segment to compare with, side by side.", show_default=False),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Break it down by a field, a property or a trait, such as channel or traits.plan.",
            show_default=False,
        ),
    ] = None,
    attribution: Annotated[
        str,
        typer.Option(
            metavar="WHICH",
            help="Whose value counts with --by: the first step's that has one, the last's, a step's number; "
            "or all: each value by itself.",
        ),
    ] = "first",
    hold: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="All steps share one value of this, such as properties.order_id.",
            show_default=False,
        ),
    ] = None,
    session: Annotated[
        str | None,
        typer.Option(
            metavar="GAP",
            help="Follow sessions, which end after so long without anything, such as 30min.",
            show_default=False,
        ),
    ] = None,
    subject: Annotated[
        str, typer.Option(metavar="TYPE", help="Who is followed: customer, account, or any type in the log.")
    ] = "customer",
    with_list: Annotated[
        bool, typer.Option("--list", help="Say who reached each step and who dropped out before it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Count how many come from step to step inside a time window, how fast, and who does not.

    Examples:

    - `desirepath funnel --log workspace --step "sign up" --step look --step buy`

    - `desirepath funnel --log workspace --step cart --step 'activity == "buy" and amount > 100' --window 2d`

    - without those who wrote a ticket on the way: add `--exclude 1:3:ticket.opened`

    - by plan, with what stands out: add `--by traits.plan`

    - inside one visit: add `--session 30min`; of one and the same order: add `--hold properties.order_id`
    """
    steps: list[dict[str, Any]] = [{"when": text} for text in step]
    for number in optional or ():
        _step_at(steps, number, "--optional")["optional"] = True
    for number in anchor or ():
        _step_at(steps, number, "--anchor")["anchored"] = True
    for limit in within or ():
        place, _, span = limit.partition(":")
        number = int(place) if place.strip().isdecimal() else 0
        _step_at(steps, number, "--within")["within"] = span
    measured = measure_funnel(
        open_log(must_exist(log)),
        steps,
        window=None if window == "none" else window,
        mode=mode,
        between=between,
        ties=ties,
        tolerance=tolerance,
        start=start,
        count=count,
        exclude=exclude or (),
        exclusion=exclusion,
        where=where,
        segment=segment,
        against=against,
        by=by,
        attribution=attribution,
        hold=hold,
        session=session,
        period=read_period(since, until),
        subject=subject,
        with_subjects=with_list,
        notify=aside().print,
    )
    if as_json:
        typer.echo(orjson.dumps(measured.to_json(), option=orjson.OPT_INDENT_2))
    else:
        print_funnel(console(), measured)


def _step_at(steps: list[dict[str, Any]], number: int, option: str) -> dict[str, Any]:
    if not 1 <= number <= len(steps):
        raise BAD_STEP.error(option, says=f"there are {len(steps)} steps, counted from 1")
    return steps[number - 1]
