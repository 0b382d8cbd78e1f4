"""The endpoint of what happened on the desk about one account: its page puts it into the one story."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.desk.shown import MapNames, StepPlace
from desirepath.server.desk.story import Kind, What, story_of
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import PersonRef
from desirepath.server.talk.notifications import person_ref

router = Router(tags=["today"])


class DeskHappenedOut(Schema):
    """One thing that happened on the desk. ``says`` is the task's title, what the alert says, or from which
    role to which the handoff goes; ``row`` its number. ``put_off_until``: it is put off now, and ``because``
    says why."""

    id: str
    row: int
    kind: Kind
    what: What
    at: datetime
    says: str
    place: StepPlace | None
    by: PersonRef | None
    because: str
    put_off_until: datetime | None


@router.get("/story", response={200: list[DeskHappenedOut], **REFUSALS})
def desk_story(
    request: HttpRequest,
    of: Annotated[str, Field(max_length=100)],
    account: Annotated[str, Field(min_length=1, max_length=500)],
) -> list[DeskHappenedOut]:
    """Tasks, alerts and handoffs of an account that you may see, each thing that happened to them, the newest
    first."""
    maps = MapNames()
    return [
        DeskHappenedOut(
            id=f"{one.kind}:{one.row}:{one.what}",
            row=one.row,
            kind=one.kind,
            what=one.what,
            at=one.at,
            says=one.says,
            place=None if one.step is None else maps.place(*one.step),
            by=person_ref(one.by),
            because=one.because,
            put_off_until=one.put_off_until,
        )
        for one in story_of(asker(request), of, account)
    ]
