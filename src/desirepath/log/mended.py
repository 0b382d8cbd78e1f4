"""Which refused rows were mended and are in the log: a keyed hash of each, so that nobody is asked to mend it
again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from desirepath.log.kinds import CANNOT_READ, CANNOT_WRITE

_NAME = "mended"


class Mended:
    """The marks of mended rows of the log in ``folder``; ``secret`` is the log's.

    Raises DP-LOG-009 where they cannot be read.
    """

    def __init__(self, folder: Path, secret: bytes) -> None:
        self._path = folder / _NAME
        self._secret = secret
        try:
            self._known = set(self._path.read_text("ascii", "replace").split())
        except FileNotFoundError:
            self._known = set()
        except OSError as error:
            raise CANNOT_READ.error(says=f"cannot read: {error.strerror}", file=str(self._path)) from error

    def __contains__(self, mark: object) -> bool:
        return bool(self._known) and self._hash(str(mark)) in self._known

    def add(self, marks: Iterable[str]) -> None:
        """Remember these, for ever. Raises DP-LOG-006 where the disk refuses."""
        new = sorted({self._hash(mark) for mark in marks} - self._known)
        if not new:
            return
        try:
            with self._path.open("a", encoding="ascii") as file:
                file.write("".join(f"{one}\n" for one in new))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CANNOT_WRITE.error(says=f"cannot write: {error.strerror}", file=str(self._path)) from error
        self._known |= set(new)

    def _hash(self, mark: str) -> str:
        return blake2b(mark.encode(), digest_size=12, key=self._secret, person=b"mended").hexdigest()
