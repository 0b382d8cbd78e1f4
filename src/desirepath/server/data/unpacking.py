"""Archives that tools export: each file in them becomes an upload, beside the others (they may belong
together)."""

from __future__ import annotations

import os
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from django.utils import timezone

from desirepath.log.durable import flush_folder
from desirepath.server.data.kinds import BAD_ARCHIVE
from desirepath.server.data.models import Upload
from desirepath.server.data.uploads import LARGEST, must_have_room, path_of, remove, safe_name, shown_name

_MOST_FILES: Final = 200
_TIMES_LARGER, _ALWAYS = 300, 64 << 20
_CHUNK: Final = 1 << 20
_NOT_OURS = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def is_archive(path: Path) -> bool:
    """Whether it is a zip of files, and no workbook (which is one, too)."""
    with path.open("rb") as file:
        if file.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False  # the reader of workbooks says what is wrong with it


def unpack(upload: Upload) -> list[Upload]:
    """The files in an archive as uploads of their own; the archive is taken away.

    Raises DP-DAT-005 where it cannot be unpacked, or would unpack to more than a tool exports; it is taken
    away then as well.
    """
    made: list[Upload] = []
    try:
        with zipfile.ZipFile(path_of(upload)) as archive:
            entries = [one for one in archive.infolist() if _is_wanted(one)]
            _judge(upload, entries)
            left = _most(upload)
            for entry in entries:
                one = _new(upload, entry, {other.file for other in made} | {upload.file})
                left -= _write(archive, entry, path_of(one), left)
                one.size = one.received = path_of(one).stat().st_size
                made.append(one)
        flush_folder(path_of(upload).parent)
    except BaseException as error:
        # Also what was half unpacked: nothing but this archive's files lies in its folder.
        shutil.rmtree(path_of(upload).parent, ignore_errors=True)
        remove(upload)
        if isinstance(
            error, zipfile.BadZipFile | zlib.error | OSError | ValueError | RuntimeError | EOFError
        ):
            raise BAD_ARCHIVE.error(says=f"the archive cannot be unpacked: {error}"[:300]) from error
        raise
    made = [one for one in made if one.size] or made[:1]
    Upload.objects.bulk_create(made)
    path_of(upload).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).delete()
    return made


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    return not entry.is_dir() and not is_link and not any(one in name for one in _NOT_OURS)


def _judge(upload: Upload, entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise BAD_ARCHIVE.error(says="there is no file in the archive", fix="drop the files themselves")
    if len(entries) > _MOST_FILES:
        raise BAD_ARCHIVE.error(says=f"the archive holds {len(entries):,} files, and {_MOST_FILES} are taken")
    if any(entry.flag_bits & 1 for entry in entries):
        raise BAD_ARCHIVE.error(says="the archive is locked with a password")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _most(upload):
        raise BAD_ARCHIVE.error(says=f"the archive unpacks to {unpacked:,} bytes, which no export needs")
    must_have_room(unpacked)


def _most(upload: Upload) -> int:
    return min(LARGEST, _TIMES_LARGER * upload.size + _ALWAYS)


def _new(upload: Upload, entry: zipfile.ZipInfo, taken: set[str]) -> Upload:
    name = PurePosixPath(entry.filename.replace("\\", "/")).name
    file = base = safe_name(name)
    count = 1
    while file in taken:
        count += 1
        file = f"{count} {base}"
    return Upload(
        folder=upload.folder,
        file=file,
        name=shown_name(name),
        packed_in=upload.name,
        size=0,
        person=upload.person,
        ready_at=timezone.now(),
    )


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, most: int) -> int:
    """Unpack one file; how many bytes it has. What it declares is not believed."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    written = 0
    with os.fdopen(handle, "wb") as target, archive.open(entry) as packed:
        while chunk := packed.read(_CHUNK):
            written += len(chunk)
            if written > most:
                raise BAD_ARCHIVE.error(says="the archive unpacks to more bytes than it declares")
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return written
