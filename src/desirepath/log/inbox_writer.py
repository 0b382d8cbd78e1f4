"""Writes lines to the inbox, so that no crash loses them; needs no right to write to the log itself.

Any process may write while another one stores an import: whoever brings the inbox into the log first *seals*
its files (gives them another name, while nobody writes), and who finds its file sealed begins a new one.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from desirepath.log.durable import flush_folder
from desirepath.log.kinds import CANNOT_WRITE, DAMAGED

_ENDING = ".inbox"
_SEALED = "-sealed" + _ENDING
_LONGEST = 16 << 20
"""A file is read whole when it is brought into the log: one that is so long gets no further line."""


class InboxWriter:
    """Appends lines to the inbox of the workspace ``path``. Several threads may use it at once."""

    def __init__(self, path: Path) -> None:
        self._folder = path / "log" / "inbox"
        self._turn = Lock()
        self._handle: int | None = None
        self._path = self._folder

    def write(self, lines: Iterable[bytes]) -> None:
        """Write the lines, and flush them to the disk together; when this returns, no crash loses them.

        Raises DP-LOG-006 where the disk refuses; none of the lines is kept then.
        """
        content = b"".join(lines)
        if not content:
            return
        with self._turn:
            try:
                with self._file() as handle:
                    before = os.fstat(handle).st_size
                    try:
                        _write_all(handle, content)
                        os.fsync(handle)
                    except OSError:
                        with suppress(OSError):  # what cannot be taken back stands at the end of its file
                            os.ftruncate(handle, before)
                            if before == 0:  # a full disk is tried again and again, each time with a new file
                                self._path.unlink()
                        raise
                if before + len(content) > _LONGEST:
                    self._close()
            except OSError as error:
                self._close()
                raise CANNOT_WRITE.error(
                    says=f"cannot write the inbox: {error.strerror}", file=str(self._folder)
                ) from error

    def close(self) -> None:
        """Begin a new file with the next line."""
        with self._turn:
            self._close()

    def _close(self) -> None:
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)

    @contextmanager
    def _file(self) -> Iterator[int]:
        """The file to write to, which nobody seals meanwhile."""
        while True:
            if self._handle is None:
                self._handle = self._begin()
            fcntl.flock(self._handle, fcntl.LOCK_EX)
            if _is_there(self._path, self._handle):
                break
            self._close()
        try:
            yield self._handle
        finally:
            if self._handle is not None:
                fcntl.flock(self._handle, fcntl.LOCK_UN)

    def _begin(self) -> int:
        self._folder.mkdir(exist_ok=True)
        names = inbox_files(self._folder)
        number = _number_of(names[-1]) + 1 if names else 0
        while True:
            self._path = self._folder / f"{number:012d}{_ENDING}"
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
                handle = os.open(self._path, flags, 0o600)
                break
            except FileExistsError:  # another process was faster
                number += 1
        flush_folder(self._folder)
        flush_folder(self._folder.parent)
        return handle


def inbox_files(folder: Path) -> Sequence[str]:
    """The names of the files in the inbox ``folder``, oldest first. Raises DP-LOG-005."""
    try:
        return sorted(path.name for path in folder.glob(f"*{_ENDING}"))
    except OSError as error:
        raise DAMAGED.error(says=f"the inbox cannot be read: {error.strerror}", file=str(folder)) from error


def seal_files(folder: Path) -> Sequence[str]:
    """Let nobody write to the files that are there now; their names from now on, oldest first.

    To be called by who may write to the log. Raises DP-LOG-005 and -006.
    """
    try:
        for name in inbox_files(folder):
            if not name.endswith(_SEALED):
                _seal(folder / name)
    except OSError as error:
        raise CANNOT_WRITE.error(
            says=f"the inbox cannot be sealed: {error.strerror}", file=str(folder)
        ) from error
    return [name for name in inbox_files(folder) if name.endswith(_SEALED)]


def _seal(path: Path) -> None:
    with suppress(FileNotFoundError):  # whoever began it could not write to it, and took it away again
        handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)  # until the line that is being written stands
            path.rename(path.with_name(path.name.removesuffix(_ENDING) + _SEALED))
        finally:
            os.close(handle)


def _is_there(path: Path, handle: int) -> bool:
    try:
        return os.stat(path).st_ino == os.fstat(handle).st_ino
    except FileNotFoundError:
        return False


def _number_of(name: str) -> int:
    return int(name.removesuffix(_ENDING).partition("-")[0])


def _write_all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
