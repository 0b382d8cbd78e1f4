"""The look of the exports as stylesheets, for the server's pages and the editor: colours, type, the font."""

from __future__ import annotations

from collections.abc import Mapping

from desirepath.exports.fonts import FAMILY, linked_font_faces
from desirepath.exports.tokens import DARK, FALLBACK_FAMILIES, LIGHT

_SAYS = "/* Written by `python -m docs.reference_pages` from exports/tokens.py: change the look there. */"
_MEASURES = {
    "corner": "6px",
    "gap": "1rem",
    "line-length": "34rem",
}


def tokens_css() -> str:
    """The colours by role, light and dark, and the few distances, as custom properties."""
    always = {"family": f'"{FAMILY}", {FALLBACK_FAMILIES}', **_MEASURES}
    return "\n".join(
        (
            _SAYS,
            _block(always),
            _block(LIGHT),
            f"@media (prefers-color-scheme: dark) {{\n{_block(DARK)}\n}}",
            f"@media print {{\n{_block(LIGHT)}\n}}",
            "",
        )
    )


def fonts_css() -> str:
    """The shipped font, piece by piece: a browser fetches those whose characters it needs."""
    return f"{_SAYS}\n{linked_font_faces('../fonts/')}\n"


def _block(values: Mapping[str, str]) -> str:
    return "\n".join((":root {", *(f"  --{name}: {value};" for name, value in values.items()), "}"))
