"""``desirepath demo``: a made-up company, generated, then measured like anyone's; or both, to walk in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from desirepath.base.problem import DesirepathError
from desirepath.base.slow import load
from desirepath.cli.import_ import run_import, say_report
from desirepath.cli.kinds import OTHER_DEMO, UNKNOWN_WORLD
from desirepath.cli.words import aside, console, today, write_whole
from desirepath.exports.html import draw_html
from desirepath.exports.terminal import print_measured
from desirepath.log.store import open_log
from desirepath.log.workspace import read_settings
from desirepath.log.zone_file import write_time_zone
from desirepath.measures.measure_map import measure_map
from desirepath.model.map_file import read_map
from desirepath.stories import WORLDS
from desirepath.stories.world import World

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)
COMPANY = "TechCorp"
"""Whose workspace the served demo is: its team works at TechCorp."""


@app.command()
def demo(
    into: Annotated[Path, typer.Option(help="The folder to work in.")] = Path("desirepath-demo"),
    world: Annotated[str, typer.Option(help="The story: " + " or ".join(WORLDS) + ".")] = "techcorp",
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve both stories, to walk about in with a browser.")
    ] = False,
    port: Annotated[
        int, typer.Option(help="The port to serve on, of this machine only.", min=1, max=65535)
    ] = 8700,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Begin a served demo again, as if nobody had touched it.")
    ] = False,
    only_log: Annotated[bool, typer.Option("--only-log", hidden=True)] = False,
) -> None:
    """See it work: generate a made-up company's log, import it, measure its journey map, draw it.

    The numbers on the screen are measured from the generated log, like anyone's. With `--serve` both
    companies come into one workspace, and a browser on this machine finds it at http://127.0.0.1:8700,
    signed in.

    Examples:

    - `desirepath demo --into demo`

    - `desirepath demo --into demo --serve`
    """
    if only_log:
        _fill_log(into / "workspace")
        return
    if serve:
        _serve(into / "workspace", port=port, afresh=afresh)
        return
    if world not in WORLDS:
        raise UNKNOWN_WORLD.error("--world", says=f"there is no world called {world!r}")
    story = WORLDS[world]
    began = time.monotonic()
    out = console()
    folder = into / world
    if folder.exists():
        shutil.rmtree(folder)
    made = _generate(world, story, folder / "exports")
    out.print(made.story.strip(), "\n", sep="", markup=False)
    workspace = folder / "workspace"
    say_report(run_import(list(made.files), workspace))
    _set_rates(workspace, [story])
    journey = read_map(story.MAP_PATH)
    measured = measure_map(journey, open_log(workspace), notify=aside().print)
    out.print()
    print_measured(out, measured)
    page = into / f"{world}.html"
    write_whole(page, draw_html(journey, measured, today=today()))
    for line in (
        f"\nthe same as a page: {page}",
        f"the map: {story.MAP_PATH}",
        f"look further: desirepath success --log {workspace}",
        f"              desirepath paths --log {workspace} --map {story.MAP_PATH}",
        f"{time.monotonic() - began:.0f} s in all",
    ):
        out.print(line, markup=False, soft_wrap=True)


def _serve(workspace: Path, *, port: int, afresh: bool) -> None:
    """Both companies in one workspace, served to this machine only, with the demo's owner signed in."""
    os.environ["DESIREPATH_DEMO"] = "1"
    starting = load("desirepath.server.serving.starting")
    listening = starting.listen("127.0.0.1", port)
    out = console()
    if afresh and workspace.exists():
        shutil.rmtree(workspace)
    if not (workspace / "demo-is-complete").exists():
        _fill_log_apart(workspace)
    lock = starting.occupy(workspace)
    try:
        _name_after(workspace, COMPANY)
        starting.set_up(workspace, port)
        _bring_up_to_date(starting, workspace)
        demo = load("desirepath.server.serving.demo")
        demo.fill([story.MAP_PATH.read_text("utf-8") for story in WORLDS.values()], _personas())
        demo.tell_handoff(read_map(WORLDS["techcorp"].MAP_PATH))
        load("desirepath.server.clock").begin_demo_time()
        _copy_scorecards(workspace)
        (workspace / "demo-is-complete").touch()
        for line in (
            f"\nopen http://127.0.0.1:{port} in a browser: you are signed in as the demo's owner.",
            "Only this machine can reach it, and everybody on this machine can. Ctrl-C stops it.",
        ):
            out.print(line, markup=False, soft_wrap=True)
        load("desirepath.server.serving.running").serve(listening)
    finally:
        lock.release()


def _bring_up_to_date(starting: ModuleType, workspace: Path) -> None:
    """The tables of the demo as this Desirepath has them. Raises DP-CLI-015 where another has made them."""
    try:
        starting.migrate()
    except DesirepathError as error:
        raise OTHER_DEMO.error(str(workspace.parent), says=error.problems[0].says) from error


def _fill_log_apart(workspace: Path) -> None:
    """Fill the log in a process of its own: the memory that making up half a million facts takes (1.5 GB)
    would stay with the server for as long as it runs."""
    command = [sys.executable, "-m", "desirepath", "demo", "--only-log", "--into", str(workspace.parent)]
    done = subprocess.run(command, check=False)  # noqa: S603 - our own program, and no shell
    if done.returncode != 0:
        raise typer.Exit(done.returncode)


def _fill_log(workspace: Path) -> None:
    """Import what happened at both companies."""
    exports = workspace.parent / "exports"
    for left_over in (workspace, exports):
        shutil.rmtree(left_over, ignore_errors=True)
    files: list[Path] = []
    for name, story in WORLDS.items():
        made = _generate(name, story, exports / name)
        console().print(made.story.strip(), "\n", sep="", markup=False)
        files += made.files
    say_report(run_import(files, workspace))
    _set_rates(workspace, WORLDS.values())
    write_time_zone(workspace, "UTC")  # in which the stories are told
    shutil.rmtree(exports)


def _generate(name: str, story: ModuleType, into: Path) -> World:
    into.mkdir(parents=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=aside(),
        transient=True,
        disable=not aside().is_terminal,
    ) as bars:
        task = bars.add_task(f"generating {name}", total=None)
        made: World = story.write_world(
            into, progress=lambda done, total: bars.update(task, completed=done, total=total)
        )
        return made


def _set_rates(workspace: Path, stories: Iterable[ModuleType]) -> None:
    rates = {name: rate for story in stories for name, rate in story.RATES.items()}
    with (workspace / "desirepath.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[rates]\n" + "".join(f"{name} = {rate}\n" for name, rate in sorted(rates.items())))


def _name_after(workspace: Path, company: str) -> None:
    """Say whose workspace it is, where nobody has."""
    path = workspace / "desirepath.toml"
    if not read_settings(workspace).name:
        path.write_text(f'name = "{company}"\n{path.read_text("utf-8")}', "utf-8")


def _copy_scorecards(workspace: Path) -> None:
    """The stories' scorecards into the workspace; what is there already stays."""
    folder = workspace / "scorecards"
    folder.mkdir(exist_ok=True)
    for story in WORLDS.values():
        for path in sorted(story.MAP_PATH.parent.glob("*.scorecard.yaml")):
            if not (folder / path.name).exists():
                write_whole(folder / path.name, path.read_text("utf-8"))


def _personas() -> Iterator[str]:
    for story in WORLDS.values():
        for path in sorted((story.MAP_PATH.parent / "personas").glob("*.persona.yaml")):
            yield path.read_text("utf-8")
