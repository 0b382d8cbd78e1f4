"""What becomes of letters, in a terminal: one line a letter, and two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from desirepath.base.estimate import Estimate
from desirepath.base.words import count_of, say_count, say_estimate, say_share
from desirepath.exports.text import clean
from desirepath.measures.emails.compared import Compared
from desirepath.measures.emails.definitions import MEASURES_OF
from desirepath.measures.emails.letter import OTHERS, Channel
from desirepath.measures.emails.measured import Emails
from desirepath.measures.emails.rows import Row

MOST_ROWS: Final = 40
_QUIET: Final = "dim"
_CALLED: Final[dict[Channel, tuple[str, str]]] = {
    "email": ("letter", "letters"),
    "in_app": ("message in the product", "messages in the product"),
}


def print_emails(console: Console, found: Emails) -> None:
    """Print what became of each letter; of those whose days are over."""
    if not found.rows:
        console.print("The log tells of no e-mails yet.")
        console.print(
            Text(
                "Turn a playbook on that sends some, or import what your mail provider tells: the export of "
                "SendGrid, Mailchimp or any tool of the page Data.",
                style=_QUIET,
            )
        )
        return
    for channel, (one, many) in _CALLED.items():
        rows = [row for row in found.rows if row.letter.channel == channel]
        if rows:
            console.print(Text(count_of(len(rows), one, many), style="bold"))
            console.print(_table(channel, rows[:MOST_ROWS]))
            if len(rows) > MOST_ROWS:
                console.print(Text(f"and {say_count(len(rows) - MOST_ROWS)} more", style=_QUIET))
            console.print()
    console.print(
        Text(
            f"What came within {count_of(found.within_days, 'day', 'days')} of sending, of mails that are at "
            "least so old: the share, and between what it lies. – : nobody tells.",
            style=_QUIET,
        )
    )
    for note in found.notes():
        console.print(Text(note, style=_QUIET))
    if found.compared is not None:
        console.print()
        _print_compared(console, found.compared)


def _table(channel: Channel, rows: Sequence[Row]) -> Table:
    measures = [
        one for one in MEASURES_OF[channel] if any(row.estimates[one.id].value is not None for row in rows)
    ]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=_QUIET)
    table.add_column("", min_width=18)
    table.add_column("sent" if channel == "email" else "ready", justify="right")
    table.add_column("young", justify="right")
    for one in measures:
        table.add_column(one.name.lower(), justify="right")
    for row in rows:
        for line in (row, *(row.versions if len(row.versions) > 1 else ())):
            name = line.key.removeprefix("template:") if line is row else f"  version {line.letter.version}"
            table.add_row(
                clean("others, whose template nobody tells" if name == OTHERS else name),
                say_count(line.counts.sent),
                say_count(line.counts.young) if line.counts.young else "",
                *(_short(line.estimates[one.id]) for one in measures),
            )
    return table


def _short(one: Estimate) -> str:
    return "–" if one.value is None else say_estimate(one)


def _print_compared(console: Console, found: Compared) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=_QUIET)
    table.add_column("side by side", min_width=18)
    for side in (found.here, found.there):
        table.add_column(clean(f"{side.key} ({say_count(side.sent)})"), justify="right")
    for one in found.differences:
        table.add_row(one.name.lower(), *(_share(side) for side in (one.here, one.there)))
    console.print(table)
    for line in found.cautions:
        console.print(Text(line))
    for one in found.differences:
        if one.difference is not None:
            console.print(Text(one.says))


def _share(one: Estimate) -> str:
    return "–" if one.value is None else f"{say_share(one.value)} of {say_count(one.n)}"
