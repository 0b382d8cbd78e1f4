"""The endpoints about personas."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.maps.models import PersonaRecord
from desirepath.server.maps.personas import find_persona, persona_text, put_persona
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Body

router = Router(tags=["personas"])


class PersonaOut(Schema):
    """A persona in a list."""

    id: str
    name: str
    revision: int
    changed_at: datetime


class PersonaIn(Body):
    """A persona's whole file, made from revision ``base`` (0: there was none)."""

    text: str
    base: int = Field(ge=0)


@router.get("", response={200: list[PersonaOut], **REFUSALS})
def list_personas(request: HttpRequest) -> list[PersonaOut]:
    """All personas, by name."""
    return [_out(one) for one in PersonaRecord.objects.defer("text")]


@router.get("/{persona_id}", response={200: PersonaOut, **REFUSALS})
def one_persona(request: HttpRequest, persona_id: str) -> PersonaOut:
    """One persona."""
    return _out(find_persona(persona_id))


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
def put_persona_text(request: HttpRequest, persona_id: str, body: PersonaIn) -> PersonaOut:
    """The persona's file becomes this one; where somebody was faster nothing is done (409)."""
    return _out(put_persona(persona_id, body.text, base=body.base, person=asker(request)))


def _out(record: PersonaRecord) -> PersonaOut:
    return PersonaOut(id=record.id, name=record.name, revision=record.revision, changed_at=record.changed_at)
