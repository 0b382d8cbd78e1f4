"""The personas of a workspace: files that maps refer to, each with its versions."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from desirepath.model.document import Document
from desirepath.model.migrations import FORMAT
from desirepath.model.nodes import ROOT
from desirepath.model.persona import Persona
from desirepath.model.persona_file import read_persona_text
from desirepath.model.yaml_text import block_text
from desirepath.server.kinds import BAD_REQUEST, CONFLICT, NOT_FOUND
from desirepath.server.maps.models import MapRecord, PersonaRecord, PersonaVersion
from desirepath.server.maps.state import current_nodes
from desirepath.server.people.models import Person

_FIXED: Final = ("format", "id")
_LONGEST_ID: Final = 60


@dataclass(frozen=True, slots=True)
class Use:
    """A map whose journey a persona makes: ``travels`` is the type of object that is counted there."""

    map: MapRecord
    travels: str


def find_persona(persona_id: str, among: Container[str] | None = None) -> PersonaRecord:
    """The persona (of those that may be seen; None: of all), or DP-SRV-003."""
    is_seen = among is None or persona_id in among
    record = PersonaRecord.objects.filter(id=persona_id).first() if is_seen else None
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


def create_persona(fields: Mapping[str, Any], person: Person) -> PersonaRecord:
    """A new persona of these fields, under an id made of its name.

    Raises what is wrong with them, DP-SRV-004 where there is no name to make an id of.
    """
    name = fields.get("name")
    if not isinstance(name, str) or not name.strip():
        raise BAD_REQUEST.error("name", says="a persona needs a name")
    data = {"format": FORMAT, "id": _new_id(name), **_said(fields)}
    text = block_text({key: data[key] for key in sorted(data, key=_order)})
    return _make(read_persona_text(text), text, person)


def change_persona(
    persona_id: str, fields: Mapping[str, Any], was: Mapping[str, Any], person: Person
) -> PersonaRecord:
    """Fields of the persona become these (None: there is none); the rest of its file stays as it is written.

    ``was`` says what they were for whoever changes them. Raises what is wrong with the new ones, and
    DP-SRV-006 where one of them is something else by now.
    """
    for name in _FIXED:
        if name in fields:
            raise BAD_REQUEST.error(name, says=f"the {name} of a persona stays")
    with transaction.atomic():
        record = PersonaRecord.objects.select_for_update().filter(id=persona_id).first()
        if record is None:
            raise NOT_FOUND.error(persona_id, says=f"there is no persona {persona_id!r}")
        document = Document.read(record.text)
        for name in fields:
            if document.data.get(name) not in (was.get(name), fields[name]):
                says = f"{name} was changed meanwhile"
                raise CONFLICT.error(name, says=says, fix="look at it as it is now, then change it")
        data = {name: value for name, value in {**document.data, **fields}.items() if value is not None}
        text = document.save({key: data[key] for key in sorted(data, key=_order)})
        return put_persona(persona_id, text, base=record.revision, person=person)


def persona_data(record: PersonaRecord) -> dict[str, Any]:
    """What the persona's file says, as JSON would say it."""
    return Document.read(record.text).data


def uses_of(only: str | None = None) -> dict[str, list[Use]]:
    """The maps about each persona (or only about one) by the persona's id; those in the archive too."""
    found: dict[str, list[Use]] = {}
    for record in MapRecord.objects.order_by("title", "id"):
        said = current_nodes(record).nodes[ROOT].properties
        persona = said.get("persona")
        if isinstance(persona, str) and only in (None, persona):
            found.setdefault(persona, []).append(Use(record, said.get("travels", "customer")))
    return found


def remove_persona(record: PersonaRecord) -> None:
    """Remove a persona with its versions. Raises DP-SRV-006 where a map is about them."""
    used = uses_of(record.id).get(record.id, [])
    if used:
        names = ", ".join(f"“{one.map.title}”" for one in used[:3]) + (" and others" if used[3:] else "")
        says = f"{record.name} cannot be removed: {names} {'is' if len(used) == 1 else 'are'} about them"
        raise CONFLICT.error(record.id, says=says, fix="choose another persona there first")
    record.delete()


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None and name not in _FIXED}


def _order(name: str) -> int:
    known = Persona.field_names()
    return known.index(name) if name in known else len(known)


def _new_id(name: str) -> str:
    """An id that no persona has, made of a name: its first words in small letters.

    >>> _id_of("Olga, who leads operations"), _id_of("着く")
    ('olga', 'persona')
    """
    first = _id_of(name)
    taken = set(PersonaRecord.objects.filter(id__startswith=first).values_list("id", flat=True))
    return next(
        one for n in range(1, len(taken) + 2) if (one := first if n == 1 else f"{first}-{n}") not in taken
    )


def _id_of(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", name.partition(",")[0].lower()).strip("-")
    return words[:_LONGEST_ID].strip("-") or "persona"


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
