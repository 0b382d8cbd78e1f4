"""The small values a map file is written with: texts, ids, spans, days, numbers.

Each is one check and one JSON Schema, side by side, so that loader and schema judge alike. Where the check is
a regular expression the schema has the very same one: it says nothing that Python, JavaScript and Rust read
differently (no ``\\d``, ``\\s`` or ``$``, which mean more in some of them).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, core_schema

from desirepath.base.problem import Kind
from desirepath.model import kinds

T = TypeVar("T")
JsonSchema = dict[str, Any]

MAX_TEXT: Final = 10_000
MAX_NUMBER: Final = 2**53 - 1
"""The largest whole number that JSON, YAML and JavaScript all keep exactly."""

_END: Final = (
    r"(?![\s\S])"  # the end of the text in every dialect: Python's $ also matches before a last line end
)
TEXT_PATTERN: Final = (
    r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
ID_PATTERN: Final = rf"^[a-z0-9][a-z0-9._-]*{_END}"
LANGUAGE_PATTERN: Final = rf"^[A-Za-z]{{2,8}}(-[A-Za-z0-9]{{1,8}})*{_END}"
DAY_PATTERN: Final = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_END}"
_UNIT: Final = r"(s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?|w|weeks?|months?|y|years?)"
SPAN_PATTERN: Final = rf"^[0-9]{{1,6}}(\.[0-9]{{1,6}})? *{_UNIT}{_END}"
OFFSET_PATTERN: Final = rf"^-?[0-9]{{1,6}}(\.[0-9]{{1,6}})? *{_UNIT}{_END}"


def refuse(kind: Kind, says: str, fix: str = "") -> PydanticCustomError:
    """A problem found by a check, as Pydantic carries it; :mod:`desirepath.model.structure` reads it back."""
    return PydanticCustomError("problem", "{says}", {"code": kind.code, "says": says, "fix": fix or kind.fix})


def _matching(
    pattern: str, says: str, fix: str, max_length: int, *examples: str
) -> tuple[AfterValidator, WithJsonSchema]:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if len(value) > max_length:
            raise refuse(
                kinds.WRONG_FORM,
                f"this is {len(value):,} letters long, {max_length:,} are allowed",
                "shorten it",
            )
        if not compiled.search(value):
            raise refuse(kinds.WRONG_FORM, says.format(value=shown(value)), fix.format(id=_id_like(value)))
        return value

    return AfterValidator(check), WithJsonSchema(
        {"type": "string", "pattern": pattern, "maxLength": max_length}
    )


def _id_like(text: str) -> str:
    """The id that somebody may have meant.

    >>> _id_like("Relay Kick-off!"), _id_like("着く")
    ('relay-kick-off', 'kick-off')
    """
    return re.sub(r"[^a-z0-9._]+", "-", text.lower()).strip("-._")[:100] or "kick-off"


def shown(value: object) -> str:
    """A value as a message shows it: short, on one line.

    >>> shown("kick off"), shown(True), shown([1, 2]), shown("x" * 100)[-5:]
    ('"kick off"', 'true', 'a list', 'xxx…"')
    """
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + (value if len(value) <= 40 else f"{value[:39]}…").replace("\n", "⏎") + '"'
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case None:
            return "nothing"
        case _:
            return str(value)[:40]


_TEXT = _matching(TEXT_PATTERN, "the text is blank", "write something, or delete the key", MAX_TEXT)
_ID = _matching(
    ID_PATTERN,
    "{value} cannot be an id",
    "write small letters a-z, digits, and . _ - between them: {id}",
    100,
    "kick-off",
)
_LANGUAGE = _matching(
    LANGUAGE_PATTERN, "{value} is not a language", "write its code, like en, de or pt-BR", 35
)
_SPAN = _matching(
    SPAN_PATTERN,
    "{value} is not a length of time",
    "write a number and a unit, like 7d, 12 h or 3 months",
    30,
)
_OFFSET = _matching(
    OFFSET_PATTERN,
    "{value} is not a length of time",
    "write a number and a unit, like 7d, or -2d for two days before",
    30,
    "-2d",
    "1 h",
)

Text = Annotated[str, *_TEXT]
Id = Annotated[str, *_ID]
Language = Annotated[str, *_LANGUAGE]
Many = Annotated[tuple[T, ...], Field(strict=False)]


def _a_span_needs_a_unit(value: Any) -> Any:
    if is_number(value):
        raise refuse(
            kinds.WRONG_TYPE, f"{shown(value)} has no unit of time", f"write {shown(value)}d for days"
        )
    return value


Span = Annotated[str, *_SPAN, BeforeValidator(_a_span_needs_a_unit)]
"""A length of time, such as ``7d`` or ``12 months``; never negative. Read it with
``base.spans.parse_span``."""
Offset = Annotated[str, *_OFFSET, BeforeValidator(_a_span_needs_a_unit)]
"""The same, counted from a moment; a minus means before it."""


def _read_day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.search(DAY_PATTERN, value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise refuse(
                kinds.WRONG_FORM, f"{value} is not in the calendar", "check the month and the day"
            ) from None
    raise refuse(kinds.WRONG_FORM, f"{shown(value)} is not a day", "write year-month-day, like 2026-09-30")


Day = Annotated[
    date,
    BeforeValidator(_read_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY_PATTERN, "examples": ["2026-09-30"]}),
]


def is_number(value: object) -> bool:
    """Whether it is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read_whole_number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def whole(low: int, high: int = MAX_NUMBER) -> tuple[Any, BeforeValidator]:
    """What makes an ``int`` a whole number from ``low`` to ``high``; 2.0 is a whole number too."""
    return Field(ge=low, le=high), BeforeValidator(_read_whole_number)


