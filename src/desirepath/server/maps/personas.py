"""The personas of a workspace: files that maps refer to, each with its versions."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from desirepath.model.persona import Persona
from desirepath.model.persona_file import read_persona_text
from desirepath.server.kinds import CONFLICT, NOT_FOUND
from desirepath.server.maps.models import PersonaRecord, PersonaVersion
from desirepath.server.people.models import Person


def find_persona(persona_id: str) -> PersonaRecord:
    """The persona, or DP-SRV-003."""
    record = PersonaRecord.objects.filter(id=persona_id).first()
    if record is None:
        raise NOT_FOUND.error(persona_id, says=f"there is no persona {persona_id!r}")
    return record


def persona_text(record: PersonaRecord, revision: int | None = None) -> str:
    """The persona's file, as it is or as it was. Raises DP-SRV-003 for a revision that never was."""
    if revision is None or revision == record.revision:
        return record.text
    version = PersonaVersion.objects.filter(persona=record, revision=revision).first()
    if version is None:
        says = f"{record.id} has no revision {revision}; it stands at {record.revision}"
        raise NOT_FOUND.error("revision", says=says)
    return version.text


def keep_persona(text: str, person: Person) -> PersonaRecord:
    """The persona of this file's id: the one that is there, else a new one from the file."""
    persona = read_persona_text(text)
    found = PersonaRecord.objects.filter(id=persona.id).first()
    return found or _make(persona, text, person)


def put_persona(persona_id: str, text: str, *, base: int, person: Person) -> PersonaRecord:
    """The persona's file becomes ``text``, which was made from revision ``base`` (0: there was none).

    The very text that is there already changes nothing. Raises what is wrong with the text, and DP-SRV-006
    where somebody was faster.
    """
    persona = read_persona_text(text)
    if persona.id != persona_id:
        says = f"the file is of the persona {persona.id!r}, not of {persona_id!r}"
        raise CONFLICT.error("id", says=says, fix="correct its id, or send it to the other persona")
    with transaction.atomic():
        record = PersonaRecord.objects.select_for_update().filter(id=persona_id).first()
        if record is None:
            if base:
                raise NOT_FOUND.error(persona_id, says=f"there is no persona {persona_id!r}")
            return _make(persona, text, person)
        if record.text == text:
            return record
        if record.revision != base:
            says = f"{persona_id} was changed meanwhile: it stands at revision {record.revision}, not {base}"
            raise CONFLICT.error("base", says=says)
        record.revision, record.text, record.name = base + 1, text, persona.name[:300]
        record.changed_at = timezone.now()
        record.save()
        _write_version(record, person)
    return record


def _make(persona: Persona, text: str, person: Person) -> PersonaRecord:
    record = PersonaRecord(id=persona.id, name=persona.name[:300], text=text)
    try:
        with transaction.atomic():
            record.save(force_insert=True)
            _write_version(record, person)
    except IntegrityError:
        says = f"there is a persona {persona.id!r} already"
        raise CONFLICT.error("id", says=says) from None
    return record


def _write_version(record: PersonaRecord, person: Person) -> None:
    PersonaVersion.objects.create(persona=record, revision=record.revision, text=record.text, person=person)
