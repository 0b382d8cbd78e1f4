"""OCEL 2.0 in JSON: one object with the lists of types, objects and events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson

from desirepath.sources.kinds import CUT_OFF, UNREADABLE
from desirepath.sources.mapping import Mapping
from desirepath.sources.ocel import OcelEvent, OcelObject, batches, first_version, typed
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.shape import Batch, Shape

_BEGINS = re.compile(rb'\s*\{\s*"(objectTypes|eventTypes|objects|events)"\s*:\s*\[')
_FIRST_VERSION = re.compile(rb'\s*\{\s*"ocel:(global-log|global-event|global-object|events|objects)"')
_LARGEST = 2 << 30


def _recognises(file: ExportedFile) -> bool:
    return (_BEGINS.match(file.opening) or _FIRST_VERSION.match(file.opening)) is not None


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Batch]:
    if _FIRST_VERSION.match(file.opening):
        raise first_version(file)
    text = opened.stream.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise UNREADABLE.error(
            says="the JSON is larger than 2 GB, and would have to be read at once",
            fix="write the log as OCEL 2.0 SQLite or XML",
            file=str(file.path),
        )
    try:
        found = orjson.loads(text.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise CUT_OFF.error(says=f"the JSON is damaged: {error}", file=str(file.path)) from error
    yield from batches(_JsonLog(found), mapping)


class _JsonLog:
    def __init__(self, found: dict[str, Any]) -> None:
        self._found = found
        self._object_kinds = _kinds(found.get("objectTypes"))
        self._event_kinds = _kinds(found.get("eventTypes"))

    def objects(self) -> Iterator[OcelObject]:
        for place, one in enumerate(_entries(self._found.get("objects")), 1):
            kinds = self._object_kinds.get(str(one.get("type")), {})
            attributes = [
                (
                    str(entry.get("name")),
                    entry.get("time"),
                    typed(kinds.get(str(entry.get("name"))), entry.get("value")),
                )
                for entry in _entries(one.get("attributes"))
            ]
            yield OcelObject(place, one.get("id"), one.get("type"), attributes, _relations(one))

    def events(self) -> Iterator[OcelEvent]:
        for place, one in enumerate(_entries(self._found.get("events")), 1):
            kinds = self._event_kinds.get(str(one.get("type")), {})
            attributes = {
                str(entry.get("name")): typed(kinds.get(str(entry.get("name"))), entry.get("value"))
                for entry in _entries(one.get("attributes"))
            }
            yield OcelEvent(
                place, one.get("id"), one.get("type"), one.get("time"), attributes, _relations(one)
            )


def _entries(found: object) -> list[dict[str, Any]]:
    """The entries of a list; what is none of them is one without anything."""
    return [one if isinstance(one, dict) else {} for one in found] if isinstance(found, list) else []


def _kinds(types: object) -> dict[str, dict[str, str]]:
    return {
        str(one.get("name")): {
            str(a.get("name")): str(a.get("type")) for a in _entries(one.get("attributes"))
        }
        for one in _entries(types)
    }


def _relations(one: dict[str, Any]) -> list[tuple[object, str]]:
    return [
        (entry.get("objectId"), str(entry.get("qualifier") or ""))
        for entry in _entries(one.get("relationships"))
    ]


SHAPE = Shape("ocel-json", "OCEL 2.0 event logs in JSON", _recognises, _read)
