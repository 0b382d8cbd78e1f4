"""The one base of everything written in a map file: frozen, strict, closed to unknown fields but for
``x-``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict

from desirepath.model import kinds
from desirepath.model.words import JsonSchema, refuse


def _keep_only_extensions(name: str) -> str:
    if not name.startswith("x-"):
        raise refuse(kinds.UNKNOWN_FIELD, f'unknown field "{name}"')
    return name


def _close(schema: JsonSchema) -> None:
    schema["additionalProperties"] = False
    schema["patternProperties"] = {"^x-": {}}


class Node(BaseModel):
    """A mapping in a map file. Fields a reader does not know are refused; those that begin with ``x-`` are
    kept."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="allow",
        allow_inf_nan=False,
        json_schema_extra=_close,
        use_attribute_docstrings=True,
    )

    FORMAT: ClassVar[str] = "desirepath/1"
    """Of what is a file of its own: the format that its first line names."""
    CALLED: ClassVar[str] = "map"
    """And what a message calls it."""

    __pydantic_extra__: dict[Annotated[str, AfterValidator(_keep_only_extensions)], Any]

    @property
    def extensions(self) -> dict[str, Any]:
        """The ``x-`` fields, as they were written."""
        return dict(self.__pydantic_extra__ or {})

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """The names a file may use, in their stable order."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())
