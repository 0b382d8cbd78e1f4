"""``desirepath pull``: what is new in a workspace comes into a folder of files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from desirepath.cli.meeting import FolderPath, Server, TokenFile, open_sync, tell

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def pull(
    folder: FolderPath = Path("."),
    server: Server = None,
    token_file: TokenFile = None,
    keep: Annotated[
        Literal["here", "workspace"] | None,
        typer.Option(
            help="Where both changed the same, whose words stand in the file. Without it, none are chosen.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Bring maps and personas from a workspace into a folder, for git, an editor, or a report.

    What you changed here is kept: where the workspace changed too, both are merged, and where both changed
    the same, nothing is overwritten, both are shown, and the exit code is 1.

    Examples:

    - `desirepath pull --server https://maps.example.com`

    - `desirepath pull maps --dry-run`

    - `desirepath pull --keep here`
    """
    with open_sync(folder, server, token_file, is_rehearsal=dry_run, kept=keep) as sync:
        tell(sync.pull())
