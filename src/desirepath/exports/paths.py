"""The ways that customers take of their own, in a terminal: what begins, what follows, what ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from desirepath.base.words import count_of, plural, say_count, say_duration, say_share
from desirepath.exports.text import clean
from desirepath.findings.paths import Paths, Variant

MOST_WAYS = 10
MOST_MOVES = 12
MOST_ENDS = 4


def print_paths(console: Console, paths: Paths, *, ways: int = MOST_WAYS) -> None:
    """Print the most travelled ways, how they begin and end, and what follows what."""
    console.print(paths_table(paths, ways=ways))


def paths_table(paths: Paths, *, ways: int = MOST_WAYS) -> RenderableType:
    """The same as a Rich renderable."""
    if not paths.passages:
        return Text(f"No {paths.travels} has travelled yet.")
    parts: list[RenderableType] = [_head(paths), Text(""), Text("The most travelled ways", style="bold")]
    parts += [_way(paths, variant) for variant in paths.top_variants[:ways]]
    if rest := paths.variants - min(ways, len(paths.top_variants)):
        parts.append(Text(f"  and {count_of(rest, 'other way', 'other ways')}", style="dim"))
    parts += [Text(""), _ends(paths, "They begin with", paths.starts)]
    parts += [_ends(paths, "They end with", paths.ends), Text("")]
    if paths.transitions:
        parts += [Text("What follows what", style="bold"), _moves(paths)]
    return Group(*parts)


def _unit(paths: Paths) -> tuple[str, str]:
    """What a way is of: a subject, or with a map one of its passages."""
    if paths.passages != paths.subjects:
        return ("passage", "passages") if paths.map else ("session", "sessions")
    return paths.travels, plural(paths.travels, 2)


def _head(paths: Paths) -> Text:
    things = ("visit", "visits") if paths.map else ("interaction", "interactions")
    counted = sum(paths.activities.values())
    told = [count_of(paths.subjects, paths.travels, plural(paths.travels, 2))]
    if paths.passages != paths.subjects:
        told.append(count_of(paths.passages, *_unit(paths)))
    told += [count_of(counted, *things), count_of(paths.variants, "different way", "different ways")]
    return Text(", ".join(told))


def _way(paths: Paths, variant: Variant) -> RenderableType:
    one, many = _unit(paths)
    share = say_share(variant.share.value or 0)
    head = Text(f"{share:>6}  ", style="bold")
    head.append(f"{count_of(variant.passages, one, many)}", style="dim")
    names = [_name(paths, code) for code in variant.sequence]
    steps = " → ".join(_folded(names)) or "(nothing that is a step)"
    line = Padding(Text(steps + (" → …" if variant.goes_on else "")), (0, 0, 0, 8))
    return Group(head, line)


def _name(paths: Paths, code: str) -> str:
    """What people call it, on one line."""
    return clean(paths.name(code)).replace("\n", " ")


def _folded(names: list[str]) -> Iterator[str]:
    """A name that comes several times in a row is said once, with how often."""
    start = 0
    for place in range(1, len(names) + 1):
        if place == len(names) or names[place] != names[start]:
            times = place - start
            yield names[start] + (f" ({times} times)" if times > 1 else "")
            start = place


def _ends(paths: Paths, title: str, counts: Mapping[str, int]) -> Text:
    total = sum(counts.values())
    told = [f"{_name(paths, code)} ({say_share(n / total)})" for code, n in list(counts.items())[:MOST_ENDS]]
    more = len(counts) - len(told)
    line = Text(f"{title}: ", style="bold")
    line.append(", ".join(told) + (f" and {say_count(more)} more" if more > 0 else ""), style="not bold")
    return line


def _moves(paths: Paths) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("from")
    table.add_column("to")
    table.add_column("times", justify="right")
    table.add_column(f"of {plural(paths.travels, 2)}", justify="right")
    table.add_column("usually after", justify="right")
    for move in paths.transitions[:MOST_MOVES]:
        table.add_row(
            Text(_name(paths, move.origin)),
            Text(_name(paths, move.target)),
            say_count(move.n),
            say_share(move.subjects / paths.subjects),
            say_duration(move.median_seconds),
        )
    rest = len(paths.transitions) - MOST_MOVES
    if rest <= 0:
        return table
    return Group(table, Text(f"and {count_of(rest, 'other move', 'other moves')}", style="dim"))
