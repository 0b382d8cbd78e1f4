"""Every address the server answers to."""

from __future__ import annotations

from django.urls import include, path

from desirepath.server.api import api
from desirepath.server.pages import healthy, home

urlpatterns = [
    path("", home, name="home"),
    path("health", healthy, name="health"),
    path("api/v1/", api.urls),
    path("", include("desirepath.server.people.urls")),
]
