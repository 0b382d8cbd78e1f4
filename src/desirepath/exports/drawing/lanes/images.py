"""Images: embedded where their bytes were given, else a frame that holds their description."""

from __future__ import annotations

import base64
import struct

from desirepath.exports.drawing.cell import Cell
from desirepath.exports.drawing.lanes.strip import LanePainter, cell_by_cell
from desirepath.exports.drawing.scene import Picture, Rect
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.tokens import SMALL
from desirepath.model.journey_map import Step

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_TALLEST = 160.0


def kind_of(content: bytes) -> str | None:
    """The media type of an image that can be embedded, by its first bytes; None for anything else.

    SVG is left out on purpose: it can carry scripts and fetch things.

    >>> kind_of(b"GIF89a..."), kind_of(b"<svg/>")
    ('image/gif', None)
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _KINDS if content.startswith(start)), None)


def shape_of(content: bytes) -> float:
    """Height over width, as far as the first bytes say it; 0.6 where they do not."""
    if content.startswith(_KINDS[0][0]) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return height / width if width and height else 0.6
    if content.startswith(b"GIF8") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return height / width if width and height else 0.6
    return 0.6


def fill(cell: Cell, step: Step, sheet: Sheet, lane: str) -> None:
    """Each image at the cell's width; one that is not at hand as a frame with its description."""
    for image in step.images or ():
        cell.gap(8)
        content = sheet.images.get(image.src)
        kind = kind_of(content) if content else None
        if content and kind:
            height = min(cell.width * shape_of(content), _TALLEST)
            uri = f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
            cell.add(Picture(cell.x, cell.y, cell.width, height, uri, image.text))
            cell.y += height + 3
            cell.text(image.text, SMALL, "quiet")
            continue
        inner = Cell(cell.x + 8, cell.width - 16)
        inner.y = cell.y + 7
        inner.label("Image")
        inner.note(image.text)
        height = inner.y + 7 - cell.y
        cell.add(Rect(cell.x, cell.y, cell.width, height, stroke="line", radius=4, dash="4 3"), *inner.shapes)
        cell.y += height


PAINTER = LanePainter(("images",), cell_by_cell(fill))
