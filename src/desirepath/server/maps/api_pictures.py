"""The endpoints of small pictures, and of the templates that one can begin with."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from desirepath.exports.thumbnail import draw_thumbnail
from desirepath.model.map_file import read_map_text
from desirepath.server.answers import REFUSALS, answers_file
from desirepath.server.maps.found import find_map
from desirepath.server.maps.state import journey_of, nodes_at
from desirepath.templates import TEMPLATES, read_template

router = Router(tags=["maps"])
templates_router = Router(tags=["maps"])

Theme = Literal["light", "dark", "auto"]
ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
"""The content security policy of a picture: it may load nothing, and run nothing, as us."""
_SVG = answers_file("image/svg+xml")


class TemplateOut(Schema):
    """A map to begin with: what it is for, and who has use for it."""

    name: str
    title: str
    about: str
    for_whom: str
    stages: int
    steps: int


@router.get("/{map_id}/thumbnail.svg", response={**REFUSALS}, openapi_extra=_SVG)
def map_thumbnail(request: HttpRequest, map_id: str, theme: Theme = "auto") -> HttpResponse:
    """The map at the size of a stamp, as it is now. Its ``ETag`` changes with the map's revision."""
    record = find_map(map_id)
    tag = f'"{record.era}-{record.revision}-{theme}"'
    if request.headers.get("If-None-Match") == tag:
        return _guarded(HttpResponse(status=304), tag)
    return _guarded(HttpResponse(_thumbnail(map_id, record.era, record.revision, theme)), tag)


@templates_router.get("", response={200: list[TemplateOut], **REFUSALS})
def list_templates(request: HttpRequest) -> list[TemplateOut]:
    """The templates, in the order they are offered."""
    return [
        TemplateOut(
            name=one.name,
            title=one.title,
            about=one.about,
            for_whom=one.for_whom,
            stages=len(journey.stages),
            steps=sum(1 for _ in journey.steps()),
        )
        for one in TEMPLATES
        for journey in [read_map_text(read_template(one.name))]
    ]


@templates_router.get("/{name}/thumbnail.svg", response={**REFUSALS}, openapi_extra=_SVG)
def template_thumbnail(request: HttpRequest, name: str, theme: Theme = "auto") -> HttpResponse:
    """A template at the size of a stamp."""
    return _guarded(HttpResponse(draw_thumbnail(read_map_text(read_template(name)), theme=theme)), "")


@lru_cache(maxsize=256)
def _thumbnail(map_id: str, era: str, revision: int, theme: Theme) -> str:
    return draw_thumbnail(journey_of(nodes_at(find_map(map_id), revision)), theme=theme)


def _guarded(response: HttpResponse, tag: str) -> HttpResponse:
    response["Content-Type"] = "image/svg+xml"
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    if tag:
        response["ETag"] = tag
    return response
