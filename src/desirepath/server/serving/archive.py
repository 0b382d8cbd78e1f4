"""The file of a backup: a zip whose last entry, ``manifest.json``, lists every other with its size and hash.

Nothing in it is believed before it is checked: names stay inside the folder, sizes are those listed, what
unpacks to far more than it is long is refused.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

import orjson

from desirepath.base.problem import DesirepathError
from desirepath.log.durable import flush_folder
from desirepath.server.serving.kinds import BACKUP_BAD, BACKUP_FAILED, NOT_EMPTY

FORMAT: Final = "desirepath-backup/1"
MANIFEST: Final = "manifest.json"
_PIECE: Final = 1 << 20
_MOST_TIGHT: Final = 200
"""So many bytes out of one are no text that people or we wrote."""
_SMALL: Final = 1 << 20
_LARGEST_MANIFEST: Final = 64 << 20
_NAME = re.compile(
    r"database\.jsonl|desirepath\.toml|secret\.key|(?:log|attachments|rejects)(?:/[^/\\\x00-\x1f\x7f]+)+"
)
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OverflowError,
    ValueError,
    KeyError,
    TypeError,
    NotImplementedError,
    EOFError,
    RuntimeError,
    FileExistsError,
    IsADirectoryError,
    NotADirectoryError,
)
_SECRETS: Final = ("secret.key", "log/secret")


class ArchiveWriter:
    """Writes an archive that has no name until it is whole and on the disk: a crash leaves nothing behind.

    Raises DP-OPS-007 where there is a file of this name, DP-OPS-008 where the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files: dict[str, dict[str, Any]] = {}
        if path.exists():
            raise NOT_EMPTY.error(says=f"{path} is there already", fix="choose another name")
        try:
            # A file without a name (Linux): readable by its owner only, for there are secrets in it.
            handle = os.open(path.parent, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _failed(path, error) from error
        self._raw: IO[bytes] = os.fdopen(handle, "w+b")
        self._zip = zipfile.ZipFile(self._raw, "w", allowZip64=True)

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._raw.close()

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add one file. Parquet and pictures are packed already; everything else is deflated."""
        is_packed = name.endswith((".parquet", ".png", ".jpg", ".webp"))
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        hashed, size = hashlib.sha256(), 0
        try:
            with self._zip.open(info, "w", force_zip64=True) as entry:
                for piece in pieces:
                    entry.write(piece)
                    hashed.update(piece)
                    size += len(piece)
        except OSError as error:
            raise _failed(self._path, error) from error
        self._files[name] = {"size": size, "sha256": hashed.hexdigest()}

    def finish(self, about: Mapping[str, Any]) -> None:
        """Write the list of files with what else is said of them, and give the file its name."""
        manifest = orjson.dumps({"format": FORMAT, **about, "files": self._files}, option=orjson.OPT_INDENT_2)
        try:
            self._zip.writestr(MANIFEST, manifest, zipfile.ZIP_DEFLATED)
            self._zip.close()
            self._raw.flush()
            os.fsync(self._raw.fileno())
            root = os.open("/", os.O_RDONLY)
            try:
                os.link(
                    f"/proc/self/fd/{self._raw.fileno()}", self._path, src_dir_fd=root, follow_symlinks=True
                )
            finally:
                os.close(root)
            flush_folder(self._path.parent)
        except OSError as error:
            raise _failed(self._path, error) from error


@dataclass(frozen=True)
class Archive:
    """A backup whose list has been read and fits what is in the file."""

    path: Path
    about: Mapping[str, Any]

    @property
    def files(self) -> Mapping[str, Mapping[str, Any]]:
        """Size and hash by name."""
        found: Mapping[str, Mapping[str, Any]] = self.about["files"]
        return found

    def unpack(self, folder: Path) -> None:
        """Write every file under ``folder``, checking each. Raises DP-OPS-006 for the first that differs."""
        with _reading(self.path), zipfile.ZipFile(self.path) as packed:
            for name, listed in self.files.items():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                mode = 0o600 if name in _SECRETS else 0o644
                handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
                with os.fdopen(handle, "wb") as out, packed.open(name) as entry:
                    _copy_checked(entry, out, name, listed, self.path)


def read_archive(path: Path) -> Archive:
    """Open a backup and compare its list with what is there. Raises DP-OPS-006."""
    with _reading(path), zipfile.ZipFile(path) as packed:
        infos = {info.filename: info for info in packed.infolist()}
        if len(infos) != len(packed.infolist()):
            raise _bad(path, "two of its files have one name")
        if MANIFEST not in infos or infos[MANIFEST].file_size > _LARGEST_MANIFEST:
            raise _bad(path, "its list of files is missing")
        _must_be_sound(path, infos[MANIFEST])
        about = orjson.loads(packed.read(MANIFEST))
        if not isinstance(about, dict) or about.get("format") != FORMAT:
            raise _bad(path, f"it is not of the format {FORMAT}")
        listed = about["files"]
        if set(listed) != set(infos) - {MANIFEST}:
            odd = sorted(set(listed) ^ (set(infos) - {MANIFEST}))[0]
            raise _bad(path, f"{odd!r} is either not in it or not in its list")
        for name, info in infos.items():
            if name != MANIFEST:
                if not _NAME.fullmatch(name) or ".." in name.split("/") or "." in name.split("/"):
                    raise _bad(path, f"{name!r} is no name that a backup has")
                if info.file_size != listed[name]["size"]:
                    raise _bad(path, f"{name} is not as long as its list says")
                _must_be_sound(path, info)
    return Archive(path, about)


def room_needed(archive: Archive) -> int:
    """How many bytes it unpacks to."""
    return sum(int(listed["size"]) for listed in archive.files.values())


def must_have_room(archive: Archive, folder: Path) -> None:
    """Raise DP-OPS-008 where the disk has no room for all of it, before any of it is written."""
    needed, free = room_needed(archive), shutil.disk_usage(folder).free
    if needed > free:
        says = f"it needs {needed:,} bytes, and {free:,} are free"
        raise BACKUP_FAILED.error(says=says, fix="make room", file=str(folder))


def _copy_checked(entry: IO[bytes], out: IO[bytes], name: str, listed: Mapping[str, Any], path: Path) -> None:
    hashed, left = hashlib.sha256(), int(listed["size"])
    while piece := entry.read(_PIECE):
        left -= len(piece)
        if left < 0:
            break
        hashed.update(piece)
        out.write(piece)
    if left or hashed.hexdigest() != listed["sha256"]:
        raise _bad(path, f"{name} is not what was saved")
    out.flush()
    os.fsync(out.fileno())


def _must_be_sound(path: Path, info: zipfile.ZipInfo) -> None:
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & 1:
        raise _bad(path, f"{info.filename} is packed in a way that we do not pack")
    if info.file_size > _SMALL and info.file_size > _MOST_TIGHT * max(info.compress_size, 1):
        raise _bad(path, f"{info.filename} unpacks to far more than any text does")


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Whatever is said about a file that is no archive of ours is said as DP-OPS-006."""
    try:
        yield
    except FileNotFoundError as error:
        raise BACKUP_BAD.error(says=f"{path} is not there", file=str(path)) from error
    except _UNREADABLE as error:
        raise _bad(path, f"it cannot be read: {error}") from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # to seek where no file has a place
            raise
        raise _bad(path, "it cannot be read: it points out of itself") from error


def _bad(path: Path, says: str) -> DesirepathError:
    return BACKUP_BAD.error(says=says, file=str(path))


def _failed(path: Path, error: OSError) -> DesirepathError:
    return BACKUP_FAILED.error(says=f"cannot write it: {error.strerror}", file=str(path))
