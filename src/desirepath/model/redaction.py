"""Takes a text, or what a property ever said, out of nodes and edits: the one way out of a history."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from desirepath.model.edits import Change, Create, Edit, Lost, Set, apply_accepted
from desirepath.model.nodes import ABSENT, Json, MapNodes

ERASED: Final = "[erased]"

Redaction = Callable[[str, str, Json], Json]
"""What becomes of a value, given its node and its property."""


def redact_text(text: str) -> Redaction:
    """Wherever the text stands, in whatever case and with whatever blanks, it becomes ``[erased]``.

    >>> redact_text("Anna  Muster")("card:a", "text", {"text": "Calls ANNA MUSTER twice"})
    {'text': 'Calls [erased] twice'}
    """
    words = text.split()
    if not words:
        raise ValueError("there is no text to redact")
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    return lambda node, name, value: _in_texts(value, lambda one: pattern.sub(ERASED, one))


def redact_property(node: str, name: str) -> Redaction:
    """All texts that this property of this node ever had become ``[erased]``.

    >>> redact = redact_property("card:a", "text")
    >>> redact("card:a", "text", "Calls us"), redact("card:a", "note", "Often")
    ('[erased]', 'Often')
    """

    def redact(of_node: str, of_name: str, value: Json) -> Json:
        return _in_texts(value, lambda _: ERASED) if (of_node, of_name) == (node, name) else value

    return redact


def redact_nodes(nodes: MapNodes, redaction: Redaction) -> MapNodes:
    """The nodes without what is redacted; the lanes of cards stay, whatever they are called."""
    redacted = {
        node.id: replace(
            node,
            properties={
                name: _redacted(redaction, node.id, name, value) for name, value in node.properties.items()
            },
        )
        for node in nodes.nodes.values()
    }
    return MapNodes(redacted, nodes.revision)


def redact_lost(lost: Lost, redaction: Redaction) -> Lost:
    """What was lost, without what is redacted."""
    if lost.property is None or lost.value is ABSENT:
        return lost
    return replace(lost, value=_redacted(redaction, lost.node, lost.property, lost.value))


def redact_edit(
    edit: Edit, redaction: Redaction, *, before: MapNodes, after: MapNodes, redacted_before: MapNodes
) -> Edit:
    """An edit without what is redacted: it leads from the redacted nodes before to the redacted nodes after.

    Where merging the redacted texts would come to something else than redacting the merged one, the edit says
    what came of the merge.
    """
    revision = after.revision
    redacted = replace(edit, changes=tuple(_redact_change(change, redaction) for change in edit.changes))
    wanted = redact_nodes(after, redaction)
    if apply_accepted(redacted_before, redacted, revision).nodes.nodes == wanted.nodes:
        return redacted

    def outcome(change: Change) -> Change:
        if not isinstance(change, Set):
            return change
        value = wanted.nodes[change.node].properties.get(change.property, ABSENT)
        was = (
            redacted_before.nodes[change.node].properties.get(change.property, ABSENT)
            if (change.node in before.nodes)
            else ABSENT
        )
        return replace(change, value=value, based_on=revision, was=was)

    said = replace(redacted, changes=tuple(map(outcome, redacted.changes)))
    assert apply_accepted(redacted_before, said, revision).nodes.nodes == wanted.nodes
    return said


def _redact_change(change: Change, redaction: Redaction) -> Change:
    if isinstance(change, Set):
        return replace(
            change,
            value=_redacted(redaction, change.node, change.property, change.value),
            was=_redacted(redaction, change.node, change.property, change.was),
        )
    if isinstance(change, Create):
        properties = {
            name: _redacted(redaction, change.node, name, value) for name, value in change.properties.items()
        }
        return replace(change, properties=properties)
    return change


def _redacted(redaction: Redaction, node: str, name: str, value: Json) -> Json:
    return value if value is ABSENT or name in ("lane", "id") else redaction(node, name, value)


def _in_texts(value: Json, redact: Callable[[str], str]) -> Json:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list):
        return [_in_texts(one, redact) for one in value]
    if isinstance(value, dict):
        return {name: _in_texts(one, redact) for name, one in value.items()}
    return value
