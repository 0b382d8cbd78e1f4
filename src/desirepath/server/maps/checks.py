"""What a careful reader says about a map of the workspace."""

from __future__ import annotations

from datetime import date

from desirepath.base.problem import Problem
from desirepath.log.activities import RESERVED
from desirepath.measures.catalogue import all_measures
from desirepath.model.check import check_document
from desirepath.model.document import Document
from desirepath.model.persona import Persona
from desirepath.model.persona_file import read_persona_text
from desirepath.server.maps.models import MapRecord, PersonaRecord
from desirepath.server.maps.texts import text_at


def check_record(record: MapRecord, today: date) -> tuple[Problem, ...]:
    """What should be looked at in the map as it stands, by line of its file."""
    text = text_at(record, record.revision)
    maps = set(MapRecord.objects.filter(archived_at=None).values_list("id", flat=True))
    return check_document(
        Document.read(text, f"{record.id}.journey.yaml"),
        today,
        persona_of=_persona,
        is_map=maps.__contains__,
        activities=RESERVED,
        measures=[measure.id for measure in all_measures()],
    )


def _persona(persona_id: str) -> Persona | None:
    record = PersonaRecord.objects.filter(id=persona_id).first()
    return read_persona_text(record.text, f"personas/{persona_id}.persona.yaml") if record else None
