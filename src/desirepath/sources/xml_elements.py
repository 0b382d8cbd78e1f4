"""The elements of an XML file one after the other, with entities, document types and the network off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from desirepath.sources.kinds import CUT_OFF, UNREADABLE
from desirepath.sources.lines import LONGEST_LINE
from desirepath.sources.opening import ExportedFile, OpenedFile


def read_elements(file: ExportedFile, opened: OpenedFile, tags: Sequence[str]) -> Iterator[Any]:
    """The elements with these tags, in the order in which they end. Each is forgotten when the next is asked
    for.

    Raises DP-SRC-003 where the file declares a document type or entities, and DP-SRC-004 for a damaged one.
    """
    if b"<!DOCTYPE" in file.opening or b"<!ENTITY" in file.opening:
        raise UNREADABLE.error(
            says="the XML declares a document type or entities, which no event log needs",
            fix="remove the <!DOCTYPE ...> from the file",
            file=str(file.path),
        )
    try:
        parser = etree.iterparse(
            _Watched(file, opened),
            events=("end",),
            tag=tuple(tags),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, one in parser:
            yield one
            one.clear()
            while one.getprevious() is not None:
                del one.getparent()[0]
    except etree.XMLSyntaxError as error:
        says = " ".join(str(error.msg).split())
        raise CUT_OFF.error(says=f"the XML is damaged: {says}", file=str(file.path)) from error


class _Watched:
    """The stream of a file that must have a tag's end every 16 MB: a parser keeps all of what has none."""

    def __init__(self, file: ExportedFile, opened: OpenedFile) -> None:
        self._file = file
        self._stream = opened.stream
        self._without_end = 0

    def read(self, size: int) -> bytes:
        """The next bytes. Raises DP-SRC-003 where one text or attribute is longer than 16 MB."""
        chunk = self._stream.read(size)
        end = chunk.rfind(b">")
        self._without_end = len(chunk) - end - 1 if end >= 0 else self._without_end + len(chunk)
        if self._without_end > LONGEST_LINE:
            raise UNREADABLE.error(
                says="one text in the XML is longer than 16 MB, which no event log needs",
                fix="export the log again",
                file=str(self._file.path),
            )
        return chunk
