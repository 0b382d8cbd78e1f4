"""``desirepath push``: what was changed in a folder of files goes to a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desirepath.cli.meeting import FolderPath, Server, TokenFile, open_sync, tell

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def push(
    folder: FolderPath = Path("."),
    server: Server = None,
    token_file: TokenFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Send maps and personas that were changed in a folder to a workspace, each as one edit of its map.

    What others did there since is kept, and comes into the files here; where both changed the same, that file
    is not sent, both are shown, and the exit code is 1.

    Examples:

    - `desirepath push`

    - `desirepath push maps --server https://maps.example.com --dry-run`
    """
    with open_sync(folder, server, token_file, is_rehearsal=dry_run) as sync:
        tell(sync.push())
