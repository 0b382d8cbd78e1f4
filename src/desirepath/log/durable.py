"""Files that are either wholly on the disk under their name, or not there at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from desirepath.log.kinds import CANNOT_WRITE

TEMPORARY = ".tmp"


def write_durably(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let ``write`` fill a temporary file beside ``path``; then flush it to the disk and give it its name.

    Whoever looks sees the old file or the new one, never a part. Raises DP-LOG-006 where the disk refuses.
    """
    temporary = path.with_name(path.name + TEMPORARY)
    try:
        with temporary.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CANNOT_WRITE.error(
            says=f"cannot write {path.name}: {error.strerror}", file=str(path)
        ) from error


def flush_folder(folder: Path) -> None:
    """Make sure that the names in ``folder`` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
