"""Maps come, are copied, put away and deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from desirepath.base.ids import slug
from desirepath.model.document import Document
from desirepath.model.journey_map import JourneyMap
from desirepath.model.structure import judge_document
from desirepath.server.kinds import CONFLICT
from desirepath.server.live.broker import BROKER, Event
from desirepath.server.maps.models import MapRecord, PersonaRecord
from desirepath.server.maps.personas import keep_persona
from desirepath.server.maps.telling import map_topic
from desirepath.server.maps.texts import text_at
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role
from desirepath.templates import read_persona_template, read_template
from desirepath.templates.interview import Answers, write_first_map


def make_map(text: str, person: Person, **more: Any) -> MapRecord:
    """A new map from the text of its file.

    Raises all that is wrong with the text, DP-SRV-006 where there is a map of this id.
    """
    document = Document.read(text)
    journey = judge_document(JourneyMap, document)
    try:
        with transaction.atomic():
            record = MapRecord(
                id=journey.id, title=journey.title[:300], text=document.text, created_by=person, **more
            )
            record.save(force_insert=True)
    except IntegrityError:
        raise CONFLICT.error(
            "id", says=f"there is a map {journey.id!r} already", fix="choose another id"
        ) from None
    return record


def make_from_template(name: str, person: Person, *, id_: str | None, title: str | None) -> MapRecord:
    """A new map from a template, with the template's persona where the workspace has none of that id.

    Raises DP-TPL-001 where there is no such template.
    """
    text = named(read_template(name), id_=id_, title=title)
    with transaction.atomic():
        record = make_map(text, person)
        for persona in read_persona_template(name).values():
            keep_persona(persona, person)
    return record


def make_from_answers(
    answers: Answers, person: Person, *, id_: str | None = None, title: str | None = None
) -> MapRecord:
    """A new map of what was answered to the five questions, and its persona with it."""
    wanted = id_ or slug(title or answers.goal, "journey")
    with transaction.atomic():
        free = wanted if id_ else _free(wanted, MapRecord)
        persona = _free(slug(answers.who, "persona"), PersonaRecord)
        made = write_first_map(answers, id_=free, persona_id=persona, title=title or "")
        record = make_map(made.map_text, person)
        keep_persona(made.persona_text, person)
    return record


def _free(wanted: str, model: type[MapRecord] | type[PersonaRecord]) -> str:
    """This id, or the first of ``wanted-2``, ``wanted-3``... that nobody has."""
    taken = set(model.objects.filter(id__startswith=wanted).values_list("id", flat=True))
    free, again = wanted, 2
    while free in taken:
        free, again = f"{wanted}-{again}", again + 1
    return free


def copy_map(record: MapRecord, revision: int, person: Person, *, id_: str, title: str | None) -> MapRecord:
    """A copy of a map as it was at a revision, under an id of its own; who may not see the one may not see
    the other.
    """
    text = named(text_at(record, revision), id_=id_, title=title)
    with transaction.atomic():
        copy = make_map(text, person, forked_from=record.id, forked_revision=revision)
        MapRole.objects.bulk_create(
            MapRole(person_id=one.person_id, map=copy.id, role=one.role)
            for one in MapRole.objects.filter(map=record.id, person__role__gte=Role.VIEWER)
        )
    return copy


def named(text: str, *, id_: str | None, title: str | None) -> str:
    """The file with another id and title, otherwise as it is."""
    given: Mapping[str, Any] = {
        name: value for name, value in (("id", id_), ("title", title)) if value is not None
    }
    document = Document.read(text)
    return document.save({**document.data, **given}) if given else text


def archive(record: MapRecord) -> None:
    """Put a map away: it stays as it is until it is taken out again. One that is away stays away."""
    MapRecord.objects.filter(pk=record.pk, archived_at=None).update(archived_at=timezone.now())
    _tell(record, "archived")


def unarchive(record: MapRecord) -> None:
    """Take a map out of the archive."""
    MapRecord.objects.filter(pk=record.pk).update(archived_at=None)
    _tell(record, "unarchived")


def delete(record: MapRecord) -> None:
    """Delete a map with everything that hangs on it, for ever."""
    MapRole.objects.filter(map=record.pk).delete()
    MapRecord.objects.get(pk=record.pk).delete()
    _tell(record, "deleted")
    transaction.on_commit(lambda: BROKER.end(map_topic(record.pk)))


def _tell(record: MapRecord, name: str) -> None:
    transaction.on_commit(lambda: BROKER.tell(map_topic(record.pk), Event.of(name, {"map": record.pk})))
