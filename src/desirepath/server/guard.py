"""What every request passes: a limit, an id, the headers that keep a browser safe, the static files."""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final

import orjson
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import sync_only_middleware
from servestatic.middleware import ServeStaticMiddleware

from desirepath.server import built
from desirepath.server.built import State, built_state
from desirepath.server.kinds import BAD_REQUEST, BROKEN, NOT_FOUND, TOO_LARGE

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
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_OWN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_YEAR: Final = 365 * 24 * 3600
_API: Final = "/api/"


@sync_only_middleware
def guard(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give each request an id (a proxy's own is kept) and each answer the safety headers it does not set."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        request.META["desirepath.request_id"] = given if _OWN_ID.fullmatch(given) else uuid.uuid4().hex
        response: HttpResponseBase
        response = get_response(request) if _makes_sense(request) else HttpResponse(status=400)
        return _cover(request, response)

    return guarded


@sync_only_middleware
def static_files(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Serve what lies under ``/static/``. ServeStatic knows the event loop only: all others go round it. It
    looks once what files there are, and anew after the pages were built."""

    @lru_cache(maxsize=1)
    def server(_: State) -> Callable[[HttpRequest], HttpResponseBase]:
        return async_to_sync(ServeStaticMiddleware(sync_to_async(get_response)))

    server(built_state(built.BUILT))

    def served(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(settings.STATIC_URL):
            return server(built_state(built.BUILT))(request)
        return get_response(request)

    return served


def _makes_sense(request: HttpRequest) -> bool:
    """Whether it is sent to us, and without the character nought, which databases choke on."""
    with suppress(DisallowedHost):
        request.get_host()
        return "\0" not in request.path and "%00" not in request.META.get("QUERY_STRING", "")
    return False


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form that does not prove that it comes from our own pages."""
    return render(request, "403_csrf.html", status=403)


def _cover(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if request.path.startswith(_API) and response.status_code >= 400:
        response = _in_one_shape(request, response)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if settings.CONFIGURATION.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    response.headers["X-Request-Id"] = request.META["desirepath.request_id"]
    return response


def _in_one_shape(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What Django or ninja refuse by themselves (no such address or method), said as everything else is."""
    if response.headers.get("Content-Type", "").startswith("application/json"):
        return response
    if response.status_code == 405:
        problem = BAD_REQUEST.at(says=f"{request.method} is not done here", fix="see Allow for what is")
    else:
        kind = {404: NOT_FOUND, 413: TOO_LARGE, 500: BROKEN}.get(response.status_code, BAD_REQUEST)
        problem = kind.at()
    said = JsonResponse({"problems": [problem.to_json()]}, status=response.status_code)
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            said.headers[name] = response.headers[name]
    return said


Messages = Mapping[str, Any]
Receive = Callable[[], Awaitable[Messages]]
Send = Callable[[Messages], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


class LimitedBodies:
    """An ASGI application that takes no more than ``most_bytes`` of one request.

    Django looks at the size only after all of it has arrived, on the disk by then.
    """

    def __init__(self, application: Application, *, most_bytes: int) -> None:
        self._application = application
        self._most = most_bytes

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request; 413 where it is too large."""
        said = dict(scope.get("headers", ())).get(b"content-length", b"0")
        if int(said) > self._most:
            await _send_too_large(send)
            return
        try:
            await self._application(scope, self._counting(receive), send)
        except _TooLargeError:
            await _send_too_large(send)

    def _counting(self, receive: Receive) -> Receive:
        arrived = 0

        async def counted() -> Messages:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > self._most:
                raise _TooLargeError
            return message

        return counted


class _TooLargeError(Exception):
    """More arrives than was said, or than we take."""


async def _send_too_large(send: Send) -> None:
    headers = {**HEADERS, "Content-Type": "application/json", "Connection": "close"}
    encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 413, "headers": encoded})
    body = orjson.dumps({"problems": [TOO_LARGE.at("body").to_json()]})
    await send({"type": "http.response.body", "body": body})
