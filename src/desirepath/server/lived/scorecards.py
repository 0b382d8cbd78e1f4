"""The workspace's scorecards: readable files in its folder ``scorecards``."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from desirepath.success.scorecard import Scorecard
from desirepath.success.scorecard_file import read_scorecard

ENDING = ".scorecard.yaml"


def scorecard_for(folder: Path, travels: str) -> Scorecard | None:
    """The first scorecard, by name, that is about whoever travels on a map, one for everybody before one of a
    segment; None where there is none.

    ``folder`` is the workspace's. Raises DesirepathError for a file that cannot be read: a score that is
    silently not shown would look like one that does not exist.
    """
    found = [_read(path, *_state(path)) for path in _files(folder)]
    mine = sorted((one for one in found if one.of == travels), key=lambda one: one.segment is not None)
    return mine[0] if mine else None


def scorecards_mark(folder: Path) -> str:
    """A word for what the workspace's scorecards say: it changes with them."""
    whole = hashlib.sha256()
    for path in _files(folder):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


@lru_cache(maxsize=32)
def _read(path: Path, inode: int, written_ns: int, size: int) -> Scorecard:
    """A scorecard, read once for each state of its file."""
    return read_scorecard(path)


def _state(path: Path) -> tuple[int, int, int]:
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "scorecards").glob(f"*{ENDING}"))
