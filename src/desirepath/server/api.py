"""The API: the rooms' routers under one roof, one shape of errors, one door."""

from __future__ import annotations

import errno
import logging
from typing import Any, Final

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser

from desirepath import __version__
from desirepath.base.problem import DesirepathError, Problem
from desirepath.server.access_table import ACCESS
from desirepath.server.accounts.routers import ROUTERS as ACCOUNTS
from desirepath.server.answers import ProblemOut, Problems, status_of
from desirepath.server.books.api import router as books
from desirepath.server.data.routers import ROUTERS as DATA
from desirepath.server.desk.routers import ROUTERS as DESK
from desirepath.server.intake.api import router as intake
from desirepath.server.jobs.api import router as jobs
from desirepath.server.kinds import BAD_REQUEST, BROKEN, DISK_FULL, NOT_FOUND, TOO_LARGE
from desirepath.server.lived.api import router as lived
from desirepath.server.lived.api_cards import router as cards
from desirepath.server.lived.api_customers import log_router as found_customers
from desirepath.server.lived.api_customers import router as customers
from desirepath.server.lived.api_drafts import router as drafts
from desirepath.server.lived.api_drawing import router as lived_drawing
from desirepath.server.lived.api_log import router as log
from desirepath.server.lived.api_rules import router as rules
from desirepath.server.lived.api_subjects import router as subjects
from desirepath.server.lived.api_workspace import router as workspace
from desirepath.server.maps.routers import ROUTERS as MAPS
from desirepath.server.people.access import Door
from desirepath.server.people.api import router as me
from desirepath.server.people.api_people import router as people
from desirepath.server.people.api_security import router as security
from desirepath.server.playbooks.api import ROUTERS as PLAYBOOKS
from desirepath.server.playbooks.api_pages import ROUTERS as PLAYBOOK_PAGES
from desirepath.server.playbooks.api_targets import ROUTERS as TARGETS
from desirepath.server.renewals.routers import ROUTERS as RENEWALS
from desirepath.server.scorecards.api import ROUTERS as SCORECARDS
from desirepath.server.talk.api import ROUTERS as TALK

ROUTERS = (
    ("", me),
    ("", people),
    ("", security),
    *MAPS,
    ("/books", books),
    *TALK,
    *DESK,
    *SCORECARDS,
    *PLAYBOOKS,
    *TARGETS,
    *PLAYBOOK_PAGES,
    *DATA,
    ("/jobs", jobs),
    ("/maps", lived),
    ("/maps", lived_drawing),
    ("/maps", subjects),
    ("/maps", customers),
    ("/map-cards", cards),
    ("/log", log),
    ("/log", drafts),
    ("/log", found_customers),
    ("/workspace", workspace),
    ("/log", rules),
    ("/connections", intake),
    *ACCOUNTS,
    *RENEWALS,
)
"""Where each room's endpoints begin. A new room is a new line."""

DEEPEST: Final = 64
"""How many brackets may stand inside one another in what is sent."""


class _Api(NinjaAPI):
    """The API, whose operations are called what their functions are called: clients name theirs so too."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's name. A test proves that no two share one."""
        return operation.view_func.__name__


class _Json(Parser):
    """Reads JSON that every later room can rely on: strict, shallow, and text that a database can keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        """What the body says. Raises DP-SRV-004 for what is no JSON, or more than plain text in a tree."""
        body = request.body
        if request.content_type != "application/json":
            raise BAD_REQUEST.error(
                "body", says="the body should be JSON", fix="Content-Type: application/json"
            )
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise BAD_REQUEST.error("body", says=f"the body is no JSON: {error}") from None
        if b"\\u0000" in body:
            raise BAD_REQUEST.error("body", says="text cannot have the character U+0000")
        if body.count(b"[") + body.count(b"{") > DEEPEST and _is_deeper(data, DEEPEST):
            raise BAD_REQUEST.error("body", says=f"the body is nested more than {DEEPEST} deep")
        return data


def _is_deeper(data: Any, depth: int) -> bool:
    level = [data]
    for _ in range(depth):
        level = [
            inner
            for one in level
            if isinstance(one, (dict, list))
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return any(isinstance(one, (dict, list)) for one in level)


api = _Api(
    title="Desirepath",
    version=__version__,
    description="Journey maps bound to data. Errors have one shape: a list of problems, each with its code.",
    auth=Door(ACCESS),
    parser=_Json(),
    openapi_url="/openapi.json",
    docs_url="/docs",
    urls_namespace="api",
)
for prefix, router in ROUTERS:
    api.add_router(prefix, router)

_UNREADABLE = (RawPostDataException, UnreadablePostError, MultiPartParserError, SuspiciousOperation)
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DATABASE_IS_FULL: Final = ("database or disk is full", "disk I/O error", "No space left on device")
"""As SQLite and PostgreSQL say it."""
_log = logging.getLogger("desirepath.server")


def _answer(request: HttpRequest, problems: tuple[Problem, ...], status: int) -> HttpResponse:
    data = Problems(problems=[ProblemOut.model_validate(problem.to_json()) for problem in problems])
    return api.create_response(request, data, status=status)


@api.exception_handler(DesirepathError)
def _say_problems(request: HttpRequest, error: DesirepathError) -> HttpResponse:
    return _answer(request, error.problems, status_of(error.code))


@api.exception_handler(ValidationError)
def _say_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    problems = tuple(
        BAD_REQUEST.at(".".join(str(part) for part in one["loc"]), says=one["msg"]) for one in error.errors
    )
    return _answer(request, problems, 422)


@api.exception_handler(Http404)
def _say_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _answer(request, (NOT_FOUND.at(),), 404)


@api.exception_handler(HttpError)
def _say_refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, DesirepathError):  # ninja wraps what the parser of the body raises
        return _say_problems(request, error.__cause__)
    return _answer(request, (BAD_REQUEST.at(says=str(error)),), error.status_code)


def _is_of_a_full_disk(error: BaseException) -> bool:
    """Whether something failed because there is no room: a file, or either database."""
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return isinstance(error, OperationalError) and any(one in str(error) for one in _DATABASE_IS_FULL)


@api.exception_handler(Exception)
def _say_broken(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        return _answer(request, (TOO_LARGE.at("body"),), 413)
    if isinstance(error, _UNREADABLE):
        return _answer(request, (BAD_REQUEST.at(says="the body cannot be read"),), 400)
    if _is_of_a_full_disk(error):
        return _answer(request, (DISK_FULL.at(),), 503)
    request_id = request.META.get("desirepath.request_id", "")
    _log.exception("request %s broke", request_id)
    return _answer(request, (BROKEN.at(says=f"something broke on our side (request {request_id})"),), 500)
