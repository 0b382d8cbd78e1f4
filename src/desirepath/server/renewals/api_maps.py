"""The endpoints of a map's customers when they need us: the first ninety days, and support moments."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from desirepath.server.lived.answering import Asked
from desirepath.server.lived.api import ANSWERS, answered
from desirepath.server.lived.book_questions import FirstDaysQuestion, SupportQuestion, of_book
from desirepath.server.lived.reading import read_journey
from desirepath.server.maps.found import find_map
from desirepath.server.people.api import asker

router = Router(tags=["renewals"])


@router.get("/{map_id}/first-days", response=ANSWERS)
def first_days(
    request: HttpRequest,
    map_id: str,
    days: Annotated[int, Query(ge=7, le=730)] = 90,
    mine: bool = False,
) -> HttpResponse:
    """Who is new on this map, and which milestones each has reached, missed or has before it
    (desirepath-first-days/1); of your own book alone where you ask for no more (``mine``). 200 or 202, as a
    map's measures."""
    record = find_map(map_id)
    book = of_book(asker(request), read_journey(record).travels, is_mine=mine)
    return answered(request, Asked("first-days", FirstDaysQuestion(days=days, **book), record))


@router.get("/{map_id}/support", response=ANSWERS)
def support(request: HttpRequest, map_id: str) -> HttpResponse:
    """When customers need support most on this map, how fast it helps, what they ask again and again
    (desirepath-support/1). 200 or 202, as a map's measures."""
    record = find_map(map_id)
    mine = of_book(asker(request), read_journey(record).travels)
    return answered(request, Asked("support", SupportQuestion(**mine), record))
