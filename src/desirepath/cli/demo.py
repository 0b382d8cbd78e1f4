"""``desirepath demo``: a made-up company, generated, then measured like anyone's."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from desirepath.cli.import_ import run_import, say_report
from desirepath.cli.kinds import UNKNOWN_WORLD
from desirepath.cli.words import aside, console, today, write_whole
from desirepath.exports.html import draw_html
from desirepath.exports.terminal import print_measured
from desirepath.log.store import open_log
from desirepath.measures.measure_map import measure_map
from desirepath.model.map_file import read_map
from desirepath.stories import WORLDS

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@app.command()
def demo(
    into: Annotated[Path, typer.Option(help="The folder to work in.")] = Path("desirepath-demo"),
    world: Annotated[str, typer.Option(help="The story: " + " or ".join(WORLDS) + ".")] = "techcorp",
) -> None:
    """See it work: generate a made-up company's log, import it, measure its journey map, draw it.

    The numbers on the screen are measured from the generated log, like anyone's.

    Example: `desirepath demo --into demo`
    """
    if world not in WORLDS:
        raise UNKNOWN_WORLD.error("--world", says=f"there is no world called {world!r}")
    story = WORLDS[world]
    began = time.monotonic()
    out = console()
    folder = into / world
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=aside(),
        transient=True,
        disable=not aside().is_terminal,
    ) as bars:
        task = bars.add_task(f"generating {world}", total=None)
        made = story.write_world(
            folder / "exports", progress=lambda done, total: bars.update(task, completed=done, total=total)
        )
    out.print(made.story.strip(), "\n", sep="", markup=False)
    report = run_import(list(made.files), folder / "workspace")
    say_report(report)
    with (folder / "workspace" / "desirepath.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[rates]\n" + "".join(f"{name} = {rate}\n" for name, rate in story.RATES.items()))
    journey = read_map(story.MAP_PATH)
    measured = measure_map(journey, open_log(folder / "workspace"), notify=aside().print)
    out.print()
    print_measured(out, measured)
    page = into / f"{world}.html"
    write_whole(page, draw_html(journey, measured, today=today()))
    workspace = folder / "workspace"
    for line in (
        f"\nthe same as a page: {page}",
        f"the map: {story.MAP_PATH}",
        f"look further: desirepath success --log {workspace}",
        f"              desirepath paths --log {workspace} --map {story.MAP_PATH}",
        f"{time.monotonic() - began:.0f} s in all",
    ):
        out.print(line, markup=False, soft_wrap=True)
