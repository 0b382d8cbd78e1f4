"""The published JSON Schemas (2020-12) of map and persona files, generated from the classes that read them.

The files in ``schemas`` are these, written by ``python -m desirepath.model.schema``; a test fails until they
are fresh.
"""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from desirepath.model.journey_map import JourneyMap
from desirepath.model.node import Node
from desirepath.model.persona import Persona

SCHEMAS: Final[dict[str, tuple[type[Node], str]]] = {
    "journey-map-1.schema.json": (JourneyMap, "urn:desirepath:journey-map:1"),
    "persona-1.schema.json": (Persona, "urn:desirepath:persona:1"),
}
"""The published files by name: the class that reads what each describes, and its ``$id``."""


def make_schema(name: str) -> dict[str, Any]:
    """The schema of one of :data:`SCHEMAS`, from the classes as they are.

    >>> make_schema("journey-map-1.schema.json")["$id"]
    'urn:desirepath:journey-map:1'
    """
    return schema_of(*SCHEMAS[name])


def schema_of(root: type[Node], identifier: str) -> dict[str, Any]:
    """The schema of a kind of file that ``root`` reads."""
    schema = root.model_json_schema(schema_generator=_Generator)
    return {"$schema": GenerateJsonSchema.schema_dialect, "$id": identifier, **schema}


def published_schema(name: str) -> str:
    """The text of a schema file as it is published with the package."""
    return resources.files("desirepath.model").joinpath("schemas", name).read_text(encoding="utf-8")


def schema_text(name: str) -> str:
    """What the published file must hold."""
    return json.dumps(make_schema(name), indent=2, ensure_ascii=False) + "\n"


class _Generator(GenerateJsonSchema):
    """Pydantic's, but a missing value is a missing key: null is not one of the values."""

    def generate(
        self, schema: core_schema.CoreSchema, mode: JsonSchemaMode = "validation"
    ) -> JsonSchemaValue:
        made: JsonSchemaValue = _tidied(super().generate(schema, mode))
        return made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        if not isinstance(made.get("default"), str | int | float):
            made.pop("default", None)
        return made

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made: JsonSchemaValue = {"type": "object"}
        if "keys_schema" in schema:
            made["propertyNames"] = self.generate_inner(schema["keys_schema"])
        if "values_schema" in schema:
            made["additionalProperties"] = self.generate_inner(schema["values_schema"])
        return made


def _tidied(schema: Any) -> Any:
    """Descriptions as plain sentences, and no titles that only repeat a field's name."""
    if isinstance(schema, list):
        return [_tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {key: _tidied(value) for key, value in schema.items()}
    if isinstance(tidy.get("description"), str):
        plain = re.sub(r":\w+:`~?(?:[\w.]*\.)?(\w+)`|``?([^`]+)``?", r"\1\2", tidy["description"])
        tidy["description"] = " ".join(plain.split())
    if isinstance(title := tidy.get("title"), str):
        tidy["title"] = re.sub(r"(?<=[a-z])[A-Z]", lambda letter: f" {letter.group().lower()}", title)
        if tidy.get("type") != "object":
            del tidy["title"]
    return tidy


def main() -> None:
    """Write the schema files."""
    folder = Path(__file__).parent / "schemas"
    folder.mkdir(exist_ok=True)
    for name in SCHEMAS:
        (folder / name).write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
