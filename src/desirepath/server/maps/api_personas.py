"""The endpoints about personas."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.maps.company import personas_for
from desirepath.server.maps.models import MapRecord, PersonaRecord
from desirepath.server.maps.personas import (
    Use,
    change_persona,
    create_persona,
    find_persona,
    persona_data,
    persona_text,
    put_persona,
    remove_persona,
    uses_of,
)
from desirepath.server.people.access import visible_maps
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Body

router = Router(tags=["personas"])
FieldName = Annotated[str, Field(max_length=100)]


class MapOfPersona(Schema):
    """A map about this persona; ``travels`` is the type of object that is counted there."""

    id: str
    title: str
    travels: str


class PersonaOut(Schema):
    """A persona in a list, with the maps about them that you may see."""

    id: str
    name: str
    role: str | None
    segment: str | None
    revision: int
    changed_at: datetime
    maps: list[MapOfPersona]


class PersonaWhole(PersonaOut):
    """A persona with everything that the file says (``fields``, as the guide to map files lists them)."""

    fields: dict[str, Any]


class PersonaIn(Body):
    """A persona's whole file, made from revision ``base`` (0: there was none)."""

    text: str
    base: int = Field(ge=0)


class NewPersona(Body):
    """A new persona: its ``fields``, of which it needs the name. Its id is made of that."""

    fields: Annotated[dict[FieldName, Any], Field(max_length=50)]


class PersonaChange(Body):
    """Fields that become something else (null: nothing), and what each was when you changed it."""

    fields: Annotated[dict[FieldName, Any], Field(min_length=1, max_length=50)]
    was: Annotated[dict[FieldName, Any], Field(max_length=50)]


@router.get("", response={200: list[PersonaOut], **REFUSALS})
def list_personas(request: HttpRequest) -> list[dict[str, Any]]:
    """All personas, by name; as a guest of a map, whom it is about."""
    used, seen, shown = uses_of(), _seen(asker(request)), personas_for(asker(request))
    personas = PersonaRecord.objects.all()
    if shown is not None:
        personas = personas.filter(id__in=shown)
    return [_out(one, used.get(one.id, []), seen) for one in personas]


@router.post("", response={201: PersonaWhole, **REFUSALS})
def create_one_persona(request: HttpRequest, body: NewPersona) -> Status[dict[str, Any]]:
    """A new persona. What is wrong with a field is said, all at once."""
    person = asker(request)
    return Status(201, _whole(create_persona(body.fields, person), person))


@router.get("/{persona_id}", response={200: PersonaWhole, **REFUSALS})
def one_persona(request: HttpRequest, persona_id: str) -> dict[str, Any]:
    """One persona."""
    return _whole(find_persona(persona_id, personas_for(asker(request))), asker(request))


@router.patch("/{persona_id}", response={200: PersonaWhole, **REFUSALS})
def change_one_persona(request: HttpRequest, persona_id: str, body: PersonaChange) -> dict[str, Any]:
    """Change fields of a persona; comments in the file, and all other fields, stay. 409: somebody changed the
    same one meanwhile."""
    person = asker(request)
    return _whole(change_persona(persona_id, body.fields, body.was, person), person)


@router.delete("/{persona_id}", response={204: None, **REFUSALS})
def remove_one_persona(request: HttpRequest, persona_id: str) -> Status[None]:
    """Remove a persona with its earlier versions. 409 while a map is about them."""
    with transaction.atomic():
        remove_persona(find_persona(persona_id))
        write_down("removed a persona", request=request, target=persona_id)
    return Status(204, None)


@router.get("/{persona_id}/text", response={**REFUSALS})
def get_persona_text(
    request: HttpRequest, persona_id: str, revision: Annotated[int, Field(ge=1)] | None = None
) -> HttpResponse:
    """The persona's file (YAML), as it is or as it was; which one, ``X-Revision`` says."""
    record = find_persona(persona_id)
    text = persona_text(record, revision)
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["X-Revision"] = str(revision or record.revision)
    return answer


@router.put("/{persona_id}/text", response={200: PersonaOut, **REFUSALS})
def put_persona_text(request: HttpRequest, persona_id: str, body: PersonaIn) -> dict[str, Any]:
    """The persona's file becomes this one; where somebody was faster nothing is done (409)."""
    person = asker(request)
    return _whole(put_persona(persona_id, body.text, base=body.base, person=person), person)


def _seen(person: Person) -> set[str] | None:
    """The maps that a person may see; None: all."""
    seen = visible_maps(person)
    return None if seen is None else set(MapRecord.objects.filter(seen).values_list("id", flat=True))


def _whole(record: PersonaRecord, person: Person) -> dict[str, Any]:
    used = uses_of(record.id).get(record.id, [])
    return {**_out(record, used, _seen(person)), "fields": persona_data(record)}


def _out(record: PersonaRecord, used: list[Use], seen: set[str] | None) -> dict[str, Any]:
    said = persona_data(record)
    return {
        "id": record.id,
        "name": record.name,
        "role": said.get("role"),
        "segment": said.get("segment"),
        "revision": record.revision,
        "changed_at": record.changed_at,
        "maps": [
            {"id": one.map.id, "title": one.map.title, "travels": one.travels}
            for one in used
            if seen is None or one.map.id in seen
        ],
    }
