"""What an uploaded file is, by its content, and what it is called; or why it cannot be kept."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from desirepath.server.talk.kinds import NOT_ATTACHABLE
from desirepath.server.talk.pictures import is_picture, make_anew

MEDIA_TYPES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Every type that is kept, by the ending it is given."""

_MOST_UNPACKED: Final = 500 * 1024 * 1024
_MOST_PARTS: Final = 5_000
_LONGEST_NAME: Final = 100
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP: Final = re.compile(rb"\s*(?:<\?xml|<!--|<!doctype|<svg|<html|<script)", re.IGNORECASE)
_SVG: Final = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept: its bytes as they will lie there, and what they are."""

    content: bytes
    ending: str
    name: str
    width: int | None = None
    height: int | None = None

    @property
    def media_type(self) -> str:
        """What browsers are told that it is."""
        return MEDIA_TYPES[self.ending]


def check_file(content: bytes, name: str) -> CheckedFile:
    """The file, if it may be kept. What it is, its content says; its name only tells a table from a text.

    Pictures are made anew from their pixels; documents are kept to the byte, to be downloaded only.

    Raises DP-TLK-001 and -002.

    >>> checked = check_file(b"score,words\\n9,fine\\n", "../../answers.CSV")
    >>> checked.name, checked.media_type
    ('answers.csv', 'text/csv; charset=utf-8')
    """
    if not content:
        raise NOT_ATTACHABLE.error("file", says="the file is empty", fix="choose another one")
    if is_picture(content):
        picture = make_anew(content)
        called = clean_name(name, picture.ending)
        return CheckedFile(picture.content, picture.ending, called, picture.width, picture.height)
    ending = _ending_of_document(content, name)
    return CheckedFile(content, ending, clean_name(name, ending))


def clean_name(name: str, ending: str) -> str:
    """A file's name without folders, control characters, or anything else that means something to a system;
    with the ending that its content has.

    >>> clean_name("C:\\\\temp\\\\Q3 \\u202egnp.exe", ".png"), clean_name('a"b\\r\\nX: y.pdf', ".pdf")
    ('Q3 gnp.png', 'abX y.pdf')
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    stem, dot, old = _UNSAFE.sub("", shown).strip(" .").rpartition(".")
    stem = stem if dot and len(old) <= 5 else f"{stem}{dot}{old}"
    return f"{stem.strip(' .')[:_LONGEST_NAME] or 'file'}{ending}"


def _ending_of_document(content: bytes, name: str) -> str:
    if name.lower().endswith((".svg", ".svgz")) or (_MARKUP.match(content) and _SVG.search(content[:4096])):
        raise NOT_ATTACHABLE.error(
            "file",
            says="an SVG is not kept: it can hold programs that run for whoever opens it",
            fix="export it as PNG",
        )
    if content.startswith(b"%PDF-"):
        return ".pdf"
    if content.startswith(b"PK\x03\x04"):
        _must_be_workbook(content)
        return ".xlsx"
    if _CONTROLS.search(content) or _MARKUP.match(content):
        raise NOT_ATTACHABLE.error("file", says="what this file holds is of no type that is kept")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        raise NOT_ATTACHABLE.error(
            "file", says="this text is not written in UTF-8", fix="save it as UTF-8 (Excel: CSV UTF-8)"
        ) from None
    return ".csv" if name.lower().endswith((".csv", ".tsv")) else ".txt"


def _must_be_workbook(content: bytes) -> None:
    """An Excel workbook without programs, which does not unpack to more than a reader could bear."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            listed = parts.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise NOT_ATTACHABLE.error("file", says="the file is damaged", fix="save it again") from error
    names = {one.filename.lower() for one in listed}
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise NOT_ATTACHABLE.error("file", says="a packed file is not kept, only an Excel workbook (.xlsx)")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise NOT_ATTACHABLE.error(
            "file", says="this workbook holds macros (programs)", fix="save it as .xlsx, without them"
        )
    if len(listed) > _MOST_PARTS or sum(one.file_size for one in listed) > _MOST_UNPACKED:
        raise NOT_ATTACHABLE.error("file", says="this workbook unpacks to more than a spreadsheet can hold")
