"""``desirepath draw``: a map as a picture."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from desirepath.cli.images import read_images
from desirepath.cli.kinds import DOES_NOT_GO_TOGETHER, UNKNOWN_ENDING
from desirepath.cli.words import MapPath, aside, console, must_exist, today, write_whole
from desirepath.exports.findings import drawing_findings
from desirepath.exports.html import draw_html
from desirepath.exports.svg import draw_svg
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
    theme: Annotated[
        Theme | None, typer.Option(help="Colours of an SVG; a page follows the reader's own setting.")
    ] = None,
) -> None:
    """Draw a map as SVG or as a web page; with a log, the lived journey over the planned one.

    Examples:

    - `desirepath draw onboarding.journey.yaml -o onboarding.svg`

    - `desirepath draw onboarding.journey.yaml --log workspace -o onboarding.html`
    """
    if output.suffix not in (".svg", ".html"):
        raise UNKNOWN_ENDING.error(says=f"{output} does not end in .svg or .html")
    if theme is not None and output.suffix == ".html":
        says = "a page follows its reader's own setting, light or dark"
        raise DOES_NOT_GO_TOGETHER.error("--theme", says=says, fix="leave --theme out, or draw an .svg")
    journey = read_map(must_exist(map_path))
    measured = measure_map(journey, open_log(must_exist(log)), notify=aside().print) if log else None
    images = read_images(journey, map_path)
    if output.suffix == ".html":
        picture = draw_html(journey, measured, today=today(), images=images)
    else:
        picture = draw_svg(
            journey, measured, theme=(theme or Theme.LIGHT).value, today=today(), images=images
        )
    write_whole(output, picture)
    console().print(f"wrote {output}", markup=False, soft_wrap=True)
    for finding in drawing_findings(journey, images=images):
        aside().print(f"{finding.severity}: {finding}", markup=False, soft_wrap=True)
