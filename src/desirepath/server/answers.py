"""The shape of every answer that says no, and the HTTP status that goes with a code."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from ninja import Schema
from ninja.operation import Operation

from desirepath.log.kinds import CANNOT_WRITE
from desirepath.server import kinds


class ProblemOut(Schema):
    """One problem: what is wrong, where, and what would work."""

    code: str
    severity: str
    message: str
    address: str
    fix: str
    file: str | None = None
    line: int | None = None
    column: int | None = None


class Problems(Schema):
    """Why a request was refused: everything found, not only the first."""

    problems: list[ProblemOut]


_STATUS: Final[Mapping[str, int]] = {
    kinds.NOT_SIGNED_IN.code: 401,
    kinds.NOT_ALLOWED.code: 403,
    kinds.NOT_FOUND.code: 404,
    kinds.BAD_REQUEST.code: 400,
    kinds.TOO_MANY.code: 429,
    kinds.CONFLICT.code: 409,
    kinds.TOO_LARGE.code: 413,
    kinds.BROKEN.code: 500,
    kinds.DISK_FULL.code: 503,
    CANNOT_WRITE.code: 503,
}

REFUSALS: Final = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problems)
"""What every operation may answer beside its success; spread it into ``response=``."""
_make_model = Operation._create_response_model


class _Refusal(Schema):
    """What Ninja makes of :class:`Problems` when an operation answers with them."""

    response: Problems

    @classmethod
    def model_json_schema(cls, *args: Any, **how: Any) -> dict[str, Any]:
        """Its schema, found out once: it is asked for two thousand times when the API describes itself."""
        key = repr((args, how))
        if key not in _SCHEMAS:
            _SCHEMAS[key] = super().model_json_schema(*args, **how)
        return deepcopy(_SCHEMAS[key])


_SCHEMAS: Final[dict[str, dict[str, Any]]] = {}


def _model_of(operation: Operation, answer: Any) -> type[Schema] | None:
    """The model that Ninja checks an answer with; one for all refusals. Ninja would make eight of them for
    each of hundreds of operations, which is half the time that it takes to load them."""
    return _Refusal if answer is Problems else _make_model(operation, answer)


# It offers no other way; a test says so where a new Ninja has this one no more.
Operation._create_response_model = _model_of  # type: ignore[assignment]


def answers_file(media_type: str) -> dict[str, Any]:
    """For ``openapi_extra=`` of an operation whose success is a file and not JSON.

    >>> list(answers_file("text/csv")["responses"]["200"]["content"])
    ['text/csv']
    """
    return {"responses": {"200": {"description": "The file", "content": {media_type: {}}}}}


def status_of(code: str) -> int:
    """The HTTP status of a problem: 422 where the content was understood and refused by the library.

    >>> status_of("DP-SRV-003"), status_of("DP-EDT-004")
    (404, 422)
    """
    return _STATUS.get(code, 422)
