"""``desirepath login``: keep a token for a workspace, so that pull and push need none."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desirepath.cli.client import Client, checked_server
from desirepath.cli.tokens import VARIABLE, find_token, forget_token, keep_token
from desirepath.cli.words import console

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def login(
    server: Annotated[str, typer.Option(help="The workspace's address.", show_default=False)],
    token_file: Annotated[
        Path | None,
        typer.Option(help="A file with the token. Without it you are asked for it.", show_default=False),
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the token instead.")] = False,
) -> None:
    """Keep a personal token for a workspace, where only you can read it. Make one there, under your account.

    Examples:

    - `desirepath login --server https://maps.example.com`

    - `desirepath login --server https://maps.example.com --forget`
    """
    address = checked_server(server)
    if forget:
        was_there = forget_token(address)
        says = "the token is forgotten; revoke it in the workspace too" if was_there else "there was no token"
        console().print(says, markup=False)
        return
    token = find_token(address, token_file) if token_file else typer.prompt("Token", hide_input=True)
    me = Client(address, token.strip()).get("me").json()
    path = keep_token(address, token)
    console().print(f"signed in as {me['name'] or me['email']} ({me['role']})", markup=False)
    console().print(f"the token lies in {path}; {VARIABLE} goes before it", markup=False, soft_wrap=True)
