"""``desirepath restore``: a workspace from its backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desirepath.base.slow import load
from desirepath.cli.words import console

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.", show_default=False)],
    workspace: Annotated[
        Path | None,
        typer.Option(help="The folder to make: not there yet, or empty.", show_default=False),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Where its tables go: postgresql://..., or sqlite. Else where its settings say.",
            show_default=False,
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Only see whether it could be restored; nothing stays.")
    ] = False,
) -> None:
    """Make a workspace from a backup: all of it, checked, or nothing.

    People sign in again, and what was measured is measured anew. A backup of PostgreSQL can be restored into
    SQLite, and the other way round.

    Examples:

    - `desirepath restore desirepath-20260131T020000Z.zip --workspace ours`

    - `desirepath restore desirepath-20260131T020000Z.zip --verify`
    """
    restoring = load("desirepath.server.serving.restore")
    if verify:
        restoring.verify(file)
        console().print(f"{file} is whole", markup=False, soft_wrap=True)
        return
    if workspace is None:
        raise typer.BadParameter("say the folder to make", param_hint="--workspace")
    done = restoring.restore(file, workspace, database=database)
    facts = sum(done["facts"].values())
    console().print(
        f"restored {workspace} as of {done['made_at']}: {done['rows']:,} rows, {facts:,} facts",
        markup=False,
        soft_wrap=True,
    )
