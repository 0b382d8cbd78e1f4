"""``desirepath draw``: a map as a picture."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from desirepath.cli.images import read_images
from desirepath.cli.kinds import DOES_NOT_GO_TOGETHER, UNKNOWN_ENDING
from desirepath.cli.words import (
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
from desirepath.exports.findings import drawing_findings
from desirepath.exports.html import draw_html
from desirepath.exports.lived_svg import draw_lived_svg
from desirepath.exports.svg import draw_svg
from desirepath.exports.tokens import Theme as Colours
from desirepath.log.store import open_log
from desirepath.measures.measure_map import measure_map
from desirepath.model.map_file import read_map

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


class Theme(StrEnum):
    """The picture's colours."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@app.command()
def draw(
    map_path: MapPath,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A file ending in .svg or .html.", show_default=False)
    ],
    log: Annotated[
        Path | None, typer.Option("--log", help="A log to measure the map against.", show_default=False)
    ] = None,
    lived: Annotated[
        bool, typer.Option("--lived", help="Only what customers did and felt, for a slide or a report.")
    ] = False,
    segment: Segment = None,
    since: Since = None,
    until: Until = None,
    theme: Annotated[
        Theme | None, typer.Option(help="Colours of an SVG; a page follows the reader's own setting.")
    ] = None,
) -> None:
    """Draw a map as SVG or as a web page; with a log, the lived journey over the planned one.

    Examples:

    - `desirepath draw onboarding.journey.yaml -o onboarding.svg`

    - `desirepath draw onboarding.journey.yaml --log workspace -o onboarding.html`

    - the numbers alone: `desirepath draw onboarding.journey.yaml --log workspace --lived -o lived.svg`
    """
    if output.suffix not in (".svg", ".html"):
        raise UNKNOWN_ENDING.error(says=f"{output} does not end in .svg or .html")
    if theme is not None and output.suffix == ".html":
        says = "a page follows its reader's own setting, light or dark"
        raise DOES_NOT_GO_TOGETHER.error("--theme", says=says, fix="leave --theme out, or draw an .svg")
    if lived and output.suffix == ".html":
        raise DOES_NOT_GO_TOGETHER.error("--lived", says="a page shows the whole map", fix="draw an .svg")
    for option, given in (("--lived", lived), ("--segment", segment), ("--since", since), ("--until", until)):
        if given and log is None:
            says = "without a log there is nothing to measure"
            raise DOES_NOT_GO_TOGETHER.error(option, says=says, fix="name the log with --log")
    journey = read_map(must_exist(map_path))
    period = read_period(since, until)
    measured = (
        measure_map(journey, open_log(must_exist(log)), segment=segment, period=period, notify=aside().print)
        if log
        else None
    )
    colours: Colours = (theme or Theme.LIGHT).value
    images = read_images(journey, map_path)
    if measured and lived:
        picture = draw_lived_svg(measured, theme=colours, today=today())
    elif output.suffix == ".html":
        picture = draw_html(journey, measured, today=today(), images=images)
    else:
        picture = draw_svg(journey, measured, theme=colours, today=today(), images=images)
    write_whole(output, picture)
    console().print(f"wrote {output}", markup=False, soft_wrap=True)
    for finding in () if lived else drawing_findings(journey, images=images):
        aside().print(f"{finding.severity}: {finding}", markup=False, soft_wrap=True)
