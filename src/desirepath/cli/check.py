"""``desirepath check``: what is wrong with a map, and what a careful reader would ask."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.base.problem import Problem
from desirepath.base.words import count_of
from desirepath.cli.words import AsJson, console, today
from desirepath.log.activities import RESERVED
from desirepath.measures.catalogue import all_measures
from desirepath.model.check import check_map

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def check(
    maps: Annotated[list[Path], typer.Argument(metavar="MAP", help="Journey map files.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Say what is wrong with a map, and what a careful reader would ask about it.

    Errors make a map unusable and the exit code 1; warnings do not.

    Example: `desirepath check onboarding.journey.yaml`
    """
    known = {"activities": RESERVED, "measures": [measure.id for measure in all_measures()]}
    found = [problem for path in maps for problem in check_map(path, today(), **known)]
    errors = sum(problem.severity == "error" for problem in found)
    if as_json:
        typer.echo(
            orjson.dumps(
                {"errors": errors, "problems": [p.to_json() for p in found]}, option=orjson.OPT_INDENT_2
            )
        )
    else:
        _say(found, errors=errors, maps=len(maps))
    raise typer.Exit(1 if errors else 0)


def _say(found: list[Problem], *, errors: int, maps: int) -> None:
    out = console()
    for problem in found:
        style = "red" if problem.severity == "error" else "yellow"
        out.print(f"{problem.place}: ", end="", markup=False, soft_wrap=True)
        out.print(f"{problem.severity}: ", style=style, end="", soft_wrap=True)
        out.print(str(problem), markup=False, soft_wrap=True)
    said = f"{count_of(maps, 'map', 'maps')} checked: "
    warnings = len(found) - errors
    said += (
        "nothing to mend"
        if not found
        else f"{count_of(errors, 'error', 'errors')}, {count_of(warnings, 'warning', 'warnings')}"
    )
    out.print(said, style="bold")
