"""The shipped font, Source Sans 3: its measured widths, and as much of it as a text needs, for embedding.

The files are cut by script (latin, latin-ext, cyrillic, greek, vietnamese). A drawing embeds only the
pieces whose characters it uses. ``tools/font_widths`` measures the files into ``widths.json``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from desirepath.exports.tokens import Face

FAMILY = "Source Sans 3"
_FILES: dict[Face, tuple[str, int, str]] = {
    "regular": ("400-normal", 400, "normal"),
    "semibold": ("600-normal", 600, "normal"),
    "italic": ("400-italic", 400, "italic"),
}


@dataclass(frozen=True, slots=True)
class FaceWidths:
    """Advance widths of one face by character, in thousandths of an em; the piece each character is in."""

    widths: dict[str, int]
    pieces: dict[str, str]


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(files(__name__).joinpath("widths.json").read_text(encoding="ascii"))
    return table


@cache
def face_widths(face: Face) -> FaceWidths:
    """The measured widths of a face.

    >>> face_widths("regular").widths["m"] > face_widths("regular").widths["i"]
    True
    """
    by_piece: dict[str, dict[str, int]] = _table()["widths"][face]
    widths = {char: width for piece in by_piece.values() for char, width in piece.items()}
    return FaceWidths(widths, {char: name for name, piece in by_piece.items() for char in piece})


def pieces_of(face: Face, text: str) -> frozenset[str]:
    """The pieces of a face in which the text's characters are.

    >>> sorted(pieces_of("regular", "Łódź"))
    ['latin', 'latin-ext']
    """
    known = face_widths(face).pieces
    return frozenset(known[char] for char in set(text) if char in known)


def _file_name(face: Face, piece: str) -> str:
    return f"source-sans-3-{piece}-{_FILES[face][0]}.woff2"


@cache
def _data_uri(face: Face, piece: str) -> str:
    content = files(__name__).joinpath(_file_name(face, piece)).read_bytes()
    return "data:font/woff2;base64," + base64.b64encode(content).decode("ascii")


@cache
def _unicode_range(face: Face, piece: str) -> str:
    codes = sorted(ord(char) for char, name in face_widths(face).pieces.items() if name == piece)
    spans: list[list[int]] = []
    for code in codes:
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


def font_faces(pieces: Iterable[tuple[Face, str]]) -> str:
    """The ``@font-face`` rules that embed these (face, piece) pairs as data URIs: nothing is fetched."""
    return "\n".join(_rule(face, piece, _data_uri(face, piece)) for face, piece in sorted(set(pieces)))


def linked_font_faces(folder: str) -> str:
    """The ``@font-face`` rules of all faces, for a page that fetches what it needs from ``folder``.

    >>> linked_font_faces("/fonts/").count("source-sans-3-latin-400-normal.woff2")
    1
    """
    pairs = [(face, piece) for face in _FILES for piece in _table()["widths"][face]]
    return "\n".join(_rule(face, piece, folder + _file_name(face, piece)) for face, piece in pairs)


def _rule(face: Face, piece: str, address: str) -> str:
    _, weight, slant = _FILES[face]
    return (
        f'@font-face{{font-family:"{FAMILY}";font-style:{slant};font-weight:{weight};'
        f"src:url({address}) format('woff2');unicode-range:{_unicode_range(face, piece)}}}"
    )
