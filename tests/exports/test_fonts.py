"""The shipped font: its table belongs to its files, and only the pieces a text needs are embedded."""

from __future__ import annotations

import hashlib
import json

from desirepath.exports import fonts
from desirepath.exports.fonts import FAMILY, font_faces, pieces_of
from tests.conftest import ROOT

FOLDER = ROOT / "src/desirepath/exports/fonts"


def test_the_width_table_was_made_from_these_files() -> None:
    digests = json.loads((FOLDER / "widths.json").read_text(encoding="ascii"))["digests"]
    assert digests == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FOLDER.glob("*.woff2")
    }, "run tools/font_widths"


def test_the_licence_is_beside_the_font() -> None:
    text = (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Reserved Font Name" in text


def test_every_face_has_every_letter_of_latin_cyrillic_and_greek() -> None:
    for face in ("regular", "semibold", "italic"):
        known = fonts.face_widths(face).widths
        assert set("Aazéß–—“”−…Łőж Ωξ") <= set(known)


def test_only_what_is_needed_is_embedded() -> None:
    assert pieces_of("regular", "Relay") == {"latin"}
    plain = font_faces([("regular", "latin")])
    assert plain.count("@font-face") == 1
    assert FAMILY in plain
    assert "data:font/woff2;base64," in plain
