"""``desirepath serve``: the workspace that many people share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desirepath.base.slow import load
from desirepath.cli.words import aside, console

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def serve(
    workspace: Annotated[Path, typer.Option(help="The workspace's folder; made on first start.")],
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8700,
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether it could be served; nothing is touched.")
    ] = False,
) -> None:
    """Serve a workspace: maps, people, edits and measures over HTTP, in one process.

    The first start makes the workspace and prints a link that signs its owner in, once. Ctrl-C (or SIGTERM)
    stops it; killed at any moment it begins again where it was.

    Examples:

    - `desirepath serve --workspace ours`

    - what is wrong, if anything: `desirepath serve --workspace ours --check`

    - behind a proxy on another machine: `desirepath serve --workspace ours --host 10.0.0.5`
    """
    if check:
        _check(workspace, host, port)
        return
    starting = load("desirepath.server.serving.starting")
    listening = starting.listen(host, port)
    lock = starting.occupy(workspace)
    try:
        starting.set_up(workspace, port)
        starting.migrate()
        for problem in load("desirepath.server.serving.checking").warn(workspace, host=host):
            aside().print(f"{problem.severity}: {problem}", markup=False, soft_wrap=True)
        owner_link = starting.first_owner_link()
        if owner_link:
            console().print(
                f"sign in as the owner, once: http://{host}:{port}{owner_link}", markup=False, soft_wrap=True
            )
        console().print(f"serving {workspace} on http://{host}:{port}; Ctrl-C stops it", markup=False)
        load("desirepath.server.serving.running").serve(listening)
    finally:
        lock.release()


def _check(workspace: Path, host: str, port: int) -> None:
    problems = load("desirepath.server.serving.checking").check(workspace, host=host, port=port)
    for problem in problems:
        place = f"{problem.place}: " if problem.place else ""
        aside().print(f"{place}{problem.severity}: {problem}", markup=False, soft_wrap=True)
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(1)
    console().print(f"{workspace} can be served", markup=False, soft_wrap=True)
