"""OCEL 2.0 in XML: read element by element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from desirepath.sources.mapping import Mapping
from desirepath.sources.ocel import OcelEvent, OcelObject, batches, first_version, typed
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.shape import Batch, Shape
from desirepath.sources.xml_elements import read_elements

_MARKS = re.compile(rb"<(object-types|event-types|objects|events)[\s/>]")
_FIRST_VERSION = re.compile(
    rb"""<(log|global)\s[^>]*(version=["']0\.|version=["']1\.|scope=["'](event|object|log))"""
)
_KINDS = {"object": "object-type", "event": "event-type"}


def _recognises(file: ExportedFile) -> bool:
    return (
        file.opening.lstrip().startswith(b"<")
        and bool(_MARKS.search(file.opening))
        and b"<log" in file.opening
    )


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Batch]:
    if _FIRST_VERSION.search(file.opening):
        raise first_version(file)
    yield from batches(_XmlLog(file, opened), mapping)


class _XmlLog:
    def __init__(self, file: ExportedFile, opened: OpenedFile) -> None:
        self._file = file
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
        """The objects or events one after the other, with the kinds of attributes declared so far."""
        self._opened.stream.seek(0)
        kinds: dict[str, dict[str, str]] = {}
        for one in read_elements(self._file, self._opened, ("object", "event", "object-type", "event-type")):
            if one.tag == _KINDS[tag]:
                kinds[one.get("name") or ""] = {
                    each.get("name") or "": each.get("type") or "" for each in one.iter("attribute")
                }
            elif one.tag == tag:
                yield one, kinds


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
