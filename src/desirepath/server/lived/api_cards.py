"""The endpoint of the maps page: each map with how well it is known, how fresh, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Max
from django.http import HttpRequest
from ninja import Router, Schema

from desirepath.model.evidence import confirmed_day, roll_up
from desirepath.model.placed_claims import claims_of_map
from desirepath.server.answers import REFUSALS
from desirepath.server.clock import workspace_time
from desirepath.server.lived.models import Answer
from desirepath.server.lived.reading import read_journey
from desirepath.server.maps.api import maps_page
from desirepath.server.maps.company import company_of, personas_for
from desirepath.server.maps.found import MapOut, map_out
from desirepath.server.maps.models import MapRecord, PersonaRecord
from desirepath.server.people.api import asker
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Page, PageSize

router = Router(tags=["maps"])


class PersonaRef(Schema):
    """A persona, as briefly as a page needs it. One that nobody has written has no name."""

    id: str
    name: str | None


class MapCard(MapOut):
    """A map with what one wants to know before opening it.

    ``measured_steps`` have a rule. Of the ``claims`` so many rest on ``evidence``, of which ``stale`` were
    confirmed longer ago than the map's review allows. ``owner`` is what the map says, ``made_by`` who made
    it; ``measured_at`` is when its numbers were computed last (null: nobody has looked at them).
    """

    travels: str
    owner: str | None
    made_by: str | None
    persona: PersonaRef | None
    stages: int
    steps: int
    measured_steps: int
    claims: int
    evidence: int
    stale: int
    oldest_confirmed_on: date | None
    last_confirmed_on: date | None
    measured_at: datetime | None


@router.get("", response={200: Page[MapCard], **REFUSALS})
def map_cards(
    request: HttpRequest, archived: bool = False, cursor: str = "", limit: PageSize = 100
) -> Page[MapCard]:
    """The maps you may see, by title, as cards; those in the archive apart."""
    found, following = maps_page(asker(request), archived=archived, cursor=cursor, limit=limit)
    known = [_known(one.id, one.era, one.revision, workspace_time().today) for one in found]
    named = {one.persona for one in known if one.persona}
    shown = personas_for(asker(request))
    personas = PersonaRecord.objects.filter(id__in=named if shown is None else named & shown)
    names = dict(personas.values_list("id", "name"))
    makers = Person.objects.in_bulk({one.created_by_id for one in found if one.created_by_id})
    answers = Answer.objects.filter(what="map", map__in=found).values_list("map")
    measured = dict(answers.annotate(last=Max("made_at")))
    cards = [
        MapCard(
            **map_out(one, asker(request)).model_dump(),
            travels=it.travels,
            owner=it.owner,
            made_by=_maker(one, makers, asker(request)),
            persona=PersonaRef(id=it.persona, name=names.get(it.persona)) if it.persona else None,
            stages=it.stages,
            steps=it.steps,
            measured_steps=it.measured_steps,
            claims=it.claims,
            evidence=it.evidence,
            stale=it.stale,
            oldest_confirmed_on=it.oldest_confirmed_on,
            last_confirmed_on=it.last_confirmed_on,
            measured_at=measured.get(one.id),
        )
        for one, it in zip(found, known, strict=True)
    ]
    return Page(items=cards, next=following)


class _Known(Schema):
    """What a map says of itself at a revision, as of a day."""

    travels: str
    owner: str | None
    persona: str | None
    stages: int
    steps: int
    measured_steps: int
    claims: int
    evidence: int
    stale: int
    oldest_confirmed_on: date | None
    last_confirmed_on: date | None


@lru_cache(maxsize=512)
def _known(map_id: str, era: str, revision: int, today: date) -> _Known:
    journey = read_journey(MapRecord(id=map_id, era=era, revision=revision))
    whole = roll_up(journey, today).whole
    days = [day for one in claims_of_map(journey) if one.is_evidence and (day := confirmed_day(one.claim))]
    return _Known(
        travels=journey.travels,
        owner=journey.owner,
        persona=journey.persona,
        stages=len(journey.stages),
        steps=sum(len(stage.steps) for stage in journey.stages),
        measured_steps=sum(bool(step.when) for step in journey.steps()),
        claims=whole.claims,
        evidence=whole.evidence,
        stale=whole.stale,
        oldest_confirmed_on=whole.oldest_confirmed_on,
        last_confirmed_on=max(days, default=None),
    )


def _maker(record: MapRecord, makers: Mapping[int, Person], asks: Person) -> str | None:
    maker = makers.get(record.created_by_id or 0)
    company = company_of(asks, record.id)
    return maker.public_name if maker and (company is None or maker.pk in company) else None
