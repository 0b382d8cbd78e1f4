"""Open a file that somebody exported: looked at first, unpacked on the way, refused in words where it is no
text."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from desirepath.log.durable import TEMPORARY
from desirepath.sources.kinds import CUT_OFF, EMPTY_FILE, NO_FILE, UNREADABLE

OPENING_BYTES = 1 << 16
_GZIP = b"\x1f\x8b"
_NAMED_MAGIC = (
    (b"\x28\xb5\x2f\xfd", "compressed with zstandard"),
    (b"BZh", "compressed with bzip2"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
)
_UTF16, _UTF32 = (b"\xff\xfe", b"\xfe\xff"), (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
PARQUET, ZIP, SQLITE = b"PAR1", b"PK\x03\x04", b"SQLite format 3\0"
_NO_TEXT_BUT_KNOWN = (PARQUET, ZIP, SQLITE)
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that can be read: its path, its size on disk, its first bytes (unpacked, without a BOM)."""

    path: Path
    size: int
    is_gzip: bool
    opening: bytes

    @property
    def bare_name(self) -> str:
        """The file's name without ``.gz``, in lower case."""
        return self.path.name.lower().removesuffix(".gz")

    @property
    def stem(self) -> str:
        """The file's name without its endings: the name of its source unless another is given."""
        name = self.path.name
        for ending in (
            ".gz",
            ".rejects.jsonl",
            ".jsonocel",
            ".xmlocel",
            ".jsonl",
            ".ndjson",
            ".json",
            ".csv",
            ".tsv",
            ".txt",
            ".parquet",
            ".xlsx",
            ".xes",
            ".xml",
            ".sqlite",
            ".db",
        ):
            if name.lower().endswith(ending) and len(name) > len(ending):
                name = name[: -len(ending)]
        return name

    @contextmanager
    def open(self) -> Iterator[OpenedFile]:
        """The unpacked bytes. Raises DP-SRC-004 where they end before their time."""
        with _opened(self.path) as raw:
            stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if self.is_gzip else raw
            with _damage_in_words(self.path):
                yield OpenedFile(stream, raw)


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The unpacked ``stream`` of a file, and how far its bytes on disk are read."""

    stream: BinaryIO
    raw: BinaryIO

    @property
    def bytes_done(self) -> int:
        """How many bytes on disk have been read."""
        return self.raw.tell()


def look_at(path: Path, *, encoding: str | None = None) -> ExportedFile:
    """Look at the first bytes of ``path``; ``encoding`` is the one a mapping declares.

    Raises DP-SRC-001 (no such file), -002 (empty), -003 (no text) or -004 (cut off).
    """
    _refuse_no_file(path)
    if path.name.endswith(TEMPORARY):
        raise NO_FILE.error(says=f"{path} is a temporary file", file=str(path))
    with _opened(path) as raw:
        size = os.fstat(raw.fileno()).st_size
        is_gzip = raw.read(2) == _GZIP
        raw.seek(0)
        with _damage_in_words(path):
            stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if is_gzip else raw
            opening = stream.read(OPENING_BYTES)
    if not opening:
        raise EMPTY_FILE.error(file=str(path))
    _refuse_no_text(path, opening, encoding)
    return ExportedFile(path, size, is_gzip, opening.removeprefix(BOM))


def _refuse_no_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise NO_FILE.error(says=f"there is no file {path}", file=str(path)) from None
    except (OSError, ValueError) as error:
        raise NO_FILE.error(says=f"the file cannot be looked at: {error}", file=str(path)[:200]) from error
    if stat.S_ISDIR(mode):
        raise NO_FILE.error(says=f"{path} is a folder", fix="name the files in it", file=str(path))
    if not stat.S_ISREG(mode):
        raise NO_FILE.error(
            says=f"{path} is not an ordinary file", fix="save it to a file first", file=str(path)
        )


def _refuse_no_text(path: Path, opening: bytes, encoding: str | None) -> None:
    for magic, name in _NAMED_MAGIC:
        if opening.startswith(magic):
            raise UNREADABLE.error(says=f"the file is {name}", file=str(path))
    if opening.startswith(_GZIP):
        raise UNREADABLE.error(says="the file is compressed twice", file=str(path))
    if opening.startswith(_NO_TEXT_BUT_KNOWN):
        return
    if encoding and encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        return
    if opening.startswith(_UTF32):
        raise UNREADABLE.error(
            says="the file is text in UTF-32",
            fix='save it as UTF-8, or say encoding = "utf-32" in the mapping of a table',
            file=str(path),
        )
    if opening.startswith(_UTF16):
        fix = 'save it as UTF-8, or say encoding = "utf-16" in the mapping of a table'
        raise UNREADABLE.error(says="the file is text in UTF-16", fix=fix, file=str(path))
    for place, name in enumerate(("utf-16-be", "utf-16-le")):
        if opening[place::2].count(0) > len(opening) // 4 > 2 * opening[1 - place :: 2].count(0):
            fix = f'save it as UTF-8, or say encoding = "{name}" in the mapping of a table'
            raise UNREADABLE.error(says="the file is text in UTF-16", fix=fix, file=str(path))
    if b"\0" in opening:
        raise UNREADABLE.error(says="the file is binary: it holds zero bytes", file=str(path))


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        raw = path.open("rb")
    except OSError as error:
        raise NO_FILE.error(says=f"{path} cannot be read: {error}", file=str(path)) from error
    with raw:
        yield raw


@contextmanager
def _damage_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except EOFError as error:
        raise CUT_OFF.error(says="the compressed file ends in the middle", file=str(path)) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise CUT_OFF.error(says="the compressed file is damaged", file=str(path)) from error
