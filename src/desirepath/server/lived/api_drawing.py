"""The endpoint that draws a map as lived, with the very numbers that the page shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from desirepath.exports.lived_svg import draw_lived_svg
from desirepath.measures.measured_json import read_measured
from desirepath.server.answers import REFUSALS, answers_file
from desirepath.server.clock import workspace_time
from desirepath.server.lived.answering import Asked, look_up, text_of
from desirepath.server.lived.api import AnswerOut, answered
from desirepath.server.lived.questions import MapQuestion
from desirepath.server.maps.found import find_map
from desirepath.server.people.api import asker

router = Router(tags=["lived journey"])


@router.get(
    "/{map_id}/lived/drawing",
    response={202: AnswerOut, **REFUSALS},
    openapi_extra=answers_file("image/svg+xml"),
)
def lived_drawing(
    request: HttpRequest,
    map_id: str,
    question: Query[MapQuestion],
    theme: Literal["light", "dark"] = "light",
    ways: Annotated[int, Field(ge=0, le=100)] | None = None,
) -> HttpResponse:
    """What was lived as a picture that scales (SVG): the numbers of ``lived`` for the same question, the last
    ones known; of two sides the first. ``ways`` are the most travelled ways off the map, so many of them.
    202: there are none yet, see ``job``.
    """
    asked = Asked("map", question, find_map(map_id))
    known = look_up(asked, asker(request))
    if known.answer is None or asked.journey is None:
        return answered(request, asked)
    time = workspace_time()
    measured = read_measured(asked.journey, text_of(asked, known.answer))
    as_of, period = measured.as_of.astimezone(time.zone), measured.period.in_zone(time.zone)
    measured = replace(measured, as_of=as_of, period=period)
    drawn = draw_lived_svg(measured, theme=theme, today=time.today, most_ways=ways)
    answer = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{map_id}-lived.svg"'
    return answer
