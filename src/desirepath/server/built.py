"""The editor's pages as ``make web`` has built them: which files they begin with, and whether they are others
by now. A server that runs while they are built serves the new ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import orjson

BUILT: Final = Path(__file__).parent / "static" / "web"
"""Where ``make web`` puts what it builds of the folder web/."""
State = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """The files that the editor's page begins with."""

    script: str
    styles: tuple[str, ...]


def built_entry() -> Entry | None:
    """What the build says to begin with; None where the pages were not built."""
    return _entry_of(BUILT, built_state(BUILT))


def built_state(built: Path) -> State:
    """Two times that change with every build there: those of its list of files and of their folder."""
    return _changed_at(_list_of(built)), _changed_at(built / "assets")


@lru_cache(maxsize=4)
def _entry_of(built: Path, _: State) -> Entry | None:
    try:
        first = orjson.loads(_list_of(built).read_bytes())["index.html"]
    except FileNotFoundError:
        return None
    return Entry(first["file"], tuple(first.get("css", ())))


def _list_of(built: Path) -> Path:
    return built / ".vite" / "manifest.json"


def _changed_at(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
