"""Every address the server answers to."""

from __future__ import annotations

from django.urls import include, path

from desirepath.server.api import api
from desirepath.server.pages import editor, healthy

urlpatterns = [
    path("", editor, name="home"),
    path("maps", editor, name="maps"),
    path("maps/<str:map_id>", editor, name="map"),
    path("today", editor, name="today"),
    path("board", editor, name="board"),
    path("playbooks", editor, name="playbooks"),
    path("accounts/<str:of>/<path:account>", editor, name="account"),
    path("scorecards", editor, name="scorecards"),
    path("customers", editor, name="customers"),
    path("renewals", editor, name="renewals"),
    path("support", editor, name="support"),
    path("data", editor, name="data"),
    path("people", editor, name="people"),
    path("personas", editor, name="personas"),
    path("personas/<str:persona_id>", editor, name="persona"),
    path("notifications", editor, name="notifications"),
    path("settings", editor, name="settings"),
    path("new", editor, name="new"),
    path("health", healthy, name="health"),
    path("api/v1/", api.urls),
    path("", include("desirepath.server.people.urls")),
    path("", include("desirepath.server.talk.pages")),
    path("", include("desirepath.server.touch.pages")),
]
