"""Privacy: a text, or what a property ever said, leaves a map and all its history. Nothing else ever does."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from django.db import transaction

from desirepath.base.problem import DesirepathError
from desirepath.model.document import Document
from desirepath.model.edit_json import edit_to_json, lost_to_json
from desirepath.model.edits import Lost, apply_accepted
from desirepath.model.journey_map import JourneyMap
from desirepath.model.nodes import ABSENT, ROOT, MapNodes, from_nodes
from desirepath.model.redaction import (
    Redaction,
    redact_edit,
    redact_lost,
    redact_nodes,
    redact_property,
    redact_text,
)
from desirepath.model.structure import judge
from desirepath.model.yaml_text import block_text
from desirepath.server.maps import state
from desirepath.server.maps.models import (
    EarlierText,
    EditRecord,
    MapRecord,
    PersonaRecord,
    PersonaVersion,
    Snapshot,
    new_era,
)
from desirepath.server.maps.telling import tell_reset


def erase_text(map_id: str, text: str) -> int:
    """Take a text out of a map, all its versions, its history and its files; how many edits had it.

    Whoever looks at the map is told to load it again. Raises what would then be wrong with the map, where the
    text is part of something that cannot do without it.
    """
    return _redact(map_id, redact_text(text))


def erase_property(map_id: str, node: str, name: str) -> int:
    """Take out all texts that a property ever had; how many edits had one."""
    return _redact(map_id, redact_property(node, name))


def erase_text_of_persona(persona_id: str, text: str) -> None:
    """Take a text out of a persona's file, in all its versions."""
    redaction = redact_text(text)
    with transaction.atomic():
        record = PersonaRecord.objects.select_for_update().get(id=persona_id)
        for version in PersonaVersion.objects.filter(persona=record):
            version.text = _redact_file(version.text, redaction)
            version.save(update_fields=["text"])
        record.text = _redact_file(record.text, redaction)
        record.name = redaction(ROOT, "name", record.name)
        record.save(update_fields=["text", "name"])


def _redact_file(text: str, redaction: Redaction) -> str:
    document = Document.read(text)
    data = redaction(ROOT, "file", document.data)
    saved = document.save(data, redaction(ROOT, "comments", document.comments()))
    return saved if redaction(ROOT, "file", saved) == saved else block_text(data)


def _redact(map_id: str, redaction: Redaction) -> int:
    with transaction.atomic():
        record = MapRecord.objects.select_for_update().get(id=map_id)
        walk = _Walk(record, redaction)
        for edit in EditRecord.objects.filter(map=record).order_by("revision"):
            walk.past(edit)
        walk.finish()
        transaction.on_commit(lambda: tell_reset(record))
    return walk.changed


class _Walk:
    """The history from its beginning, as it was and as it is to be."""

    def __init__(self, record: MapRecord, redaction: Redaction) -> None:
        self.record = record
        self.redaction = redaction
        self.changed = 0
        self.nodes = state.nodes_at(record, 0)
        self.redacted = redact_nodes(self.nodes, redaction)
        self.kept: set[int] = set(Snapshot.objects.filter(map=record).values_list("revision", flat=True))
        self.texts: Mapping[int, EarlierText] = {
            one.revision: one for one in EarlierText.objects.filter(map=record)
        }
        Snapshot.objects.filter(map=record).delete()
        self.kept.add(0)  # from now on the ids of cards cannot be made of the first file's words
        self._stop()

    def past(self, record: EditRecord) -> None:
        """Take one edit over."""
        edit = state.read_edit(record)
        after = apply_accepted(self.nodes, edit, record.revision).nodes
        said = redact_edit(
            edit, self.redaction, before=self.nodes, after=after, redacted_before=self.redacted
        )
        lost = orjson.dumps([self._lost(one) for one in orjson.loads(record.lost)]).decode()
        changes = orjson.dumps(edit_to_json(said)["changes"]).decode()
        if (changes, lost) != (record.changes, record.lost):
            self.changed += 1
            record.changes, record.lost, record.digest = changes, lost, ""
        record.words = ""
        record.save(update_fields=["changes", "lost", "digest", "words"])
        self.redacted = apply_accepted(self.redacted, said, record.revision).nodes
        self.nodes = after
        self._stop()

    def finish(self) -> None:
        """The map as it stands, and a new era."""
        _, problems = judge(JourneyMap, from_nodes(self.redacted)[0])
        if problems:
            raise DesirepathError(problems)
        record = self.record
        record.title = str(self.redacted.nodes[ROOT].properties["title"])[:300]
        record.era = new_era()
        record.save()
        for version in record.versions.all():
            version.name = self.redaction(ROOT, "version", version.name)
            version.save(update_fields=["name"])

    def _stop(self) -> None:
        """Write down what is kept of this revision: a snapshot, a file."""
        revision = self.redacted.revision
        if revision in self.kept:
            Snapshot.objects.create(
                map=self.record, revision=revision, nodes=state.nodes_to_text(self.redacted)
            )
        if earlier := self.texts.get(revision):
            earlier.text = self._text(earlier.text, self.redacted)
            earlier.save(update_fields=["text"])
        if revision == self.record.text_revision:
            self.record.text = self._text(self.record.text, self.redacted)

    def _text(self, text: str, nodes: MapNodes) -> str:
        """The file without it; written anew where it stands in its characters still."""
        data, comments = from_nodes(nodes)
        saved = Document.read(text).save(data, comments)
        return saved if self.redaction(ROOT, "text", saved) == saved else block_text(data)

    def _lost(self, one: Mapping[str, object]) -> dict[str, object]:
        lost = Lost(
            "overwritten",
            str(one["node"]),
            None if "property" not in one else str(one["property"]),
            one.get("value", ABSENT),
        )
        redacted = lost_to_json(redact_lost(lost, self.redaction))
        return {**one, **({"value": redacted["value"]} if "value" in one else {})}
