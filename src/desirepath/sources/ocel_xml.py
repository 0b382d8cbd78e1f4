"""OCEL 2.0 in XML: read element by element, with entities, document types and the network off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from desirepath.sources.kinds import CUT_OFF, UNREADABLE
from desirepath.sources.mapping import Mapping
from desirepath.sources.ocel import OcelEvent, OcelObject, batches, typed
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.shape import Batch, Shape

_MARKS = re.compile(rb"<(object-types|event-types|objects|events)[\s/>]")
_KINDS = {"object": "object-type", "event": "event-type"}


def _recognises(file: ExportedFile) -> bool:
    return (
        file.opening.lstrip().startswith(b"<")
        and bool(_MARKS.search(file.opening))
        and b"<log" in file.opening
    )


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Batch]:
    if b"<!DOCTYPE" in file.opening or b"<!ENTITY" in file.opening:
        raise UNREADABLE.error(
            says="the XML declares a document type or entities, which no OCEL log needs",
            fix="remove the <!DOCTYPE ...> from the file",
            file=str(file.path),
        )
    try:
        yield from batches(_XmlLog(opened), mapping)
    except etree.XMLSyntaxError as error:
        raise CUT_OFF.error(says=f"the XML is damaged: {error.msg}", file=str(file.path)) from error


class _XmlLog:
    def __init__(self, opened: OpenedFile) -> None:
        self._opened = opened

    def objects(self) -> Iterator[OcelObject]:
        for one, kinds in self._elements("object"):
            declared = kinds.get(one.get("type"), {})
            attributes: list[tuple[str, object, Any]] = [
                (name, time, typed(declared.get(name), v)) for name, time, v in _attributes(one)
            ]
            yield OcelObject(one.sourceline or 0, one.get("id"), one.get("type"), attributes, _relations(one))

    def events(self) -> Iterator[OcelEvent]:
        for one, kinds in self._elements("event"):
            declared = kinds.get(one.get("type"), {})
            attributes = {name: typed(declared.get(name), value) for name, _, value in _attributes(one)}
            line, time = one.sourceline or 0, one.get("time")
            yield OcelEvent(line, one.get("id"), one.get("type"), time, attributes, _relations(one))

    def _elements(self, tag: str) -> Iterator[tuple[Any, dict[str, dict[str, str]]]]:
        """The objects or events one after the other, with the kinds of attributes declared so far.

        Each is forgotten when the next is asked for.
        """
        self._opened.stream.seek(0)
        parser = etree.iterparse(
            self._opened.stream,
            events=("end",),
            tag=("object", "event", "object-type", "event-type"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        kinds: dict[str, dict[str, str]] = {}
        for _, one in parser:
            if one.tag == _KINDS[tag]:
                kinds[one.get("name") or ""] = {
                    each.get("name") or "": each.get("type") or "" for each in one.iter("attribute")
                }
            elif one.tag == tag:
                yield one, kinds
            one.clear()
            while one.getprevious() is not None:
                del one.getparent()[0]


def _attributes(one: Any) -> Iterator[tuple[str, object, str]]:
    for each in one.iterfind("attributes/attribute"):
        yield each.get("name") or "", each.get("time"), each.text or ""


def _relations(one: Any) -> list[tuple[object, str]]:
    return [
        (each.get("object-id"), each.get("qualifier") or "")
        for each in one.iterfind("objects/*")
        if each.tag in ("relationship", "object")
    ]


SHAPE = Shape("ocel-xml", "OCEL 2.0 event logs in XML", _recognises, _read)
