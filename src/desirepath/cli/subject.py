"""``desirepath subject``: everything about one customer (or account): shown, exported, erased, kept out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.cli.answers import print_rows
from desirepath.cli.words import AsJson, console, must_exist, read_instant, write_new
from desirepath.log.answer import Answer
from desirepath.log.kinds import NOT_KNOWN
from desirepath.log.lock import A_MOMENT
from desirepath.log.profile import Profile
from desirepath.log.store import Log, create_log, open_log
from desirepath.log.subject import (
    Erased,
    erase_subject,
    export_subject,
    suppress_subject,
    unsuppress_subject,
)
from desirepath.log.subject_ids import parse_subject

app = typer.Typer(rich_markup_mode="markdown", add_completion=False, no_args_is_help=True)

Who = Annotated[
    str,
    typer.Argument(
        metavar="SUBJECT", help="An id of a customer, or TYPE:ID such as account:acme.", show_default=False
    ),
]
LogPath = Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)]


@app.callback()
def _subject() -> None:
    """Everything about one customer (or account, or ticket): show it, export it, erase it, keep it out.

    Examples:

    - `desirepath subject show ada --log workspace --as-of 2026-01-31`

    - `desirepath subject export ada --log workspace -o ada.json`

    - `desirepath subject erase account:acme --log workspace --suppress`
    """


@app.command()
def show(
    subject: Who,
    log: LogPath,
    as_of: Annotated[
        str | None,
        typer.Option(
            help="As it was known then: a day (its midnight, UTC) or an instant.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is known: the latest traits, all ids, when it was first and last seen.

    Example: `desirepath subject show ada --log workspace --as-of 2026-01-31`
    """
    object_type, object_id = parse_subject(subject)
    profile = open_log(must_exist(log)).profile(object_type, object_id, read_instant(as_of, "--as-of"))
    if profile is None:
        then = f" as of {as_of}" if as_of else ""
        raise NOT_KNOWN.error(says=f'nothing is known of {object_type} "{object_id}"{then}', file=str(log))
    if as_json:
        typer.echo(orjson.dumps(profile.to_json(), option=orjson.OPT_INDENT_2))
    else:
        _print(profile)


@app.command()
def export(
    subject: Who,
    log: LogPath,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write to this file.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Write everything that is known of a subject as one JSON document.

    Example: `desirepath subject export ada --log workspace -o ada.json`
    """
    found = export_subject(open_log(must_exist(log)), *parse_subject(subject))
    text = orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n"
    if output is None:
        typer.echo(text, nl=False)
    else:
        write_new(output, text, force=force)
        console().print(f"wrote {output}", markup=False, soft_wrap=True)


@app.command()
def erase(
    subject: Who,
    log: LogPath,
    suppress: Annotated[bool, typer.Option("--suppress", help="And never store it again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Erase a subject: its facts, its aliases, its rejected rows, every cache. There is no way back.

    Only keyed hashes of what was stored stay, so that importing an old file does not bring it back. Killed
    half-way, the same command finishes.

    Example: `desirepath subject erase ada --log workspace --suppress`
    """
    object_type, object_id = parse_subject(subject)
    with _for_writing(log) as opened:
        done = erase_subject(opened, object_type, object_id, suppress=suppress)
    if as_json:
        typer.echo(orjson.dumps(_to_json(done), option=orjson.OPT_INDENT_2))
    else:
        _say(done)
        if not any(done.facts.values()) and ":" in subject:
            hint = f"if the id itself holds a colon, write customer:{subject}"
            console().print(hint, style="yellow", markup=False, soft_wrap=True)


@app.command()
def suppress(subject: Who, log: LogPath) -> None:
    """Drop every later fact of a subject. What is stored already stays: erase it.

    Example: `desirepath subject suppress ada --log workspace`
    """
    object_type, object_id = parse_subject(subject)
    with _for_writing(log) as opened:
        count = suppress_subject(opened, object_type, object_id)
    said = f"{_ids(count)} suppressed from now on" if count else "it was suppressed already"
    console().print(said, markup=False, soft_wrap=True)


@app.command()
def unsuppress(subject: Who, log: LogPath) -> None:
    """Let later facts of a subject in again.

    Example: `desirepath subject unsuppress ada --log workspace`
    """
    object_type, object_id = parse_subject(subject)
    with _for_writing(log) as opened:
        count = unsuppress_subject(opened, object_type, object_id)
    said = f"{_ids(count)} let in again" if count else "it was not suppressed"
    console().print(said, markup=False, soft_wrap=True)


def _for_writing(log: Path) -> Log:
    """The log with the writer's lock; never a new one."""
    open_log(must_exist(log))
    return create_log(log, patience_seconds=A_MOMENT)


def _ids(count: int) -> str:
    return f"{count} id{'' if count == 1 else 's'}"


def _to_json(done: Erased) -> dict[str, object]:
    return {
        "object_type": done.subject.object_type,
        "ids": done.subject.readable_ids,
        "facts": dict(done.facts),
        "rejects": done.rejects,
        "actors": done.actors,
        "mentions": done.mentions,
        "suppressed": done.suppressed,
    }


def _say(done: Erased) -> None:
    out = console()
    ids = len(done.subject.readable_ids)
    total = sum(done.facts.values())
    parts = [f"{count:,} {kind}" for kind, count in done.facts.items() if count]
    out.print(f"erased under {_ids(ids)}: {', '.join(parts) or 'no facts'}", markup=False, soft_wrap=True)
    if done.rejects:
        out.print(f"{done.rejects:,} rejected rows erased", markup=False, soft_wrap=True)
    if done.actors:
        out.print(f"{done.actors:,} facts of others lost their actor", markup=False, soft_wrap=True)
    if done.mentions:
        said = f"{done.mentions:,} facts of others mention an id in words; they were left as they are"
        out.print(said, style="yellow", markup=False, soft_wrap=True)
    if not total and not done.rejects:
        named = f'{done.subject.object_type} "{done.subject.canonical}"'
        out.print(f"nothing is known of {named}, or it was erased before", markup=False, soft_wrap=True)
    if done.suppressed:
        out.print("its later facts will not be stored", markup=False, soft_wrap=True)


def _print(profile: Profile) -> None:
    def day(moment: datetime | None) -> str:
        return moment.strftime("%Y-%m-%d %H:%M:%SZ") if moment else "never"

    out = console()
    lines = [f"{profile.object_type} {profile.object_id}"]
    others = [name for name in profile.ids if name != profile.object_id]
    if others:
        lines.append(f"also known as {', '.join(others)}")
    if profile.account:
        lines.append(f"belongs to {profile.account}")
    lines.append(f"first seen {day(profile.first_seen)}, last seen {day(profile.last_seen)}")
    out.print("\n".join(lines), markup=False, soft_wrap=True)
    if profile.traits:
        rows = [(name, t.value, day(t.since), t.source) for name, t in profile.traits.items()]
        print_rows(Answer(("trait", "value", "since", "source"), tuple(rows)))
    if profile.activities:
        counts = tuple(profile.activities.items())
        print_rows(Answer(("activity", "interactions"), counts))
