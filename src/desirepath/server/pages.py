"""The pages that belong to no room: the editor in the browser, and whether the server is well."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie

from desirepath import __version__
from desirepath.log.workspace import read_settings
from desirepath.server.built import built_entry
from desirepath.server.configuration import LOOPBACK
from desirepath.server.people.invitations import note_use
from desirepath.server.people.models import Person

DEMO_OWNER: Final = "demo@localhost"


@ensure_csrf_cookie
def editor(request: HttpRequest, **_: str) -> HttpResponse:
    """The page of every address that the editor knows: it loads the editor, which does the rest.

    In the demo, who looks from this machine is signed in as the demo's owner.
    """
    if not request.user.is_authenticated and not _is_demo(request):
        return redirect_to_login(request.get_full_path())
    if not request.user.is_authenticated:
        owner = Person.objects.get(email=DEMO_OWNER)
        login(request, owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    if isinstance(request.user, Person):
        note_use(request, request.user)
    entry = built_entry()
    if entry is None:
        return render(request, "not_built.html", status=503)
    company = read_settings(settings.CONFIGURATION.folder).name
    return render(request, "editor.html", {"entry": entry, "company": company})


def _is_demo(request: HttpRequest) -> bool:
    """Whether this is the demo, asked from this machine itself and by one of its own names."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return settings.IS_DEMO and host in LOOPBACK and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")


def healthy(request: HttpRequest) -> JsonResponse:
    """200 while the server and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__})
