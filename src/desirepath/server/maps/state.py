"""The nodes of a map: as they stand, and as they stood at any revision.

What stands is in memory, per process, and is believed only where the database says the same revision of the
same era: another process may have written meanwhile. What is missing is read and applied.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from desirepath.model.document import Document
from desirepath.model.edit_json import edit_from_json
from desirepath.model.edits import Edit, apply_accepted
from desirepath.model.journey_map import JourneyMap
from desirepath.model.map_file import map_from_plain
from desirepath.model.nodes import MapNodes, from_nodes, to_nodes
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.maps.models import EarlierText, EditRecord, MapRecord, Snapshot

EDITS_BETWEEN_SNAPSHOTS: Final = 100
MOST_REMEMBERED: Final = 200
"""How many maps' nodes a process keeps at hand."""


@dataclass(frozen=True, slots=True)
class _Known:
    era: str
    nodes: MapNodes


class _Memory:
    """The nodes of the maps used last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def recall(self, record: MapRecord) -> MapNodes | None:
        with self._lock:
            known = self._known.get(record.id)
            if known is None or known.era != record.era or known.nodes.revision > record.revision:
                return None
            self._known.move_to_end(record.id)
            return known.nodes

    def keep(self, record: MapRecord, nodes: MapNodes) -> None:
        with self._lock:
            known = self._known.get(record.id)
            if known and known.era == record.era and known.nodes.revision > nodes.revision:
                return
            self._known[record.id] = _Known(record.era, nodes)
            self._known.move_to_end(record.id)
            if len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)


_MEMORY: Final = _Memory()


def current_nodes(record: MapRecord) -> MapNodes:
    """The nodes at the record's revision."""
    known = _MEMORY.recall(record)
    if known is not None and known.revision == record.revision:
        return known
    nodes = _forward(record, known or _snapshot(record, record.revision), record.revision)
    _MEMORY.keep(record, nodes)
    return nodes


def remember(record: MapRecord, nodes: MapNodes) -> None:
    """Keep what an edit has made, once the database has it for good."""
    _MEMORY.keep(record, nodes)


def nodes_at(record: MapRecord, revision: int) -> MapNodes:
    """The nodes as they stood at a revision. Raises DP-SRV-003 for one that never was."""
    if not 0 <= revision <= record.revision:
        says = f"{record.id} has no revision {revision}; it stands at {record.revision}"
        raise NOT_FOUND.error("revision", says=says)
    if revision == record.revision:
        return current_nodes(record)
    return _forward(record, _snapshot(record, revision), revision)


def journey_of(nodes: MapNodes) -> JourneyMap:
    """The map that nodes stand for."""
    return map_from_plain(from_nodes(nodes)[0])


def nodes_to_text(nodes: MapNodes) -> str:
    """The JSON in which nodes are kept and sent; the ids of edits are the history's."""
    data = nodes.to_json()
    del data["edits"]
    return orjson.dumps(data).decode()


def read_edit(record: EditRecord) -> Edit:
    """The edit that a record keeps."""
    by = "" if record.person_id is None else str(record.person_id)
    return edit_from_json({"id": record.edit_id, "by": by, "changes": orjson.loads(record.changes)})


def read_nodes(text: str) -> MapNodes:
    """What :func:`nodes_to_text` wrote."""
    data: Mapping[str, Any] = orjson.loads(text)
    return MapNodes.from_json(data)


def _snapshot(record: MapRecord, revision: int) -> MapNodes:
    """The nearest state before a revision that is written down; at first it is what the first file says."""
    found = Snapshot.objects.filter(map=record, revision__lte=revision).order_by("-revision").first()
    if found is not None:
        return read_nodes(found.nodes)
    document = Document.read(came_in_as(record, 0)[1])
    return to_nodes(document.data, document.comments())


def came_in_as(record: MapRecord, revision: int) -> tuple[int, str]:
    """The file that the map last came in as, up to a revision, and the revision that it says."""
    if record.text_revision <= revision:
        return record.text_revision, record.text
    earlier = EarlierText.objects.filter(map=record, revision__lte=revision).order_by("-revision").first()
    assert earlier is not None  # the first one came at revision 0
    return earlier.revision, earlier.text


def _forward(record: MapRecord, nodes: MapNodes, revision: int) -> MapNodes:
    edits: Iterable[EditRecord] = EditRecord.objects.filter(
        map=record, revision__gt=nodes.revision, revision__lte=revision
    ).order_by("revision")
    for edit in edits:
        nodes = apply_accepted(nodes, read_edit(edit), edit.revision).nodes
    return nodes
