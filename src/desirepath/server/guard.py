"""What every request passes: an id, the headers that keep a browser safe, and the way of the static files."""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable
from typing import Final

from asgiref.sync import async_to_sync, iscoroutinefunction, sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware, sync_only_middleware
from servestatic.middleware import ServeStaticMiddleware

from desirepath.server.kinds import BAD_REQUEST

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""The content security policy of every page: nothing inline, nothing from elsewhere."""

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_OWN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


@sync_and_async_middleware
def guard(
    get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]],
) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
    """Give each request an id (a proxy's own is kept) and each answer the safety headers it does not set."""
    if iscoroutinefunction(get_response):

        async def guarded(request: HttpRequest) -> HttpResponseBase:
            _name(request)
            return _cover(request, await get_response(request))

        return guarded

    def guarded_sync(request: HttpRequest) -> HttpResponseBase:
        _name(request)
        response = get_response(request)
        assert isinstance(response, HttpResponseBase)
        return _cover(request, response)

    return guarded_sync


@sync_only_middleware
def static_files(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Serve what lies under ``/static/``. ServeStatic knows the event loop only: all others go round it."""
    serve = async_to_sync(ServeStaticMiddleware(sync_to_async(get_response)))

    def served(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(settings.STATIC_URL):
            response: HttpResponseBase = serve(request)
            return response
        return get_response(request)

    return served


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form or call that does not prove that it comes from our own pages."""
    problem = BAD_REQUEST.at(
        says="this did not come from our own page", fix="reload the page and try again; programs use a token"
    )
    return JsonResponse({"problems": [problem.to_json()]}, status=403)


def _name(request: HttpRequest) -> None:
    given = request.headers.get("X-Request-Id", "")
    request.META["desirepath.request_id"] = given if _OWN_ID.fullmatch(given) else uuid.uuid4().hex


def _cover(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = request.META["desirepath.request_id"]
    return response
