"""A scene as SVG text. The one place where texts of a map become markup, so the one place that escapes."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from desirepath.exports.drawing.scene import Circle, Group, Path, Picture, Rect, Scene, Shape, Text, flat
from desirepath.exports.fonts import FAMILY, font_faces, pieces_of
from desirepath.exports.text import clean
from desirepath.exports.tokens import DARK, FALLBACK_FAMILIES, LIGHT, ROLES, STYLES, Face, Theme

_ANCHORS = {
    ("left", "ltr"): "",
    ("left", "rtl"): "end",
    ("right", "ltr"): "end",
    ("right", "rtl"): "",
    ("middle", "ltr"): "middle",
    ("middle", "rtl"): "middle",
}


def escaped(text: str) -> str:
    """A text of the map as character data or attribute value: cleaned, then escaped.

    >>> escaped('<script>"&"')
    '&lt;script&gt;&quot;&amp;&quot;'
    """
    return escape(clean(text), {'"': "&quot;", "'": "&#39;"})


def colour_rules(theme: Theme) -> str:
    """The style rules that give roles their colours. ``auto`` follows the reader's system."""
    if theme == "auto":
        return f"{_rules(LIGHT)}\n@media (prefers-color-scheme:dark){{{_rules(DARK)}}}"
    return _rules(LIGHT if theme == "light" else DARK)


def _rules(colours: dict[str, str]) -> str:
    return "".join(
        f".dp-f-{role}{{fill:{colours[role]}}}.dp-s-{role}{{stroke:{colours[role]}}}" for role in ROLES
    )


def type_rules() -> str:
    """The style rules of the text styles."""
    weights = {
        "regular": "font-weight:400",
        "semibold": "font-weight:600",
        "italic": "font-weight:400;font-style:italic",
    }
    base = f'.dp text{{font-family:"{FAMILY}",{FALLBACK_FAMILIES}}}'
    return base + "".join(
        f".dp-t-{style.name}{{font-size:{_number(style.size)}px;{weights[style.face]}}}" for style in STYLES
    )


def pieces_in(shapes: Iterable[Shape]) -> frozenset[tuple[Face, str]]:
    """Which pieces of the shipped font the texts need."""
    texts: dict[Face, set[str]] = {}
    for shape in flat(shapes):
        if isinstance(shape, Text):
            texts.setdefault(shape.style.face, set()).update(*shape.lines)
    return frozenset(
        (face, piece) for face, chars in texts.items() for piece in pieces_of(face, "".join(chars))
    )


def write_svg(scene: Scene, *, theme: Theme) -> str:
    """The scene as a document of its own, with everything it needs inside."""
    style = "\n".join((font_faces(pieces_in(scene.shapes)), type_rules(), colour_rules(theme)))
    return _document(scene, f"<style>{style}</style>\n", "dp-whole") + "\n"


def write_inline_svg(scene: Scene, *, name: str) -> str:
    """The scene for a page that brings the style itself. ``name`` is unique in the page."""
    return _document(scene, "", name)


def write_hidden_svg(scene: Scene) -> str:
    """The scene for a page that says the same elsewhere: not read out."""
    return f'{_opening(scene)} aria-hidden="true" focusable="false">\n{_shapes(scene)}</svg>'


def _document(scene: Scene, style: str, name: str) -> str:
    words = (
        f'<title id="{name}-title">{escaped(scene.title)}</title>\n'
        f'<desc id="{name}-desc">{escaped(scene.says)}</desc>\n'
    )
    role = f' role="img" aria-labelledby="{name}-title {name}-desc"'
    return f"{_opening(scene)}{role}>\n{words}{style}{_shapes(scene)}</svg>"


def _opening(scene: Scene) -> str:
    # The direction is the drawing's own: a page from right to left must not turn its texts around.
    width, height = _number(scene.width), _number(scene.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="dp" direction="ltr" width="{width}"'
        f' height="{height}" viewBox="0 0 {width} {height}" lang="{escaped(scene.language)}"'
    )


def _shapes(scene: Scene) -> str:
    return "".join(_write(shape) for shape in scene.shapes)


def _write(shape: Shape) -> str:
    match shape:
        case Group():
            name = f' class="dp-{shape.name}"' if shape.name else ""
            says = f"<title>{escaped(shape.says)}</title>" if shape.says else ""
            return f"<g{name}>{says}\n{''.join(_write(part) for part in shape.shapes)}</g>\n"
        case Rect():
            radius = f' rx="{_number(shape.radius)}"' if shape.radius else ""
            return f"<rect{_place(shape)}{radius}{_paint(shape)}/>\n"
        case Circle():
            x, y, r = _number(shape.x), _number(shape.y), _number(shape.radius)
            return f'<circle cx="{x}" cy="{y}" r="{r}"{_paint(shape)}/>\n'
        case Path():
            data = "".join(
                part.verb + " ".join(f"{_number(x)},{_number(y)}" for x, y in part.points)
                for part in shape.segments
            )
            caps = (
                ' stroke-linecap="round" stroke-linejoin="round"' if shape.is_round and shape.stroke else ""
            )
            return f'<path d="{data}"{_paint(shape)}{caps}/>\n'
        case Picture():
            says = f"<title>{escaped(shape.says)}</title>"
            return f'<image{_place(shape)} href="{escaped(shape.uri)}">{says}</image>\n'
        case Text():
            return _write_text(shape)


def _write_text(text: Text) -> str:
    anchor = _ANCHORS[text.align, text.direction]
    attributes = f' class="dp-t-{text.style.name} dp-f-{text.role}"'
    if anchor:
        attributes += f' text-anchor="{anchor}"'
    if text.direction == "rtl":
        attributes += ' direction="rtl"'
    x, y = _number(text.x), _number(text.y)
    if len(text.lines) == 1:
        return f'<text x="{x}" y="{y}"{attributes}>{escaped(text.lines[0])}</text>\n'
    spans = "".join(
        f'<tspan x="{x}" y="{_number(text.y + index * text.style.leading)}">{escaped(line)}</tspan>'
        for index, line in enumerate(text.lines)
    )
    return f"<text{attributes}>{spans}</text>\n"


def _place(shape: Rect | Picture) -> str:
    width, height = _number(max(0.0, shape.width)), _number(max(0.0, shape.height))
    return f' x="{_number(shape.x)}" y="{_number(shape.y)}" width="{width}" height="{height}"'


def _paint(shape: Rect | Circle | Path) -> str:
    names = [f"dp-f-{shape.fill}"] if shape.fill else []
    if shape.stroke:
        names.append(f"dp-s-{shape.stroke}")
    paint = f' class="{" ".join(names)}"' if names else ""
    if not shape.fill:
        paint += ' fill="none"'
    if shape.stroke and shape.line != 1:
        paint += f' stroke-width="{_number(shape.line)}"'
    dash = "" if isinstance(shape, Circle) else shape.dash
    return paint + (f' stroke-dasharray="{dash}"' if dash else "")


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
