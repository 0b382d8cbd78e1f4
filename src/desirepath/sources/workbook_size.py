"""Whether a workbook is as small as it says, found out before anything of it is kept in memory.

Neither the sizes that an archive declares nor the place that a cell claims for itself need be true: a file of
some kilobytes can unpack to any size, and one cell far away makes a sheet of billions of empty ones.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from desirepath.sources.kinds import CUT_OFF, UNREADABLE
from desirepath.sources.opening import ExportedFile

_LARGEST = 2 << 30
_MOST_ENTRIES = 10_000
_TIMES_LARGER, _ALWAYS = 300, 64 << 20
_MOST_ROWS, _MOST_LETTERS = 1 << 20, 3
_MOST_CELLS, _FEW_CELLS, _EMPTY_TO_FILLED = 100_000_000, 10_000_000, 20
_CHUNK = 1 << 20
_LOCAL_HEADER = 30
_PLACE = re.compile(rb"""\sr\s*=\s*["']([^"']*)""")
_CELL = re.compile(rb"([A-Za-z]+)([0-9]+)")


def refuse_bombs(file: ExportedFile) -> None:
    """Raise DP-SRC-003 for what is no workbook, or unpacks to more than a table needs, and DP-SRC-004 for a
    damaged one."""
    try:
        with zipfile.ZipFile(file.path) as archive, file.path.open("rb") as raw:
            entries = archive.infolist()
            _refuse_others(file, entries)
            most = min(_LARGEST, _TIMES_LARGER * file.size + _ALWAYS)
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > most or len(entries) > _MOST_ENTRIES:
                raise _too_large(file, f"to {unpacked:,} bytes in {len(entries):,} parts")
            for entry in entries:
                extent = _Extent()
                for chunk in _unpacked(raw, entry):
                    most -= len(chunk)
                    if most < 0:
                        raise _too_large(file, "to more bytes than it declares")
                    if entry.filename.startswith("xl/worksheets/"):
                        extent.see(chunk)
                if extent.is_too_large:
                    raise UNREADABLE.error(
                        says=f"cells of {entry.filename} lie further apart than any table's: {extent}",
                        fix="save the sheet as CSV",
                        file=str(file.path),
                    )
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise CUT_OFF.error(says=f"the workbook is damaged: {error}", file=str(file.path)) from error


def _refuse_others(file: ExportedFile, entries: list[zipfile.ZipInfo]) -> None:
    if "[Content_Types].xml" not in {entry.filename for entry in entries}:
        raise UNREADABLE.error(
            says="the file is a zip archive, but not an Excel workbook",
            fix="unpack it, and import the files in it",
            file=str(file.path),
        )


def _too_large(file: ExportedFile, what: str) -> Exception:
    return UNREADABLE.error(
        says=f"the workbook unpacks {what}, which no table needs",
        fix="save the sheet as CSV",
        file=str(file.path),
    )


def _unpacked(raw: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part as it is, whatever size the archive declares for it."""
    raw.seek(entry.header_offset)
    header = raw.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER:
        raise zipfile.BadZipFile("a part lies outside of the file")
    name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    raw.seek(entry.header_offset + _LOCAL_HEADER + name + extra)
    left = entry.compress_size
    if entry.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (packed := raw.read(min(_CHUNK, left))):
            left -= len(packed)
            yield packed
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError(f"{entry.filename[:60]} is packed in a way that Excel does not know")
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and not unpacking.eof and (packed := raw.read(min(_CHUNK, left))):
        left -= len(packed)
        while packed and not unpacking.eof:
            yield unpacking.decompress(packed, _CHUNK)
            packed = unpacking.unconsumed_tail


@dataclass(slots=True)
class _Extent:
    """How far the cells of a sheet reach, and how many there are."""

    cells: int = 0
    rows: int = 0
    letters: bytes = b""
    is_odd: bool = False
    _rest: bytes = b""

    def see(self, chunk: bytes) -> None:
        """Look at more of the sheet's XML."""
        chunk = self._rest + chunk
        whole = chunk.rfind(b"<")
        for place in _PLACE.findall(chunk, 0, whole):
            if (found := _CELL.fullmatch(place.strip())) is not None:
                self.cells += 1
                self.rows = max(self.rows, int(found[2][:9]))
                self.letters = max(self.letters, found[1].upper(), key=lambda one: (len(one), one))
            elif not place.strip().isdigit():  # the number of a row has no letters
                self.is_odd = True
        self._rest = chunk[whole:][-_CHUNK:] if whole >= 0 else b""

    @property
    def columns(self) -> int:
        """How many columns there are up to the last one."""
        count = 0
        for letter in self.letters:
            count = 26 * count + letter - 64
        return count

    @property
    def is_too_large(self) -> bool:
        """Whether no table is like this: a place that no sheet has, or next to nothing but empty cells."""
        if self.is_odd or self.rows > _MOST_ROWS or len(self.letters) > _MOST_LETTERS:
            return True
        box = self.rows * self.columns
        return box > _MOST_CELLS or (box > _FEW_CELLS and box > _EMPTY_TO_FILLED * self.cells)

    def __str__(self) -> str:
        last = f"{self.letters[:12].decode()}{self.rows}"
        return f"they reach to {last}, and {self.cells:,} are filled"
