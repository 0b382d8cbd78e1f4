"""The command ``desirepath``: finds the command that was asked for, loads it, says errors in one shape."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from desirepath import __version__
from desirepath.base.problem import DesirepathError
from desirepath.cli.kinds import SYSTEM_REFUSED
from desirepath.cli.plain import speak_plainly

COMMANDS = {
    "new": "Start a journey map from a template, or list the templates.",
    "check": "Say what is wrong with a map, and what a careful reader would ask.",
    "diff": "Say what changed between two versions of a map.",
    "import": "Bring what happened into a log, from the files other tools export.",
    "log": "What a log holds, its latest interactions, questions in SQL; keep it tidy.",
    "subject": "One customer or account: show, export, erase, suppress.",
    "note": "Keep what was learnt in a talk with a customer, with quotes.",
    "context": "Write down what happened around the customers: a release, a campaign, an outage.",
    "measure": "Measure a map against a log: reach, conversion, time, feeling, with intervals.",
    "difference": "Hold what a map believes against what happened: where the log contradicts it.",
    "funnel": "Count how many come from step to step, how fast, and who does not.",
    "retention": "Of those who began together, how many come back, period by period.",
    "lifecycle": "Who is new, goes on, comes back, falls silent, period by period.",
    "success": "How customers come, use, ask, stay and pay: churn, renewals, NRR, NPS.",
    "health": "Who is well, who is not, and why; and whether such scores would have told.",
    "renewals": "What comes up for renewal: what is sure, likely and at risk, month by month.",
    "revenue": "How revenue moved: new, grown, shrunk, left and back, with GRR and NRR.",
    "support": "When customers need us most, how fast they are served, what they ask again and again.",
    "emails": "Which letters are opened, followed and answered; two of them side by side.",
    "playbook": "When something happens to an account, do this: check, simulate, explain.",
    "paths": "Find the ways customers take of their own, and hold them against a map.",
    "export": "Write what happened as an event log: XES or OCEL 2.0.",
    "draw": "Draw a map as SVG or as a web page, with what was measured.",
    "serve": "Serve a workspace that many people share, over HTTP.",
    "work": "Run a workspace's jobs beside its server.",
    "backup": "Save a whole workspace in one file, while it runs.",
    "restore": "Make a workspace from its backup.",
    "login": "Keep a token for a workspace, so that pull and push need none.",
    "pull": "Bring maps and personas from a workspace into a folder, and keep your changes.",
    "push": "Send what you changed in a folder to a workspace, and keep others' changes.",
    "demo": "See it work: a made-up company, measured like anyone's.",
}
_INTERRUPTED = 130
_MODULES = {"import": "import_"}


class Commands(TyperGroup):
    """The list of commands. Only the one that is run is loaded, so that ``--help`` stays quick."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:
        """The command as the list of commands shows it."""
        if cmd_name not in COMMANDS:
            return None
        return TyperCommand(cmd_name, help=COMMANDS[cmd_name])

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is run, loaded now."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command and load_command(command.name or ""), rest


def load_command(name: str) -> Any:
    """Load one command's module; its ``app`` holds exactly one command."""
    module: Any = importlib.import_module(f"desirepath.cli.{_MODULES.get(name, name)}")
    command = typer.main.get_command(module.app)
    command.name = name
    return command


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"desirepath {__version__}")
        raise typer.Exit


@app.callback()
def _desirepath(
    version: bool = typer.Option(
        False, "--version", callback=_say_version, is_eager=True, help="Say the version."
    ),
) -> None:
    """The journey you planned for your customers beside the one they take.

    Start with `desirepath demo`, or with `desirepath new --list`.
    """


def main() -> None:
    """Run the command line and leave with its exit code: 0 done, 1 something is wrong, 2 asked wrongly."""
    speak_plainly()
    try:
        app(prog_name="desirepath")
    except SystemExit as left:
        if left.code == _INTERRUPTED:
            sys.stderr.write("stopped; nothing is half-written, and the same command begins again\n")
        raise
    except DesirepathError as error:
        say_problems(error)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output (head, less) has left; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        say_problems(
            SYSTEM_REFUSED.error(says=error.strerror or str(error), file=str(error.filename or "") or None)
        )
        sys.exit(1)


def say_problems(error: DesirepathError) -> None:
    """Write every problem to stderr, one a line: where, how bad, what, and what would work."""
    for problem in error.problems:
        place = f"{problem.place}: " if problem.place else ""
        sys.stderr.write(f"{place}{problem.severity}: {problem}\n")
