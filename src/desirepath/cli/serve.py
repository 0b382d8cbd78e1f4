"""``desirepath serve``: the workspace that many people share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desirepath.base.slow import load
from desirepath.cli.words import console

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def serve(
    workspace: Annotated[Path, typer.Option(help="The workspace's folder; made on first start.")],
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8700,
    check: Annotated[bool, typer.Option("--check", help="Only say whether it could be served.")] = False,
) -> None:
    """Serve a workspace: maps, people, edits and measures over HTTP, in one process.

    The first start makes the workspace and prints a link that signs its owner in, once.

    Examples:

    - `desirepath serve --workspace ours`
    - `desirepath serve --workspace ours --check`
    """
    serving = load("desirepath.server.serving")
    serving.prepare(workspace)
    if check:
        console().print(f"{workspace} can be served", markup=False)
        return
    owner_link = serving.first_owner_link()
    if owner_link:
        console().print(
            f"sign in as the owner, once: http://{host}:{port}{owner_link}", markup=False, soft_wrap=True
        )
    console().print(f"serving {workspace} on http://{host}:{port}; Ctrl-C stops it", markup=False)
    serving.serve(workspace, host=host, port=port)
