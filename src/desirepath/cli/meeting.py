"""What pull and push share: which folder meets which workspace, and telling what became of each file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from desirepath.base.problem import visible
from desirepath.cli.client import Client, checked_server
from desirepath.cli.folder import Folder
from desirepath.cli.remote import Remote
from desirepath.cli.syncing import Outcome, Side, Sync
from desirepath.cli.tokens import VARIABLE, find_token
from desirepath.cli.words import console
from desirepath.cli.workspace_kinds import OTHER_SERVER

FolderPath = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of files; else this one.")]
Server = Annotated[
    str | None,
    typer.Option(help="The workspace's address; remembered from then on.", show_default=False),
]
TokenFile = Annotated[
    Path | None,
    typer.Option(
        help=f"A file with a personal token. Else it is in {VARIABLE}, or kept by login.", show_default=False
    ),
]


@contextmanager
def open_sync(
    path: Path,
    server: str | None,
    token_file: Path | None,
    *,
    is_rehearsal: bool,
    kept: Side | None = None,
) -> Iterator[Sync]:
    """The folder and its workspace. Raises DP-CLI-020, -024, -025 and -027."""
    folder = Folder.open(path)
    if server is None and not folder.server:
        raise typer.BadParameter("this folder has met no workspace yet: say which", param_hint="--server")
    address = checked_server(server or folder.server)
    if folder.server and address != folder.server:
        raise OTHER_SERVER.error("--server", says=f"this folder belongs to {folder.server}")
    folder.server = address
    yield Sync(folder, Remote(Client(address, find_token(address, token_file))), is_rehearsal, kept)


def tell(outcomes: Iterable[Outcome]) -> None:
    """Say what became of each file. Leaves with exit code 1 where somebody has to act."""
    out, count, wrong = console(), 0, 0
    for outcome in outcomes:
        count += 1
        wrong += outcome.is_wrong
        out.print(f"{visible(outcome.path)}: {outcome.says}", markup=False, soft_wrap=True)
        for line in outcome.details:
            out.print(f"  {line}", markup=False, soft_wrap=True)
    if not count:
        out.print("there is nothing here and nothing there")
    if wrong:
        raise typer.Exit(1)
