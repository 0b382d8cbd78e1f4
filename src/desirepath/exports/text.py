"""Setting text: how wide it is, where it may break, which way it runs. Widths are the shipped font's own.

Characters outside the shipped font are drawn in whatever font the reader has, so they are measured wide
enough.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from desirepath.exports.fonts import face_widths
from desirepath.exports.tokens import Face, Style

Direction = Literal["ltr", "rtl"]

_RTL_LANGUAGES = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "ps", "sd", "ug", "ur", "yi")
)
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_LINE_START = frozenset(
    "、。，．・：；？！）］｝〕〉》」』】ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々…‥%）”’,.;:!?)]}»"
)
_NO_LINE_END = frozenset("（［｛〔〈《「『【“‘([{«")
_BREAK_AFTER = frozenset("-–—/\u200b\u2010")
_SPACES = re.compile(r"[ \t\f\v\u2028\u2029]+")


def clean(text: str) -> str:
    """The text as data: without control characters, without marks that reorder their surroundings.

    Line breaks are kept, other white space becomes single spaces.

    >>> clean("a\\x00b\\u202e  c\\r\\nd")
    'ab c\\nd'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        char
        for char in text
        if char in "\n\t"
        or (
            char not in _BIDI_CONTROLS
            and unicodedata.category(char) not in ("Cc", "Cs")
            and not _is_no_character(char)
        )
    )
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(kept).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_no_character(char: str) -> bool:
    code = ord(char)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def direction_of(text: str, default: Direction = "ltr") -> Direction:
    """The way a text runs, by its first strong character (UAX #9, rules P2 and P3).

    >>> direction_of("שלום"), direction_of("42 %", default="rtl"), direction_of("Relay")
    ('rtl', 'rtl', 'ltr')
    """
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return default


def language_direction(language: str) -> Direction:
    """The way a language is written.

    >>> language_direction("ar-EG"), language_direction("de")
    ('rtl', 'ltr')
    """
    subtags = language.lower().split("-")
    if "latn" in subtags:
        return "ltr"
    return "rtl" if subtags[0] in _RTL_LANGUAGES or {"arab", "hebr"} & set(subtags[1:]) else "ltr"


