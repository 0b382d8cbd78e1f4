"""A cell being filled: texts and marks stacked from the top, wrapped to the column, never beyond it."""

from __future__ import annotations

from desirepath.base.words import say_date, say_share
from desirepath.exports.drawing.marks import evidence_mark
from desirepath.exports.drawing.scene import Box, Group, Rect, Shape, Text
from desirepath.exports.text import balance, direction_of, wrap
from desirepath.exports.tokens import BODY, LABEL, SMALL, Style
from desirepath.model.claim import Claim, Known

INDENT = 15.0
KERNING = 1.0
"""How much wider than its letters a line may turn out, in pixels: the browser also kerns."""


class Cell:
    """Fills a space of a given width from the top down; ``y`` is how far it has come."""

    def __init__(self, x: float, width: float) -> None:
        self.x, self.width = x, width
        self.y = 0.0
        self.shapes: list[Shape] = []

    def gap(self, height: float) -> None:
        """Leave some space, but never at the top."""
        if self.y:
            self.y += height

    def add(self, *shapes: Shape) -> None:
        """Add shapes that take no space of their own."""
        self.shapes.extend(shapes)

    def text(
        self,
        text: str,
        style: Style = BODY,
        role: str = "ink",
        *,
        indent: float = 0.0,
        balanced: bool = False,
    ) -> Text | None:
        """Set a text below what is there. Nothing to say leaves no trace."""
        width = self.width - indent - KERNING
        lines = balance(text, style, width) if balanced else wrap(text, style, width)
        if not lines:
            return None
        height = style.leading * len(lines)
        shape = Text(
            self.x + indent,
            self.y + (style.leading - style.size) / 2 + style.size * 0.8,
            lines,
            style,
            role,
            direction=direction_of(text),
            room=Box(self.x, self.y, self.width, height),
        )
        self.shapes.append(shape)
        self.y += height
        return shape

    def claim(self, claim: Claim, style: Style = BODY, *, before: str = "", after: str = "") -> None:
        """A claim with its evidence mark, and what its sources are for those who ask."""
        start = len(self.shapes)
        top = self.y
        self.text(f"{before}{claim.text}{after}", style, indent=INDENT)
        mark = evidence_mark(self.x + 4, top + BODY.leading / 2, claim)
        self.shapes[start:] = [Group((mark, *self.shapes[start:]), "claim", say_known(claim))]

    def claims(self, claims: tuple[Claim, ...] | None, style: Style = BODY) -> None:
        """Claims below each other."""
        for claim in claims or ():
            self.gap(5)
            self.claim(claim, style)

    def chips(self, words: tuple[str, ...], *, fill: str = "shade", style: Style = SMALL) -> None:
        """Words in small boxes, beside each other as long as they fit."""
        x = 0.0
        height = style.leading + 5
        row_open = False
        for word in words:
            lines = wrap(word, style, self.width - 16)
            if not lines:
                continue
            chip = Text(0, 0, lines, style, direction=direction_of(word))
            wide = min(chip.width + 16, self.width)
            tall = height + (len(lines) - 1) * style.leading
            if row_open and (x + wide > self.width or len(lines) > 1):
                self.y += height + 5
                x, row_open = 0.0, False
            room = Box(self.x + x, self.y, wide, tall)
            baseline = self.y + 2.5 + (style.leading - style.size) / 2 + style.size * 0.8
            self.add(
                Rect(room.x, room.y, room.width, room.height, fill=fill, radius=4),
                Text(room.x + 8, baseline, lines, style, direction=chip.direction, room=room),
            )
            x += wide + 5
            row_open = True
            if len(lines) > 1:
                self.y += tall + 5
                x, row_open = 0.0, False
        if row_open:
            self.y += height

    def label(self, text: str, role: str = "quiet") -> None:
        """A small heading or remark in strong letters."""
        self.text(text, LABEL, role)

    def note(self, text: str, role: str = "quiet", *, indent: float = 0.0) -> None:
        """A remark in small letters."""
        self.text(text, SMALL, role, indent=indent)


def say_known(known: Known) -> str:
    """How a claim is known, in one line.

    >>> from desirepath.model.claim import Claim
    >>> say_known(Claim(text="Waits two days"))
    'Assumption: no source named'
    """
    head = "Evidence" if known.is_evidence else "Assumption"
    parts = []
    for source in known.sources or ():
        named = [source.kind, source.id, source.measure]
        count = f"n = {source.n}" if source.n is not None else None
        parts.append(" ".join(part for part in (*named, count) if part))
    text = f"{head}: {'; '.join(parts) or 'no source named'}"
    if known.confidence is not None:
        text += f", confidence {say_share(known.confidence)}"
    if known.confirmed_on is not None:
        text += f", confirmed on {say_date(known.confirmed_on)}"
    return text + (f", by {known.by}" if known.by else "")
