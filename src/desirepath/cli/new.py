"""``desirepath new``: a journey map to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from desirepath.cli.words import console, write_new
from desirepath.templates import TEMPLATES, read_persona_template, read_template

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def new(
    template: Annotated[
        str | None, typer.Argument(metavar="TEMPLATE", help="The template to start from.", show_default=False)
    ] = None,
    list_all: Annotated[bool, typer.Option("--list", help="List the templates.")] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="Where to write the map; the persona goes into personas/ beside it.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Start a journey map from a template.

    Examples:

    - `desirepath new --list`

    - `desirepath new saas-onboarding -o onboarding.journey.yaml`
    """
    if list_all or template is None:
        _list()
        return
    text = read_template(template)
    if output is None:
        typer.echo(text, nl=False)
        return
    write_new(output, text, force=force)
    wrote = [output]
    for name, persona in read_persona_template(template).items():
        beside = output.parent / "personas" / name
        if force or not beside.exists():
            write_new(beside, persona, force=force)
            wrote.append(beside)
    out = console()
    for path in wrote:
        out.print(f"wrote {path}", markup=False, soft_wrap=True)
    out.print(f"next: desirepath check {output}", markup=False, soft_wrap=True)


def _list() -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for template in TEMPLATES:
        table.add_row(template.name, template.about)
    console().print(table)
