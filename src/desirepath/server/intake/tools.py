"""What can be connected, and what to click over there: ``tools.toml``, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).parent / "tools.toml"
_USUAL: Final[Mapping[str, Any]] = {
    "needs": "secret",
    "whose_secret": "theirs",
    "secret_is": "",
    "snippets": {},
    "replay": "",
}


def read_tools() -> Sequence[dict[str, Any]]:
    """Each tool with its kind, title, group, what it brings, and the steps over there.

    >>> read_tools()[0]["kind"]
    'segment'
    """
    found = tomllib.loads(_FILE.read_text("utf-8"))
    return [{"kind": kind, **_USUAL, **said} for kind, said in found.items()]


TOOLS: Final = read_tools()
"""In the order in which they are offered."""
