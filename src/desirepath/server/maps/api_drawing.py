"""The endpoint that draws a map: the picture of what is believed, as the command line draws it."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from desirepath.exports.svg import draw_svg
from desirepath.server.answers import REFUSALS, answers_file
from desirepath.server.clock import workspace_time
from desirepath.server.maps import state
from desirepath.server.maps.found import find_map

router = Router(tags=["maps"])


@router.get("/{map_id}/drawing", response={**REFUSALS}, openapi_extra=answers_file("image/svg+xml"))
def map_drawing(
    request: HttpRequest,
    map_id: str,
    theme: Literal["light", "dark"] = "light",
    revision: Annotated[int, Field(ge=0)] | None = None,
) -> HttpResponse:
    """The map as a picture that scales (SVG), as it is or as it was at a revision. Of images on it the
    descriptions are shown.
    """
    record = find_map(map_id)
    nodes = state.current_nodes(record) if revision is None else state.nodes_at(record, revision)
    drawn = draw_svg(state.journey_of(nodes), theme=theme, today=workspace_time().today)
    answer = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{map_id}.svg"'
    return answer
