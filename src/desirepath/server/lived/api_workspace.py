"""How the workspace is set up: what its file ``desirepath.toml`` says, and changing its time zone there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import available_timezones

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import StringConstraints

from desirepath import __version__
from desirepath.log.zone_file import write_time_zone
from desirepath.server.answers import REFUSALS
from desirepath.server.clock import workspace_time
from desirepath.server.kinds import BAD_REQUEST
from desirepath.server.log_state import current_log
from desirepath.server.people.access import is_guest
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.people.shapes import Body

router = Router(tags=["log"])


class WorkspaceOut(Schema):
    """What the workspace is called (empty: nobody has said), what time it is there, how days, weeks and money
    are read, what may be uploaded, and whether mails go out. ``is_demo``: time stands still, until somebody
    lets a day pass. ``time_zone`` is where days begin and by which times are told; unless
    ``zone_is_chosen`` it is UTC because nobody has said.

    ``retention`` says per source how long what came in is kept (``*``: every other one). A guest of a map is
    told nothing of what comes in, and not with what the others sign in.
    """

    name: str
    now: datetime
    today: date
    address: str
    time_zone: str
    zone_is_chosen: bool
    week_start: str
    currency: str
    currencies: list[str]
    retention: dict[str, str]
    dropped: list[str]
    hashed: list[str]
    attachment_megabytes: int
    mails: bool
    sign_in_with: list[str]
    is_demo: bool
    version: str


class TimeZoneIn(Body):
    """Where days begin, and by which times are told: such as Europe/Berlin."""

    time_zone: Annotated[str, StringConstraints(min_length=1, max_length=60)]


@router.get("", response={200: WorkspaceOut, **REFUSALS})
def workspace(request: HttpRequest) -> Any:
    """How the workspace is set up."""
    return _as_it_is(request)


@router.put("/time-zone", response={200: WorkspaceOut, **REFUSALS})
def choose_time_zone(request: HttpRequest, body: TimeZoneIn) -> Any:
    """Choose where days begin, and by which times are told.

    What happened keeps its instant. Days, weeks and months, what is due and late, and counts by them are
    those of the new zone from now on.
    """
    folder = settings.CONFIGURATION.folder
    before = current_log().settings
    if body.time_zone not in available_timezones():
        says = f'"{body.time_zone}" is not a time zone'
        raise BAD_REQUEST.error("time_zone", says=says, fix="such as Europe/Paris")
    write_time_zone(folder, body.time_zone)
    write_down(
        "changed the time zone",
        request=request,
        target=body.time_zone,
        before=before.time_zone if before.zone_is_chosen else "",
    )
    return _as_it_is(request)


def _as_it_is(request: HttpRequest) -> WorkspaceOut:
    it, server, time = current_log().settings, settings.CONFIGURATION, workspace_time()
    shown = WorkspaceOut(
        name=it.name,
        now=time.now,
        today=time.today,
        address=server.url,
        time_zone=it.time_zone,
        zone_is_chosen=it.zone_is_chosen,
        week_start=it.week_start,
        currency=it.currency,
        currencies=sorted(it.rates),
        retention={source: f"{span.days} days" for source, span in it.retention.items()},
        dropped=list(it.drop),
        hashed=list(it.hash),
        attachment_megabytes=server.attachment_megabytes,
        mails=bool(server.email),
        sign_in_with=sorted(server.oidc),
        is_demo=settings.IS_DEMO,
        version=__version__,
    )
    hidden: dict[str, Any] = {"retention": {}, "dropped": [], "hashed": [], "sign_in_with": []}
    return shown.model_copy(update=hidden) if is_guest(asker(request)) else shown
