"""``desirepath playbook``: when something happens to an account, do this: check, simulate, explain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.base.problem import DesirepathError, Problem
from desirepath.cli.words import AsJson, console, must_exist, read_instant, write_new
from desirepath.exports.playbooks import print_simulation, print_story
from desirepath.log.store import open_log
from desirepath.model.journey_map import JourneyMap
from desirepath.model.map_file import read_document, read_map
from desirepath.success.playbooks.playbook import Playbook
from desirepath.success.playbooks.playbook_file import must_fit, read_playbook
from desirepath.success.playbooks.playbooks_json import simulation_json, story_json
from desirepath.success.playbooks.simulate import Simulation, simulate
from desirepath.success.scorecard import Scorecard
from desirepath.success.scorecard_file import read_scorecard
from desirepath.templates.playbooks import PLAYBOOKS, read_playbook_template

app = typer.Typer(rich_markup_mode="markdown", add_completion=False, no_args_is_help=True)

Files = Annotated[
    list[Path],
    typer.Argument(metavar="PLAYBOOK...", help="Playbooks, files ID.playbook.yaml.", show_default=False),
]
Maps = Annotated[
    list[Path] | None,
    typer.Option("--map", help="A map whose steps they name; may be given again.", show_default=False),
]
Scorecards = Annotated[
    list[Path] | None,
    typer.Option(
        "--scorecard", help="A scorecard whose levels they name; may be given again.", show_default=False
    ),
]
LogPath = Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)]
Since = Annotated[
    str | None,
    typer.Option(help="As if they had been on since this day. Without it: 90 days.", show_default=False),
]
Until = Annotated[str | None, typer.Option(help="Up to this day. Without it: now.", show_default=False)]


@app.callback()
def _playbook() -> None:
    """The right thing, for the right account, at the right moment: before anything is sent, see what would
    be.

    Examples:

    - `desirepath playbook new feature-adoption`

    - `desirepath playbook check feature-adoption.playbook.yaml --map techcorp.journey.yaml`

    - `desirepath playbook simulate *.playbook.yaml --map techcorp.journey.yaml --log workspace`
    """


@app.command()
def new(
    name: Annotated[
        str | None, typer.Argument(help="Which one; without it they are listed.", show_default=False)
    ] = None,
    into: Annotated[Path, typer.Option(help="The folder it comes into.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Begin with a playbook that is ready to be used, words and all.

    Example: `desirepath playbook new renewal-120-90-60-30`
    """
    out = console()
    if name is None:
        for one in PLAYBOOKS:
            out.print(f"{one.name:<26} {one.about}", markup=False, soft_wrap=True)
        return
    path = into / f"{name}.playbook.yaml"
    write_new(path, read_playbook_template(name), force=force)
    out.print(f"wrote {path}", markup=False, soft_wrap=True)


@app.command()
def check(files: Files, maps: Maps = None, scorecards: Scorecards = None) -> None:
    """Say what is wrong with playbooks, each problem with its line and what would work.

    Example: `desirepath playbook check mine.playbook.yaml --map techcorp.journey.yaml`
    """
    books = _read(files, maps, scorecards)[0]
    for one in books:
        console().print(f"{one.id}: fine", markup=False, soft_wrap=True)


@app.command(name="simulate")
def simulate_(
    files: Files,
    log: LogPath,
    maps: Maps = None,
    scorecards: Scorecards = None,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Walk through the past as if they had been on: whom would they have reached, when, and who would not?

    Nothing is sent. Several playbooks share the limits of messages, as they would live.

    Example: `desirepath playbook simulate cart-reminder.playbook.yaml --map style-icon.journey.yaml --log
    workspace`
    """
    found = _simulated(files, log, maps, scorecards, since, until)
    if as_json:
        typer.echo(orjson.dumps(simulation_json(found), option=orjson.OPT_INDENT_2))
    else:
        print_simulation(console(), found)


@app.command()
def explain(
    files: Files,
    log: LogPath,
    of: Annotated[str, typer.Option("--of", metavar="ID", help="Which account or customer.")],
    maps: Maps = None,
    scorecards: Scorecards = None,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Say of one account or customer why a playbook would have begun, why not, what it would have done.

    Example: `desirepath playbook explain feature-adoption.playbook.yaml --map techcorp.journey.yaml --log
    workspace --of A-00017`
    """
    found = _simulated(files, log, maps, scorecards, since, until)
    if as_json:
        typer.echo(orjson.dumps(story_json(found, of), option=orjson.OPT_INDENT_2))
    else:
        print_story(console(), found, of)


def _simulated(
    files: Sequence[Path],
    log: Path,
    maps: Sequence[Path] | None,
    scorecards: Sequence[Path] | None,
    since: str | None,
    until: str | None,
) -> Simulation:
    books, journeys, cards = _read(files, maps, scorecards)
    begins, ends = _time(since, "--since"), _time(until, "--until")
    return simulate(open_log(must_exist(log)), books, since=begins, until=ends, maps=journeys, cards=cards)


def _time(word: str | None, option: str) -> datetime | None:
    return read_instant(word, option)


def _read(
    files: Sequence[Path], maps: Sequence[Path] | None, scorecards: Sequence[Path] | None
) -> tuple[list[Playbook], Mapping[str, JourneyMap], Mapping[str, Scorecard]]:
    """The playbooks with what they name. Raises everything that is wrong with any of them."""
    journeys = {one.id: one for one in (read_map(must_exist(path)) for path in maps or ())}
    cards = {one.id: one for one in (read_scorecard(must_exist(path)) for path in scorecards or ())}
    books: list[Playbook] = []
    problems: list[Problem] = []
    for path in files:
        try:
            books.append(read_playbook(must_exist(path)))
        except DesirepathError as error:
            problems += error.problems
    others = [one.id for one in books] if len(files) > 1 else None
    for path, book in zip(files, books, strict=False) if not problems else ():
        try:
            must_fit(book, read_document(path), maps=journeys, cards=cards, others=others)
        except DesirepathError as error:
            problems += error.problems
    if problems:
        raise DesirepathError(problems)
    return books, journeys, cards
