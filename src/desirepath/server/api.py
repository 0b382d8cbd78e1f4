"""The API: the rooms' routers under one roof, one shape of errors, one door."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from ninja import NinjaAPI
from ninja.errors import ValidationError

from desirepath import __version__
from desirepath.base.problem import DesirepathError, Problem
from desirepath.server.access_table import ACCESS
from desirepath.server.answers import ProblemOut, Problems, status_of
from desirepath.server.kinds import BAD_REQUEST, BROKEN, NOT_FOUND
from desirepath.server.maps.api import router as maps
from desirepath.server.people.access import Door
from desirepath.server.people.api import router as people

ROUTERS = {"": people, "/maps": maps}
"""Where each room's endpoints begin. A new room is a new line."""

api = NinjaAPI(
    title="Desirepath",
    version=__version__,
    description="Journey maps bound to data. Errors have one shape: a list of problems, each with its code.",
    auth=Door(ACCESS),
    openapi_url="/openapi.json",
    docs_url="/docs",
    urls_namespace="api",
)
for prefix, router in ROUTERS.items():
    api.add_router(prefix, router)

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


@api.exception_handler(Exception)
def _say_broken(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, RawPostDataException):
        return _answer(request, (BAD_REQUEST.at(says="the body cannot be read"),), 400)
    request_id = request.META.get("desirepath.request_id", "")
    _log.exception("request %s broke", request_id)
    return _answer(request, (BROKEN.at(says=f"something broke on our side (request {request_id})"),), 500)
