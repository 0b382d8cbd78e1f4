"""Edits as JSON, for the wire, the history and the vectors. A value that is ABSENT is a key that is not
there.
"""

from __future__ import annotations

from collections.abc import Mapping

from desirepath.base.problem import DesirepathError
from desirepath.model.edit_kinds import NOT_AN_EDIT
from desirepath.model.edits import Change, Create, Edit, Lost, Move, Remove, Set
from desirepath.model.nodes import ABSENT, PARENT_KIND, Json


def edit_to_json(edit: Edit) -> dict[str, Json]:
    """The stable JSON of an edit.

    >>> edit = Edit("e1", (Set("map", "owner", ABSENT, based_on=3, was="cs"), Remove("card:a")), by="ana")
    >>> edit_to_json(edit)  # doctest: +NORMALIZE_WHITESPACE
    {'id': 'e1', 'by': 'ana', 'changes':
     [{'do': 'set', 'node': 'map', 'property': 'owner', 'based_on': 3, 'was': 'cs'},
      {'do': 'remove', 'node': 'card:a'}]}
    """
    return {"id": edit.id, "by": edit.by, "changes": [_change_to_json(change) for change in edit.changes]}


def edit_from_json(data: Json) -> Edit:
    """What :func:`edit_to_json` wrote. Raises DP-EDT-009, with the place, for anything else.

    >>> edit_from_json({"id": "e1", "changes": [{"do": "remove", "node": "card:a"}]})
    Edit(id='e1', changes=(Remove(node='card:a'),), by='')
    """
    _expect(data, "", "id", str)
    _expect(data, "", "changes", list)
    if not isinstance(data.get("by", ""), str):
        raise _wrong("by", "by should be a text")
    changes = tuple(_change_from_json(change, f"changes[{i}]") for i, change in enumerate(data["changes"]))
    return Edit(data["id"], changes, data.get("by", ""))


def lost_to_json(lost: Lost) -> dict[str, Json]:
    """The stable JSON of what was lost; ``property`` and ``value`` only where there are some."""
    data: dict[str, Json] = {
        "reason": lost.reason,
        "node": lost.node,
        "by": lost.by,
        "revision": lost.revision,
    }
    if lost.property is not None:
        data["property"] = lost.property
    if lost.value is not ABSENT:
        data["value"] = lost.value
    return data


def _change_to_json(change: Change) -> dict[str, Json]:
    if isinstance(change, Remove):
        return {"do": "remove", "node": change.node}
    if isinstance(change, Move):
        return {"do": "move", "node": change.node, "parent": change.parent, "rank": change.rank}
    if isinstance(change, Create):
        return {
            "do": "create",
            "node": change.node,
            "kind": change.kind,
            "parent": change.parent,
            "rank": change.rank,
            "properties": dict(change.properties),
        }
    data: dict[str, Json] = {"do": "set", "node": change.node, "property": change.property}
    if change.value is not ABSENT:
        data["value"] = change.value
    data["based_on"] = change.based_on
    if change.was is not ABSENT:
        data["was"] = change.was
    return data


def _change_from_json(data: Json, address: str) -> Change:
    _expect(data, address, "node", str)
    do, node = data.get("do"), data["node"]
    if do == "remove":
        return Remove(node)
    if do == "set":
        _expect(data, address, "property", str)
        _expect(data, address, "based_on", int)
        return Set(
            node, data["property"], data.get("value", ABSENT), data["based_on"], data.get("was", ABSENT)
        )
    if do not in ("create", "move"):
        raise _wrong(f"{address}.do", f"do is {do!r}; it should be create, set, move or remove")
    _expect(data, address, "parent", str)
    _expect(data, address, "rank", str)
    if do == "move":
        return Move(node, data["parent"], data["rank"])
    _expect(data, address, "kind", str)
    if data["kind"] not in PARENT_KIND:
        raise _wrong(f"{address}.kind", f"kind is {data['kind']!r}; it should be stage, step or card")
    if not isinstance(data.get("properties", {}), dict):
        raise _wrong(f"{address}.properties", "properties should be a mapping")
    return Create(node, data["kind"], data["parent"], data["rank"], data.get("properties", {}))


_NAMES: Mapping[type, str] = {str: "a text", int: "a whole number", list: "a list"}


def _expect(data: Json, address: str, key: str, kind: type) -> None:
    if not isinstance(data, dict):
        raise _wrong(address, "an edit and each of its changes should be a mapping")
    value = data.get(key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _wrong(f"{address}.{key}".lstrip("."), f"{key} should be {_NAMES[kind]}")


def _wrong(address: str, says: str) -> DesirepathError:
    return NOT_AN_EDIT.error(address, says=says)
