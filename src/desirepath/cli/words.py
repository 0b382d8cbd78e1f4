"""What several commands share: their common options, reading instants, and the console."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from desirepath.base.spans import Period, parse_instant, parse_span
from desirepath.cli.kinds import (
    NO_SUCH_FILE,
    NOT_A_SPAN,
    NOT_AN_INSTANT,
    SYSTEM_REFUSED,
    WILL_NOT_OVERWRITE,
)

MapPath = Annotated[
    Path, typer.Argument(metavar="MAP", help="A journey map file (*.journey.yaml).", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Write stable JSON for programs instead of words.")]
Segment = Annotated[
    str | None,
    typer.Option(
        help="Only passages whose traits match when they start, such as 'traits.plan == \"pro\"'.",
        show_default=False,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(help="Only passages that started on or after this day or instant.", show_default=False),
]
Until = Annotated[
    str | None,
    typer.Option(help="Only passages that started before this day or instant.", show_default=False),
]


def console() -> Console:
    """Where words for people go."""
    return Console(highlight=False)


def aside() -> Console:
    """Where progress and errors go, so that output can be piped."""
    return Console(stderr=True, highlight=False)


def today() -> date:
    """The reader's own calendar day."""
    return datetime.now(UTC).astimezone().date()


def read_period(since: str | None, until: str | None, *, prefix: str = "--") -> Period:
    """The period between two command line words. Raises DP-CLI-004."""
    bounds: list[datetime | None] = []
    for option, word in ((f"{prefix}since", since), (f"{prefix}until", until)):
        try:
            bounds.append(None if word is None else parse_instant(word))
        except ValueError as error:
            raise NOT_AN_INSTANT.error(option, says=f"{word!r} is not a date") from error
    try:
        return Period(*bounds)
    except ValueError as error:
        raise NOT_AN_INSTANT.error(
            f"{prefix}until", says=str(error), fix="let the end come after the beginning"
        ) from error


def read_instant(word: str | None, option: str) -> datetime | None:
    """A day (its midnight, UTC) or an instant; None stays None. Raises DP-CLI-004 at ``option``."""
    try:
        return None if word is None else parse_instant(word)
    except ValueError as error:
        raise NOT_AN_INSTANT.error(option, says=f"{word!r} is not a date") from error


def read_span(text: str, option: str) -> timedelta:
    """A length of time above zero. Raises DP-CLI-013 at ``option`` for anything else."""
    try:
        span = parse_span(text)
    except ValueError:
        raise NOT_A_SPAN.error(option, says=f'"{text}" is no length of time') from None
    if span <= timedelta(0):
        raise NOT_A_SPAN.error(option, says=f'"{text}" is not above zero')
    return span


def must_exist(path: Path) -> Path:
    """The path, if it is there. Raises DP-CLI-001."""
    if not path.exists():
        raise NO_SUCH_FILE.error(says=f"{path} is not there")
    return path


def write_new(path: Path, text: str, *, force: bool) -> None:
    """Write a file that must not replace another unless asked to. Raises DP-CLI-002."""
    if path.exists() and not force:
        raise WILL_NOT_OVERWRITE.error(says=f"{path} is there already")
    write_whole(path, text)


def write_whole(path: Path, text: str) -> None:
    """Write a file in one piece: whatever happens, it is the old one or the new one, never half of it.

    Its folder is made where there is none. Raises DP-CLI-005.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise SYSTEM_REFUSED.error(says=f"it cannot be written: {error.strerror}", file=str(path)) from error
    finally:
        if beside.is_file():
            beside.unlink()


def byte_progress() -> Progress:
    """A progress bar over bytes, with rate and time left, on stderr."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[rows]}"),
        console=aside(),
        transient=True,
        disable=not aside().is_terminal,
    )