def clusters(text: str) -> list[str]:
    """The text in pieces that must not be torn: a letter with its accents, an emoji with its modifiers.

    >>> [len(cluster) for cluster in clusters("e\\u0301👩\\u200d🔬🇩🇪a")]
    [2, 3, 2, 1]
    """
    found: list[str] = []
    for char in text:
        if found and _joins(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _joins(before: str, char: str) -> bool:
    code = ord(char)
    if code < 0x300:
        return False
    if unicodedata.category(char) in ("Mn", "Me", "Mc") or char == "\u200d" or 0x1F3FB <= code <= 0x1F3FF:
        return True
    if before[-1] == "\u200d":
        return ord(before[0]) > 0x2000
    return 0x1F1E6 <= code <= 0x1F1FF and len(before) == 1 and 0x1F1E6 <= ord(before) <= 0x1F1FF


def _is_cjk(char: str) -> bool:
    return ord(char) >= 0x2E80 and unicodedata.east_asian_width(char) in "WF" and ord(char) < 0x1F000


def _cluster_ems(cluster: str, face: Face) -> float:
    known = face_widths(face).widths
    first = cluster[0]
    if len(cluster) == 1 and first in known:
        return known[first] / 1000
    if first in known and unicodedata.category(cluster[1]) == "Mn" and cluster[1] not in "\ufe0f\u20e3":
        return known[first] / 1000
    code = ord(first)
    heavier = 1.08 if face == "semibold" else 1.0
    if len(cluster) > 1 and cluster[1] in "\ufe0f\u20e3":
        return 1.35
    if code >= 0x1F000 or (0x2600 <= code <= 0x27BF):
        return 1.35
    if unicodedata.category(first) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(first) in "WF":
        return 1.0 if face != "semibold" else 1.03
    if code < 0x500:
        return 0.8 * heavier
    if 0x590 <= code <= 0x8FF or 0xFB1D <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFF:
        return 0.78 * heavier
    return 0.9 * heavier


@lru_cache(maxsize=65_536)
def ems(text: str, face: Face) -> float:
    """How many ems wide a line is, in one of the shipped font's faces."""
    return sum(_cluster_ems(cluster, face) for cluster in clusters(text))


def width_of(text: str, style: Style) -> float:
    """How many pixels wide a line is. Kerning, which mostly narrows, is left out.

    >>> from desirepath.exports.tokens import BODY
    >>> width_of("日本", BODY) == 2 * BODY.size
    True
    """
    return ems(text, style.face) * style.size


@dataclass(frozen=True, slots=True)
class _Atom:
    """A piece of text with no place to break in it, and what follows it when the line goes on or ends."""

    text: str
    glue: str
    hyphen: str


def _atoms(line: str) -> list[_Atom]:
    atoms: list[_Atom] = []
    current = ""
    parts = clusters(line)
    for index, cluster in enumerate(parts):
        after = parts[index + 1] if index + 1 < len(parts) else ""
        if cluster == " ":
            if current:
                atoms.append(_Atom(current, " ", ""))
            current = ""
            continue
        if cluster == "\u00ad":
            if current and after:
                atoms.append(_Atom(current, "", "-"))
                current = ""
            continue
        if cluster != "\u200b":
            current += cluster
        if after and after != " " and current and _may_break(current[-1], cluster, after):
            atoms.append(_Atom(current, "", ""))
            current = ""
    if current:
        atoms.append(_Atom(current, "", ""))
    return atoms


def _may_break(last: str, cluster: str, after: str) -> bool:
    if after[0] in _NO_LINE_START or last in _NO_LINE_END:
        return False
    if cluster in _BREAK_AFTER:
        return after[0].isalnum()
    return _is_cjk(last) or _is_cjk(after[0])


def _torn(atom: _Atom, style: Style, width: float) -> list[_Atom]:
    """An atom wider than the line, in pieces that fit; a hyphen says that a word goes on."""
    pieces: list[_Atom] = []
    current = ""
    parts = clusters(atom.text)
    hyphen_width = width_of("-", style)
    used = 0.0
    for cluster in parts:
        wide = width_of(cluster, style)
        is_letter = cluster[0].isalpha() and ord(cluster[0]) < 0x590
        room = width - (hyphen_width if is_letter else 0)
        if current and used + wide > room:
            hyphen = "-" if is_letter and current[-1].isalpha() and ord(current[-1]) < 0x590 else ""
            pieces.append(_Atom(current, "", hyphen))
            current, used = "", 0.0
        current += cluster
        used += wide
    return [*pieces, _Atom(current, atom.glue, atom.hyphen)]


def wrap(text: str, style: Style, width: float) -> tuple[str, ...]:
    """The lines of a text set in this style at this width; nothing is ever cut off.

    Lines break at spaces, after hyphens and dashes, between ideographs (not before closing or after opening
    punctuation), at soft hyphens; a word wider than the line is torn. A text of nothing has no lines.

    >>> from desirepath.exports.tokens import BODY
    >>> wrap("One two three", BODY, 50)
    ('One two', 'three')
    """
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        lines.extend(_wrap_line(paragraph, style, width))
    return tuple(lines)


def _wrap_line(paragraph: str, style: Style, width: float) -> list[str]:
    lines: list[str] = []
    line, line_width, glue, hyphen = "", 0.0, "", ""
    for whole in _atoms(paragraph):
        wide = width_of(whole.text + whole.hyphen, style)
        for atom in [whole] if wide <= width else _torn(whole, style, width):
            atom_width = width_of(atom.text, style)
            glue_width = width_of(glue, style)
            if line and line_width + glue_width + atom_width + width_of(atom.hyphen, style) > width:
                lines.append(line + hyphen)
                line, line_width = atom.text, atom_width
            else:
                line += glue + atom.text
                line_width += glue_width + atom_width
            glue, hyphen = atom.glue, atom.hyphen
    if line:
        lines.append(line)
    return lines


def balance(text: str, style: Style, width: float) -> tuple[str, ...]:
    """Like :func:`wrap`, with lines of about one length: as few lines, each as short as that allows."""
    lines = wrap(text, style, width)
    if len(lines) < 2:
        return lines
    low, high = width / len(lines) * 0.6, width
    for _ in range(12):
        middle = (low + high) / 2
        if len(wrap(text, style, middle)) <= len(lines) and longest_word(text, style) <= middle:
            high = middle
        else:
            low = middle
    return wrap(text, style, high)


def longest_word(text: str, style: Style) -> float:
    """The width in pixels of the widest piece of the text that has no place to break."""
    widths = (
        width_of(atom.text + atom.hyphen, style) for line in clean(text).split("\n") for atom in _atoms(line)
    )
    return max(widths, default=0.0)
