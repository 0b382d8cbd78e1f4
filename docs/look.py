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

_NOT_LIGHT = ':root:not([data-theme="light"])'
_CHOSEN_DARK = ':root[data-theme="dark"]'


def tokens_css() -> str:
    """The colours by role, light and dark, and the few distances, as custom properties.

    The reader's system chooses, unless the page says (``data-theme`` on its root) what the reader chose.
    """
    always = {"family": f'"{FAMILY}", {FALLBACK_FAMILIES}', **_MEASURES}
    return "\n".join(
        (
            _SAYS,
            _block(always),
            _block(LIGHT),
            f"@media (prefers-color-scheme: dark) {{\n{_block(DARK, _NOT_LIGHT)}\n}}",
            _block(DARK, _CHOSEN_DARK),
            f"@media print {{\n{_block(LIGHT, ':root:root')}\n}}",
            "",
        )
    )


def fonts_css() -> str:
    """The shipped font, piece by piece: a browser fetches those whose characters it needs."""
    return f"{_SAYS}\n{linked_font_faces('../fonts/')}\n"


def _block(values: Mapping[str, str], of: str = ":root") -> str:
    return "\n".join((f"{of} {{", *(f"  --{name}: {value};" for name, value in values.items()), "}"))
