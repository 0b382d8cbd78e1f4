"""Support moments in a terminal: where customers need us most, how fast they are served, what they ask."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from desirepath.base.estimate import Estimate
from desirepath.base.words import count_of, plural, say_count, say_estimate, say_share
from desirepath.exports.text import clean
from desirepath.findings.support import SupportMoments
from desirepath.findings.support_places import SupportPlace
from desirepath.findings.support_times import ChannelTimes
from desirepath.findings.support_topics import Topic

_QUIET = "dim"
MOST_PLACES = 8
MOST_TOPICS = 12
_KNOWLEDGE = {
    "missing": "nothing to read found",
    "not read": "nobody read it before",
    "does not help": "read, and asked all the same",
    "read by some": "some had read it",
    "not known": "",
}


def print_support(console: Console, found: SupportMoments) -> None:
    """Print what a support lead wants to know, the most urgent first."""
    console.print(
        Text(f"{count_of(found.tickets, 'ticket', 'tickets')}, of {plural(found.of, 2)}", style="bold")
    )
    for line in found.say():
        console.print(Text(clean(line)))
    if found.places:
        console.print()
        console.print(_places(found.places[:MOST_PLACES]))
    console.print()
    console.print(_channels([found.whole, *found.channels]))
    if found.topics:
        console.print()
        console.print(_topics(found.topics[:MOST_TOPICS]))
    for note in _notes(found):
        console.print(Text(note, style=_QUIET))


def _table(*heads: str, right: Sequence[int] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=_QUIET)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place in right else "left", min_width=0 if place else 18)
    return table


def _places(places: Sequence[SupportPlace]) -> Table:
    table = _table(
        "they need us most at",
        "tickets",
        "per 100 visits",
        "come here",
        "back",
        "slow",
        "poor",
        "need",
        right=(1,),
    )
    for one in places:
        more = " *" if one.stands_out else ""
        table.add_row(
            clean(one.name),
            say_count(one.tickets),
            f"{_short(one.per_visits)}{more}",
            _short(one.reach),
            _short(one.reopened),
            _short(one.slow),
            _short(one.poor),
            _short(one.need),
        )
    return table


def _channels(channels: Sequence[ChannelTimes]) -> Table:
    table = _table(
        "channel",
        "tickets",
        "open",
        "half answered in",
        "half solved in",
        "nine in ten",
        "back",
        right=(1, 2),
    )
    for number, one in enumerate(channels):
        name = "all" if number == 0 else clean(one.channel) if one.channel else "not told"
        told = "" if not one.stands_out else " faster" if one.is_faster else " slower"
        table.add_row(
            name,
            say_count(one.tickets),
            "not known" if one.open is None else say_count(one.open),
            _short(one.response[0]),
            f"{_short(one.resolution[0])}{told}",
            _short(one.resolution[2]),
            _short(one.reopened),
        )
    return table


def _topics(topics: Sequence[Topic]) -> Table:
    table = _table("they write", "tickets", "share", "words", "to read", right=(1,))
    for one in topics:
        table.add_row(
            clean(f"“{one.title}”" if one.examples else one.title),
            say_count(one.tickets),
            say_share(one.share.value or 0.0),
            clean(", ".join(one.words)),
            _KNOWLEDGE[one.knowledge],
        )
    return table


def _notes(found: SupportMoments) -> list[str]:
    notes = [
        "Open tickets count for as long as they have lasted. Faster, slower, and * for more than elsewhere: "
        "by more than chance, all looks counted (Holm)."
    ]
    if found.places:
        notes.append(
            "Need: tickets from a visit x who comes here x how badly they are served (the mean of back, slow "
            "and poor): of a hundred who set out, so many."
        )
    if found.nobodys:
        notes.append(
            f"{count_of(found.nobodys, 'ticket is', 'tickets are')} of nobody known, and at no step."
        )
    if found.with_words:
        rest, all_of_them = say_count(found.with_words - found.in_topics), say_count(found.with_words)
        notes.append(f"{rest} of {all_of_them} tickets with words are about nothing that repeats.")
    else:
        notes.append("No ticket has words: what they are about is not known.")
    return notes


def _short(one: Estimate) -> str:
    return "not known" if one.value is None else say_estimate(one)
