"""The endpoints about how well what comes in is: computed in the background, kept until the log changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from desirepath.findings.data_health import unmentioned
from desirepath.server.answers import REFUSALS
from desirepath.server.clock import workspace_time
from desirepath.server.lived.answering import Asked
from desirepath.server.lived.api import ANSWERS, answered
from desirepath.server.lived.questions import HealthQuestion
from desirepath.server.lived.reading import read_journey
from desirepath.server.log_state import info_now
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.access import visible_maps
from desirepath.server.people.api import asker

router = Router(tags=["data"])


class UnmentionedOut(Schema):
    """An activity that no map you may see speaks of, and how often it is in the log."""

    activity: str
    interactions: int


@router.get("/health", response=ANSWERS)
def data_health(request: HttpRequest) -> HttpResponse:
    """Volumes with their unusual days, interactions of nobody, changed properties: 200 with the answer, or
    202 with the job that finds it."""
    return answered(request, Asked("health", HealthQuestion(until=workspace_time().today.isoformat())))


@router.get("/unmentioned", response={200: list[UnmentionedOut], **REFUSALS})
def unmentioned_activities(request: HttpRequest) -> list[UnmentionedOut]:
    """What happens and no step of any map counts, the most frequent first."""
    visible = visible_maps(asker(request))
    records = MapRecord.objects.filter(archived_at=None)
    maps = [read_journey(one) for one in (records if visible is None else records.filter(visible))]
    found = unmentioned(maps, dict(info_now().activities))
    return [UnmentionedOut(activity=name, interactions=count) for name, count in list(found.items())[:100]]
