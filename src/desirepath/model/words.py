"""The small values a map file is written with: ids, texts, spans, days; each judged alike by loader and schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from desirepath.base.spans import SPAN_PATTERN

T = TypeVar("T")

Text = Annotated[str, StringConstraints(pattern=r"\S", max_length=10_000)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=100)]
Span = Annotated[str, StringConstraints(pattern=SPAN_PATTERN)]
Many = Annotated[tuple[T, ...], Field(strict=False)]

_DAY = r"^\d{4}-\d{2}-\d{2}$"


def _read_day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.match(_DAY, value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("day", "should be a day like 2026-09-30")


Day = Annotated[
    date,
    BeforeValidator(_read_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": _DAY}),
]


def _read_whole_number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_read_whole_number)]


@dataclass(frozen=True)
class Shorthand:
    """Lets a file write the bare value where a mapping stands that needs only its field ``key``."""

    key: str
    is_bare: Callable[[Any], bool]
    bare_schema: tuple[tuple[str, Any], ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def spell_out(value: Any) -> Any:
            return {self.key: value} if self.is_bare(value) else value

        return core_schema.no_info_before_validator_function(spell_out, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [dict(self.bare_schema), handler(schema)]}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


BARE_TEXT = Shorthand(
    "text",
    lambda value: isinstance(value, str),
    (("type", "string"), ("pattern", r"\S"), ("maxLength", 10_000)),
)
BARE_FEELING = Shorthand("value", _is_number, (("type", "number"), ("minimum", -2), ("maximum", 2)))
