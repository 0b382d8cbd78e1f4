"""What the script in a product asks: the script itself, what waits for somebody, what they did with it.

It is called from pages of other origins, without a cookie: the key says which product, the origin which
page, the signature who. Whatever is wrong is answered alike, so that nobody learns who is known here.
"""

from __future__ import annotations

import logging
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from desirepath.base.problem import DesirepathError
from desirepath.server.touch import in_app, limits

LARGEST: Final = 4_000
"""Bytes of what is asked."""
_LONGEST: Final = 500
_SCRIPT: Final = Path(__file__).parents[1] / "static" / "web" / "in_app.js"
_NOT_BUILT: Final = b"console.warn('desirepath: the pages were not built');"
_DEEDS: Final = ("seen", "clicked", "dismissed")
_log = logging.getLogger("desirepath.server")


@require_GET
def script(request: HttpRequest) -> HttpResponse:
    """The script; known for an hour, and asked for again by its mark."""
    body, mark = _read()
    answer = HttpResponse(status=304) if request.headers.get("If-None-Match") == mark else HttpResponse(body)
    answer.headers["Content-Type"] = "text/javascript; charset=utf-8"
    answer.headers["Cache-Control"] = "public, max-age=3600"
    answer.headers["ETag"] = mark
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@cache
def _read() -> tuple[bytes, str]:
    body = _SCRIPT.read_bytes() if _SCRIPT.exists() else _NOT_BUILT
    return body, f'"{sha256(body).hexdigest()[:20]}"'


# Pages of other origins ask, and nobody is signed in: the signature alone says who.
@csrf_exempt
@require_POST
def messages(request: HttpRequest) -> HttpResponse:
    """What waits for somebody (``messages``); or, with ``message`` and ``did``, that they have seen,
    followed or closed one."""
    origin = request.headers.get("Origin", "").lower()
    said = _said(request)
    now = timezone.now()
    key = None if said is None else in_app.key_for(said["key"], origin, now)
    if said is None or key is None or not in_app.is_signed(key, said["customer"], said["signature"], now):
        return _refused(request)
    customer = said["customer"]
    if not limits.may_show(request, f"{key.sender.id} {customer}"):
        answer = JsonResponse({"messages": []}, status=429)
        answer.headers["Retry-After"] = str(limits.WAIT_SECONDS)
        return _open_to(answer, origin)
    try:
        if said["did"]:
            is_kept = in_app.did(customer, said["message"], said["did"])
            return _open_to(JsonResponse({"kept": is_kept}), origin)
        found = in_app.messages_for(customer)
    except DesirepathError:
        _log.exception("a message in the product could not be shown, or what was done with it not be kept")
        return _open_to(JsonResponse({"messages": []}, status=503), origin)
    in_app.note_use(key, now)
    shown = [
        {"id": one.id, "title": one.title, "text": one.text, "button": one.button, "link": one.link}
        for one in found
    ]
    return _open_to(JsonResponse({"messages": shown}), origin)


def _said(request: HttpRequest) -> dict[str, Any] | None:
    """What is asked; None where it is nothing that the script asks."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return None
    try:
        found = orjson.loads(request.body[:LARGEST])
    except (ValueError, SuspiciousOperation):
        return None
    if not isinstance(found, dict):
        return None
    names = ("key", "customer", "signature", "message", "did")
    words = {name: found.get(name, "") for name in names}
    if not all(isinstance(word, str) for word in words.values()):
        return None
    if any(len(word) > _LONGEST or "\0" in word for word in words.values()):
        return None
    if words["did"] not in ("", *_DEEDS) or not words["customer"]:
        return None
    return words


def _refused(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse({"messages": []}, status=403 if limits.may_guess_on(request) else 429)
    if answer.status_code == 429:
        answer.headers["Retry-After"] = str(limits.WAIT_SECONDS)
    return answer


def _open_to(answer: HttpResponse, origin: str) -> HttpResponse:
    """Let the page that asked read the answer; who may ask was seen before."""
    if origin:
        answer.headers["Access-Control-Allow-Origin"] = origin
    answer.headers["Vary"] = "Origin"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


urlpatterns = [
    path("t/desirepath.js", script, name="in_app_script"),
    path("t/messages", messages, name="in_app_messages"),
]
