"""Reads and writes persona files (``personas/ID.persona.yaml``), and finds the one that a map names."""

from __future__ import annotations

from pathlib import Path

from desirepath.model.document import Document
from desirepath.model.map_file import read_document
from desirepath.model.persona import Persona
from desirepath.model.plain import to_plain
from desirepath.model.structure import judge_document
from desirepath.model.yaml_text import block_text

PARENTS_SEARCHED = 3


def read_persona(path: str | Path) -> Persona:
    """Read a persona file. Raises DesirepathError with everything that is wrong, each with file, line and
    column."""
    return judge_document(Persona, read_document(path))


def read_persona_text(text: str | bytes, file: str | None = None) -> Persona:
    """Read a persona from YAML text; ``file`` is what problems call it.

    >>> read_persona_text("{format: desirepath/1, id: olga, name: Olga, segment: traits.seats > 5}").name
    'Olga'
    """
    return judge_document(Persona, Document.read(text, file))


def write_persona_text(persona: Persona) -> str:
    """The persona as YAML, in the stable order of its fields."""
    return block_text(to_plain(persona))


def find_persona(map_path: str | Path, persona_id: str) -> Path | None:
    """The file of a persona that a map names: in ``personas`` beside the map, or beside one of the three
    folders above.

    None where there is none; an id that is no plain file name finds nothing.
    """
    name = f"{persona_id}.persona.yaml"
    if Path(name).name != name:
        return None
    folder = Path(map_path).resolve().parent
    for place in (folder, *list(folder.parents)[:PARENTS_SEARCHED]):
        found = place / "personas" / name
        if found.is_file():
            return found
    return None
