"""What happened to a map, in words: its history, and the difference between two of its versions."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from desirepath.base.problem import DesirepathError
from desirepath.model.diff import diff_maps
from desirepath.model.diff_change import Change
from desirepath.model.edits import apply_accepted
from desirepath.model.journey_map import JourneyMap
from desirepath.model.nodes import MapNodes
from desirepath.server.maps import state
from desirepath.server.maps.models import EditRecord, MapRecord

NO_WORDS = "This part of the history is of a format that cannot be told in words any more"


def difference(record: MapRecord, old: int, new: int) -> Sequence[Change]:
    """What changed from one revision to another, either way round. Raises DP-SRV-003."""
    return diff_maps(
        state.journey_of(state.nodes_at(record, old)), state.journey_of(state.nodes_at(record, new))
    )


def put_in_words(record: MapRecord, edits: Sequence[EditRecord]) -> None:
    """Have the ``words`` of each edit filled in: said once, then kept."""
    silent = sorted((one for one in edits if not one.words), key=lambda one: one.revision)
    nodes: MapNodes | None = None
    before: JourneyMap | None = None
    for edit in silent:
        if nodes is None or nodes.revision != edit.revision - 1:
            nodes = state.nodes_at(record, edit.revision - 1)
            before = _journey(nodes)
        nodes = apply_accepted(nodes, state.read_edit(edit), edit.revision).nodes
        after = _journey(nodes)
        said = [change.say() for change in diff_maps(before, after)] if before and after else [NO_WORDS]
        edit.words = orjson.dumps(said).decode()
        before = after
    EditRecord.objects.bulk_update(silent, ["words"])


def _journey(nodes: MapNodes) -> JourneyMap | None:
    try:
        return state.journey_of(nodes)
    except DesirepathError:
        return None
