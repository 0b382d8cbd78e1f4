"""What a map explains and where customers go their own way, in a terminal: a finding a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from desirepath.base.words import count_of
from desirepath.exports.text import clean
from desirepath.findings.conformance import Conformance
from desirepath.findings.finding import Finding

MOST_OF_A_KIND = 5


def print_conformance(console: Console, found: Conformance) -> None:
    """Print the findings of a map, the surest and most travelled of each kind."""
    console.print(conformance_text(found))


def conformance_text(found: Conformance) -> RenderableType:
    """The same as a Rich renderable."""
    detours = [finding for finding in found.findings if finding.kind == "detour"]
    parts: list[RenderableType] = [
        Text("How well the map explains it", style="bold"),
        *_paragraphs([found.fit]),
    ]
    for title, findings in (
        ("Where they go their own way", detours),
        ("Steps the map may lack", found.suggested_steps),
        ("Steps nobody takes", found.untaken_steps),
    ):
        if findings:
            parts += [Text(""), Text(title, style="bold"), *_paragraphs(findings[:MOST_OF_A_KIND])]
            if rest := len(findings) - MOST_OF_A_KIND:
                more = count_of(rest, "more", "more") if rest > 0 else ""
                parts += [Text(f"  and {more} (all with --json)", style="dim")] if more else []
    if detours or found.suggested_steps:
        note = "What goes together need not make one another: ask a few of them before you change anything."
        parts += [Text(""), Text(note, style="dim")]
    return Group(*parts)


def _paragraphs(findings: Sequence[Finding]) -> Iterator[RenderableType]:
    for finding in findings:
        bullet = Table.grid(padding=(0, 1, 0, 0))
        bullet.add_row(Text("•"), Text(clean(finding.say()).replace("\n", " ")))
        yield Padding(bullet, (0, 0, 0, 1))
