"""``desirepath diff``: what changed between two versions of a map, in words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.cli.words import AsJson, console, must_exist
from desirepath.model.diff import diff_maps
from desirepath.model.map_file import read_map

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier map.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later map.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Say what changed between two versions of a map: steps moved, claims confirmed, owners changed.

    Example: `desirepath diff onboarding-v3.journey.yaml onboarding.journey.yaml`
    """
    changes = diff_maps(read_map(must_exist(old)), read_map(must_exist(new)))
    if as_json:
        typer.echo(orjson.dumps({"changes": [c.to_json() for c in changes]}, option=orjson.OPT_INDENT_2))
        return
    out = console()
    for change in changes:
        out.print(f"- {change.say()}", markup=False, soft_wrap=True)
    if not changes:
        out.print("nothing changed")
