"""HTML elements as text. Every text and attribute goes through the one place that escapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desirepath.exports.drawing.writer import escaped


class Markup(str):
    """Text that is HTML already; any other string is escaped before it becomes part of a page."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: str) -> Markup:
    """An element; ``class_`` and ``aria_label`` become class and aria-label. Children are escaped unless
    Markup.

    >>> element("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escaped(value)}"' for name, value in attributes.items()
    )
    inside = "".join(child if isinstance(child, Markup) else escaped(child) for child in children)
    return Markup(f"<{tag}{written}>{inside}</{tag}>")


def said(text: str, tag: str = "span", **attributes: str) -> Markup:
    """A text of the map: runs in its own direction."""
    return element(tag, text, dir="auto", **attributes)


def prose(text: str) -> Markup:
    """A sentence whose words in backticks are names from a file.

    >>> prose("answers / `survey.sent`")
    'answers / <code>survey.sent</code>'
    """
    return Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", escaped(text)))


def joined(parts: Iterable[str]) -> Markup:
    """Several pieces of HTML after each other."""
    return Markup("".join(part if isinstance(part, Markup) else escaped(part) for part in parts))


def table(
    caption: str, heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]], *, name: str
) -> Markup:
    """A table with a caption, column heads and row heads, in a region that scrolls sideways on its own."""
    top = element("tr", *(element("th", head, scope="col") for head in heads))
    lines = [
        element("tr", element("th", head, scope="row"), *(element("td", cell) for cell in cells))
        for head, cells in rows
    ]
    whole = element(
        "table",
        element("caption", caption, id=f"{name}-caption"),
        element("thead", top),
        element("tbody", *lines),
    )
    return scrolling(whole, label=f"{name}-caption")


def scrolling(content: Markup, *, label: str, class_: str = "wide") -> Markup:
    """A region that scrolls sideways, reachable by keyboard, named by the element with the id ``label``."""
    return element("div", content, class_=class_, role="region", aria_labelledby=label, tabindex="0")
