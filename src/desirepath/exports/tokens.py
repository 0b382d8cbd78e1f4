"""The look, in one place: colours by role, type by style, the few distances. SVG and HTML both read it.

Neutral ink is what the map believes; the one accent is what customers lived. Nothing is said by colour alone:
the believed is also dashed or hollow, the lived solid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark", "auto"]
Face = Literal["regular", "semibold", "italic"]

LIGHT: dict[str, str] = {
    "paper": "#ffffff",
    "tint": "#f7f6f2",
    "shade": "#f0eee8",
    "head": "#eae7df",
    "hairline": "#ebe8e1",
    "line": "#b3aea2",
    "rule": "#45483f",
    "ink": "#20231e",
    "quiet": "#5a5e55",
    "accent": "#a1420c",
    "worn": "#f2d9c6",
    "track": "#e9e6de",
}
DARK: dict[str, str] = {
    "paper": "#161815",
    "tint": "#1d201c",
    "shade": "#242822",
    "head": "#2d312b",
    "hairline": "#292d27",
    "line": "#595e55",
    "rule": "#b9bbb1",
    "ink": "#eeede7",
    "quiet": "#adb0a6",
    "accent": "#f3a872",
    "worn": "#54341f",
    "track": "#30342d",
}
ROLES = tuple(LIGHT)

TEXT_ROLES = ("ink", "quiet", "accent")
GROUNDS = ("paper", "tint", "shade", "head", "worn")
"""Every ground that text may stand on; a test computes the contrast of every text role on every ground."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: the face, the size and the distance between baselines, in pixels."""

    name: str
    face: Face
    size: float
    leading: float


TITLE = Style("title", "semibold", 28, 34)
LEAD = Style("lead", "regular", 15.5, 22)
STAGE = Style("stage", "semibold", 17, 22)
STEP = Style("step", "semibold", 14.5, 18)
BODY = Style("body", "regular", 13.5, 17.5)
STRONG = Style("strong", "semibold", 13.5, 17.5)
QUOTE = Style("quote", "italic", 13.5, 17.5)
FIGURE = Style("figure", "semibold", 19, 23)
SMALL = Style("small", "regular", 12, 15.5)
LABEL = Style("label", "semibold", 12, 15.5)
STYLES = (TITLE, LEAD, STAGE, STEP, BODY, STRONG, QUOTE, FIGURE, SMALL, LABEL)
SMALLEST = min(style.size for style in STYLES)

RAIL = 176.0
"""Width of the lane rail."""
NARROW_RAIL = 92.0
"""The same on a phone, where it holds names only."""
MARGIN = 36.0
"""Empty paper around the drawing."""
PAD = 12.0
"""Empty space left and right of a cell's content."""
LANE_PAD = 11.0
"""Empty space above and below a cell's content."""

FALLBACK_FAMILIES = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif'


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, 1 to 21. Source: WCAG 2.2, relative luminance.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
