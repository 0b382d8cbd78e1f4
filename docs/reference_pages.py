"""Writes the pages of ``docs/reference`` that say what the code says: ``python -m docs.reference_pages``."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.testing import CliRunner

import desirepath
from desirepath.base.problem import Kind
from desirepath.cli.main import COMMANDS, app, load_command
from desirepath.measures.reference import measures_page
from desirepath.measures.success_reference import success_measures_page
from desirepath.success.playbooks.playbook_file import playbook_schema
from docs.look import fonts_css, tokens_css
from docs.sources_page import sources_page
from docs.web_pages import lanes_json, measures_json, openapi_json, templates_json

HERE = Path(__file__).parent / "reference"
TERMINAL = {"COLUMNS": "96", "NO_COLOR": "1"}
STYLES = "../../src/desirepath/server/static/desirepath"


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


def playbook_schema_page() -> str:
    """The JSON Schema of playbook files."""
    return json.dumps(playbook_schema(), indent=2, ensure_ascii=False) + "\n"


def commands_page() -> str:
    """The help of every command, as a reader would see it."""
    lines = ["# Commands"]
    for words in ([], *commands()):
        lines += ["", f"## {' '.join(['desirepath', *words])}", "", "```text", help_of(words), "```"]
    return "\n".join(lines) + "\n"


def commands() -> Iterator[list[str]]:
    """The words of every command, and of the commands within it."""
    for name in COMMANDS:
        yield [name]
        for inner in getattr(load_command(name), "commands", ()):
            yield [name, inner]


def help_of(words: list[str]) -> str:
    """What ``desirepath WORDS --help`` prints on a terminal of 96 columns."""
    asked = [*words, "--help"]
    said = CliRunner().invoke(app, asked, prog_name="desirepath", env=TERMINAL, catch_exceptions=False).output
    return "\n".join(line.rstrip() for line in said.strip("\n").splitlines())


PAGES = {
    f"{STYLES}/tokens.css": tokens_css,
    f"{STYLES}/fonts.css": fonts_css,
    "errors.md": errors_page,
    "commands.md": commands_page,
    "measures.md": measures_page,
    "sources.md": sources_page,
    "success-measures.md": success_measures_page,
    "playbook-1.schema.json": playbook_schema_page,
    "openapi.json": openapi_json,
    "../../web/src/map/lanes.json": lanes_json,
    "../../web/src/lived/measures.json": measures_json,
    "../../web/src/map/templates.json": templates_json,
}


def write_pages() -> None:
    """Write every generated page anew."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write_pages()
    typer.echo(f"wrote {', '.join(PAGES)}")
