"""``desirepath work``: run the jobs of a workspace in a process of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desirepath.base.slow import load
from desirepath.cli.words import console

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def work(
    workspace: Annotated[Path, typer.Option(help="The workspace's folder, the same as the server's.")],
    threads: Annotated[int, typer.Option(help="How many jobs run at once.", min=1, max=16)] = 2,
) -> None:
    """Run a workspace's jobs beside its server: what is measured, sent and tidied in the background.

    Needs PostgreSQL. Any number of workers may run; what one leaves when it is killed, another takes up. Set
    `workers = 0` in `[server]` where the server should run none itself.

    Examples:

    - `desirepath work --workspace ours`

    - `desirepath work --workspace ours --threads 4`
    """
    starting = load("desirepath.server.serving.starting")
    starting.set_up(workspace)
    load("desirepath.server.serving.checking").must_be_ready_for_workers()
    console().print(f"working for {workspace}; Ctrl-C stops it", markup=False, soft_wrap=True)
    load("desirepath.server.serving.running").work(threads)
