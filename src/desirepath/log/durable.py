"""Files that are either wholly on the disk under their name, or not there at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from desirepath.log.kinds import CANNOT_WRITE

TEMPORARY = ".tmp"


def write_durably(path: Path, write: Callable[[BinaryIO], object], *, mode: int = 0o666) -> None:
    """Let ``write`` fill a temporary file beside ``path``; then flush it to the disk and give it its name.

    Whoever looks sees the old file or the new one, never a part. ``mode`` is who may read it, before the
    umask. Raises DP-LOG-006 where the disk refuses.
    """
    temporary = path.with_name(path.name + TEMPORARY)
    try:
        temporary.unlink(missing_ok=True)  # a crash may have left one that others may read
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise CANNOT_WRITE.error(
            says=f"cannot write {path.name}: {error.strerror}", file=str(path)
        ) from error
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def flush_folder(folder: Path) -> None:
    """Make sure that the names in ``folder`` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
