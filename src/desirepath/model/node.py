"""The one base of everything written in a map file: frozen, strict, closed to unknown fields but for ``x-``."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

JsonSchema = dict[str, Any]


def _close(schema: JsonSchema) -> None:
    schema["additionalProperties"] = False
    schema["patternProperties"] = {"^x-": True}


class Node(BaseModel):
    """A mapping in a map file. Fields a reader does not know are refused; those that begin with ``x-`` are kept."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="allow", allow_inf_nan=False, json_schema_extra=_close
    )

    @model_validator(mode="after")
    def _refuse_unknown_fields(self) -> Self:
        unknown = [name for name in self.__pydantic_extra__ or {} if not name.startswith("x-")]
        if unknown:
            raise PydanticCustomError("unknown_field", "unknown field", {"fields": unknown})
        return self

    @property
    def extensions(self) -> dict[str, Any]:
        """The ``x-`` fields, as they were written."""
        return dict(self.__pydantic_extra__ or {})

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """The names a file may use, in their stable order."""
        return tuple(cls.model_fields)
