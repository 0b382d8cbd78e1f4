"""The pages that belong to no room: the front page, and whether the server is well."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from desirepath import __version__
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.access import visible_maps
from desirepath.server.people.models import Person


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The maps one may see."""
    assert isinstance(request.user, Person)
    maps = MapRecord.objects.filter(archived_at=None)
    seen = visible_maps(request.user)
    return render(request, "home.html", {"maps": maps.filter(seen) if seen is not None else maps})


def healthy(request: HttpRequest) -> JsonResponse:
    """200 while the server and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__})
