"""Where files lie until they are imported: they come in parts, so that a broken line costs one part.

Names of folders are ours; a file keeps its own name there, made harmless, because names say what a file is.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.durable import TEMPORARY, flush_folder
from desirepath.server.data.kinds import NO_ROOM, NOT_ALL_THERE, UPLOAD_REFUSED, WRONG_PLACE
from desirepath.server.data.models import Import, Upload
from desirepath.server.jobs.models import ACTIVE
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

LARGEST: Final = 4 << 30
"""The largest file that is taken over the network, in bytes. Larger ones go in on the server itself."""
PART: Final = 2 << 20
"""How many bytes a part should have; it may have up to twice as many."""
_KEPT_FREE: Final = 1 << 30
_MOST_OPEN: Final = 200
_LONGEST_NAME: Final = 120
_YOUNG_SECONDS: Final = 3600
_PART_ENDING: Final = ".part"


def root() -> Path:
    """The folder of all uploads."""
    folder: Path = settings.CONFIGURATION.folder
    return folder / "uploads"


def path_of(upload: Upload) -> Path:
    """Where the bytes of a whole upload lie."""
    return root() / upload.folder / upload.file


def begin(person: Person, name: str, size: int) -> Upload:
    """Make room for a file of this name and size. Raises DP-DAT-001 and -006."""
    if not 0 < size <= LARGEST:
        says = "the file is empty" if size <= 0 else f"the file is larger than {LARGEST >> 30} GB"
        fix = (
            "choose another one" if size <= 0 else "import it on the server: desirepath import FILE --log ..."
        )
        raise UPLOAD_REFUSED.error("size", says=says, fix=fix)
    if Upload.objects.filter(person=person).count() >= _MOST_OPEN:
        raise UPLOAD_REFUSED.error(
            says=f"{_MOST_OPEN} of your files wait already", fix="import them or take them away first"
        )
    must_have_room(size)
    upload = Upload(name=shown_name(name), file=safe_name(name), size=size, person=person)
    folder = root() / upload.folder
    folder.mkdir(parents=True, mode=0o700)
    os.close(os.open(_part(upload), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    flush_folder(folder)
    upload.save(force_insert=True)
    return upload


def must_have_room(size: int) -> None:
    """Raise DP-DAT-006 where the disk would be full."""
    free = shutil.disk_usage(settings.CONFIGURATION.folder).free
    if free < size + _KEPT_FREE:
        raise NO_ROOM.error(says=f"the file has {size:,} bytes, and the disk has room for {free:,}")


def add_part(upload: Upload, offset: int, content: bytes) -> Upload:
    """Put a part behind what has arrived. The same part again changes nothing.

    Raises DP-DAT-003 where it does not fit there.
    """
    with _alone(upload) as handle:
        upload.refresh_from_db()
        if upload.ready_at is not None or offset + len(content) <= upload.received:
            return upload
        if offset != upload.received or offset + len(content) > upload.size:
            raise WRONG_PLACE.error(
                "offset", says=f"{upload.received:,} of {upload.size:,} bytes have arrived, not {offset:,}"
            )
        _write_at(handle, offset, content)
        upload.received = offset + len(content)
        if upload.received == upload.size:
            os.ftruncate(handle, upload.size)
            os.fsync(handle)
            _part(upload).rename(path_of(upload))
            flush_folder(path_of(upload).parent)
            upload.ready_at = timezone.now()
        upload.save(update_fields=["received", "ready_at"])
    return upload


def find_upload(person: Person, upload_id: str) -> Upload:
    """An upload of this person's; owners find everybody's. Raises DP-SRV-003."""
    mine = Upload.objects.all() if person.role >= Role.OWNER else Upload.objects.filter(person=person)
    found = mine.filter(id=upload_id).first()
    if found is None:
        raise NOT_FOUND.error(upload_id, says="there is no such upload, or it is not yours")
    return found


def whole(upload: Upload) -> Path:
    """The path of an upload that has arrived. Raises DP-DAT-002."""
    path = path_of(upload)
    if upload.ready_at is None or not path.is_file():
        raise NOT_ALL_THERE.error(says=f"{upload.received:,} of {upload.size:,} bytes have arrived")
    return path


@contextmanager
def called_by_name(upload: Upload) -> Iterator[None]:
    """What the library says of the file, said of the name that people know, and not of where it lies."""
    try:
        yield
    except DesirepathError as error:
        raise DesirepathError(named(one, upload.name, path_of(upload)) for one in error.problems) from None


def named(problem: Problem, name: str, path: Path) -> Problem:
    """A problem that names a file by this name only."""
    says, fix = (text.replace(str(path), name) for text in (problem.says, problem.fix))
    return replace(problem, says=says, fix=fix, file=name if problem.file else None)


def remove(upload: Upload) -> None:
    """Take an upload away, bytes first."""
    for path in (path_of(upload), _part(upload)):
        path.unlink(missing_ok=True)
    with suppress(OSError):  # others of its archive are there
        path_of(upload).parent.rmdir()
    Upload.objects.filter(pk=upload.pk).delete()


def is_needed(upload: Upload) -> bool:
    """Whether an import that waits or runs reads it."""
    return Import.objects.filter(upload=upload, job__state__in=ACTIVE).exists()


def remove_stray_folders() -> int:
    """Take folders away that no upload knows (a crash left them an hour ago or earlier); how many.

    A younger one may be of an upload that begins just now: its folder is there before it is known.
    """
    count = 0
    before = time.time() - _YOUNG_SECONDS
    there = list(root().iterdir()) if root().is_dir() else []
    known = set(Upload.objects.values_list("folder", flat=True))
    for folder in there:
        with suppress(FileNotFoundError):
            is_old = folder.lstat().st_mtime < before
            if is_old and folder.name not in known and folder.is_dir() and not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)
                count += 1
    return count


def shown_name(name: str) -> str:
    r"""A file's name as people see it: without folders and characters that do not print.

    >>> shown_name("C:\\temp\\T\u202eickets\n.csv")
    'Tickets.csv'
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    return "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()[:300] or "file"


def safe_name(name: str) -> str:
    r"""A file's name as it may stand on the disk; its ending stays, because it says what the file is.

    >>> safe_name("../../etc/pass wd.CSV"), safe_name(".."), safe_name("a.tmp"), len(safe_name("é" * 300))
    ('pass wd.CSV', 'file', 'a.tmp_', 60)
    """
    plain = re.sub(r"[^\w .()+-]", "_", shown_name(name)).strip(" .") or "file"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 12:
        stem, ending = plain, ""
    while len(stem.encode()) > _LONGEST_NAME:
        stem = stem[:-1]
    safe = f"{stem or 'file'}.{ending}" if ending else stem
    return f"{safe}_" if safe.endswith((TEMPORARY, _PART_ENDING)) else safe


def _part(upload: Upload) -> Path:
    return path_of(upload).with_name(f"{upload.file}{_PART_ENDING}")


@contextmanager
def _alone(upload: Upload) -> Iterator[int]:
    """The file that grows, for one at a time."""
    try:
        handle = os.open(_part(upload), os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        upload.refresh_from_db()
        if upload.ready_at is not None:
            handle = os.open(path_of(upload), os.O_RDONLY | os.O_CLOEXEC)
        else:
            raise NOT_FOUND.error(upload.pk, says="this upload is gone", fix="begin it again") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _write_at(handle: int, offset: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        written = os.pwrite(handle, view, offset)
        view, offset = view[written:], offset + written
