"""What a map believes and the log contradicts, in a terminal: what matters most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from desirepath.base.estimate import ENOUGH
from desirepath.base.words import count_of
from desirepath.exports.text import clean
from desirepath.findings.belief import Belief
from desirepath.findings.contradictions import Contradictions

MOST_OF_THE_REST = 10


def print_difference(console: Console, found: Contradictions) -> None:
    """Print the contradictions, then of which beliefs there is not enough yet."""
    console.print(difference_text(found))


def difference_text(found: Contradictions) -> RenderableType:
    """The same as a Rich renderable."""
    parts: list[RenderableType] = [Text(_head(found), style="bold"), *_paragraphs(found.contradicted)]
    for title, beliefs in (
        (f"Not enough yet (fewer than {ENOUGH})", found.not_enough),
        ("Not testable", found.not_known),
    ):
        if beliefs:
            parts += [Text(""), Text(title, style="bold"), *_paragraphs(beliefs[:MOST_OF_THE_REST])]
            if (rest := len(beliefs) - MOST_OF_THE_REST) > 0:
                parts.append(Text(f"  and {count_of(rest, 'more', 'more')} (all with --json)", style="dim"))
    parts += [Text(""), Text(found.say_sums(), style="dim")]
    if found.contradicted:
        tested = sum(each.adjusted_p is not None for each in found.beliefs)
        note = (
            "What matters most comes first: whom it touches times how far it is off. Chance is allowed for: "
            f"{tested} were looked at together (Holm)."
        )
        parts.append(Text(note, style="dim"))
    return Group(*parts)


def _head(found: Contradictions) -> str:
    if not found.contradicted:
        return f"The log contradicts nothing; {count_of(len(found.holds), 'belief holds', 'beliefs hold')}"
    contradicted = count_of(len(found.contradicted), "belief", "beliefs")
    return f"The log contradicts {contradicted}; {len(found.holds)} hold"


def _paragraphs(beliefs: Sequence[Belief]) -> Iterator[RenderableType]:
    for belief in beliefs:
        bullet = Table.grid(padding=(0, 1, 0, 0))
        bullet.add_row(Text("•"), Text(clean(belief.say()).replace("\n", " ")))
        yield Padding(bullet, (0, 0, 0, 1))
