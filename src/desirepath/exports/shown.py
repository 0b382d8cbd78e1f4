"""What a terminal shows, as HTML: so that a notebook shows the very same."""

from __future__ import annotations

from io import StringIO
from typing import Final

from rich.console import Console, RenderableType

WIDTH: Final = 100
_FRAME: Final = '<pre style="white-space: pre; line-height: 1.4">{code}</pre>'


def shown_html(shown: RenderableType) -> str:
    """A piece of HTML without scripts; texts are escaped.

    >>> from rich.text import Text
    >>> shown_html(Text("a < b"))
    '<pre style="white-space: pre; line-height: 1.4">a &lt; b\\n</pre>'
    """
    console = Console(file=StringIO(), record=True, width=WIDTH, highlight=False, color_system="truecolor")
    console.print(shown)
    return console.export_html(inline_styles=True, code_format=_FRAME)