@dataclass(frozen=True)
class _Plain:
    """A bare value, judged by ``accepts`` and, where it is a number or a text, by the limits of those."""

    accepts: Callable[[Any], bool]
    says: str
    types: tuple[str, ...]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._check)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        limits = {"maxLength": MAX_TEXT, "minimum": -MAX_NUMBER, "maximum": MAX_NUMBER}
        return {"type": list(self.types), **limits}

    def _check(self, value: Any) -> Any:
        if not self.accepts(value):
            raise refuse(kinds.WRONG_TYPE, f"{shown(value)} cannot be compared with", self.says)
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise refuse(kinds.WRONG_FORM, f"this text is longer than {MAX_TEXT:,} letters", "shorten it")
        if is_number(value) and not -MAX_NUMBER <= value <= MAX_NUMBER:
            raise refuse(kinds.NUMBER, f"{shown(value)} is too large to be exact", kinds.NUMBER.fix)
        return value


SCALAR = _Plain(
    lambda value: isinstance(value, bool | int | float | str),
    "write a text, a number, true or false",
    ("boolean", "number", "string"),
)
NUMBER_OR_TEXT = _Plain(
    lambda value: isinstance(value, str) or is_number(value), "write a number or a text", ("number", "string")
)


def form_of(value: Any) -> str:
    """Which form a value has where several may stand; :mod:`desirepath.model.structure` strikes these out
    again."""
    if isinstance(value, list | tuple):
        return "<list>"
    return "<scalar>" if isinstance(value, str | int | float | None) else "<mapping>"


@dataclass(frozen=True)
class Shorthand:
    """Lets a file write the bare value where a mapping stands that needs only its field ``key``."""

    key: str
    is_bare: Callable[[Any], bool]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def spell_out(value: Any) -> Any:
            return {self.key: value} if self.is_bare(value) else value

        return core_schema.no_info_before_validator_function(spell_out, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        whole = handler(schema)
        return {"anyOf": [handler.resolve_ref_schema(whole)["properties"][self.key], whole]}


BARE_TEXT = Shorthand("text", lambda value: isinstance(value, str))
BARE_FEELING = Shorthand("value", is_number)
