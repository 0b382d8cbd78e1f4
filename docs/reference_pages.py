"""Writes the pages of ``docs/reference`` that say what the code says: ``python -m docs.reference_pages``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import click
import typer

import desirepath
from desirepath.base.problem import Kind
from desirepath.cli.main import COMMANDS, load_command

HERE = Path(__file__).parent / "reference"


def kinds() -> Iterator[Kind]:
    """Every kind of problem any room lists."""
    for found in pkgutil.walk_packages(desirepath.__path__, "desirepath."):
        if found.name.rpartition(".")[2].endswith("kinds"):
            yield from importlib.import_module(found.name).KINDS


def errors_page() -> str:
    """All problem codes, in order."""
    lines = [
        "# Errors and warnings",
        "",
        "Every message has a code, says where (an address in the map, a line of a file) and what would work.",
        "An **error** means the thing cannot be used; a **warning** that it can, but should be looked at.",
        "Codes never change their meaning.",
    ]
    for kind in sorted(kinds(), key=lambda kind: kind.code):
        lines += ["", f"## {kind.code}", "", f"**{kind.title}** ({kind.severity})", "", kind.why]
        lines += ["", f"*What would work:* {kind.fix}."]
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """The help of every command, as a reader would see it."""
    lines = ["# Commands", "", "What `desirepath COMMAND --help` says, without its frame."]
    for name in COMMANDS:
        command = load_command(name)
        context = click.Context(command, info_name=f"desirepath {name}")
        usage = " ".join(command.collect_usage_pieces(context))
        lines += ["", f"## desirepath {name}", "", "```text", f"desirepath {name} {usage}", "```", ""]
        lines += [(command.help or "").strip(), ""]
        for parameter in command.params:
            record = parameter.get_help_record(context)
            metavar = parameter.make_metavar(context)
            names, text = record or (metavar, getattr(parameter, "help", None) or "")
            lines.append(f"- `{names.strip()}`: {text.strip()}")
    return "\n".join(lines) + "\n"


PAGES = {"errors.md": errors_page, "commands.md": commands_page}


def write_pages() -> None:
    """Write every generated page anew."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write_pages()
    typer.echo(f"wrote {', '.join(PAGES)}")
