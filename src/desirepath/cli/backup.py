"""``desirepath backup``: the whole workspace in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from desirepath.base.slow import load
from desirepath.cli.words import console

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def backup(
    workspace: Annotated[Path, typer.Option(help="The workspace's folder; its server may run.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="The file, or the folder it goes into; else here.", show_default=False
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Restore it into a scratch folder, to know that it can be.")
    ] = False,
) -> None:
    """Save a whole workspace in one file, while it runs: maps, people, the log, uploads, settings, keys.

    Keep the file as you keep passwords: with its keys and facts it is the workspace. Whoever was erased since
    is still in it.

    Examples:

    - `desirepath backup --workspace ours -o /backups --verify`

    - every day: set `backups = "/backups"` in `[server]` of `desirepath.toml`
    """
    starting = load("desirepath.server.serving.starting")
    starting.set_up(workspace)
    making = load("desirepath.server.serving.backup")
    target = output or Path()
    if target.is_dir():
        target /= making.name_of_backup(datetime.now(UTC))
    made = making.back_up(workspace, target)
    rows = sum(made["rows"].values())
    console().print(
        f"saved {workspace} to {target}: {made['bytes']:,} bytes, {rows:,} rows",
        markup=False,
        soft_wrap=True,
    )
    if verify:
        load("desirepath.server.serving.restore").verify(target)
        console().print("it was restored into a scratch folder: it is whole", markup=False)
